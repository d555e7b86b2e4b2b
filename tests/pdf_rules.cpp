#include "tests/pdf_rules.h"

#include <map>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <set>

namespace pdf_rules {
namespace {

using Object = QPDFObjectHandle;

/// Walks the operators of a page: what paints must be inside marked content, which is an artefact or has its number.
class Content : public Object::ParserCallbacks {
  public:
    void handleObject(Object object) override {
        if (!object.isOperator()) {
            operands_.push_back(object);
            return;
        }
        const auto name = object.getOperatorValue();
        if (name == "BMC" || name == "BDC") begin(name == "BDC");
        if (name == "EMC") --depth_;
        static const std::set<std::string> painting{"Tj", "TJ", "'",  "\"", "S",  "s",  "f", "F",
                                                    "f*", "B",  "B*", "b",  "b*", "Do", "sh"};
        if (painting.contains(name) && depth_ < 1) outside.insert(name);
        operands_.clear();
    }
    void handleEOF() override {
        if (depth_ != 0) outside.insert("EMC");
    }

    std::set<std::string> outside;  ///< Operators that paint in no marked content.
    std::vector<int> marks;         ///< Numbers of the marked contents, in order.

  private:
    void begin(bool with_properties) {
        if (++depth_ > 1) outside.insert("BDC");
        const auto tag = operands_.empty() ? std::string{} : operands_.front().getName();
        if (tag == "/Artifact") return;
        if (with_properties && operands_.size() == 2 && operands_[1].isDictionary() && operands_[1].hasKey("/MCID"))
            marks.push_back(static_cast<int>(operands_[1].getKey("/MCID").getIntValue()));
        else
            outside.insert("BDC " + tag);
    }

    std::vector<Object> operands_;
    int depth_ = 0;
};

class Checker {
  public:
    explicit Checker(const std::string& bytes) : bytes_(bytes) {
        pdf_.setSuppressWarnings(true);
        pdf_.processMemoryFile("essai.pdf", bytes.data(), bytes.size());
        root_ = pdf_.getRoot();
    }

    std::vector<std::string> check() {
        check_file();
        check_metadata();
        check_colours();
        check_attachments();
        const auto pages = QPDFPageDocumentHelper{pdf_}.getAllPages();
        for (const auto& page : pages) check_page(page);
        if (tagged()) check_structure();
        if (!pdf_.getWarnings().empty()) say("qpdf warns");
        return faults_;
    }

    std::string outline() {
        std::string text;
        walk(root_.getKey("/StructTreeRoot").getKey("/K"), [&](Object element) {
            text += (text.empty() ? "" : " ") + element.getKey("/S").getName().substr(1);
            auto attributes = element.getKey("/A");
            if (attributes.isDictionary() && attributes.hasKey("/ColSpan"))
                text += std::to_string(attributes.getKey("/ColSpan").getIntValue());
        });
        return text;
    }

  private:
    void say(const std::string& fault) { faults_.push_back(fault); }
    void want(bool right, const std::string& fault) {
        if (!right) say(fault);
    }
    bool tagged() { return root_.hasKey("/StructTreeRoot"); }

    void check_file() {
        want(bytes_.starts_with("%PDF-1.7\n%"), "header");
        for (std::size_t at = 10; at < 14; ++at)
            want(static_cast<unsigned char>(bytes_.at(at)) > 127, "second line of the header is not binary");
        const auto trailer = pdf_.getTrailer();
        want(Object{trailer}.getKey("/ID").isArray(), "no file identifier");
        want(!Object{trailer}.hasKey("/Encrypt"), "encrypted");
        want(!root_.hasKey("/AA") && !root_.hasKey("/OpenAction"), "actions in the catalog");
        want(!root_.getKey("/Names").isDictionary() || !root_.getKey("/Names").hasKey("/JavaScript"), "JavaScript");
        for (auto& object : pdf_.getAllObjects())
            if (object.isStream()) {
                auto dict = object.getDict();
                want(!dict.hasKey("/F") && !dict.hasKey("/FFilter"), "external stream");
                auto filter = dict.getKey("/Filter");
                want(!filter.isName() || filter.getName() != "/LZWDecode", "LZW");
            }
    }

    void check_metadata() {
        auto stream = root_.getKey("/Metadata");
        if (!stream.isStream()) return say("no metadata");
        want(!stream.getDict().hasKey("/Filter"), "filtered metadata");
        const auto data = stream.getStreamData();
        xmp_.assign(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
        const bool attached = root_.hasKey("/AF");
        want(xmp_.find(attached ? "<pdfaid:part>3<" : "<pdfaid:part>2<") != xmp_.npos, "pdfaid:part");
        want(xmp_.find(tagged() ? "<pdfaid:conformance>A<" : "<pdfaid:conformance>B<") != xmp_.npos,
             "pdfaid:conformance");
        want((xmp_.find("<pdfuaid:part>1<") != xmp_.npos) == tagged(), "pdfuaid:part");
        auto info = pdf_.getTrailer().getKey("/Info");
        const auto in_xmp = [&](const char* key) {
            auto text = info.getKey(key).getUTF8Value();
            for (auto at = text.find('&'); at != text.npos; at = text.find('&', at + 1)) text.replace(at, 1, "&amp;");
            return xmp_.find(">" + text + "<") != xmp_.npos;
        };
        want(info.hasKey("/Title") && in_xmp("/Title"), "title");
        want(info.hasKey("/Producer") && in_xmp("/Producer"), "producer");
        want(!info.hasKey("/Author") || in_xmp("/Author"), "author");
    }

    void check_colours() {
        auto intents = root_.getKey("/OutputIntents");
        if (!intents.isArray() || intents.getArrayNItems() != 1) return say("not one output intent");
        auto intent = intents.getArrayItem(0);
        want(intent.getKey("/S").getName() == "/GTS_PDFA1", "output intent");
        auto profile = intent.getKey("/DestOutputProfile");
        if (!profile.isStream()) return say("no profile");
        const auto data = profile.getStreamData();
        const std::string icc(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
        want(icc.size() > 128 && icc.substr(36, 4) == "acsp" && icc.substr(16, 4) == "RGB " && icc[8] <= 4,
             "ICC profile");
        want(profile.getDict().getKey("/N").getIntValue() == 3, "channels of the profile");
    }

    void check_attachments() {
        auto list = root_.getKey("/AF");
        for (int i = 0; list.isArray() && i < list.getArrayNItems(); ++i) {
            auto spec = list.getArrayItem(i);
            want(spec.getKey("/AFRelationship").isName(), "relationship of an attachment");
            want(spec.hasKey("/UF") && spec.hasKey("/F") && spec.hasKey("/Desc"), "names of an attachment");
            auto file = spec.getKey("/EF").getKey("/F");
            want(file.isStream() && file.getDict().getKey("/Subtype").isName(), "type of an attachment");
            want(file.isStream() && file.getDict().getKey("/Params").hasKey("/ModDate"), "date of an attachment");
        }
        auto names = root_.getKey("/Names");
        if (names.isDictionary() && names.hasKey("/EmbeddedFiles")) want(list.isArray(), "attachments without /AF");
    }

    void check_font(Object font) {
        const auto name = font.getKey("/BaseFont").isName() ? font.getKey("/BaseFont").getName() : std::string{"?"};
        auto holder = font;
        if (font.getKey("/Subtype").getName() == "/Type0") {
            want(font.getKey("/ToUnicode").isStream(), name + ": no ToUnicode");
            want(font.getKey("/Encoding").getName() == "/Identity-H", name + ": encoding");
            holder = font.getKey("/DescendantFonts").getArrayItem(0);
            want(holder.getKey("/CIDToGIDMap").isStream(), name + ": no CIDToGIDMap");
            want(holder.getKey("/BaseFont").getName() == name, name + ": two names");
        }
        auto descriptor = holder.getKey("/FontDescriptor");
        want(descriptor.isDictionary() && descriptor.getKey("/FontFile2").isStream(), name + ": not embedded");
        want(name.size() > 8 && name[7] == '+', name + ": no subset tag");
    }

    void check_page(QPDFPageObjectHelper page) {
        auto object = page.getObjectHandle();
        auto resources = page.getAttribute("/Resources", false);
        if (resources.getKey("/Font").isDictionary())
            for (auto& [key, font] : resources.getKey("/Font").ditems()) check_font(font);
        if (resources.getKey("/XObject").isDictionary())
            for (auto& [key, image] : resources.getKey("/XObject").ditems()) {
                want(!image.getDict().hasKey("/SMask"), "transparency");
                want(!image.getDict().hasKey("/Interpolate") || !image.getDict().getKey("/Interpolate").getBoolValue(),
                     "interpolation");
            }
        for (auto& annotation : page.getAnnotations()) check_annotation(annotation.getObjectHandle());
        if (!tagged()) return;
        Content content;
        page.parseContents(&content);
        for (const auto& name : content.outside) say("unmarked content: " + name);
        for (std::size_t i = 0; i < content.marks.size(); ++i)
            want(content.marks[i] == static_cast<int>(i), "marked contents are not numbered in order");
        want(object.getKey("/StructParents").isInteger(), "page without StructParents");
        want(object.getKey("/Tabs").isName() && object.getKey("/Tabs").getName() == "/S", "tab order");
        marked_.push_back({object, content.marks.size()});
    }

    void check_annotation(Object annotation) {
        const auto flags = annotation.getKey("/F").isInteger() ? annotation.getKey("/F").getIntValue() : 0;
        want((flags & 4) != 0 && (flags & (1 | 2 | 32)) == 0, "annotation that is not printed");
        const auto type = annotation.getKey("/Subtype").getName();
        if (type == "/Link") want(annotation.hasKey("/Contents"), "link without words");
        if (type == "/Widget") {
            want(annotation.hasKey("/TU"), "field without words");
            auto normal = annotation.getKey("/AP").getKey("/N");
            const bool button = annotation.getKey("/FT").getName() == "/Btn";
            want(button ? normal.isDictionary() && !normal.isStream() : normal.isStream(), "appearance of a field");
            want(!annotation.hasKey("/A") && !annotation.hasKey("/AA"), "action of a field");
        }
        want(!tagged() || annotation.getKey("/StructParent").isInteger(), "annotation without StructParent");
        if (annotation.getKey("/StructParent").isInteger())
            owned_[annotation.getKey("/StructParent").getIntValue()] = annotation.getObjGen();
    }

    template <class Visit>
    void walk(Object kid, const Visit& visit) {
        if (kid.isArray()) {
            for (auto& item : kid.aitems()) walk(item, visit);
            return;
        }
        if (!kid.isDictionary() || !kid.hasKey("/S")) return;
        visit(kid);
        if (kid.hasKey("/K")) walk(kid.getKey("/K"), visit);
    }

    void check_structure() {
        want(root_.getKey("/MarkInfo").getKey("/Marked").getBoolValue(), "not marked");
        want(root_.getKey("/Lang").isString(), "no language");
        want(root_.getKey("/ViewerPreferences").getKey("/DisplayDocTitle").getBoolValue(), "title not displayed");
        auto tree = root_.getKey("/StructTreeRoot");
        std::map<long long, Object> parents;
        auto numbers = tree.getKey("/ParentTree").getKey("/Nums");
        long long before = -1;
        for (int i = 0; i + 1 < numbers.getArrayNItems(); i += 2) {
            const auto key = numbers.getArrayItem(i).getIntValue();
            want(key > before, "parent tree not sorted");
            before = key;
            parents[key] = numbers.getArrayItem(i + 1);
        }
        for (auto& [page, count] : marked_) {
            auto owners = parents[page.getKey("/StructParents").getIntValue()];
            const bool all = owners.isArray() && owners.getArrayNItems() == static_cast<int>(count);
            want(all || count == 0, "marked content that belongs to nobody");
            for (int i = 0; all && i < static_cast<int>(count); ++i)
                want(holds(owners.getArrayItem(i), page, i), "an element does not know its content");
        }
        for (const auto& [key, annotation] : owned_) want(parents.contains(key), "an annotation belongs to nobody");
        check_elements(tree);
    }

    static bool holds(Object element, Object page, int number) {
        for (auto& kid : element.getKey("/K").aitems()) {
            if (kid.isInteger() && kid.getIntValue() == number && element.getKey("/Pg").getObjGen() == page.getObjGen())
                return true;
            if (kid.isDictionary() && kid.hasKey("/MCID") && kid.getKey("/MCID").getIntValue() == number &&
                kid.getKey("/Pg").getObjGen() == page.getObjGen())
                return true;
        }
        return false;
    }

    void check_elements(Object tree) {
        int heading = 0;
        walk(tree.getKey("/K"), [&](Object element) {
            const auto type = element.getKey("/S").getName();
            want(element.getKey("/P").isDictionary(), type + " without parent");
            if (type.size() == 3 && type[1] == 'H' && type[2] >= '1' && type[2] <= '6') {
                want(type[2] - '0' <= heading + 1, "a heading level is skipped");
                heading = type[2] - '0';
            }
            if (type == "/Figure") want(element.hasKey("/Alt"), "figure without alternative text");
            if (type == "/TH") want(element.getKey("/A").hasKey("/Scope"), "TH without scope");
            if (type == "/Table") check_table(element);
            if (type == "/L")
                for (auto& kid : element.getKey("/K").aitems())
                    want(kid.getKey("/S").getName() == "/LI", "a list holds something else than items");
        });
    }

    void check_table(Object table) {
        std::set<int> widths;
        std::vector<int> from_above;
        for (auto& row : table.getKey("/K").aitems()) {
            int width = 0;
            for (auto& left : from_above)
                if (left > 0) ++width, --left;
            for (auto& cell : row.getKey("/K").aitems()) {
                auto facts = cell.getKey("/A");
                const auto span = [&](const char* key) {
                    return facts.isDictionary() && facts.hasKey(key) ? static_cast<int>(facts.getKey(key).getIntValue())
                                                                     : 1;
                };
                width += span("/ColSpan");
                for (int i = 0; i < span("/ColSpan"); ++i) from_above.push_back(span("/RowSpan") - 1);
            }
            widths.insert(width);
        }
        want(widths.size() == 1, "rows of a table have different widths");
    }

    const std::string& bytes_;
    QPDF pdf_;
    Object root_;
    std::string xmp_;
    std::vector<std::pair<Object, std::size_t>> marked_;
    std::map<long long, QPDFObjGen> owned_;
    std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> faults_of(const std::string& pdf) { return Checker{pdf}.check(); }
std::string outline_of(const std::string& pdf) { return Checker{pdf}.outline(); }

}  // namespace pdf_rules
