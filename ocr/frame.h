#pragma once

#include <optional>
#include <vector>

#include "ocr/bits.h"

/// The rectangle of a stamp, whatever is written across it.
namespace ocr {

/// A rectangle turned about the origin: u runs along its long sides, v across, both in px.
struct Frame {
    double angle = 0;  ///< Radians, clockwise on the page.
    double u0 = 0, u1 = 0, v0 = 0, v1 = 0;

    /// Distance in px of a point from the nearest side.
    double distance(Pixel p) const;
    /// Direction across the nearest side, in radians.
    double across(Pixel p) const;
    std::vector<Pixel> corners() const;
};

/// A rectangle whose four sides are inked, turned by 20 degrees at most; nullopt when there is none.
std::optional<Frame> find_frame(const Bits& ink);

}  // namespace ocr
