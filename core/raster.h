#pragma once

#include <cstdint>
#include <vector>

#include "core/reading.h"

namespace core {

/// One decoded page: what comes out of the sandbox. Rows from the top, no padding.
struct Raster {
    int width = 0;     ///< px
    int height = 0;    ///< px
    int channels = 1;  ///< 1 grey (0 black), 3 RGB.
    int dpi = 300;
    std::vector<std::uint8_t> pixels;  ///< width * height * channels bytes.
    std::vector<Word> layer;           ///< The text layer of a born-digital page; boxes in px of this raster.
};

}  // namespace core
