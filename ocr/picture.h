#pragma once

#include <string>

#include "core/raster.h"

namespace ocr {

/// A page for people to look at: upright, in grey or colour as it came, at most `most_width` px wide. The bytes of a
/// PNG file. `rotated`: degrees clockwise by which the sheet was turned.
std::string picture(const core::Raster& page, int rotated, int most_width);

}  // namespace ocr
