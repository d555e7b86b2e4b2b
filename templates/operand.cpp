#include "templates/operand.h"

#include <algorithm>

#include "core/cadres.h"
#include "core/closest.h"
#include "core/facts.h"
#include "core/half_days.h"
#include "templates/schema_paths.h"
#include "templates/xml_text.h"

namespace templates {
namespace {

template <class E>
std::vector<std::string> names_of() {
    const auto& names = core::EnumNames<E>::names;
    return {names.begin(), names.end()};
}

Fault unknown(const std::string& what, const std::string& word, const std::vector<std::string>& known) {
    auto fault = what + " « " + word + " »";
    if (const auto meant = core::closest(word, known)) return fault + " ; vouliez-vous dire « " + *meant + " » ?";
    return fault + " ; connus : " + listed(known);
}

std::variant<core::Operand, Fault> function(const std::string& text, const std::string& for_each) {
    const auto name = text.substr(0, text.size() - 2);
    const auto known = core::from_text<core::Function>(name);
    if (!known) return unknown("fonction inconnue", name, names_of<core::Function>());
    if (*known == core::Function::page && for_each != "pages")
        return Fault{"page() n'a de sens que dans une règle pour-chaque=\"pages\""};
    if (*known == core::Function::piece && for_each != "pieces")
        return Fault{"piece() n'a de sens que dans une règle pour-chaque=\"pieces\""};
    return core::Operand{.kind = core::Operand::Kind::function, .name = name, .function = *known};
}

std::variant<core::Operand, Fault> fact(const std::string& text, const std::string& for_each, const RuleWords& words) {
    const auto slash = text.find('/');
    const auto name = text.substr(slash + 1);
    if (!core::from_text<core::FactName>(name)) return unknown("fait inconnu", name, names_of<core::FactName>());
    core::Operand operand{.kind = core::Operand::Kind::fact, .name = name};
    if (text.substr(0, slash) == "piece") {
        if (for_each != "pieces")
            return Fault{"« " + text + " » n'a de sens que dans une règle pour-chaque=\"pieces\""};
        operand.natures = {"piece"};
        return operand;
    }
    auto natures = parse_natures(text.substr(0, slash), '|', words);
    if (auto* fault = std::get_if<Fault>(&natures)) return std::move(*fault);
    operand.natures = std::get<std::vector<std::string>>(std::move(natures));
    return operand;
}

std::variant<core::Operand, Fault> field_operand(const std::string& text, const std::string& for_each,
                                                 const RuleWords& words) {
    const bool below = text.starts_with('.');
    if (below && !for_each.starts_with("motifs."))
        return Fault{"« " + text + " » n'a de sens que dans une règle pour-chaque=\"motifs.…\""};
    const auto path = without_numbers(below ? for_each + text : text);
    if (!words.paths.contains(path)) return unknown("champ inconnu", path, {words.paths.begin(), words.paths.end()});
    return core::Operand{.kind = core::Operand::Kind::field, .name = text};
}

}  // namespace

Fault unknown_field(const std::string& path, const std::set<std::string>& paths) {
    return unknown("champ inconnu", path, {paths.begin(), paths.end()});
}

std::variant<core::Operand, Fault> parse_operand(const std::string& text, const std::string& for_each,
                                                 const RuleWords& words) {
    if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'')
        return core::Operand{.kind = core::Operand::Kind::literal, .name = text.substr(1, text.size() - 2)};
    if (core::HalfDays::parse(text)) return core::Operand{.kind = core::Operand::Kind::literal, .name = text};
    if (text.ends_with("()")) return function(text, for_each);
    if (text.find('/') != std::string::npos) return fact(text, for_each, words);
    return field_operand(text, for_each, words);
}

std::variant<core::Sentence, Fault> parse_sentence(const std::string& text, const std::string& for_each,
                                                   const RuleWords& words) {
    core::Sentence sentence;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = text.find('{', at);
        if (open != at) sentence.push_back({text.substr(at, open - at), std::nullopt});
        if (open == std::string::npos) break;
        const auto close = text.find('}', open);
        if (close == std::string::npos)
            return Fault{"accolade ouverte et non fermée dans la phrase ; la fermer par }, ou l'enlever"};
        auto operand = parse_operand(text.substr(open + 1, close - open - 1), for_each, words);
        if (auto* fault = std::get_if<Fault>(&operand)) return std::move(*fault);
        sentence.push_back({"", std::get<core::Operand>(std::move(operand))});
        at = close + 1;
    }
    return sentence;
}

std::variant<std::vector<std::string>, Fault> parse_natures(const std::string& text, char separator,
                                                            const RuleWords& words) {
    auto natures = core::split_fields(text, separator);
    for (const auto& nature : natures)
        if (std::find(words.natures.begin(), words.natures.end(), nature) == words.natures.end())
            return unknown("nature de pièce inconnue", nature, words.natures);
    return natures;
}

}  // namespace templates
