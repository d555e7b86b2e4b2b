#pragma once

#include <optional>
#include <vector>

#include "core/date.h"
#include "core/dossier.h"
#include "core/durations.h"

namespace core {

enum class LimitKind {
    training,  ///< The training (or its dispense) is due by then: the career waits for it (décret 2008-512).
    silence,   ///< Two months after reception an implicit decision may arise (CRPA L231-1, L231-4; which one, is open).
};

/// A day by which a dossier should be decided.
struct Limit {
    LimitKind kind = LimitKind::silence;
    Date on{};

    bool operator==(const Limit&) const = default;
};

/// Days after reception at which a dossier without decision is shown as urgent, then as late.
inline constexpr int silence_warning_days = 45;
inline constexpr int silence_late_days = 60;

/// When the training is due: so many months after the day that durees.xml names (nomination, affectation, the period of
/// five years asked for). A training along the career whose period is not named belongs to the running one, the first
/// of which starts when the two years of the first employment end (décret 2008-512, art. 14). Nothing when the request
/// names no such day.
std::optional<Date> training_limit(const Dossier& dossier, const ReferenceTables& tables, Date today);

/// All limits of a dossier received on `received`, the nearest first.
std::vector<Limit> limits(const Dossier& dossier, Date received, const ReferenceTables& tables, Date today);

/// Whole days from `today` to `day`; negative once it is past.
int days_until(Date day, Date today);

}  // namespace core

template <>
struct core::EnumNames<core::LimitKind> {
    static constexpr std::array<std::string_view, 2> names{"training", "silence"};
};
