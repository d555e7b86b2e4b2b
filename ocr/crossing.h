#pragma once

#include <array>
#include <vector>

#include "ocr/ink.h"

namespace ocr {

/// The ink around a box, piece by piece.
struct Surroundings {
    std::vector<int> labels;
    std::vector<Component> pieces;

    explicit Surroundings(const ZoneInk& ink) { pieces = components(ink.outside, &labels); }
};

/// What strokes that reach the border go on with beyond it.
struct Crossing {
    std::vector<int> met;               ///< Labels of the pieces met beyond.
    double area_mm2 = 0;                ///< Of those pieces, in all.
    std::array<double, 4> reach_mm{};   ///< How far they go from the border: left, top, right, bottom.
    std::array<double, 4> corner_mm{};  ///< The same of what leaves by a corner, both ways: top left, then clockwise.
};

Crossing beyond_border(const std::vector<Pixel>& inside, const ZoneInk& ink, const Surroundings& outside);

}  // namespace ocr
