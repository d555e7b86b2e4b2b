#pragma once

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "core/requirement.h"

namespace templates {

/// The words rules may use besides those of the schema. What is not among them is refused with the nearest one.
struct RuleWords {
    std::set<std::string> paths;       ///< Of the data, numbers left out (schema_paths.h).
    std::vector<std::string> natures;  ///< Of pieces: kinds and their details (pieces/kinds.xml).
};

using Fault = std::string;  ///< French, with the remedy.

Fault unknown_field(const std::string& path, const std::set<std::string>& paths);

/// `for_each` is what the rule is asked about (Requirement::for_each): an operand may refer to it.
/// `agent.nom`, `.intitule`, `diplome/holder`, `limite()`, `36`, `'PARTIELLE'`.
std::variant<core::Operand, Fault> parse_operand(const std::string& text, const std::string& for_each,
                                                 const RuleWords& words);
/// « Indiquer {agent.nom}. »
std::variant<core::Sentence, Fault> parse_sentence(const std::string& text, const std::string& for_each,
                                                   const RuleWords& words);
/// `diplome arrete_nomination`, or with bars instead of spaces.
std::variant<std::vector<std::string>, Fault> parse_natures(const std::string& text, char separator,
                                                            const RuleWords& words);

}  // namespace templates
