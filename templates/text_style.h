#pragma once

#include "templates/fonts.h"

namespace templates {

/// Red, green, blue, 0 to 1. Black by default.
struct Colour {
    double red = 0, green = 0, blue = 0;
    bool operator==(const Colour&) const = default;
};
constexpr Colour grey(double level) { return {level, level, level}; }

struct TextStyle {
    Face face = Face::sans;
    double size = 10;  ///< Points.
    Colour colour{};
    double tracking = 0;  ///< Thousandths of the size added after each character (capitals set loosely).
    double rise = 0;      ///< mm above the baseline: the « er » of « 1er ».
    bool underline = false;
    bool operator==(const TextStyle&) const = default;
};

inline constexpr double points_per_mm = 72.0 / 25.4;
/// Thousandths of a type size to mm.
constexpr double mm_of(int thousandths, double size) { return thousandths * size / (1000 * points_per_mm); }

}  // namespace templates
