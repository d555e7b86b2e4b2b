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
    double area_mm2 = 0;               ///< Of the pieces met beyond, in all.
    std::array<double, 4> reach_mm{};  ///< How far they go from the border: left, top, right, bottom.
};

Crossing beyond_border(const std::vector<Pixel>& inside, const ZoneInk& ink, const Surroundings& outside);

}  // namespace ocr
