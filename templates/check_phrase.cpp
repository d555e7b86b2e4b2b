#include <algorithm>
#include <array>

#include "templates/check_nodes.h"
#include "templates/utf8.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

/// Formats that write a unit, and how it begins.
struct Unit {
    std::string_view format, word;
};
constexpr std::array units{Unit{"jours", "jour"}, Unit{"montant", "€"}, Unit{"montant", "euro"}};

/// Texts and values in their order; null where something else stands between.
void collect(const std::vector<Node>& nodes, std::vector<const Node*>& leaves) {
    for (const auto& node : nodes) {
        if (node.op == Op::text || node.op == Op::value)
            leaves.push_back(&node);
        else if (within_phrase(node.op))
            collect(node.children, leaves);
        else
            leaves.push_back(nullptr);
    }
}

bool is_letter(char32_t code) {
    return (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z') || (code >= U'0' && code <= U'9') ||
           (code >= U'\u00C0' && code < U'\u0250');
}
bool begins_with_letter(const std::string& text) {
    const auto codes = decode_utf8(text);
    return !codes.empty() && is_letter(codes.front());
}
bool ends_with_letter(const std::string& text) {
    const auto codes = decode_utf8(text);
    return !codes.empty() && is_letter(codes.back());
}

/// What is wrong where these two meet; empty when nothing is.
std::string meeting_fault(const Node& left, const Node& right) {
    if (left.op == Op::value && right.op == Op::value && !left.optional && !right.optional)
        return in_quotes(left.text) + " et " + in_quotes(right.text) + " se toucheraient ; mettre une espace entre eux";
    if (left.op == Op::text && right.op == Op::value && ends_with_letter(left.text))
        return "le mot qui précède toucherait " + in_quotes(right.text) + " ; mettre une espace entre eux";
    if (left.op != Op::value || right.op != Op::text) return {};
    if (begins_with_letter(right.text))
        return "le mot qui suit toucherait " + in_quotes(left.text) + " ; mettre une espace entre eux";
    for (const auto& unit : units)
        if (left.format == unit.format && trimmed(right.text).starts_with(unit.word))
            return "l'unité serait écrite deux fois : le format " + in_quotes(left.format) +
                   " l'écrit déjà ; l'enlever du texte";
    return {};
}

}  // namespace

bool within_phrase(Op op) {
    return op == Op::bold || op == Op::italic || op == Op::underline || op == Op::no_break || op == Op::link;
}

void check_phrase(const std::vector<Node>& nodes, TemplateSources& sources, std::vector<TemplateFault>& faults) {
    std::vector<const Node*> leaves;
    collect(nodes, leaves);
    for (std::size_t i = 0; i + 1 < leaves.size(); ++i) {
        if (leaves[i] == nullptr || leaves[i + 1] == nullptr) continue;
        auto cause = meeting_fault(*leaves[i], *leaves[i + 1]);
        const auto& value = leaves[i]->op == Op::value ? *leaves[i] : *leaves[i + 1];
        if (!cause.empty()) faults.push_back(sources.fault(value.place, value.text, std::move(cause)));
    }
}

void check_turns(const Node& loop, TemplateSources& sources, std::vector<TemplateFault>& faults) {
    if (loop.separator || loop.children.empty()) return;
    std::vector<const Node*> leaves;
    collect(loop.children, leaves);
    if (std::ranges::find(leaves, nullptr) != leaves.end()) return;
    const auto apart = [](const Node& leaf, bool end) {
        return leaf.op == Op::text && !(end ? ends_with_letter(leaf.text) : begins_with_letter(leaf.text));
    };
    if (!apart(*leaves.front(), false) && !apart(*leaves.back(), true))
        faults.push_back(sources.fault(loop.place, loop.text,
                                       "les éléments de " + in_quotes(loop.text) +
                                           " se toucheraient ; ajouter separateur=\", \" (et dernier=\" et \")"));
}

}  // namespace templates
