#pragma once

#include <filesystem>

#include "core/outcome.h"
#include "core/procedure.h"
#include "templates/operand.h"

namespace templates {

/// The words the rules of this folder of templates may use: fields of schema/demande.rng, natures of pieces/kinds.xml.
RuleWords rule_words(const std::filesystem::path& root);

/// A procedure with the fragments it includes, from `root`/procedures. Refuses (template_invalid) with file, line,
/// cause and remedy of up to five faults: what the schema refuses, then fields, facts, functions and natures that do
/// not exist, two rules of the same code and subject, fragments in circle.
core::Outcome<core::Procedure> load_procedure(const std::filesystem::path& root, const std::string& file,
                                              const RuleWords& words);

}  // namespace templates
