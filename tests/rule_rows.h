#pragma once

#include <string>
#include <vector>

#include "core/finding.h"
#include "pipeline/installation.h"

/// The table of dossiers of samples/rules: how a row is written is said in its README.
struct RuleRow {
    std::string where;  ///< `pieces.toml, ligne 12 : title`
    core::DossierView view;
    core::Date today{};
    std::vector<std::string> expected;  ///< `blocking piece_missing:diplome`, sorted.
};

/// A complete dossier of bases.toml.
RuleRow rule_base(const std::filesystem::path& folder, const std::string& name, const pipeline::Catalogue& catalogue);

/// Throws std::runtime_error naming file, line and cause when a row is not written as it should.
std::vector<RuleRow> rule_rows(const std::filesystem::path& folder, const pipeline::Catalogue& catalogue);
