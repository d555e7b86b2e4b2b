#pragma once

#include <span>
#include <vector>

#include "core/date.h"
#include "pipeline/lexemes.h"

namespace pipeline {

/// What the words before a date say it is.
enum class DateRole {
    plain,
    birth,      ///< « né le ».
    legal,      ///< Of a law, decree, deliberation or other deed that is cited.
    made_out,   ///< « Fait à …, le » or a line that ends « , le … ».
    effective,  ///< « à compter du ».
    limit       ///< « avant le », « valable jusqu'au », « expire le ».
};

/// One or several days as they are written: `le 3 mars 2024`, `du 3 au 5 mars 2024`, `les 3, 4 et 10 mars 2024`,
/// `03/03/2024 - 05/03/2024`. The months and years that a writer leaves out are taken from the day that follows.
struct DateSpan {
    struct Run {
        core::Date from{};
        core::Date to{};
        bool operator==(const Run&) const = default;
    };

    std::vector<Run> runs;  ///< Days that follow each other are one run; never empty.
    std::size_t begin = 0;  ///< In the lexemes, from its « du » or « le » on; one past the last at `end`.
    std::size_t end = 0;
    bool range = false;  ///< Written with two ends or several days.
    double quality = 1;  ///< Less when letters had to be repaired.
    DateRole role = DateRole::plain;
};

/// All spans of a text, in order, apart from each other.
std::vector<DateSpan> find_dates(std::span<const Lexeme> lexemes);

}  // namespace pipeline
