#pragma once

#include "ocr/pix.h"

namespace ocr {

/// Clockwise degrees by which the text lines of an upright 1 bit image (100 to 300 dpi) lean; 0 when there is nothing
/// to measure. Up to 6 degrees.
double find_skew(const Pix& ink);

/// The image (1 or 8 bit) with its lines level, on white, enlarged so that no corner is lost; same centre, resolution
/// kept.
PixPtr level(const Pix& image, double skew_deg);

}  // namespace ocr
