#pragma once

#include <array>
#include <functional>
#include <vector>

#include "core/geometry.h"
#include "core/raster.h"
#include "ocr/bits.h"
#include "ocr/homography.h"

/// The ink inside a printed box of the form: flattened, its paper evened out, its border taken away.
namespace ocr {

/// Resolution at which zones are judged (203 dpi): every threshold in px below is at this scale.
inline constexpr double ink_px_per_mm = 8;
/// Seen around the box, to know what crosses its border.
inline constexpr double ink_margin_mm = 4;

/// Part of the sheet, upright, as many channels as the page; what lies off the page is white.
core::Raster flatten(const core::Raster& page, const Homography& sheet, const core::BoxMm& area, double px_per_mm);

using Absorption = std::array<float, 3>;  ///< Share of the paper's light taken, for red, green, blue.

struct ZoneInk {
    Bits inside;                     ///< Ink in the box, its border removed.
    Bits outside;                    ///< Ink around the box, its border and long straight lines removed.
    Bits faint;                      ///< In the box: darker than paper but too pale to be called ink.
    core::Box interior;              ///< Of the box without its border, px of these pictures.
    int band_px = 0;                 ///< Width of the band taken away with the border.
    std::vector<float> taken;        ///< Per pixel: share of the paper's light taken, border and all.
    std::vector<Absorption> colour;  ///< Per pixel, evened over the neighbourhood; empty for a grey page.
    double border_shift_mm = -1;     ///< Distance of the printed border from where it was expected; negative: not seen.
};

ZoneInk ink_of(const core::Raster& page, const Homography& sheet, const core::BoxMm& box);

/// Ink in an area that no border surrounds, of which `ours` tells what belongs to it; the rest counts as outside.
/// `ours` gets px of the picture: the area with ink_margin_mm around it.
ZoneInk ink_among(const core::Raster& page, const Homography& sheet, const core::BoxMm& area,
                  const std::function<bool(int, int)>& ours);

}  // namespace ocr
