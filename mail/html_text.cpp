#include "mail/html_text.h"

#include <libxml/HTMLparser.h>

#include <memory>

namespace mail {
namespace {

struct DocFree {
    void operator()(xmlDoc* doc) const noexcept { xmlFreeDoc(doc); }
};

bool is_named(const xmlNode* node, std::string_view name) {
    return node->type == XML_ELEMENT_NODE && name == reinterpret_cast<const char*>(node->name);  // NOLINT: xmlChar
}

constexpr int deepest = 200;

void collect(const xmlNode* node, std::string& text, int depth) {
    for (; node != nullptr && depth < deepest; node = node->next) {
        if (node->type == XML_TEXT_NODE && node->content != nullptr)
            text += reinterpret_cast<const char*>(node->content);  // NOLINT: xmlChar
        if (is_named(node, "script") || is_named(node, "style") || is_named(node, "head")) continue;
        collect(node->children, text, depth + 1);
        for (const auto* block : {"br", "p", "div", "tr", "li"})
            if (is_named(node, block)) text += '\n';
    }
}

}  // namespace

std::string html_text(std::string_view utf8) {
    const std::unique_ptr<xmlDoc, DocFree> doc{htmlReadMemory(
        utf8.data(), static_cast<int>(utf8.size()), nullptr, "UTF-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_NOBLANKS)};
    std::string text;
    if (doc) collect(xmlDocGetRootElement(doc.get()), text, 0);
    return text;
}

}  // namespace mail
