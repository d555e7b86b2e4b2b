#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"

namespace store {
class Store;
struct AgentRow;
struct CollectiviteRow;
struct DossierRow;
}  // namespace store

/// The register from and for a spreadsheet (csv.h).
namespace pipeline {

struct ImportReport {
    int added = 0;
    int changed = 0;
    int known = 0;
    std::vector<std::string> faults;  ///< French, one a line left out: `ligne 12 : SIRET non valable « … »`.
};

/// Columns, in any order and case, accents or not: `siret`, `denomination` (or `nom`, `raison sociale`), `courriel`
/// (`email`), `telephone`, `adresse 1` to `adresse 7`. The denomination is needed. Others are passed over. A bad line
/// is left out and named; good ones are in. data_invalid when it is no CSV, or a needed column is missing.
core::Outcome<ImportReport> import_collectivites(store::Store& store, std::string_view csv, const std::string& who);

/// Columns: `nom` (or `nom de naissance`, `nom de famille`), `prenom`, both needed; `nom d'usage`, `date de naissance`
/// (2001-02-03 or 03/02/2001), `courriel`.
core::Outcome<ImportReport> import_agents(store::Store& store, std::string_view csv, const std::string& who);

std::string dossiers_csv(store::Store& store, const std::vector<store::DossierRow>& dossiers);
std::string agents_csv(const std::vector<store::AgentRow>& agents);
std::string collectivites_csv(const std::vector<store::CollectiviteRow>& collectivites);

}  // namespace pipeline
