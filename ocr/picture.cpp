#include "ocr/picture.h"

#include <algorithm>

#include "ocr/pix.h"

namespace ocr {

std::string picture(const core::Raster& page, int rotated, int most_width) {
    auto image = upright(*to_pix(page), rotated);
    const float scale = std::min(1.F, static_cast<float>(most_width) / static_cast<float>(pixGetWidth(image.get())));
    if (scale < 1) image = own(pixScale(image.get(), scale, scale), "pixScale");
    const auto bytes = png_bytes(*image);
    return {bytes.begin(), bytes.end()};
}

}  // namespace ocr
