#include "ocr/ring.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "ocr/ink.h"

namespace ocr {

namespace {

constexpr double least_radius_mm = 7.5, most_radius_mm = 23;  ///< Of round stamps.
constexpr double tolerance_mm = 0.4, tight_mm = 0.2;
constexpr double least_inked = 0.6;         ///< Share of the circle of a ring with letters inside.
constexpr double least_concentric = 0.7;    ///< Ring text covers half of its circle.
constexpr std::size_t coarse_sectors = 40;  ///< Unevenly inked rings have gaps.
constexpr std::size_t fine_sectors = 120;   ///< Between two letters of ring text there is a gap.
constexpr int most_points = 320, tries = 6000;

std::optional<Circle> through(Pixel a, Pixel b, Pixel c) {
    const double bx = b.x - a.x, by = b.y - a.y, cx = c.x - a.x, cy = c.y - a.y, d = 2 * (bx * cy - by * cx);
    if (std::abs(d) < 1) return std::nullopt;
    const double x = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / d;
    const double y = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / d;
    return Circle{a.x + x, a.y + y, std::hypot(x, y)};
}

bool on_circle(const Circle& circle, Pixel p, double tolerance = tolerance_mm) {
    const double x = p.x - circle.x, y = p.y - circle.y, from_centre = x * x + y * y;  // Squared: no root is taken.
    const double least = circle.radius - tolerance * ink_px_per_mm, most = circle.radius + tolerance * ink_px_per_mm;
    return from_centre > least * least && from_centre < most * most;
}

/// The circle that fits best, in least squares, to the points that lie on this one (Kåsa 1976).
Circle refined(const Circle& circle, const std::vector<Pixel>& points) {
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0, zx = 0, zy = 0, z = 0;  // Sums, from the old centre.
    for (const auto p : points) {
        if (!on_circle(circle, p)) continue;
        const double u = p.x - circle.x, v = p.y - circle.y, w = u * u + v * v;
        n += 1, x += u, y += v, xx += u * u, yy += v * v, xy += u * v, zx += w * u, zy += w * v, z += w;
    }
    const double a = xx - x * x / n, b = xy - x * y / n, c = yy - y * y / n, d = a * c - b * b;
    if (n < 3 || std::abs(d) < 1) return circle;
    const double p = (zx - z * x / n) / 2, q = (zy - z * y / n) / 2;
    const double u = (p * c - q * b) / d, v = (q * a - p * b) / d;
    return {circle.x + u, circle.y + v, std::sqrt(std::max(0.0, (z - 2 * u * x - 2 * v * y) / n + u * u + v * v))};
}

/// `sectors`: directions from the centre that are told apart.
Ring measured(const Circle& circle, const std::vector<Pixel>& strokes, const core::Box& interior, std::size_t sectors) {
    std::vector<bool> seen(sectors, false);
    for (const auto p : strokes) {
        if (!on_circle(circle, p)) continue;
        const double turn = std::atan2(p.y - circle.y, p.x - circle.x) / (2 * std::numbers::pi) + 0.5;
        seen[std::min(sectors - 1, static_cast<std::size_t>(turn * static_cast<double>(sectors)))] = true;
    }
    std::size_t inside = 0, inked = 0;
    for (std::size_t i = 0; i < sectors; ++i) {
        const double angle =
            ((static_cast<double>(i) + 0.5) / static_cast<double>(sectors) - 0.5) * 2 * std::numbers::pi;
        const double x = circle.x + circle.radius * std::cos(angle), y = circle.y + circle.radius * std::sin(angle);
        if (x < interior.x0 || x >= interior.x1 || y < interior.y0 || y >= interior.y1) continue;
        ++inside;
        inked += seen[i];
    }
    if (inside < sectors / 3) return {circle, 0, 0};
    return {circle, static_cast<double>(inked) / static_cast<double>(inside),
            static_cast<double>(inside) / static_cast<double>(sectors)};
}

}  // namespace

std::optional<Ring> find_ring(const std::vector<Pixel>& strokes, const core::Box& interior) {
    if (strokes.size() < 3 * most_points / 4) return std::nullopt;
    std::vector<Pixel> some;
    for (std::size_t i = 0; i < static_cast<std::size_t>(most_points); ++i)
        some.push_back(strokes[i * strokes.size() / most_points]);

    std::uint32_t state = 12345;  // Triples come from a fixed sequence.
    const auto next = [&] {
        state = state * 1664525U + 1013904223U;
        return some[static_cast<std::size_t>(state >> 8U) % some.size()];
    };
    std::optional<Circle> best;
    std::ptrdiff_t most = 0;
    for (int i = 0; i < tries; ++i) {
        const auto a = next(), b = next(), c = next();
        const auto circle = through(a, b, c);
        if (!circle || circle->radius < least_radius_mm * ink_px_per_mm ||
            circle->radius > most_radius_mm * ink_px_per_mm)
            continue;
        const auto near =
            std::count_if(some.begin(), some.end(), [&](Pixel p) { return on_circle(*circle, p, tight_mm); });
        if (near > most) most = near, best = circle;
    }
    if (!best) return std::nullopt;
    for (int round = 0; round < 3; ++round) best = refined(*best, strokes);
    const auto ring = measured(*best, strokes, interior, coarse_sectors);
    return ring.inked < least_inked ? std::nullopt : std::optional(ring);
}

std::vector<double> concentric_radii(const Circle& ring, const std::vector<Pixel>& strokes, const core::Box& interior) {
    std::vector<double> radii{ring.radius};
    const double step = tolerance_mm * ink_px_per_mm;
    for (double radius = ring.radius / 3; radius < most_radius_mm * ink_px_per_mm; radius += step)
        if (std::abs(radius - ring.radius) > step &&
            measured({ring.x, ring.y, radius}, strokes, interior, fine_sectors).inked > least_concentric)
            radii.push_back(radius);
    return radii;
}

std::vector<Pixel> polygon(const Circle& circle) {
    std::vector<Pixel> points;
    points.reserve(32);
    for (int i = 0; i < 32; ++i)
        points.push_back({static_cast<int>(circle.x + circle.radius * std::cos(i * std::numbers::pi / 16)),
                          static_cast<int>(circle.y + circle.radius * std::sin(i * std::numbers::pi / 16))});
    return convex_hull(points);
}

}  // namespace ocr
