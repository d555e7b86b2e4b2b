#include "tests/drawing/exposure.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "ocr/pix.h"

namespace drawing {

namespace {

void blur_once(std::vector<float>& plane, int width, int height, double share) {
    const auto side = static_cast<float>(share);
    const auto pass = [&](std::size_t start, std::size_t step, int count) {
        float before = plane[start];
        for (int i = 1; i + 1 < count; ++i) {
            float& here = plane[start + static_cast<std::size_t>(i) * step];
            const float now = here;
            here = now * (1 - 2 * side) + side * (before + plane[start + static_cast<std::size_t>(i + 1) * step]);
            before = now;
        }
    };
    for (int y = 0; y < height; ++y) pass(static_cast<std::size_t>(y) * static_cast<std::size_t>(width), 1, width);
    for (int x = 0; x < width; ++x) pass(static_cast<std::size_t>(x), static_cast<std::size_t>(width), height);
}

core::Raster through_jpeg(const core::Raster& raster, int quality) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    const auto image = ocr::to_pix(raster);
    if (pixWriteMemJpeg(&data, &size, image.get(), quality, 0) != 0) return raster;
    const auto back = ocr::own(pixReadMemJpeg(data, size, 0, 1, nullptr, 0), "pixReadMemJpeg");
    lept_free(data);
    auto result = ocr::to_raster(*back);
    result.dpi = raster.dpi;
    return result;
}

}  // namespace

double uniform(Random& random, double from, double to) {
    return from + (to - from) * (static_cast<double>(random()) / static_cast<double>(Random::max()));
}

bool chance(Random& random, double share) { return uniform(random, 0, 1) < share; }

core::Raster exposed(std::vector<std::vector<float>> planes, int width, int height, int dpi, const Scan& scan,
                     Random& random) {
    const auto channels = planes.size();
    core::Raster raster{.width = width, .height = height, .channels = static_cast<int>(channels), .dpi = dpi};
    raster.pixels.resize(planes.front().size() * channels);
    const double tilt = uniform(random, 0, 2 * std::numbers::pi);
    const double across = std::cos(tilt), down = std::sin(tilt);
    auto state = static_cast<std::uint32_t>(random()) | 1U;
    const auto next = [&] {  // Marsaglia's xorshift: there are millions of pixels.
        state ^= state << 13U, state ^= state >> 17U, state ^= state << 5U;
        return state;
    };
    for (std::size_t c = 0; c < channels; ++c) {
        auto& plane = planes[c];
        for (double left = scan.blur_px; left > 0; left -= 0.7)
            blur_once(plane, width, height, std::min(left, 0.7) * 0.35);
        std::size_t i = 0;
        for (int row = 0; row < height; ++row) {
            const double y = static_cast<double>(row) / height - 0.5;
            for (int column = 0; column < width; ++column, ++i) {
                const double x = static_cast<double>(column) / width - 0.5;
                const double lit = scan.paper * (1 - scan.uneven * (0.5 + x * across + y * down));
                // Twelve bits twice: a sum of two is round enough for noise.
                const auto bits = next();
                const double noise =
                    (static_cast<double>((bits & 0xFFFU) + (bits >> 12U & 0xFFFU)) / 4095.0 - 1) * 2.45 * scan.noise;
                double value = 255 * lit * static_cast<double>(plane[i]) + noise;
                if (scan.contrast > 1) value = 127 + scan.contrast * (value - 127);
                if (scan.fax) value = value > 255 * scan.fax_threshold ? 255 : 0;
                raster.pixels[i * channels + c] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
            }
        }
    }
    return scan.jpeg_quality > 0 && !scan.fax ? through_jpeg(raster, scan.jpeg_quality) : raster;
}

}  // namespace drawing
