#pragma once

#include <optional>

#include "core/geometry.h"
#include "core/raster.h"

/// A printed line measured on the grey of a page, where it is expected: finer than a pixel, whatever crosses it.
namespace ocr {

struct SeenLine {
    double offset_px = 0;  ///< From where it was expected, along the normal (the direction turned by 90 degrees).
    double contrast = 0;   ///< Grey levels it stands out by, strokes that cross it levelled off.
};

/// The line from `from` to `to` (px), looked for within `reach_px` on either side. `fine_px`: half a millimetre.
/// Nothing when there is none, or two that could be it.
std::optional<SeenLine> measure_line(const core::Raster& page, core::Point from, core::Point to, double reach_px,
                                     double fine_px);

/// Where a line that comes from `inside` stops, in px beyond `end`. Nothing when it does not stop within `reach_px`.
std::optional<double> measure_end(const core::Raster& page, core::Point inside, core::Point end, double reach_px,
                                  double fine_px);

}  // namespace ocr
