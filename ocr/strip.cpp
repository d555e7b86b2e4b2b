#include "ocr/strip.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ocr {

namespace {

/// Grey pixels, white all around.
class Paper {
  public:
    explicit Paper(const Pix& grey)
        : width_(pixGetWidth(&grey)),
          height_(pixGetHeight(&grey)),
          words_(pixGetWpl(&grey)),
          pixels_(pixGetData(lept(grey))) {}

    int width() const { return width_; }
    int height() const { return height_; }

    int at(int x, int y) const {
        if (x < 0 || y < 0 || x >= width_ || y >= height_) return 255;
        return GET_DATA_BYTE(pixels_ + y * words_, x);
    }

    /// Between four pixels; x and y in 256ths of a pixel.
    int between(int x, int y) const {
        constexpr int whole = 256;
        const int x0 = x >> 8, y0 = y >> 8, fx = x & (whole - 1), fy = y & (whole - 1);
        const int upper = at(x0, y0) * (whole - fx) + at(x0 + 1, y0) * fx;
        const int lower = at(x0, y0 + 1) * (whole - fx) + at(x0 + 1, y0 + 1) * fx;
        return (upper * (whole - fy) + lower * fy + whole * whole / 2) / (whole * whole);
    }

  private:
    int width_, height_;
    std::ptrdiff_t words_;
    const l_uint32* pixels_;
};

}  // namespace

StripCutter::StripCutter(const Pix& grey, const PageMap& map) : upright_(upright(grey, map.rotated)), map_(map) {}

PixPtr StripCutter::cut(const core::Box& box) const {
    const int width = static_cast<int>(std::lround(box.width() / map_.scale));
    const int height = static_cast<int>(std::lround(box.height() / map_.scale));
    if (width <= 0 || height <= 0) return {};
    auto strip = own(pixCreate(width, height, 8), "pixCreate");

    const Paper paper(*upright_);
    const double angle = map_.skew_deg * std::numbers::pi / 180;
    const double c = std::cos(angle), s = std::sin(angle);
    const double dx = box.x0 - map_.level_width / 2.0, dy = box.y0 - map_.level_height / 2.0;
    const double left = (dx * c - dy * s) / map_.scale + paper.width() / 2.0;
    const double top = (dx * s + dy * c) / map_.scale + paper.height() / 2.0;
    // A line that hardly leans is copied as it is, level where its middle is: reading between pixels blurs.
    constexpr double unseen = 0.06;
    const bool level = std::abs(s) * width <= unseen * height;
    const double lift = level ? s * width / 2 : 0;
    const auto whole = [](double value) { return static_cast<int>(std::lround(value)); };
    const auto in_256ths = [](double value) { return static_cast<int>(std::lround(value * 256)); };
    for (int j = 0; j < height; ++j) {
        auto* const row = pixGetData(strip.get()) + static_cast<std::ptrdiff_t>(pixGetWpl(strip.get())) * j;
        int x = in_256ths(left - j * s), y = in_256ths(top + j * c);
        const int step_x = in_256ths(c), step_y_64 = in_256ths(s * 64);
        for (int i = 0; i < width; ++i) {
            const int grey = level ? paper.at(whole(left) + i, whole(top + lift) + j)
                                   : paper.between(x + i * step_x, y + i * step_y_64 / 64);
            SET_DATA_BYTE(row, i, static_cast<l_uint8>(grey));
        }
    }
    return strip;
}

}  // namespace ocr
