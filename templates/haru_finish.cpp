#include <openssl/evp.h>

#include <fstream>
#include <sstream>

#include "core/failures.h"
#include "templates/deflate.h"
#include "templates/haru_impl.h"
#include "templates/utf8.h"
#include "templates/xml_text.h"

// What a document says of itself besides its pages: structure tree, metadata, colours, attachments.
namespace templates {
namespace {

/// The colours on screen and paper are those of sRGB. Read once; core::BadSetup when it is missing.
const std::string& colour_profile() {
    static const std::string deflated_profile = [] {
        constexpr const char* file = "/usr/share/color/icc/sRGB.icc";
        std::ifstream in{file, std::ios::binary};
        std::ostringstream bytes;
        if (!in || !(bytes << in.rdbuf()))
            throw core::BadSetup(std::string{"Profil de couleurs introuvable : "} + file +
                                 ". Installer le paquet icc-profiles-free.");
        return deflated_hard(bytes.str());
    }();
    return deflated_profile;
}

std::string reference(HPDF_Dict object) { return std::to_string(HaruFile::number_of(object)) + " 0 R"; }

std::string element(const char* name, std::string_view content) {
    return std::string{"<"} + name + ">" + std::string{content} + "</" + name + ">\n";
}

std::string alternative(std::string_view utf8) {
    return "<rdf:Alt><rdf:li xml:lang=\"x-default\">" + as_written(utf8) + "</rdf:li></rdf:Alt>";
}

/// PDF/A knows no name space of PDF/UA: the document explains it, first, for readers that go from top to bottom.
constexpr std::string_view ua_schema =
    R"(<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the document conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
)";

/// Noon, universal time: a letter has a day, not an hour.
std::string noon(core::Date date) { return core::iso_date(date) + "T12:00:00Z"; }
std::string pdf_date(core::Date date) {
    auto day = core::iso_date(date);
    std::erase(day, '-');
    return "D:" + day + "120000Z";
}

/// Sixteen bytes that follow from the document: the same input gives the same file.
std::string digest(const std::vector<std::string_view>& parts) {
    struct Free {
        void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    };
    const std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) throw std::bad_alloc{};
    for (const auto part : parts) EVP_DigestUpdate(context.get(), part.data(), part.size());
    EVP_DigestFinal_ex(context.get(), bytes.data(), nullptr);
    return {reinterpret_cast<const char*>(bytes.data()), 16};
}

}  // namespace

std::string HaruDoc::Impl::metadata() const {
    const bool tagged = !structure.empty();
    std::string text =
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
        "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
        "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n";
    text += element("pdfaid:part", attachments.empty() ? "2" : "3");
    text += element("pdfaid:conformance", tagged ? "A" : "B");
    text += element("dc:title", alternative(info.title));
    if (!info.author.empty())
        text += element("dc:creator", "<rdf:Seq>" + element("rdf:li", as_written(info.author)) + "</rdf:Seq>");
    if (!info.subject.empty()) text += element("dc:description", alternative(info.subject));
    text += element("dc:language", "<rdf:Bag>" + element("rdf:li", info.language) + "</rdf:Bag>");
    text += element("dc:format", "application/pdf");
    text += element("xmp:CreatorTool", "Vaguemestre");
    if (info.date.ok()) {
        text += element("xmp:CreateDate", noon(info.date));
        text += element("xmp:ModifyDate", noon(info.date));
        text += element("xmp:MetadataDate", noon(info.date));
    }
    text += element("pdf:Producer", "Vaguemestre");
    text += "</rdf:Description>\n";
    if (tagged) text += ua_schema;
    return text + "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";
}

void HaruDoc::Impl::finish() {
    file.set_info("Producer", "Vaguemestre");
    file.set_info("Creator", "Vaguemestre");
    if (!info.title.empty()) file.set_info("Title", info.title);
    if (!info.author.empty()) file.set_info("Author", info.author);
    if (!info.subject.empty()) file.set_info("Subject", info.subject);
    for (const auto* key : {"CreationDate", "ModDate"})
        if (info.date.ok())
            HPDF_Dict_Add(file.doc()->info, key,
                          HPDF_String_New(file.doc()->mmgr, pdf_date(info.date).c_str(), nullptr));
    for (std::size_t face = 0; face < used.size(); ++face)
        if (used[face].font)
            file.finish_font(used[face].font, fonts.face(static_cast<Face>(face)).program(used[face].repertoire));
    finish_catalog();
    finish_pages();
}

void HaruDoc::Impl::finish_pages() {
    std::vector<std::string_view> parts{info.title, info.subject};
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        auto& sheet = sheets[i];
        close_mark(sheet);
        parts.push_back(sheet.content);
        if (structure.empty()) continue;
        HPDF_Dict_AddNumber(sheet.page, "StructParents", static_cast<HPDF_INT32>(i));
        HPDF_Dict_AddName(sheet.page, "Tabs", "S");
    }
    for (const auto& attachment : attachments) parts.push_back(attachment.bytes);
    const auto day = info.date.ok() ? core::iso_date(info.date) : std::string{};
    parts.push_back(day);
    file.set_file_id(digest(parts));
    for (auto& sheet : sheets) {
        file.set_content(sheet.page, deflated(sheet.content));
        if (sheet.annotations.empty()) continue;
        auto* const list = file.require(HPDF_Array_New(file.doc()->mmgr));
        for (const auto number : sheet.annotations)
            HPDF_Array_Add(list, HPDF_Xref_GetEntryByObjectId(file.doc()->xref, number)->obj);
        HPDF_Dict_Add(sheet.page, "Annots", list);
    }
}

void HaruDoc::Impl::finish_structure() {
    PdfStructure::Numbers numbers;
    for (const auto& sheet : sheets) numbers.pages.push_back(HaruFile::number_of(sheet.page));
    auto* const root = file.new_object();
    numbers.root = HaruFile::number_of(root);
    const auto drawn = structure.drawn();
    std::vector<HPDF_Dict> objects;
    for (const auto number : drawn) {
        objects.push_back(file.new_object());
        if (numbers.elements.size() <= number) numbers.elements.resize(number + 1);
        numbers.elements[number] = HaruFile::number_of(objects.back());
    }
    for (std::size_t i = 0; i < drawn.size(); ++i) file.set_entries(objects[i], structure.text_of(drawn[i], numbers));
    file.set_entries(root, structure.root_text(numbers, sheets.size()));
    HPDF_Dict_Add(file.doc()->catalog, "StructTreeRoot", root);
}

/// Entries of the catalog for the files inside.
std::string HaruDoc::Impl::attachment_entries() {
    std::string names, list;
    for (const auto& attachment : attachments) {
        const auto date = info.date.ok() ? "/ModDate(" + pdf_date(info.date) + ")" : std::string{};
        auto* const stream = file.new_stream(deflated(attachment.bytes), HaruFile::Coding::deflate,
                                             "/Type/EmbeddedFile/Subtype/text#2Fxml/Params<</Size " +
                                                 std::to_string(attachment.bytes.size()) + date + ">>");
        auto* const spec =
            file.new_object("/Type/Filespec/F(" + attachment.name + ")/UF" + text_string(attachment.name) + "/Desc" +
                            text_string(attachment.says) + "/AFRelationship/Data/EF<</F " + reference(stream) + "/UF " +
                            reference(stream) + ">>");
        names += "(" + attachment.name + ") " + reference(spec) + " ";
        list += reference(spec) + " ";
    }
    return "/AF[" + list + "]/Names<</EmbeddedFiles<</Names[" + names + "]>>>>";
}

void HaruDoc::Impl::finish_catalog() {
    const bool tagged = !structure.empty();
    auto* const catalog = file.require(file.doc()->catalog);
    if (tagged) finish_structure();
    auto* const profile = file.new_stream(colour_profile(), HaruFile::Coding::deflate, "/N 3");
    auto* const about = file.new_stream(metadata(), HaruFile::Coding::none, "/Type/Metadata/Subtype/XML");
    HPDF_Dict_Add(catalog, "Metadata", about);
    // PrintScaling: a form or a window address is right at 100 % only.
    file.set_entries(catalog, "/Lang(" + info.language + ")" + (tagged ? "/MarkInfo<</Marked true>>" : "") +
                                  "/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>/OutputIntents[<<"
                                  "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
                                  "/RegistryName(http://www.color.org)/Info(sRGB IEC61966-2.1)/DestOutputProfile " +
                                  reference(profile) + ">>]" + (attachments.empty() ? "" : attachment_entries()));
}

}  // namespace templates
