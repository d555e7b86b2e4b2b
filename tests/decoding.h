#pragma once

#include <optional>
#include <span>
#include <vector>

#include "pipeline/decode.h"
#include "tests/documents.h"

namespace tests {

/// The limits of the product, with the program the build made.
inline pipeline::DecodeLimits limits_for_tests() {
    pipeline::DecodeLimits limits;
    limits.program = TEST_PROGRAM;
    return limits;
}

struct Decoded {
    std::vector<core::Raster> pages;
    std::optional<core::Refusal> refusal;
};

inline Decoded decode_all(const Bytes& file, const pipeline::DecodeLimits& limits = limits_for_tests()) {
    Decoded got;
    const auto count = pipeline::decode(std::span<const std::uint8_t>(file), limits,
                                        [&](core::Raster&& page, int) { got.pages.push_back(std::move(page)); });
    if (!count) got.refusal = count.refusal();
    return got;
}

/// A grey page in three equal channels.
inline core::Raster grey_as_colour(const core::Raster& grey) {
    core::Raster colour{.width = grey.width, .height = grey.height, .channels = 3, .dpi = grey.dpi};
    for (const auto value : grey.pixels) colour.pixels.insert(colour.pixels.end(), 3, value);
    return colour;
}

}  // namespace tests
