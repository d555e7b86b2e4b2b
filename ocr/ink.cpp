#include "ocr/ink.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "ocr/border.h"
#include "ocr/paper.h"

namespace ocr {

namespace {

constexpr float strong_ink = 0.20F;    ///< Share of light taken by ink that counts by itself; faint pencil takes 0.25.
constexpr float weak_ink = 0.11F;      ///< Counts when it touches strong ink; show-through stays below.
constexpr float strong_noises = 5.5F;  ///< The same in standard deviations of the paper's noise.
constexpr float weak_noises = 3.2F;
constexpr int long_line_px = static_cast<int>(12 * ink_px_per_mm);  ///< Straight along an axis: printed, not written.

struct Grey {
    int width, height;
    std::vector<float> value;
};

/// Grey of the page at a point, mean of a few samples when the page is finer than the picture.
class Sampler {
  public:
    Sampler(const core::Raster& page, double px_per_out_px)
        : page_(page),
          grid_(std::clamp(static_cast<int>(std::lround(px_per_out_px)), 1, 4)),
          step_(px_per_out_px / grid_) {}

    void at(core::Point p, std::uint8_t* out) const {
        std::array<float, 3> sum{};
        for (int j = 0; j < grid_; ++j)
            for (int i = 0; i < grid_; ++i)
                add(p.x + (i - 0.5 * (grid_ - 1)) * step_, p.y + (j - 0.5 * (grid_ - 1)) * step_, sum);
        for (int c = 0; c < page_.channels; ++c)
            out[c] =
                static_cast<std::uint8_t>(sum[static_cast<std::size_t>(c)] / static_cast<float>(grid_ * grid_) + 0.5F);
    }

  private:
    void add(double x, double y, std::array<float, 3>& sum) const {
        x -= 0.5, y -= 0.5;
        const int ix = static_cast<int>(std::floor(x)), iy = static_cast<int>(std::floor(y));
        const auto channels = static_cast<std::size_t>(page_.channels);
        if (ix < 0 || iy < 0 || ix + 1 >= page_.width || iy + 1 >= page_.height) {
            for (std::size_t c = 0; c < channels; ++c) sum[c] += 255;
            return;
        }
        const auto ax = static_cast<float>(x - ix), ay = static_cast<float>(y - iy);
        const auto row = static_cast<std::size_t>(page_.width) * channels;
        const std::uint8_t* p =
            &page_.pixels[static_cast<std::size_t>(iy) * row + static_cast<std::size_t>(ix) * channels];
        for (std::size_t c = 0; c < channels; ++c) {
            const float top = static_cast<float>(p[c]) * (1 - ax) + static_cast<float>(p[c + channels]) * ax;
            const float low =
                static_cast<float>(p[c + row]) * (1 - ax) + static_cast<float>(p[c + row + channels]) * ax;
            sum[c] += top * (1 - ay) + low * ay;
        }
    }

    const core::Raster& page_;
    int grid_;
    double step_;
};

/// Weak ink connected with strong ink.
Bits with_hysteresis(const std::vector<float>& taken, int width, int height, float strong, float weak) {
    Bits bits(width, height);
    std::vector<Pixel> open;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            if (taken[bits.index(x, y)] > strong) bits.set(x, y), open.push_back({x, y});
    while (!open.empty()) {
        const auto [px, py] = open.back();
        open.pop_back();
        for (int y = std::max(0, py - 1); y <= std::min(height - 1, py + 1); ++y)
            for (int x = std::max(0, px - 1); x <= std::min(width - 1, px + 1); ++x)
                if (!bits.on[bits.index(x, y)] && taken[bits.index(x, y)] > weak)
                    bits.set(x, y), open.push_back({x, y});
    }
    return bits;
}

/// Borders of other boxes around this one: nobody writes so straight.
void drop_long_lines(Bits& bits) {
    const Bits before = bits;
    const auto clear_runs = [&](int lines, int length, auto index) {
        for (int line = 0; line < lines; ++line)
            for (int i = 0, run = 0; i <= length; ++i) {
                if (i < length && before.on[index(line, i)]) {
                    ++run;
                    continue;
                }
                if (run >= long_line_px)
                    for (int k = i - run; k < i; ++k) bits.on[index(line, k)] = 0;
                run = 0;
            }
    };
    clear_runs(bits.height, bits.width, [&](int y, int x) { return bits.index(x, y); });
    clear_runs(bits.width, bits.height, [&](int x, int y) { return bits.index(x, y); });
}

}  // namespace

core::Raster flatten(const core::Raster& page, const Homography& sheet, const core::BoxMm& area, double px_per_mm) {
    core::Raster flat{.width = std::max(1, static_cast<int>(std::lround(area.width() * px_per_mm))),
                      .height = std::max(1, static_cast<int>(std::lround(area.height() * px_per_mm))),
                      .channels = page.channels,
                      .dpi = static_cast<int>(std::lround(px_per_mm * 25.4))};
    const auto channels = static_cast<std::size_t>(flat.channels);
    flat.pixels.resize(static_cast<std::size_t>(flat.width) * static_cast<std::size_t>(flat.height) * channels);
    const core::Point middle{(area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2};
    const Sampler sampler(page, sheet.px_per_mm(middle) / px_per_mm);
    std::uint8_t* out = flat.pixels.data();
    // The map is exact every few pixels and straight between: perspective is not felt over a millimetre.
    constexpr int stretch = 8;
    for (int y = 0; y < flat.height; ++y) {
        const double down = area.y0 + (y + 0.5) / px_per_mm;
        for (int x0 = 0; x0 < flat.width; x0 += stretch) {
            const auto from = sheet({area.x0 + (x0 + 0.5) / px_per_mm, down});
            const auto to = sheet({area.x0 + (x0 + stretch + 0.5) / px_per_mm, down});
            const core::Point step{(to.x - from.x) / stretch, (to.y - from.y) / stretch};
            for (int x = x0; x < std::min(flat.width, x0 + stretch); ++x, out += channels)
                sampler.at({from.x + step.x * (x - x0), from.y + step.y * (x - x0)}, out);
        }
    }
    return flat;
}

namespace {

struct Threshold {
    float strong, weak;
};

Threshold threshold_for(const LightTaken& light) {
    return {std::max(strong_ink, strong_noises * light.noise), std::max(weak_ink, weak_noises * light.noise)};
}

core::BoxMm with_margin(const core::BoxMm& box) {
    return {box.x0 - ink_margin_mm, box.y0 - ink_margin_mm, box.x1 + ink_margin_mm, box.y1 + ink_margin_mm};
}

}  // namespace

ZoneInk ink_of(const core::Raster& page, const Homography& sheet, const core::BoxMm& box) {
    const auto flat = flatten(page, sheet, with_margin(box), ink_px_per_mm);
    auto light = light_taken(flat);
    const auto border = find_border(light.taken, flat.width, flat.height, box);
    const auto [strong, weak] = threshold_for(light);
    auto taken = light.taken;
    ZoneInk ink{.inside = Bits(flat.width, flat.height),
                .outside = Bits(flat.width, flat.height),
                .faint = Bits(flat.width, flat.height),
                .interior = border.interior(),
                .band_px = static_cast<int>(2 * border.half_px + 1),
                .taken = std::move(light.taken),
                .colour = std::move(light.colour),
                .border_shift_mm = border.shift_mm};
    for (int y = 0; y < flat.height; ++y)
        for (int x = 0; x < flat.width; ++x)
            if (border.side_of(x, y) == Border::Side::on) taken[ink.inside.index(x, y)] = 0;
    const Bits all = with_hysteresis(taken, flat.width, flat.height, strong, weak);
    for (int y = 0; y < flat.height; ++y)
        for (int x = 0; x < flat.width; ++x) {
            const auto i = all.index(x, y);
            const auto side = border.side_of(x, y);
            if (side == Border::Side::inside) {
                ink.inside.on[i] = all.on[i];
                ink.faint.on[i] = !all.on[i] && taken[i] > 0.7F * weak;
            } else if (side == Border::Side::outside) {
                ink.outside.on[i] = all.on[i];
            }
        }
    drop_long_lines(ink.outside);
    return ink;
}

ZoneInk ink_among(const core::Raster& page, const Homography& sheet, const core::BoxMm& area,
                  const std::function<bool(int, int)>& ours) {
    const auto flat = flatten(page, sheet, with_margin(area), ink_px_per_mm);
    auto light = light_taken(flat);
    const auto [strong, weak] = threshold_for(light);
    const Bits all = with_hysteresis(light.taken, flat.width, flat.height, strong, weak);
    const int margin = static_cast<int>(ink_margin_mm * ink_px_per_mm);
    ZoneInk ink{.inside = Bits(flat.width, flat.height),
                .outside = Bits(flat.width, flat.height),
                .faint = Bits(flat.width, flat.height),
                .interior = {margin, margin, flat.width - margin, flat.height - margin},
                .taken = std::move(light.taken),
                .colour = std::move(light.colour)};
    for (int y = 0; y < flat.height; ++y)
        for (int x = 0; x < flat.width; ++x)
            if (const auto i = all.index(x, y); all.on[i]) (ours(x, y) ? ink.inside : ink.outside).on[i] = 1;
    drop_long_lines(ink.outside);
    return ink;
}

}  // namespace ocr
