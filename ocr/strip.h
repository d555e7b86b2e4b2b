#pragma once

#include "ocr/page_map.h"
#include "ocr/pix.h"

namespace ocr {

/// Cuts level strips out of the page as decoded, at its full resolution, without turning the whole page.
class StripCutter {
  public:
    /// `grey`: 8 bit, as decoded; kept when it stands upright already, so it must outlive this.
    StripCutter(const Pix& grey, const PageMap& map);

    /// The strip under a box of the level image; white outside of the page. Null for a box without a pixel.
    PixPtr cut(const core::Box& level_box) const;

    /// Px of a strip in a px of the level image.
    double scale() const { return 1 / map_.scale; }

  private:
    PixPtr upright_;
    PageMap map_;
};

}  // namespace ocr
