#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "ocr/decode_image.h"

namespace ocr {
namespace {

constexpr int visible_chroma = 40;       // Of 255; JPEG noise on grey paper stays under 30.
constexpr double coloured_share = 2e-4;  // A pen signature is about 3,000 of 8.7 million pixels.

/// Where the pixel (x, y) of the oriented image comes from, as start + x * across + y * down (in pixels of the source).
struct Walk {
    std::ptrdiff_t start, across, down;
};

Walk walk_of(int orientation, std::ptrdiff_t width, std::ptrdiff_t height) {
    switch (orientation) {
        case 2:
            return {width - 1, -1, width};
        case 3:
            return {width * height - 1, -1, -width};
        case 4:
            return {width * (height - 1), 1, -width};
        case 5:
            return {0, width, 1};
        case 6:
            return {width * (height - 1), -width, 1};
        case 7:
            return {width * height - 1, -width, -1};
        case 8:
            return {width - 1, width, -1};
        default:
            return {0, 1, width};
    }
}

}  // namespace

std::optional<core::Refusal> refuse_size(std::int64_t width, std::int64_t height, const DecodeBounds& bounds,
                                         const std::string& place) {
    if (width <= 0 || height <= 0) return damaged(place, "image sans dimension");
    if (width > 200'000 || height > 200'000 || width * height > bounds.max_pixels)
        return core::Refusal{core::Reason::too_many_pixels,
                             place + " : " + std::to_string(width) + " × " + std::to_string(height) + " points"};
    return std::nullopt;
}

core::Refusal damaged(const std::string& place, const std::string& cause) {
    return {core::Reason::damaged, place + " : " + cause};
}

int plausible_dpi(int declared, int width, int height) {
    const double long_side = std::max(width, height);
    if (declared >= 50 && declared <= 2400) {
        const double inches = long_side / declared;
        if (inches >= 1.5 && inches <= 24) return declared;
    }
    return std::clamp(static_cast<int>(std::lround(long_side / (297 / 25.4))), 50, 2400);
}

core::Raster oriented(core::Raster raster, int orientation) {
    if (orientation <= 1 || orientation > 8) return raster;
    const Walk walk = walk_of(orientation, raster.width, raster.height);
    core::Raster turned{.width = raster.width, .height = raster.height, .channels = raster.channels, .dpi = raster.dpi};
    if (orientation >= 5) std::swap(turned.width, turned.height);
    turned.pixels.resize(raster.pixels.size());
    const std::ptrdiff_t channels = raster.channels;
    std::uint8_t* to = turned.pixels.data();
    for (std::ptrdiff_t y = 0; y < turned.height; ++y) {
        const std::uint8_t* from = raster.pixels.data() + (walk.start + y * walk.down) * channels;
        for (std::ptrdiff_t x = 0; x < turned.width; ++x, from += walk.across * channels)
            for (std::ptrdiff_t c = 0; c < channels; ++c) *to++ = from[c];
    }
    return turned;
}

core::Raster grey_unless_coloured(core::Raster raster) {
    if (raster.channels != 3) return raster;
    std::size_t coloured = 0;
    const std::size_t count = raster.pixels.size() / 3;
    for (std::size_t i = 0; i < count; ++i) {
        const auto [low, high] =
            std::minmax({raster.pixels[3 * i], raster.pixels[3 * i + 1], raster.pixels[3 * i + 2]});
        coloured += high - low > visible_chroma;
    }
    if (static_cast<double>(coloured) > coloured_share * static_cast<double>(count)) return raster;
    for (std::size_t i = 0; i < count; ++i) {
        const int red = raster.pixels[3 * i], green = raster.pixels[3 * i + 1], blue = raster.pixels[3 * i + 2];
        raster.pixels[i] = static_cast<std::uint8_t>((red * 77 + green * 150 + blue * 29 + 128) >> 8);
    }
    raster.pixels.resize(count);
    raster.pixels.shrink_to_fit();
    raster.channels = 1;
    return raster;
}

core::Outcome<core::Raster> raster_of(const Pix& image, const std::string& place) {
    PixPtr plain;
    if (pixGetSpp(lept(image)) == 4)  // Alpha: the paper is white.
        plain.reset(pixAlphaBlendUniform(lept(image), 0xffffff00));
    else if (pixGetColormap(lept(image)) != nullptr)
        plain.reset(pixRemoveColormap(lept(image), REMOVE_CMAP_BASED_ON_SRC));
    else
        plain.reset(pixClone(lept(image)));
    if (plain && pixGetDepth(plain.get()) != 32) plain.reset(pixConvertTo8(plain.get(), 0));
    if (!plain) return damaged(place, "pixels illisibles");
    core::Raster raster = to_raster(*plain);
    raster.dpi = 0;
    return grey_unless_coloured(std::move(raster));
}

}  // namespace ocr
