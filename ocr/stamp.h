#pragma once

#include <vector>

#include "ocr/shapes.h"

namespace ocr {

/// What a rubber stamp leaves: a ring, a frame or an oval around lettering, or several lines of lettering.
struct StampFound {
    bool found = false;
    int letters = 0;  ///< Pieces of the size of letters that stand together; a joined word counts for its letters.
    std::vector<std::vector<Pixel>> areas;  ///< Convex; what lies in them may be the stamp's.
    double reach_mm = 0;                    ///< Around the areas as well.

    bool covers(Pixel p) const;
};

/// Pieces of the size of printed letters, and words of letters that run into one another.
bool is_lettering(const Shape& shape);

/// `interior`: the box; a ring that leaves it is judged on what lies inside.
StampFound find_stamp(const std::vector<Shape>& shapes, const core::Box& interior);

}  // namespace ocr
