#pragma once

#include <array>
#include <vector>

#include "core/geometry.h"

namespace ocr {

/// The printed line around a box, in px of a picture that shows the box with ink_margin_mm around it.
struct Border {
    enum class Side { inside, on, outside };

    /// One side: y = offset + slope * x for top and bottom, x = offset + slope * y for left and right.
    struct Line {
        double offset = 0, slope = 0;
        double at(double along) const { return offset + slope * along; }
    };
    Line left, top, right, bottom;
    double half_px = 0;    ///< Half the width of the band that is taken away.
    double shift_mm = -1;  ///< Median distance of the sides seen from where they were expected; negative: none seen.

    Side side_of(int x, int y) const;
    core::Box interior() const;
};

/// Each side is looked for within 1.2 mm of its place; one that is not seen is taken to be there.
Border find_border(const std::vector<float>& taken, int width, int height, const core::BoxMm& box);

}  // namespace ocr
