#include "tests/drawing/hands.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace drawing {

namespace {

constexpr double pi = std::numbers::pi;

double normal(Random& random, double deviation) {
    return deviation * (uniform(random, -1, 1) + uniform(random, -1, 1) + uniform(random, -1, 1));
}

Drawing into(Drawing drawing, const core::BoxMm& place, double most_stretch) {
    core::BoxMm has{1e9, 1e9, -1e9, -1e9};
    for (const auto& stroke : drawing)
        for (const auto& p : stroke)
            has = {std::min(has.x0, p.x), std::min(has.y0, p.y), std::max(has.x1, p.x), std::max(has.y1, p.y)};
    double sx = place.width() / std::max(1e-6, has.width()), sy = place.height() / std::max(1e-6, has.height());
    sx = std::min(sx, sy * most_stretch), sy = std::min(sy, sx * most_stretch);
    for (auto& stroke : drawing)
        for (auto& p : stroke)
            p = {(place.x0 + place.x1) / 2 + (p.x - (has.x0 + has.x1) / 2) * sx,
                 (place.y0 + place.y1) / 2 + (p.y - (has.y0 + has.y1) / 2) * sy};
    return drawing;
}

/// One rapid movement: its length, when it starts, how its speed rises and falls, and from where to where it turns.
struct Rapid {
    double amplitude, start, mu, sigma, from, to;
    double speed(double t) const {
        const double s = t - start;
        if (s <= 1e-4) return 0;
        const double z = (std::log(s) - mu) / sigma;
        return amplitude / (s * sigma * std::sqrt(2 * pi)) * std::exp(-z * z / 2);
    }
    double angle(double t) const {
        const double s = std::max(1e-6, t - start);
        return from + (to - from) / 2 * (1 + std::erf((std::log(s) - mu) / (sigma * std::numbers::sqrt2)));
    }
};

std::vector<Rapid> plan_of(unsigned writer, Random& random) {
    Random own(writer);
    const int count = static_cast<int>(uniform(own, 7, 26));
    const double forward = uniform(own, 0.1, 0.7), tall = uniform(own, 0.6, 2.2), beat = uniform(own, 0.09, 0.16);
    std::vector<Rapid> plan;
    double start = 0;
    for (int i = 0; i < count; ++i) {
        const bool up = i % 2 == 0;
        const double big = i < 3 ? 1.8 : chance(own, 0.15) ? 1.9 : 1;
        const double direction = (up ? -1 : 1) * (pi / 2 - forward * uniform(own, 0.3, 1.4)) + normal(random, 0.05);
        plan.push_back({tall * big * uniform(own, 0.5, 1.3) * (1 + normal(random, 0.05)), start,
                        std::log(uniform(own, 0.08, 0.16)), uniform(own, 0.15, 0.4), direction,
                        direction + (up ? 1 : -1) * uniform(own, -0.4, 2.2)});
        start += beat * uniform(own, 0.6, 1.3);
    }
    if (chance(own, 0.5))  // The final sweep.
        plan.push_back(
            {uniform(own, 4, 12), start, std::log(0.2), 0.35, uniform(own, -0.6, 0.5), uniform(own, -0.5, 2)});
    return plan;
}

/// 10 t³ − 15 t⁴ + 6 t⁵: from rest to rest with the least jerk.
double least_jerk(double t) { return t * t * t * (10 + t * (-15 + 6 * t)); }

Stroke through_points(const Stroke& via) {
    Stroke line;
    // Neighbouring movements overlap by half, so the corners round off.
    const int steps = 10;
    for (std::size_t i = 0; i + 1 < via.size(); ++i) {
        const auto a = via[i], b = via[i + 1], c = via[std::min(i + 2, via.size() - 1)];
        for (int k = 0; k < steps; ++k) {
            const double t = static_cast<double>(k) / steps;
            const double now = least_jerk(std::min(1.0, 0.35 + t * 0.65)), next = least_jerk(t * 0.35);
            line.push_back(
                {a.x + (b.x - a.x) * now + (c.x - b.x) * next, a.y + (b.y - a.y) * now + (c.y - b.y) * next});
        }
    }
    line.push_back(via.back());
    return line;
}

}  // namespace

Drawing lognormal_signature(unsigned writer, const core::BoxMm& place, Random& random) {
    const auto plan = plan_of(writer, random);
    Random own(writer + 7U);
    const double lift = chance(own, 0.5) ? uniform(own, 0.2, 0.8) : 2;
    const double end = plan.back().start + 0.9;
    Drawing drawing(1);
    double x = 0, y = 0;
    bool lifted = false;
    for (double t = 0; t < end; t += 0.006) {
        double vx = 0, vy = 0;
        for (const auto& rapid : plan) {
            const double speed = rapid.speed(t), angle = rapid.angle(t);
            vx += speed * std::cos(angle), vy += speed * std::sin(angle);
        }
        x += vx * 0.006, y += vy * 0.006;
        if (!lifted && t > lift * end) {  // The pen leaves the paper once.
            lifted = true;
            drawing.emplace_back();
            x += uniform(own, 0.3, 2);
        }
        drawing.back().push_back({x, y});
    }
    return into(std::move(drawing), place, 1.5);
}

Drawing jerk_signature(unsigned writer, const core::BoxMm& place, Random& random) {
    Random own(writer);
    Drawing drawing;
    double x = 0;
    const int words = chance(own, 0.5) ? 2 : 1;
    for (int word = 0; word < words; ++word) {
        Stroke via{{x, uniform(own, -2.5, -1.5)}, {x + uniform(own, -0.4, 0.4), uniform(own, -0.3, 0.4)}};
        if (chance(own, 0.6)) via.push_back({x + uniform(own, 0.8, 1.6), uniform(own, -2.4, -1.2)});
        const int letters = static_cast<int>(uniform(own, 2, 8));
        for (int i = 0; i < letters; ++i) {
            const double step = uniform(own, 0.5, 1.1), high = chance(own, 0.2) ? -2.2 : uniform(own, -1.1, -0.4);
            via.push_back({x + 0.3 * step, uniform(own, -0.15, 0.15)});
            via.push_back({x + 0.7 * step, high});
            if (chance(own, 0.12)) via.push_back({x + 0.5 * step, uniform(own, 0.8, 1.6)});
            x += step;
            if (chance(own, 0.18)) {  // Lifts between letters.
                drawing.push_back(via);
                via = {{x, uniform(own, -0.9, -0.1)}};
            }
        }
        via.push_back({x + uniform(own, 0.3, 2.5), uniform(own, -0.4, 0.3)});
        drawing.push_back(via);
        x += uniform(own, 0.6, 1.4);
    }
    if (chance(own, 0.4))
        drawing.push_back({{-0.4, 1.1}, {x * 0.5, uniform(own, 0.8, 1.4)}, {x, uniform(own, 0.6, 1.3)}});
    for (auto& via : drawing) {
        for (auto& p : via) p = {p.x + normal(random, 0.04), p.y + normal(random, 0.05)};
        via = through_points(via);
    }
    return into(std::move(drawing), place, 1.3);
}

Drawing trembling_signature(unsigned writer, const core::BoxMm& place, Random& random) {
    Random own(writer);
    Stroke points;
    const int count = static_cast<int>(uniform(own, 10, 34));
    double x = 0, y = 0, heading = uniform(own, -1, 0.5);
    const double curl = uniform(own, 0.6, 2.4), drift = uniform(own, 0.15, 0.6);
    for (int i = 0; i < count; ++i) {
        heading += curl * uniform(own, -1, 1);
        const double step = uniform(own, 0.5, 2);
        x += step * std::cos(heading) + drift, y += step * std::sin(heading) - 0.12 * y;
        points.push_back({x + normal(random, 0.06), y + normal(random, 0.06)});
    }
    Stroke line;
    const auto at = [&](std::size_t i) { return points[std::min(i, points.size() - 1)]; };
    double wander_x = 0, wander_y = 0;
    const double tremor = uniform(own, 0, 0.05);
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
        for (int k = 0; k < 10; ++k) {
            const double t = k / 10.0, s = 1 - t;  // Cubic B-spline.
            const std::array weights{s * s * s / 6, (3 * t * t * t - 6 * t * t + 4) / 6,
                                     (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6, t * t * t / 6};
            core::Point p{};
            for (std::size_t j = 0; j < 4; ++j) p.x += weights[j] * at(i + j).x, p.y += weights[j] * at(i + j).y;
            wander_x = 0.9 * wander_x + normal(random, tremor), wander_y = 0.9 * wander_y + normal(random, tremor);
            line.push_back({p.x + wander_x, p.y + wander_y});
        }
    Drawing drawing{line};
    if (chance(own, 0.25)) drawing.push_back({{0, 3}, {x * 0.6, 3.4}, {x, 2.8}});
    return into(std::move(drawing), place, 1.5);
}

std::vector<Outlines> font_hand(const Font& font, std::string_view text, core::Point at, double height, double slant,
                                Random& random) {
    auto glyphs = font.text(text, at, height);
    const double climb = uniform(random, -0.12, 0.06), bend = uniform(random, -0.004, 0.004),
                 wide = uniform(random, 0.8, 1.25);
    for (auto& glyph : glyphs) {
        const double dy = normal(random, 0.03) * height, dx = normal(random, 0.02) * height,
                     size = 1 + normal(random, 0.04);
        for (auto& contour : glyph)
            for (auto& p : contour) {
                const double x = (p.x - at.x) * wide + dx, y = (p.y - at.y) * size + dy;
                p = {at.x + x - slant * y, at.y + y + climb * x + bend * x * x};
            }
    }
    return glyphs;
}

core::BoxMm extent(const std::vector<Outlines>& glyphs) {
    core::BoxMm box{1e9, 1e9, -1e9, -1e9};
    for (const auto& glyph : glyphs)
        for (const auto& contour : glyph)
            for (const auto p : contour)
                box = {std::min(box.x0, p.x), std::min(box.y0, p.y), std::max(box.x1, p.x), std::max(box.y1, p.y)};
    return box;
}

std::vector<Outlines> fitted(std::vector<Outlines> glyphs, const core::BoxMm& place) {
    const auto has = extent(glyphs);
    const double scale =
        std::min(place.width() / std::max(1e-6, has.width()), place.height() / std::max(1e-6, has.height()));
    for (auto& glyph : glyphs)
        for (auto& contour : glyph)
            for (auto& p : contour)
                p = {(place.x0 + place.x1) / 2 + (p.x - (has.x0 + has.x1) / 2) * scale,
                     (place.y0 + place.y1) / 2 + (p.y - (has.y0 + has.y1) / 2) * scale};
    return glyphs;
}

void write(Canvas& canvas, const Drawing& drawing, const Pen& pen, Random& random) {
    const double phase = uniform(random, 0, 6);
    for (const auto& stroke : drawing) {
        std::vector<double> widths(stroke.size(), pen.width);
        if (pen.pressure > 0 && stroke.size() > 2) {
            double fastest = 1e-9;
            const auto speed = [&](std::size_t i) {
                return i == 0 ? 0.0 : std::hypot(stroke[i].x - stroke[i - 1].x, stroke[i].y - stroke[i - 1].y);
            };
            for (std::size_t i = 1; i < stroke.size(); ++i) fastest = std::max(fastest, speed(i));
            for (std::size_t i = 0; i < stroke.size(); ++i) {
                const double down = std::sin(phase + 0.11 * static_cast<double>(i)) * 0.15;
                const auto from_end = static_cast<double>(std::min(i, stroke.size() - 1 - i));
                widths[i] *=
                    (1 + pen.pressure * (0.35 - 0.8 * speed(i) / fastest + down)) * std::min(1.0, 0.4 + from_end / 6);
            }
        }
        canvas.stroke(stroke, widths, pen.colour, pen.opacity, pen.patchy);
    }
}

void write(Canvas& canvas, const std::vector<Outlines>& glyphs, const Pen& pen) {
    for (const auto& glyph : glyphs) canvas.letters(glyph, pen.colour, pen.opacity, pen.patchy);
}

}  // namespace drawing
