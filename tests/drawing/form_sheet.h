#pragma once

#include <functional>

#include "core/form_layout.h"
#include "core/geometry.h"
#include "core/page_code.h"
#include "ocr/form_finder.h"
#include "tests/drawing/canvas.h"

/// Test forms: corner marks, something square and busy where the QR code is, zones with their border.
namespace drawing {

inline constexpr double border_mm = 0.3;

/// Twelve signature zones in two columns; a stamp zone replaces the last one when asked.
core::FormLayout signature_sheet();
/// Check boxes of 4 mm, text, comb and date zones, one signature and one stamp zone.
core::FormLayout mixed_sheet();

core::PageCode code_of(const core::FormLayout& layout);
/// Prints page 1. `without_mark`: index of a corner mark that is missing, -1 for none.
void print(Canvas& canvas, const core::FormLayout& layout, Random& random, int without_mark = -1);
/// Page 1 of the layout, found on a scan from where its code lies. `to_px`: of a place on the sheet in mm.
/// `layout` must outlive it.
ocr::FoundForm found_on(const core::Raster& scan, const std::function<core::Point(core::Point)>& to_px,
                        const core::FormLayout& layout);

}  // namespace drawing
