#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/cadres.h"
#include "core/dossier.h"
#include "core/half_days.h"

namespace core {

/// A row of `durees.xml`: how many days a training lasts for a category (décret 2008-512 and statuts particuliers).
struct Duration {
    Training training = Training::integration;
    std::string category;  ///< A+, A, B, C
    HalfDays least;
    HalfDays most;
    int limit_months = 0;  ///< From the nomination (or the affectation); 0 when the text sets none.
    std::string source;    ///< Law article.
    bool operator==(const Duration&) const = default;
};

/// What the law fixes and the check looks up.
struct ReferenceTables {
    std::vector<Cadre> cadres;
    std::vector<Duration> durations;
};

/// Null when the table has no row for this training and category.
const Duration* find_duration(const ReferenceTables& tables, Training training, std::string_view category);
/// By name, accents and case set aside; null when unknown.
const Cadre* find_cadre(const ReferenceTables& tables, std::string_view name);

}  // namespace core
