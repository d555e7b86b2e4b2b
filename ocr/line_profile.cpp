#include "ocr/line_profile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace ocr {

namespace {

constexpr double step_px = 0.5;  ///< Across the line.
constexpr double along_px = 3;   ///< Between two looks along it.
constexpr int least_looks = 6, most_looks = 40;
constexpr float most_ridge = 90;  ///< A darker stroke counts no more than this.
constexpr float seen_ridge = 8;   ///< One look sees the line.
constexpr double least_contrast = 9;
constexpr double least_cover = 0.55;  ///< Share of the looks that see it.
constexpr double rival = 0.72;        ///< A second line this strong makes the first doubtful.

/// Darkness at a point, bilinear; paper off the page.
float darkness(const core::Raster& page, double x, double y) {
    x -= 0.5, y -= 0.5;
    const int ix = static_cast<int>(std::floor(x)), iy = static_cast<int>(std::floor(y));
    if (ix < 0 || iy < 0 || ix + 1 >= page.width || iy + 1 >= page.height) return 0;
    const auto ax = static_cast<float>(x - ix), ay = static_cast<float>(y - iy);
    const std::uint8_t* p = &page.pixels[static_cast<std::size_t>(iy) * static_cast<std::size_t>(page.width) +
                                         static_cast<std::size_t>(ix)];
    const std::uint8_t* q = p + page.width;
    const float top = static_cast<float>(p[0]) * (1 - ax) + static_cast<float>(p[1]) * ax;
    const float low = static_cast<float>(q[0]) * (1 - ax) + static_cast<float>(q[1]) * ax;
    return 255 - (top * (1 - ay) + low * ay);
}

struct Direction {
    core::Point along, across;
    double length = 0;
};

Direction direction_of(core::Point from, core::Point to) {
    const double length = std::max(1e-9, std::hypot(to.x - from.x, to.y - from.y));
    const core::Point along{(to.x - from.x) / length, (to.y - from.y) / length};
    return {along, {-along.y, along.x}, length};
}

/// Looks across a line, one row each: how much darker it is there than half a millimetre to either side.
struct Ridges {
    int looks = 0, steps = 0;
    std::vector<float> mean, cover;  ///< By step.
};

Ridges ridges_of(const core::Raster& page, core::Point from, const Direction& d, double reach_px, double fine_px) {
    const int side = static_cast<int>(std::ceil(fine_px / step_px));
    Ridges ridges{.looks = std::clamp(static_cast<int>(d.length / along_px), least_looks, most_looks),
                  .steps = 2 * static_cast<int>(std::ceil(reach_px / step_px)) + 1};
    const int wide = ridges.steps + 2 * side;
    std::vector<float> dark(static_cast<std::size_t>(wide));
    std::vector<float> before(static_cast<std::size_t>(ridges.steps));
    ridges.mean.assign(static_cast<std::size_t>(ridges.steps), 0);
    ridges.cover = ridges.mean;
    for (int k = 0; k < ridges.looks; ++k) {
        const double t = d.length * (k + 0.5) / ridges.looks;
        for (int i = 0; i < wide; ++i) {
            const double s = (i - wide / 2) * step_px;
            dark[static_cast<std::size_t>(i)] =
                darkness(page, from.x + d.along.x * t + d.across.x * s, from.y + d.along.y * t + d.across.y * s);
        }
        for (int i = 0; i < ridges.steps; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const float here = dark[static_cast<std::size_t>(i + side)];
            const float beside = std::max(dark[at], dark[static_cast<std::size_t>(i + 2 * side)]);
            const float ridge = std::clamp(here - beside, 0.0F, most_ridge);
            ridges.mean[at] += ridge / static_cast<float>(ridges.looks);
            ridges.cover[at] += ridge > seen_ridge ? 1.0F / static_cast<float>(ridges.looks) : 0;
        }
    }
    return ridges;
}

}  // namespace

std::optional<SeenLine> measure_line(const core::Raster& page, core::Point from, core::Point to, double reach_px,
                                     double fine_px) {
    const auto ridges = ridges_of(page, from, direction_of(from, to), reach_px, fine_px);
    const auto best = std::max_element(ridges.mean.begin(), ridges.mean.end()) - ridges.mean.begin();
    const auto near = static_cast<std::ptrdiff_t>(fine_px / step_px);
    float second = 0, cover = 0;
    double sum = 0, at = 0;
    for (std::ptrdiff_t i = 0; i < ridges.steps; ++i) {
        const auto here = static_cast<std::size_t>(i);
        if (std::abs(i - best) > near) {
            second = std::max(second, ridges.mean[here]);
            continue;
        }
        if (std::abs(i - best) <= 1) cover = std::max(cover, ridges.cover[here]);
        sum += static_cast<double>(ridges.mean[here]);
        at += static_cast<double>(ridges.mean[here]) * static_cast<double>(i);
    }
    const double contrast = static_cast<double>(ridges.mean[static_cast<std::size_t>(best)]);
    if (contrast < least_contrast || static_cast<double>(cover) < least_cover ||
        static_cast<double>(second) > rival * contrast)
        return std::nullopt;
    return SeenLine{(at / sum - ridges.steps / 2) * step_px, contrast};
}

std::optional<double> measure_end(const core::Raster& page, core::Point inside, core::Point end, double reach_px,
                                  double fine_px) {
    const auto d = direction_of(inside, end);
    const double arm = 4 * fine_px;  // The line must be there over 2 mm on one side and absent over 2 mm on the other.
    const int from = -static_cast<int>((reach_px + arm) / step_px), to = -from;
    std::vector<float> sums{0};
    for (int i = from; i < to; ++i) {
        const double t = (i + 0.5) * step_px;
        const auto at = [&](double s) {
            return darkness(page, end.x + d.along.x * t + d.across.x * s, end.y + d.along.y * t + d.across.y * s);
        };
        const float ridge = std::max({at(0), at(-0.8), at(0.8)}) - std::max(at(-1.4 * fine_px), at(1.4 * fine_px));
        sums.push_back(sums.back() + std::clamp(ridge, 0.0F, most_ridge));
    }
    const auto mean = [&](int a, int b) {
        return (sums[static_cast<std::size_t>(b - from)] - sums[static_cast<std::size_t>(a - from)]) /
               static_cast<float>(b - a);
    };
    const int half = static_cast<int>(arm / step_px), reach = static_cast<int>(reach_px / step_px);
    float best = 0, in = 0, out = 0;
    int at = 0;
    for (int i = -reach; i <= reach; ++i) {
        const float before = mean(i - half, i), after = mean(i, i + half);
        if (before - after <= best) continue;
        best = before - after, in = before, out = after, at = i;
    }
    if (in < seen_ridge || out > 0.3F * in || std::abs(at) == reach) return std::nullopt;
    return at * step_px;
}

}  // namespace ocr
