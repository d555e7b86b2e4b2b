#pragma once

#include <optional>
#include <vector>

#include "ocr/bits.h"

/// The circles of a round stamp.
namespace ocr {

struct Circle {
    double x = 0, y = 0, radius = 0;  ///< px
};

struct Ring {
    Circle circle;
    double inked = 0;   ///< Share of the directions from the centre in which there is ink on the circle, of those …
    double inside = 0;  ///< … in which the circle runs inside the box: share of all.
};

/// The circle that passes through most of the strokes' middles, if enough of it is inked. Same ink, same answer.
std::optional<Ring> find_ring(const std::vector<Pixel>& strokes, const core::Box& interior);

/// Radii in px of the inked circles about the same centre, this one included.
std::vector<double> concentric_radii(const Circle& ring, const std::vector<Pixel>& strokes, const core::Box& interior);

std::vector<Pixel> polygon(const Circle& circle);

}  // namespace ocr
