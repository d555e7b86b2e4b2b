#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"

// libxml2's own types; its headers stay in the sources of this folder.
struct _xmlDoc;
struct _xmlNode;
struct _xmlXPathContext;

namespace templates {

/// Deleters of libxml2's objects.
struct XmlFree {
    void operator()(_xmlDoc* doc) const noexcept;
    void operator()(_xmlXPathContext* context) const noexcept;
    void operator()(unsigned char* text) const noexcept;  ///< xmlChar
};
using XmlDocPtr = std::unique_ptr<_xmlDoc, XmlFree>;

/// A place in a file, both from 1; column in characters, 0 when it is not known.
struct Spot {
    int line = 0, column = 0;
    bool operator==(const Spot&) const = default;
};

/// A view of one element; valid as long as its document. Null when there is none: then all texts are empty.
class Element {
  public:
    Element() = default;
    explicit Element(_xmlNode* node) : node_(node) {}

    explicit operator bool() const { return node_ != nullptr; }
    bool operator==(const Element&) const = default;

    std::string name() const;
    int line() const;
    Element parent() const;

    /// All text below, white space at both ends taken off.
    std::string text() const;
    std::optional<std::string> attribute(const char* name) const;
    std::string attribute_or(const char* name, std::string_view otherwise) const;
    std::vector<std::string> attribute_names() const;

    std::vector<Element> children() const;
    std::vector<Element> children(std::string_view name) const;
    Element child(std::string_view name) const;  ///< The first of this name; null when there is none.

    /// Text and elements in the order they stand (mixed content); the text as written, comments left out.
    struct Part;
    std::vector<Part> parts() const;

    /// Where it stands in the file it was read from: at the first of the words the message quotes (« … ») that stands
    /// in its start tag, or else at the tag itself. A document that was not parsed knows lines at most.
    Spot spot(std::string_view message = {}) const;
    /// Where `text` stands behind its start tag, as it is written in the file; the tag when it does not.
    Spot spot_inside(std::string_view text) const;

    _xmlNode* node() const { return node_; }

  private:
    std::string_view source() const;  ///< The whole file; empty when the document was not parsed.
    std::size_t offset() const;       ///< Of its start tag in the file.

    _xmlNode* node_ = nullptr;
};

struct Element::Part {
    std::string text;  ///< Empty when the part is an element.
    Element element;
};

/// A parsed document and the name it is called by in messages.
class XmlDoc {
  public:
    /// `source`: the bytes it was read from, when it was.
    XmlDoc(XmlDocPtr doc, std::string name, std::unique_ptr<const std::string> source = nullptr)
        : source_(std::move(source)), doc_(std::move(doc)), name_(std::move(name)) {}

    Element root() const;
    const std::string& name() const { return name_; }
    std::string bytes() const;  ///< UTF-8, indented, with the XML declaration.
    _xmlDoc* raw() const { return doc_.get(); }

    /// `NAME, ligne N : cause`
    core::Refusal refuse(core::Reason reason, int line, std::string_view cause) const;
    core::Refusal refuse(core::Reason reason, Element where, std::string_view cause) const {
        return refuse(reason, where.line(), cause);
    }

  private:
    std::unique_ptr<const std::string> source_;  ///< The nodes point into it.
    XmlDocPtr doc_;
    std::string name_;
};

/// What keeps a text from being XML; the cause says the remedy behind « ; ».
struct XmlFault {
    Spot spot;
    std::string cause;
};
struct XmlLimits {
    std::size_t bytes = 4U << 20U;
    int depth = 64;
    std::size_t elements = 100'000;
};

/// Bytes to document. Trusts nothing: no network, no external or internal DTD (any DOCTYPE is refused), no entity but
/// the five of XML, bounded size, depth and number of elements, no NUL. Refuses with `reason`, detail
/// `NAME, ligne N : cause`. Safe from several threads; nothing is written to stderr.
core::Outcome<XmlDoc> parse_xml(std::string_view bytes, std::string name, XmlLimits limits = {},
                                core::Reason reason = core::Reason::data_invalid);

/// The first fault of a text that is no XML, or no XML we take; nothing when parse_xml would take it.
std::optional<XmlFault> xml_fault(std::string_view bytes, XmlLimits limits = {});

/// XPath 1.0 over one document, relative to its root element unless another is given. One thread at a time. An
/// expression that is wrong or too long to evaluate is a Refusal (template_invalid) that quotes it.
class XPath {
  public:
    explicit XPath(const XmlDoc& doc);

    core::Outcome<std::string> text(const std::string& expression, Element from = {});
    core::Outcome<bool> boolean(const std::string& expression, Element from = {});
    core::Outcome<double> number(const std::string& expression, Element from = {});
    core::Outcome<std::vector<Element>> elements(const std::string& expression, Element from = {});

    /// The text of every node found, attributes too; empty ones left out. A number or a text is one of them.
    core::Outcome<std::vector<std::string>> texts(const std::string& expression, Element from = {});

    /// Makes `$name` known to the expressions.
    void set_variable(const std::string& name, const std::string& value);

  private:
    Element root_;
    std::unique_ptr<_xmlXPathContext, XmlFree> context_;
};

/// What is wrong with the syntax of an XPath expression, in French; nothing when it compiles.
std::optional<std::string> xpath_fault(const std::string& expression);

/// White space of XML taken off both ends.
std::string trimmed(std::string_view text);

/// Initialises libxml2 once; called by everything here.
void use_libxml();

}  // namespace templates
