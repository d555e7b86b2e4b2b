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
    Training training;
    std::string category;  ///< A+, A, B, C
    HalfDays least;
    HalfDays most;
    int limit_months = 0;   ///< 0 when the text sets none.
    std::string since;      ///< Field the limit runs from: `agent.nomination`.
    std::string raised_by;  ///< Field with days that raise `most` (décret 2008-512 art. 13); mostly empty.
    std::string source;     ///< Law article.
    bool operator==(const Duration&) const = default;
};

/// What the law fixes and the check looks up.
struct ReferenceTables {
    std::vector<Cadre> cadres;
    std::vector<Duration> durations;
};

/// Null when the table has no row for this training and category.
const Duration* find_duration(const ReferenceTables& tables, Training training, std::string_view category);

}  // namespace core
