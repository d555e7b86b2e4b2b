#pragma once

#include <cstdint>
#include <vector>

#include "core/geometry.h"
#include "core/raster.h"

/// Solid dark squares on a page: what may be a corner mark.
namespace ocr {

struct MarkCandidate {
    core::Point centre;  ///< px as decoded
    double side = 0;     ///< px
    double score = 0;    ///< 0 to 1: contrast of the square against what lies around it.
    bool whole = true;   ///< False when one of its sides is cut off or merged with something dark.
};

/// The page made smaller by whole-pixel averages, with sums of rectangles in constant time.
class ReducedPage {
  public:
    ReducedPage(const core::Raster& page, int factor);

    int width() const { return width_; }
    int height() const { return height_; }
    int factor() const { return factor_; }
    /// Mean grey inside, the rectangle cut at the page; outside of it: dark_outside when nothing is left.
    double mean(double x0, double y0, double x1, double y1) const;

  private:
    int factor_;
    int width_;
    int height_;
    std::vector<std::uint32_t> sums_;  ///< (width + 1) * (height + 1)
};

/// Grey of one pixel, 0 black.
inline int grey_at(const core::Raster& page, int x, int y) {
    const auto at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) + static_cast<std::size_t>(x)) *
                    static_cast<std::size_t>(page.channels);
    if (page.channels == 1) return page.pixels[at];
    return (page.pixels[at] + 2 * page.pixels[at + 1] + page.pixels[at + 2]) / 4;
}

/// Best squares of about `side` px (15 % either way, turned by up to 10 degrees) whose centre lies in the region, best
/// first. `inward`: direction from the expected mark to the middle of the page; what lies outward of a mark may be
/// dark.
std::vector<MarkCandidate> find_marks(const core::Raster& page, const ReducedPage& reduced, const core::Box& region,
                                      double side, core::Point inward);

}  // namespace ocr
