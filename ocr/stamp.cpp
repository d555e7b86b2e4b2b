#include "ocr/stamp.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>

#include "ocr/ink.h"

namespace ocr {

namespace {

constexpr double letter_least_mm = 0.8, letter_most_mm = 5.2;
constexpr double word_density = 1.7;     ///< Stroke length to extent of letters run together; a line has 1.
constexpr double letter_pitch_mm = 2.6;  ///< A joined word counts one letter for each.
constexpr double upright_word_most_mm = 9;  ///< Taller than that and than wide: the loop of a signature, not a word.
constexpr double letters_gap_mm = 6;
constexpr int stamp_letters = 11;  ///< Several lines of them are a stamp; one line is a typed name.
constexpr double stamp_least_height_mm = 7;
constexpr int ringed_letters = 4;                         ///< Enough inside a ring, an oval or a frame.
constexpr double ring_least_mm = 7.5, ring_most_mm = 23;  ///< Radii of round stamps.
constexpr double ring_tolerance_mm = 0.4;
constexpr double ring_cover = 0.6;        ///< Share of the circle that is inked, of a ring with letters inside.
constexpr double sure_ring_cover = 0.75;  ///< No hand draws so round: a ring without letters …
constexpr double sure_ring_inside = 0.7;  ///< … of which most is in the box: any large signature follows some arc.
constexpr double frame_least_mm = 14;
constexpr double frame_outline = 0.6;
constexpr int most_ring_points = 320, ring_tries = 1500;

double oblique_thickness(const Shape& s) {
    // Least width of the hull over its directions.
    double best = 1e9;
    for (std::size_t i = 0; i < s.hull.size(); ++i) {
        const auto a = s.hull[i], b = s.hull[(i + 1) % s.hull.size()];
        const double dx = b.x - a.x, dy = b.y - a.y, length = std::hypot(dx, dy);
        if (length == 0) continue;
        double most = 0;
        for (const auto p : s.hull) most = std::max(most, std::abs((p.x - a.x) * dy - (p.y - a.y) * dx) / length);
        best = std::min(best, most + 1);
    }
    return best / ink_px_per_mm;
}

/// Letters that stand together: the largest group.
std::vector<const Shape*> lettering(const std::vector<Shape>& shapes) {
    std::vector<const Shape*> letters;
    for (const auto& s : shapes)
        if (is_lettering(s)) letters.push_back(&s);
    const auto gap = [](const core::Box& a, const core::Box& b) {
        return std::max({a.x0 - b.x1, b.x0 - a.x1, a.y0 - b.y1, b.y0 - a.y1, 0});
    };
    std::vector<const Shape*> best;
    std::vector<bool> taken(letters.size(), false);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (taken[i]) continue;
        std::vector<const Shape*> group{letters[i]};
        taken[i] = true;
        for (std::size_t next = 0; next < group.size(); ++next)
            for (std::size_t j = 0; j < letters.size(); ++j)
                if (!taken[j] &&
                    gap(group[next]->component.box, letters[j]->component.box) < letters_gap_mm * ink_px_per_mm) {
                    taken[j] = true;
                    group.push_back(letters[j]);
                }
        if (group.size() > best.size()) best = std::move(group);
    }
    return best;
}

int letter_count(const std::vector<const Shape*>& letters) {
    int count = 0;
    for (const auto* s : letters) count += std::max(1, static_cast<int>(std::lround(s->size() / letter_pitch_mm)));
    return count;
}

struct Circle {
    double x, y, radius;
};

std::optional<Circle> through(Pixel a, Pixel b, Pixel c) {
    const double bx = b.x - a.x, by = b.y - a.y, cx = c.x - a.x, cy = c.y - a.y, d = 2 * (bx * cy - by * cx);
    if (std::abs(d) < 1) return std::nullopt;
    const double x = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / d;
    const double y = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / d;
    return Circle{a.x + x, a.y + y, std::hypot(x, y)};
}

struct Cover {
    double inked = 0;   ///< Share of the directions from the centre in which there is ink on the circle, of those …
    double inside = 0;  ///< … in which the circle runs inside the box: share of all.
};

Cover cover(const Circle& circle, const std::vector<Pixel>& points, const core::Box& interior) {
    constexpr int sectors = 40;
    std::uint64_t seen = 0;
    for (const auto p : points) {
        const double dx = p.x - circle.x, dy = p.y - circle.y;
        if (std::abs(std::hypot(dx, dy) - circle.radius) > ring_tolerance_mm * ink_px_per_mm) continue;
        const int sector = static_cast<int>((std::atan2(dy, dx) / (2 * std::numbers::pi) + 0.5) * sectors);
        seen |= std::uint64_t{1} << std::clamp(sector, 0, sectors - 1);
    }
    int inside = 0, inked = 0;
    for (int i = 0; i < sectors; ++i) {
        const double angle = ((i + 0.5) / sectors - 0.5) * 2 * std::numbers::pi;
        const double x = circle.x + circle.radius * std::cos(angle), y = circle.y + circle.radius * std::sin(angle);
        if (x < interior.x0 || x >= interior.x1 || y < interior.y0 || y >= interior.y1) continue;
        ++inside;
        inked += static_cast<int>(seen >> i & 1U);
    }
    return inside < sectors / 3 ? Cover{} : Cover{1.0 * inked / inside, 1.0 * inside / sectors};
}

/// The circle that passes through most strokes. Triples come from a fixed sequence: same ink, same answer.
std::optional<Circle> find_ring(const std::vector<Shape>& shapes, const core::Box& interior, Cover& covered) {
    std::vector<Pixel> all;
    for (const auto& s : shapes) all.insert(all.end(), s.spine.begin(), s.spine.end());
    if (all.size() < 3 * most_ring_points / 4) return std::nullopt;
    std::vector<Pixel> some;
    for (std::size_t i = 0; i < static_cast<std::size_t>(most_ring_points); ++i)
        some.push_back(all[i * all.size() / most_ring_points]);

    std::uint32_t state = 12345;
    const auto next = [&] {
        state = state * 1664525U + 1013904223U;
        return static_cast<std::size_t>(state >> 8U) % some.size();
    };
    std::optional<Circle> best;
    int most = 0;
    for (int i = 0; i < ring_tries; ++i) {
        const auto circle = through(some[next()], some[next()], some[next()]);
        if (!circle || circle->radius < ring_least_mm * ink_px_per_mm || circle->radius > ring_most_mm * ink_px_per_mm)
            continue;
        int near = 0;
        for (const auto p : some)
            near += std::abs(std::hypot(p.x - circle->x, p.y - circle->y) - circle->radius) <
                    ring_tolerance_mm * ink_px_per_mm;
        if (near > most) most = near, best = circle;
    }
    covered = best ? cover(*best, all, interior) : Cover{};
    return covered.inked < ring_cover ? std::nullopt : best;
}

std::vector<Pixel> polygon(const Circle& circle) {
    std::vector<Pixel> points;
    for (int i = 0; i < 32; ++i)
        points.push_back({static_cast<int>(circle.x + circle.radius * std::cos(i * std::numbers::pi / 16)),
                          static_cast<int>(circle.y + circle.radius * std::sin(i * std::numbers::pi / 16))});
    return convex_hull(points);
}

int letters_inside(const std::vector<Pixel>& area, const std::vector<Shape>& shapes) {
    int count = 0;
    for (const auto& s : shapes)
        count += is_lettering(s) && inside_hull(area, {(s.component.box.x0 + s.component.box.x1) / 2,
                                                       (s.component.box.y0 + s.component.box.y1) / 2});
    return count;
}

}  // namespace

bool StampFound::covers(Pixel p) const {
    return std::any_of(areas.begin(), areas.end(), [&](const auto& area) {
        return inside_hull(area, p) || distance_to_outline(area, p) < reach_mm * ink_px_per_mm;
    });
}

bool is_lettering(const Shape& s) {
    if (s.size() < letter_least_mm) return false;
    if (s.height <= letter_most_mm && s.width <= letter_most_mm) return true;
    if (s.height > s.width && s.size() > upright_word_most_mm) return false;
    return s.length > word_density * s.size() && s.size() < 40 && oblique_thickness(s) <= letter_most_mm;
}

StampFound find_stamp(const std::vector<Shape>& shapes, const core::Box& interior) {
    StampFound stamp{.reach_mm = 1.2};
    Cover covered;
    if (const auto ring = find_ring(shapes, interior, covered)) {
        const auto area = polygon(*ring);
        const bool sure = covered.inked > sure_ring_cover && covered.inside > sure_ring_inside;
        if (sure || letters_inside(area, shapes) >= ringed_letters)
            stamp.found = true, stamp.areas.push_back(area);
    }
    for (const auto& s : shapes) {
        if (std::min(s.width, s.height) < frame_least_mm / 2 || s.size() < frame_least_mm || s.outline < frame_outline)
            continue;
        if (letters_inside(s.hull, shapes) >= ringed_letters) stamp.found = true, stamp.areas.push_back(s.hull);
    }
    const auto letters = lettering(shapes);
    stamp.letters = letter_count(letters);
    std::vector<Pixel> all;
    for (const auto* s : letters) all.insert(all.end(), s->hull.begin(), s->hull.end());
    const auto hull = convex_hull(all);
    double top = 1e9, bottom = 0;
    for (const auto p : hull) top = std::min(top, 1.0 * p.y), bottom = std::max(bottom, 1.0 * p.y);
    if (stamp.letters >= stamp_letters && bottom - top >= stamp_least_height_mm * ink_px_per_mm) {
        stamp.found = true;
        stamp.areas.push_back(hull);
        if (stamp.areas.size() == 1) stamp.reach_mm = 3.5;  // A frame or ring that was not recognised.
    }
    return stamp;
}

}  // namespace ocr
