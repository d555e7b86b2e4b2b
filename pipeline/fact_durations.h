#pragma once

#include <span>
#include <string>
#include <vector>

#include "pipeline/lexemes.h"

namespace pipeline {

/// `3 jours`, `2,5 j`, `21 heures`, `21h00`, `trois (3) jours`, `une demi-journée`. Hours and days are never turned
/// into each other.
struct Duration {
    enum class Unit { days, hours };

    Unit unit = Unit::days;
    std::string amount;     ///< `3`, `0.5`, `21.5`.
    std::size_t begin = 0;  ///< In the lexemes; one past the last at `end`.
    std::size_t end = 0;
    double quality = 1;
};

/// All durations of a text, in order. Times of day (`9 h - 12 h`, `à 14 heures`) and durations that are no length of a
/// training (`35 heures hebdomadaires`, `sous 15 jours`) are left out.
std::vector<Duration> find_durations(std::span<const Lexeme> lexemes);

}  // namespace pipeline
