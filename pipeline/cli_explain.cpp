#include <fmt/format.h>

#include <iostream>

#include "pipeline/cli.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;

Json evidence_json(const std::vector<core::Evidence>& evidence) {
    Json all = Json::array();
    for (const auto& seen : evidence) {
        Json one{{"place", seen.place}, {"field", seen.field}, {"value", seen.value}, {"confidence", seen.confidence}};
        if (!seen.page.arrival.empty()) {
            one["arrival"] = seen.page.arrival;
            one["page"] = seen.page.page;
        }
        all.push_back(std::move(one));
    }
    return all;
}

std::string_view answer_text(const core::RuleAnswer& rule) {
    if (!rule.due) return "—";
    switch (rule.answer) {
        case core::Answer::yes:
            return "oui";
        case core::Answer::no:
            return "non";
        case core::Answer::doubt:
            return "doute";
    }
    throw std::logic_error("answer");
}

std::string evidence_text(const core::Evidence& seen) {
    auto text = seen.field;
    if (!seen.value.empty()) text += " = " + seen.value;
    if (!seen.place.empty()) text += " (" + seen.place;
    if (seen.confidence < 1)
        text += fmt::format("{}confiance {:.2f}", seen.place.empty() ? " (" : ", ", seen.confidence);
    if (!seen.place.empty() || seen.confidence < 1) text += ")";
    return text;
}

}  // namespace

Json rules_json(const core::CheckResult& result) {
    Json all = Json::array();
    for (const auto& rule : result.answers)
        all.push_back({{"code", rule.code},
                       {"subject", rule.subject},
                       {"answer", core::to_text(rule.answer)},
                       {"due", rule.due},
                       {"severity", core::to_text(rule.severity)},
                       {"label", rule.label},
                       {"source", rule.source},
                       {"rule", rule.origin},
                       {"evidence", evidence_json(rule.evidence)}});
    return all;
}

void tell_rules(const core::CheckResult& result) {
    std::cout << "Règles (oui, non, doute ; — : sans objet pour ce dossier) :\n";
    for (const auto& rule : result.answers) {
        std::cout << fmt::format("  {:5}  {} — {}:{} ; {}\n", answer_text(rule), rule.label, rule.code, rule.subject,
                                 rule.source);
        for (const auto& seen : rule.evidence) std::cout << "           " << evidence_text(seen) << "\n";
    }
}

}  // namespace pipeline
