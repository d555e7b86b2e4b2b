#include "templates/xml.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/xmlschemastypes.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "templates/xml_text.h"

namespace templates {
namespace {

struct ParserFree {
    void operator()(xmlParserCtxt* parser) const noexcept { xmlFreeParserCtxt(parser); }
};

/// What the parser's callbacks write down; they never throw.
struct Notes {
    XmlLimits limits;
    std::string_view source;
    std::size_t elements = 0;
    int line = 0;    ///< Of the first fault; 0 when there is none.
    int column = 0;  ///< Of the first fault; 0 when it is not known.
    int code = 0;    ///< libxml2's code, or 0 when `own` says it.
    const char* own = nullptr;
    bool unclosed = false;   ///< `argument` is open when what holds it ends; `line` is where it begins.
    char argument[80] = {};  ///< First string of libxml2's message: a tag or entity name.
};

Notes& notes_of(void* parser) noexcept { return *static_cast<Notes*>(static_cast<xmlParserCtxt*>(parser)->_private); }

void stop(void* parser, const char* cause) noexcept {
    auto& notes = notes_of(parser);
    if (notes.line == 0) {
        notes.line = xmlSAX2GetLineNumber(parser);
        if (notes.line < 1) notes.line = 1;
        notes.own = cause;
    }
    xmlStopParser(static_cast<xmlParserCtxt*>(parser));
}

void on_doctype(void* parser, const xmlChar*, const xmlChar*, const xmlChar*) noexcept {
    stop(parser, "une déclaration DOCTYPE n'est pas admise");
}

/// The parser stands behind the attributes, none of which can hold a « < »: the last one began this tag.
void note_place(const xmlParserCtxt& parser, std::string_view source) noexcept {
    const auto* input = parser.input;
    if (parser.node == nullptr || input == nullptr || input->buf == nullptr || input->buf->encoder != nullptr) return;
    const auto at = source.rfind('<', input->consumed + static_cast<std::size_t>(input->cur - input->base));
    if (at != std::string_view::npos) parser.node->_private = const_cast<char*>(source.data() + at);
}

void on_start(void* parser, const xmlChar* local, const xmlChar* prefix, const xmlChar* uri, int namespaces,
              const xmlChar** namespace_list, int attributes, int defaulted, const xmlChar** attribute_list) noexcept {
    auto& notes = notes_of(parser);
    if (++notes.elements > notes.limits.elements) return stop(parser, "trop d'éléments");
    if (static_cast<xmlParserCtxt*>(parser)->nodeNr >= notes.limits.depth)
        return stop(parser, "éléments trop imbriqués");
    xmlSAX2StartElementNs(parser, local, prefix, uri, namespaces, namespace_list, attributes, defaulted,
                          attribute_list);
    note_place(*static_cast<xmlParserCtxt*>(parser), notes.source);
}

/// An end tag that closes something further out: what is open stands unclosed. Else it closes nothing.
bool closes_outer(const xmlParserCtxt& parser, const char* name) noexcept {
    for (int i = 0; name != nullptr && i + 1 < parser.nameNr; ++i)
        if (xmlStrcmp(parser.nameTab[i], reinterpret_cast<const xmlChar*>(name)) == 0) return true;
    return false;
}

void on_fault(void* parser, xmlErrorPtr fault) noexcept {
    auto& notes = notes_of(parser);
    if (notes.line != 0 || fault == nullptr || fault->level < XML_ERR_ERROR) return;
    notes.line = fault->line < 1 ? 1 : fault->line;
    notes.column = fault->int2;
    notes.code = fault->code;
    notes.unclosed = fault->code == XML_ERR_TAG_NAME_MISMATCH && fault->int1 > 0 &&
                     closes_outer(*static_cast<xmlParserCtxt*>(parser), fault->str2);
    if (notes.unclosed) notes.line = fault->int1;
    if (fault->str1 != nullptr) {
        std::size_t i = 0;
        while (i + 1 < sizeof notes.argument && fault->str1[i] != '\0') notes.argument[i] = fault->str1[i], ++i;
        notes.argument[i] = '\0';
    }
}

void ignore_message(void*, const char*, ...) noexcept {}
void ignore_fault(void*, xmlErrorPtr) noexcept {}

/// libxml2 gives one code to a forbidden character and to malformed UTF-8.
int precise(int code, std::string_view bytes) {
    if (code != XML_ERR_INVALID_CHAR) return code;
    const std::string text{bytes};
    return xmlCheckUTF8(reinterpret_cast<const xmlChar*>(text.c_str())) == 0 ? XML_ERR_INVALID_ENCODING : code;
}

core::Refusal refusal_of(core::Reason reason, const std::string& name, int line, std::string_view cause) {
    return {reason, name + ", ligne " + std::to_string(line) + " : " + std::string{cause}};
}

}  // namespace

void XmlFree::operator()(_xmlDoc* doc) const noexcept { xmlFreeDoc(doc); }
void XmlFree::operator()(unsigned char* text) const noexcept { xmlFree(text); }  // A variable, so it needs a functor.

void use_libxml() {
    static const bool ready = [] {  // Its type tables are made on first use, which is not safe from several threads.
        xmlInitParser();
        xmlSchemaInitTypes();
        xmlRelaxNGInitTypes();
        return true;
    }();
    thread_local const bool silent = [] {  // What no context catches would go to stderr; the handlers are the thread's.
        xmlSetGenericErrorFunc(nullptr, ignore_message);
        xmlSetStructuredErrorFunc(nullptr, ignore_fault);
        return true;
    }();
    static_cast<void>(ready && silent);
}

namespace {

/// A document or the fault that keeps it from being one. The document's nodes point into `source`.
struct Parsed {
    XmlDocPtr doc;
    XmlFault fault;
};

XmlFault unclosed(std::string_view source, const Notes& notes) {
    const std::string name{notes.argument};
    std::size_t line = 0;
    for (int i = 1; i < notes.line; ++i) line = std::min(source.find('\n', line), source.size() - 1) + 1;
    const auto tag = source.find("<" + name, line);
    return {{notes.line, tag == source.npos ? 0 : column_at(source, tag)},
            "l'élément " + in_quotes(name) + " n'est pas fermé ; ajouter </" + name + ">"};
}

Parsed parsed(std::string_view source, XmlLimits limits) {
    use_libxml();
    const auto wrong = [](int line, std::string cause) { return Parsed{nullptr, {{line, 0}, std::move(cause)}}; };
    if (source.empty()) return wrong(1, "le fichier est vide");
    if (source.size() > limits.bytes) return wrong(1, "le fichier dépasse la taille permise");
    if (const auto nul = source.find('\0'); nul != std::string_view::npos)
        return wrong(line_at(source, nul), "caractère nul ; le fichier doit être du XML en UTF-8");

    const std::unique_ptr<xmlParserCtxt, ParserFree> parser{xmlNewParserCtxt()};
    if (!parser) throw std::bad_alloc{};
    Notes notes{.limits = limits, .source = source};
    parser->_private = &notes;
    parser->sax->internalSubset = on_doctype;
    parser->sax->startElementNs = on_start;
    parser->sax->serror = on_fault;

    XmlDocPtr doc{xmlCtxtReadMemory(parser.get(), source.data(), static_cast<int>(source.size()), nullptr, nullptr,
                                    XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES)};
    if (notes.own != nullptr) return wrong(notes.line, notes.own);
    if (notes.unclosed) return {nullptr, unclosed(source, notes)};
    // What swallows the rest of the file is told where it begins.
    const auto* const opening = notes.code == XML_ERR_COMMENT_NOT_FINISHED ? "<!--"
                                : notes.code == XML_ERR_CDATA_NOT_FINISHED ? "<![CDATA["
                                                                           : nullptr;
    if (const auto at = opening == nullptr ? source.npos : source.rfind(opening); at != source.npos)
        return {nullptr, {{line_at(source, at), column_at(source, at)}, syntax_cause(notes.code, "")}};
    if (notes.line == 0 && doc && xmlDocGetRootElement(doc.get()) != nullptr) return {std::move(doc), {}};
    return {nullptr,
            {{std::max(1, notes.line), notes.column}, syntax_cause(precise(notes.code, source), notes.argument)}};
}

}  // namespace

core::Outcome<XmlDoc> parse_xml(std::string_view bytes, std::string name, XmlLimits limits, core::Reason reason) {
    auto source = std::make_unique<const std::string>(bytes.substr(0, limits.bytes + 1));
    auto made = parsed(*source, limits);
    if (!made.doc) return refusal_of(reason, name, made.fault.spot.line, made.fault.cause);
    made.doc->_private = const_cast<std::string*>(source.get());
    return XmlDoc{std::move(made.doc), std::move(name), std::move(source)};
}

std::optional<XmlFault> xml_fault(std::string_view bytes, XmlLimits limits) {
    auto made = parsed(bytes, limits);
    return made.doc ? std::nullopt : std::optional{std::move(made.fault)};
}

Element XmlDoc::root() const { return Element{xmlDocGetRootElement(doc_.get())}; }

std::string XmlDoc::bytes() const {
    xmlChar* text = nullptr;
    int size = 0;
    xmlDocDumpFormatMemoryEnc(doc_.get(), &text, &size, "UTF-8", 1);
    const std::unique_ptr<xmlChar, XmlFree> owner{text};
    if (text == nullptr) throw std::bad_alloc{};
    return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}

core::Refusal XmlDoc::refuse(core::Reason reason, int line, std::string_view cause) const {
    return refusal_of(reason, name_, line, cause);
}

}  // namespace templates
