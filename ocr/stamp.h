#pragma once

#include <optional>
#include <vector>

#include "ocr/frame.h"
#include "ocr/ring.h"
#include "ocr/shapes.h"

namespace ocr {

/// What a rubber stamp leaves: a ring, a frame or an oval around lettering, or several lines of lettering.
struct StampFound {
    int letters = 0;  ///< Pieces of the size of letters that stand together; a joined word counts for its letters.
    std::optional<Circle> ring;
    std::vector<double> radii;  ///< px, of the ring and of those within it.
    std::optional<Frame> frame;
    std::vector<std::vector<Pixel>> hidden;  ///< Convex areas in which nothing can be told from the stamp.
    double reach_mm = 0;                     ///< Around the hidden areas as well.

    bool found() const { return frame || ring || !hidden.empty(); }
    bool surrounds(Pixel p) const;
    core::Box extent() const;  ///< Around all of it; no width when there is none.
};

/// Pieces of the size of printed letters, and words of letters that run into one another.
bool is_lettering(const Shape& shape);

/// `interior`: the box; a ring that leaves it is judged on what lies inside.
StampFound find_stamp(const Bits& layer, const std::vector<Shape>& shapes, const core::Box& interior);

/// The layer without the stamp's lines, kept where a stroke crosses them, the text around its ring and what is hidden.
/// Words inside it stay.
Bits without_stamp(const Bits& layer, const StampFound& stamp);

}  // namespace ocr
