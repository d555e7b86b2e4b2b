#include "ocr/marks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace ocr {

namespace {

constexpr double least_contrast = 0.35;     ///< Of the square against its surroundings, as a share of the light.
constexpr std::size_t most_candidates = 6;  ///< Kept for one corner.
constexpr double inner_half = 0.35;         ///< Of the side: surely inside a square turned by 10 degrees.
constexpr double band_from = 0.65;          ///< Of the side: surely outside it.
constexpr double band_to = 0.95;
constexpr double dark_outside = 0;  ///< Off the page nothing can be said to be light.

struct Seed {
    double x, y, score;  ///< px of the reduced page
};

/// Third lightest of nine parts: a scratch or a staple may cross a mark.
double darkness_inside(const ReducedPage& reduced, double x, double y, double side) {
    std::array<double, 9> parts{};
    const double step = 2 * inner_half * side / 3;
    for (int i = 0; i < 9; ++i) {
        const double left = x - inner_half * side + step * (i % 3);
        const double top = y - inner_half * side + step * (i / 3);
        parts[static_cast<std::size_t>(i)] = reduced.mean(left, top, left + step, top + step);
    }
    std::nth_element(parts.begin(), parts.begin() + 6, parts.end());
    return parts[6];
}

/// Contrast of a dark square with light around it; the outward sides may be dark (scanner border) when the inward ones
/// are light.
double square_score(const ReducedPage& reduced, double x, double y, double side, core::Point inward) {
    const double inside = darkness_inside(reduced, x, y, side);
    const double near = band_from * side, far = band_to * side, half = inner_half * side;
    const double east = reduced.mean(x + near, y - half, x + far, y + half);
    const double west = reduced.mean(x - far, y - half, x - near, y + half);
    const double south = reduced.mean(x - half, y + near, x + half, y + far);
    const double north = reduced.mean(x - half, y - far, x + half, y - near);
    const double inward_light = std::min(inward.x > 0 ? east : west, inward.y > 0 ? south : north);
    if (inward_light < 40 || inside > inward_light * (1 - least_contrast)) return 0;
    const double outward_light = std::min(inward.x > 0 ? west : east, inward.y > 0 ? north : south);
    const double contrast = (inward_light - inside) / inward_light;
    const double all_round = std::clamp((outward_light - inside) / inward_light, 0.0, 1.0);
    return 0.6 * contrast + 0.4 * std::min(contrast, all_round);
}

std::vector<Seed> seeds_in(const ReducedPage& reduced, const core::Box& region, double side, core::Point inward) {
    const double f = reduced.factor();
    const int x0 = std::max(0, static_cast<int>(region.x0 / f)),
              x1 = std::min<int>(reduced.width(), static_cast<int>(region.x1 / f) + 1);
    const int y0 = std::max(0, static_cast<int>(region.y0 / f)),
              y1 = std::min<int>(reduced.height(), static_cast<int>(region.y1 / f) + 1);
    const double s = side / f;
    std::vector<Seed> all;
    for (int y = y0; y < y1; ++y)
        for (int x = x0; x < x1; ++x) {
            // The middle decides first: most of a page is light there.
            if (reduced.mean(x - 1, y - 1, x + 2, y + 2) > 170) continue;
            const double score = square_score(reduced, x + 0.5, y + 0.5, s, inward);
            if (score > 0) all.push_back({x + 0.5, y + 0.5, score});
        }
    std::sort(all.begin(), all.end(), [](const Seed& a, const Seed& b) { return a.score > b.score; });
    std::vector<Seed> kept;
    for (const auto& seed : all) {
        const bool near_better = std::any_of(kept.begin(), kept.end(), [&](const Seed& k) {
            return std::abs(k.x - seed.x) < 0.8 * s && std::abs(k.y - seed.y) < 0.8 * s;
        });
        if (!near_better) kept.push_back(seed);
        if (kept.size() == 2 * most_candidates) break;
    }
    return kept;
}

/// Grey at any point, bilinear; nothing off the page.
std::optional<double> sample(const core::Raster& page, double x, double y) {
    const double fx = x - 0.5, fy = y - 0.5;
    const int ix = static_cast<int>(std::floor(fx)), iy = static_cast<int>(std::floor(fy));
    if (ix < 0 || iy < 0 || ix + 1 >= page.width || iy + 1 >= page.height) return std::nullopt;
    const double ax = fx - ix, ay = fy - iy;
    return (1 - ay) * ((1 - ax) * grey_at(page, ix, iy) + ax * grey_at(page, ix + 1, iy)) +
           ay * ((1 - ax) * grey_at(page, ix, iy + 1) + ax * grey_at(page, ix + 1, iy + 1));
}

/// One side of a square, in the square's own axes: distance from the centre at its middle, and slope.
struct Edge {
    double offset = 0, slope = 0;
};

/// Where the dark ends along a ray from inside; nothing when it does not end before `far`.
std::optional<double> dark_end(const core::Raster& page, core::Point from, core::Point direction, double near,
                               double far, double threshold) {
    std::optional<double> end;
    double before = 0;
    int light = 0;
    for (double d = near; d <= far; d += 0.5) {
        const auto grey = sample(page, from.x + direction.x * d, from.y + direction.y * d);
        if (!grey) return light >= 2 ? end : std::nullopt;
        if (*grey <= threshold) {
            light = 0;
            end.reset();
        } else if (++light == 1) {
            end = d == near ? d : d - 0.5 * (*grey - threshold) / std::max(1.0, *grey - before);
        }
        if (light >= 6) return end;
        before = *grey;
    }
    return light >= 3 ? end : std::nullopt;
}

std::optional<Edge> fit_edge(const core::Raster& page, core::Point centre, double side, core::Point outward,
                             double threshold) {
    const core::Point along{-outward.y, outward.x};
    std::vector<std::pair<double, double>> points;  // Position along the side, distance from the centre.
    constexpr int rays = 25;
    for (int i = 0; i < rays; ++i) {
        const double t = side * 0.38 * (2.0 * i / (rays - 1) - 1);
        const core::Point from{centre.x + along.x * t, centre.y + along.y * t};
        if (const auto end = dark_end(page, from, outward, 0.2 * side, 0.95 * side, threshold))
            points.emplace_back(t, *end);
    }
    for (int round = 0; round < 3; ++round) {
        if (points.size() < rays * 6 / 10) return std::nullopt;
        double n = 0, st = 0, sd = 0, stt = 0, std_ = 0;
        for (const auto& [t, d] : points) n += 1, st += t, sd += d, stt += t * t, std_ += t * d;
        const double spread = n * stt - st * st;
        const double slope = spread > 0 ? (n * std_ - st * sd) / spread : 0;
        const double offset = (sd - slope * st) / n;
        if (round == 2) return std::abs(slope) < 0.3 ? std::optional(Edge{offset, slope}) : std::nullopt;
        const double tolerance = std::max(1.5, (round == 0 ? 0.12 : 0.05) * side);
        std::erase_if(points, [&](const auto& p) { return std::abs(p.second - offset - slope * p.first) > tolerance; });
    }
    return std::nullopt;
}

/// A disc (punch hole) is as dark and as wide as a mark, but has no corners.
bool has_corners(const core::Raster& page, core::Point centre, double side, core::Point axis, double threshold) {
    int dark = 0, seen = 0;
    for (const double sx : {-0.39, 0.39})
        for (const double sy : {-0.39, 0.39}) {
            const auto grey = sample(page, centre.x + side * (sx * axis.x - sy * axis.y),
                                     centre.y + side * (sx * axis.y + sy * axis.x));
            if (!grey) continue;
            ++seen;
            dark += *grey <= threshold;
        }
    return seen >= 2 && dark >= std::min(seen, 3);
}

struct Span {
    double middle = 0, length = 0;
    int edges = 0;
};

/// Along one axis of the square: both edges, or one and the expected side.
Span span_of(const std::optional<Edge>& plus, const std::optional<Edge>& minus, double side) {
    if (plus && minus) return {(plus->offset - minus->offset) / 2, plus->offset + minus->offset, 2};
    if (plus) return {plus->offset - side / 2, side, 1};
    if (minus) return {side / 2 - minus->offset, side, 1};
    return {};
}

std::optional<MarkCandidate> refine(const core::Raster& page, const Seed& seed, int factor, double expected_side) {
    core::Point centre{seed.x * factor, seed.y * factor};
    const auto inside = sample(page, centre.x, centre.y);
    if (!inside) return std::nullopt;
    double side = expected_side, turn = 0;
    Span across, down;
    for (int round = 0; round < 3; ++round) {
        const core::Point axis{std::cos(turn), std::sin(turn)}, other{-axis.y, axis.x};
        double light = 0, dark = 255;  // Around and inside, from the rays that stay on the page.
        for (int i = 0; i < 8; ++i) {
            const double a = i * 0.7853981634;
            if (const auto g = sample(page, centre.x + side * 0.9 * std::cos(a), centre.y + side * 0.9 * std::sin(a)))
                light = std::max(light, *g);
            if (const auto g = sample(page, centre.x + side * 0.2 * std::cos(a), centre.y + side * 0.2 * std::sin(a)))
                dark = std::min(dark, *g);
        }
        const double threshold = (light + dark) / 2;
        const auto east = fit_edge(page, centre, side, axis, threshold);
        const auto west = fit_edge(page, centre, side, {-axis.x, -axis.y}, threshold);
        const auto south = fit_edge(page, centre, side, other, threshold);
        const auto north = fit_edge(page, centre, side, {-other.x, -other.y}, threshold);
        across = span_of(east, west, side);
        down = span_of(south, north, side);
        if (across.edges == 0 || down.edges == 0) return std::nullopt;
        if (across.edges == 2 && down.edges == 1) down = span_of(south, north, across.length);
        if (down.edges == 2 && across.edges == 1) across = span_of(east, west, down.length);
        centre = {centre.x + axis.x * across.middle + other.x * down.middle,
                  centre.y + axis.y * across.middle + other.y * down.middle};
        side = (across.length + down.length) / 2;
        if (side < 0.75 * expected_side || side > 1.35 * expected_side) return std::nullopt;
        double slopes = 0;
        int edges = 0;
        for (const auto& edge : {east, west, south, north})
            if (edge) slopes += edge->slope, ++edges;
        turn += std::atan(-slopes / edges);
        if (std::abs(turn) > 0.25) return std::nullopt;
        if (round == 2 && !has_corners(page, centre, side, axis, threshold)) return std::nullopt;
    }
    if (std::abs(across.length / down.length - 1) > 0.2) return std::nullopt;
    return MarkCandidate{
        .centre = centre, .side = side, .score = seed.score, .whole = across.edges == 2 && down.edges == 2};
}

}  // namespace

ReducedPage::ReducedPage(const core::Raster& page, int factor)
    : factor_(factor), width_(page.width / factor), height_(page.height / factor) {
    const auto stride = static_cast<std::size_t>(width_) + 1;
    sums_.assign(stride * (static_cast<std::size_t>(height_) + 1), 0);
    std::vector<std::uint32_t> row(static_cast<std::size_t>(width_));
    const auto area = static_cast<std::uint32_t>(factor * factor);
    for (int y = 0; y < height_; ++y) {
        std::fill(row.begin(), row.end(), 0U);
        for (int dy = 0; dy < factor; ++dy)
            for (int x = 0; x < width_; ++x)
                for (int dx = 0; dx < factor; ++dx)
                    row[static_cast<std::size_t>(x)] +=
                        static_cast<std::uint32_t>(grey_at(page, x * factor + dx, y * factor + dy));
        std::uint32_t running = 0;
        for (std::size_t x = 0; x < row.size(); ++x) {
            running += row[x] / area;
            sums_[(static_cast<std::size_t>(y) + 1) * stride + x + 1] =
                sums_[static_cast<std::size_t>(y) * stride + x + 1] + running;
        }
    }
}

double ReducedPage::mean(double x0, double y0, double x1, double y1) const {
    const int left = std::clamp(static_cast<int>(std::lround(x0)), 0, width_),
              right = std::clamp(static_cast<int>(std::lround(x1)), 0, width_);
    const int top = std::clamp(static_cast<int>(std::lround(y0)), 0, height_),
              bottom = std::clamp(static_cast<int>(std::lround(y1)), 0, height_);
    if (right <= left || bottom <= top) return dark_outside;
    const auto stride = static_cast<std::size_t>(width_) + 1;
    const auto at = [&](int x, int y) {
        return sums_[static_cast<std::size_t>(y) * stride + static_cast<std::size_t>(x)];
    };
    const auto sum = at(right, bottom) + at(left, top) - at(right, top) - at(left, bottom);
    return static_cast<double>(sum) / ((right - left) * (bottom - top));
}

std::vector<MarkCandidate> find_marks(const core::Raster& page, const ReducedPage& reduced, const core::Box& region,
                                      double side, core::Point inward) {
    std::vector<MarkCandidate> found;
    for (const auto& seed : seeds_in(reduced, region, side, inward)) {
        const auto mark = refine(page, seed, reduced.factor(), side);
        if (!mark) continue;
        const bool again = std::any_of(found.begin(), found.end(), [&](const MarkCandidate& f) {
            return std::hypot(f.centre.x - mark->centre.x, f.centre.y - mark->centre.y) < side / 2;
        });
        if (!again) found.push_back(*mark);
        if (found.size() == most_candidates) break;
    }
    return found;
}

}  // namespace ocr
