#include <libxml/tree.h>

#include <algorithm>

#include "templates/xml.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

std::string_view view(const xmlChar* text) {
    return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<const char*>(text)};
}

const xmlChar* xml(const char* text) { return reinterpret_cast<const xmlChar*>(text); }

/// Of the start tag a text begins with; a « > » between quotes does not end it.
std::size_t tag_length(std::string_view text) {
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quote == 0 && text[i] == '>') return i + 1;
        if (quote == 0 && (text[i] == '"' || text[i] == '\''))
            quote = text[i];
        else if (text[i] == quote)
            quote = 0;
    }
    return text.size();
}

/// Where a word stands in a tag: as a whole name or value, or else as a part of one.
std::size_t place_of(std::string_view tag, std::string_view word) {
    const auto alone = [](char c) { return std::string_view{" \t\r\n\"'=<>/"}.find(c) != std::string_view::npos; };
    for (auto at = tag.find(word); at != tag.npos; at = tag.find(word, at + 1)) {
        const auto end = at + word.size();
        if (at > 0 && alone(tag[at - 1]) && (end == tag.size() || alone(tag[end]))) return at;
    }
    return tag.find(word);
}

std::string taken(xmlChar* text) {
    const std::unique_ptr<xmlChar, XmlFree> owner{text};
    return std::string{view(text)};
}

}  // namespace

std::string trimmed(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(space) - first + 1)};
}

std::string Element::name() const { return node_ == nullptr ? std::string{} : std::string{view(node_->name)}; }

int Element::line() const { return node_ == nullptr ? 0 : static_cast<int>(xmlGetLineNo(node_)); }

Element Element::parent() const {
    const bool inside = node_ != nullptr && node_->parent != nullptr && node_->parent->type == XML_ELEMENT_NODE;
    return inside ? Element{node_->parent} : Element{};
}

std::string Element::text() const {
    return node_ == nullptr ? std::string{} : trimmed(taken(xmlNodeGetContent(node_)));
}

std::optional<std::string> Element::attribute(const char* name) const {
    if (node_ == nullptr || xmlHasProp(node_, xml(name)) == nullptr) return std::nullopt;
    return taken(xmlGetNoNsProp(node_, xml(name)));
}

std::string Element::attribute_or(const char* name, std::string_view otherwise) const {
    return attribute(name).value_or(std::string{otherwise});
}

std::vector<std::string> Element::attribute_names() const {
    std::vector<std::string> names;
    if (node_ == nullptr) return names;
    for (const auto* a = node_->properties; a != nullptr; a = a->next) names.emplace_back(view(a->name));
    return names;
}

std::vector<Element> Element::children() const {
    std::vector<Element> found;
    if (node_ == nullptr) return found;
    for (auto* n = node_->children; n != nullptr; n = n->next)
        if (n->type == XML_ELEMENT_NODE) found.emplace_back(n);
    return found;
}

std::vector<Element> Element::children(std::string_view name) const {
    std::vector<Element> found;
    for (const auto element : children())
        if (view(element.node_->name) == name) found.push_back(element);
    return found;
}

Element Element::child(std::string_view name) const {
    if (node_ == nullptr) return {};
    for (auto* n = node_->children; n != nullptr; n = n->next)
        if (n->type == XML_ELEMENT_NODE && view(n->name) == name) return Element{n};
    return {};
}

std::vector<Element::Part> Element::parts() const {
    std::vector<Part> found;
    if (node_ == nullptr) return found;
    for (auto* n = node_->children; n != nullptr; n = n->next) {
        if (n->type == XML_ELEMENT_NODE) found.push_back({.element = Element{n}});
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE)
            found.push_back({.text = std::string{view(n->content)}});
    }
    return found;
}

std::string_view Element::source() const {
    if (node_ == nullptr || node_->_private == nullptr || node_->doc == nullptr || node_->doc->_private == nullptr)
        return {};
    return *static_cast<const std::string*>(node_->doc->_private);
}

std::size_t Element::offset() const {
    return static_cast<std::size_t>(static_cast<const char*>(node_->_private) - source().data());
}

Spot Element::spot(std::string_view message) const {
    const auto file = source();
    if (file.empty()) return {line(), 0};
    const auto start = offset();
    auto found = start;
    const auto tag = file.substr(start, tag_length(file.substr(start)));
    for (const auto word : quoted_words(message)) {
        const auto at = word.empty() ? tag.npos : place_of(tag, word);
        if (at == tag.npos) continue;
        found = start + at;
        break;
    }
    return {line_at(file, found), column_at(file, found)};
}

Spot Element::spot_inside(std::string_view text) const {
    const auto file = source();
    if (file.empty()) return {line(), 0};
    const auto start = offset();
    const auto at = file.find(text, start + tag_length(file.substr(start)));
    const auto found = at == file.npos ? start : at;
    return {line_at(file, found), column_at(file, found)};
}

}  // namespace templates
