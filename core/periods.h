#pragma once

#include <vector>

#include "core/date.h"

namespace core {

/// The same day so many months later, or the last day of that month when it has no such day.
Date plus_months(Date date, int months);
/// From one day to another; negative when `to` is earlier.
int days_between(Date from, Date to);

/// A number that is not known exactly lies between two that are.
struct Range {
    double low = 0;
    double high = 0;

    bool operator==(const Range&) const = default;
};

/// A period of work; both days are of it.
struct Period {
    Date from{};
    Date to{};
    Range quotite{1, 1};  ///< Share of a full time.

    bool operator==(const Period&) const = default;
};

/// Months that the periods cover, days under several of them counted once. Whole calendar months count as one; the days
/// left over count 30 or 31 to a month, as conventions differ, hence a range. A period that ends before it begins
/// covers nothing.
Range months_covered(std::vector<Period> periods);

/// The same, each day counted for the sum of its quotités, a full time at most.
Range full_time_months(const std::vector<Period>& periods);

}  // namespace core
