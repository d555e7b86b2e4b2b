#pragma once

#include <filesystem>
#include <vector>

#include "core/durations.h"
#include "core/facts.h"
#include "core/kind_rules.h"
#include "core/procedure.h"

namespace templates {

/// The rules that are data: `root` is the folder holding procedures/, pieces/, reference/ and schema/. Each file is
/// validated against its schema. Throws core::BadSetup naming file, line and cause; a program with wrong rules does not
/// start.
std::vector<core::Procedure> load_procedures(const std::filesystem::path& root);
core::KindRules load_kind_rules(const std::filesystem::path& root);
core::FactRules load_fact_rules(const std::filesystem::path& root);
core::ReferenceTables load_reference_tables(const std::filesystem::path& root);

}  // namespace templates
