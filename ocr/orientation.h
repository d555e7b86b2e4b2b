#pragma once

#include <vector>

#include "ocr/pix.h"

namespace ocr {

/// How a sheet lay on the scanner, judged from its text.
struct Orientation {
    int rotated = 0;              ///< Best guess, degrees clockwise by which the sheet was turned.
    std::vector<int> candidates;  ///< Turns that reading must choose between; empty when the guess is sure.

    bool operator==(const Orientation&) const = default;
};

/// From a 1 bit image of 150 to 300 dpi, as decoded: text lines give the axis, ascenders against descenders up and
/// down. Costs 20 to 40 ms. Capitals, figures and short texts are not sure: the candidates say so.
Orientation find_orientation(const Pix& ink);

}  // namespace ocr
