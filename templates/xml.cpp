#include "templates/xml.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/xmlschemastypes.h>

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
    std::size_t elements = 0;
    int line = 0;  ///< Of the first fault; 0 when there is none.
    int code = 0;  ///< libxml2's code, or 0 when `own` says it.
    const char* own = nullptr;
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

void on_start(void* parser, const xmlChar* local, const xmlChar* prefix, const xmlChar* uri, int namespaces,
              const xmlChar** namespace_list, int attributes, int defaulted, const xmlChar** attribute_list) noexcept {
    auto& notes = notes_of(parser);
    if (++notes.elements > notes.limits.elements) return stop(parser, "trop d'éléments");
    if (static_cast<xmlParserCtxt*>(parser)->nodeNr >= notes.limits.depth)
        return stop(parser, "éléments trop imbriqués");
    xmlSAX2StartElementNs(parser, local, prefix, uri, namespaces, namespace_list, attributes, defaulted,
                          attribute_list);
}

void on_fault(void* parser, xmlErrorPtr fault) noexcept {
    auto& notes = notes_of(parser);
    if (notes.line != 0 || fault == nullptr || fault->level < XML_ERR_ERROR) return;
    notes.line = fault->line < 1 ? 1 : fault->line;
    notes.code = fault->code;
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

core::Outcome<XmlDoc> parse_xml(std::string_view bytes, std::string name, XmlLimits limits, core::Reason reason) {
    use_libxml();
    if (bytes.empty()) return refusal_of(reason, name, 1, "le fichier est vide");
    if (bytes.size() > limits.bytes) return refusal_of(reason, name, 1, "le fichier dépasse la taille permise");
    if (const auto nul = bytes.find('\0'); nul != std::string_view::npos)
        return refusal_of(reason, name, line_at(bytes, nul), "caractère nul ; le fichier doit être du XML en UTF-8");

    const std::unique_ptr<xmlParserCtxt, ParserFree> parser{xmlNewParserCtxt()};
    if (!parser) throw std::bad_alloc{};
    Notes notes{.limits = limits};
    parser->_private = &notes;
    parser->sax->internalSubset = on_doctype;
    parser->sax->startElementNs = on_start;
    parser->sax->serror = on_fault;

    XmlDocPtr doc{xmlCtxtReadMemory(parser.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                                    XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_BIG_LINES)};
    if (notes.own != nullptr) return refusal_of(reason, name, notes.line, notes.own);
    if (notes.line != 0 || !doc || xmlDocGetRootElement(doc.get()) == nullptr)
        return refusal_of(reason, name, notes.line < 1 ? 1 : notes.line,
                          syntax_cause(precise(notes.code, bytes), notes.argument));
    return XmlDoc{std::move(doc), std::move(name)};
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
