#pragma once

#include "core/geometry.h"

namespace ocr {

/// From the level working image that is read back to the page as decoded: undo deskew, scale and quarter turn.
struct PageMap {
    int decoded_width = 0;   ///< px
    int decoded_height = 0;  ///< px
    int rotated = 0;         ///< Quarter turn of the sheet, degrees clockwise.
    double scale = 1;        ///< Working px in a px as decoded.
    double skew_deg = 0;     ///< Clockwise; of the upright image, undone in the working image.
    int level_width = 0;     ///< px of the working image.
    int level_height = 0;

    /// The smallest upright box around what the given box of the working image covers, cut at the page's borders.
    core::Box as_decoded(const core::Box& level_box) const;
    core::Point as_decoded(const core::Point& level_point) const;
};

}  // namespace ocr
