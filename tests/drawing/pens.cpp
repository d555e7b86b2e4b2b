#include "tests/drawing/pens.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace drawing {

namespace {

constexpr double pi = std::numbers::pi;

/// Catmull-Rom through the points.
Stroke smooth(const Stroke& points) {
    Stroke curve;
    const auto at = [&](std::size_t i) { return points[std::min(i, points.size() - 1)]; };
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const auto p0 = at(i == 0 ? 0 : i - 1), p1 = at(i), p2 = at(i + 1), p3 = at(i + 2);
        for (int k = 0; k < 8; ++k) {
            const double t = k / 8.0, t2 = t * t, t3 = t2 * t;
            const auto mix = [&](double a, double b, double c, double d) {
                return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t2 + (3 * b - a - 3 * c + d) * t3);
            };
            curve.push_back({mix(p0.x, p1.x, p2.x, p3.x), mix(p0.y, p1.y, p2.y, p3.y)});
        }
    }
    curve.push_back(points.back());
    return curve;
}

/// Moved and stretched into the place, keeping its own shape within limits.
Drawing into(Drawing drawing, const core::BoxMm& place, double most_stretch) {
    double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
    for (const auto& stroke : drawing)
        for (const auto& p : stroke)
            x0 = std::min(x0, p.x), x1 = std::max(x1, p.x), y0 = std::min(y0, p.y), y1 = std::max(y1, p.y);
    double sx = place.width() / std::max(1e-6, x1 - x0), sy = place.height() / std::max(1e-6, y1 - y0);
    sx = std::min(sx, sy * most_stretch), sy = std::min(sy, sx * most_stretch);
    for (auto& stroke : drawing)
        for (auto& p : stroke)
            p = {(place.x0 + place.x1) / 2 + (p.x - (x0 + x1) / 2) * sx,
                 (place.y0 + place.y1) / 2 + (p.y - (y0 + y1) / 2) * sy};
    return drawing;
}

Stroke wave(double length, double height, int humps, Random& random) {
    Stroke points;
    for (int i = 0; i <= 2 * humps; ++i)
        points.push_back(
            {length * i / (2.0 * humps) + uniform(random, -0.1, 0.1) * length / humps,
             (i % 2 == 0 ? 0.5 : -0.5) * height * uniform(random, 0.5, 1.2) * (1 - 0.5 * i / (2.0 * humps))});
    return smooth(points);
}

Drawing loops(Random& random) {
    Stroke line;
    const double turns = uniform(random, 4, 9), tall = uniform(random, 0.6, 1.2), wide = uniform(random, 0.5, 1.1),
                 phase = uniform(random, 0, 6);
    for (double t = 0; t < turns * 2 * pi; t += 0.15)
        line.push_back(
            {0.35 * t + wide * std::cos(t), tall * std::sin(t) * (1 + 0.5 * std::sin(0.37 * t + phase)) + 0.03 * t});
    return {line};
}

Drawing initial_and_wave(Random& random) {
    const double tall = uniform(random, 8, 12);
    Drawing drawing{smooth({{0, 2}, {3, -tall}, {6, -tall / 2}, {2, -1}, {5, 1}, {9, -3}})};
    auto tail = wave(uniform(random, 18, 30), uniform(random, 2.5, 5), static_cast<int>(uniform(random, 4, 8)), random);
    for (auto& p : tail) p = {p.x + 9, p.y - 3};
    drawing.push_back(tail);
    if (chance(random, 0.6)) drawing.push_back(smooth({{-2, 3}, {15, 2}, {32, 3.5}, {20, 5}}));
    return drawing;
}

Drawing zigzag(Random& random) {
    Stroke line;
    const int spikes = static_cast<int>(uniform(random, 6, 12));
    for (int i = 0; i < 2 * spikes; ++i)
        line.push_back({i * 1.0 + uniform(random, -0.8, 0.8), (i % 2 == 0 ? 1 : -1) * uniform(random, 1.5, 6)});
    line.push_back({-2, uniform(random, 3, 6)});
    line.push_back({2.2 * spikes, uniform(random, 2, 6)});
    return {line};
}

/// Running hand: one stroke, some letters with tall or deep loops.
Stroke running(int letters, Random& random) {
    Stroke points;
    double x = 0;
    for (int i = 0; i < letters; ++i) {
        const double high = chance(random, 0.3) ? -2.4 : -1, deep = chance(random, 0.15) ? 1.2 : 0;
        points.push_back({x, deep * 0.3});
        points.push_back({x + 0.35 + 0.2 * -high, high});
        points.push_back({x + 0.1, high * 0.5});
        points.push_back({x + 0.3, deep});
        x += uniform(random, 0.7, 1.1);
    }
    points.push_back({x + 0.5, -0.2});
    return smooth(points);
}

Drawing cursive(Random& random) {
    Drawing drawing{smooth({{-1, -2.5}, {-2.5, -1}, {-1, 0.5}, {0, -2}, {0.5, 0}})};
    drawing.push_back(running(static_cast<int>(uniform(random, 4, 9)), random));
    if (chance(random, 0.5)) drawing.push_back(smooth({{-1, 1.2}, {3, 0.9}, {7, 1.4}}));
    return drawing;
}

Drawing oval_paraph(Random& random) {
    Drawing drawing;
    auto inside = running(static_cast<int>(uniform(random, 3, 6)), random);
    drawing.push_back(inside);
    Stroke oval;
    const double from = uniform(random, 0, 6), wide = inside.back().x;
    for (double t = 0; t < uniform(random, 5.5, 8.5); t += 0.2)
        oval.push_back(
            {wide / 2 + (wide * 0.65 + 0.05 * t) * std::cos(from + t), -0.4 + (2.0 + 0.1 * t) * std::sin(from + t)});
    drawing.push_back(oval);
    return drawing;
}

Drawing walk(Random& random) {
    Drawing drawing;
    double x = 0, y = 0, vx = 1, vy = 0;
    for (int part = 0, parts = static_cast<int>(uniform(random, 1, 4)); part < parts; ++part) {
        Stroke points;
        for (int i = 0; i < 22; ++i) {
            vx += uniform(random, -1.1, 1.1) - 0.25 * (vx - 0.5),
                vy += uniform(random, -1.9, 1.9) - 0.3 * vy - 0.25 * y;
            x += vx, y += vy;
            points.push_back({x, y});
        }
        drawing.push_back(smooth(points));
        x += uniform(random, -2, 1);
    }
    return drawing;
}

Drawing joined_letters(Random& random) {
    static constexpr std::string_view names[]{"DURAND", "LEROY", "MOREAU", "HAMARD", "SIMON", "TESNIERE"};
    const auto name = names[static_cast<std::size_t>(uniform(random, 0, 5.99))];
    const auto letters = handwritten(name, {0, 0}, 6, random);
    Stroke joined;
    for (const auto& stroke : letters)
        for (const auto& p : stroke) joined.push_back({p.x * 0.75, p.y});
    Drawing drawing{smooth(joined)};
    if (chance(random, 0.7)) drawing.push_back(smooth({{0, 7}, {10, 7.6}, {26, 6.5}, {12, 9}}));
    return drawing;
}

Drawing arcs(Random& random) {
    Stroke line;
    double x = 0, y = 0, angle = uniform(random, -1, 1);
    for (int i = 0; i < 14; ++i) {
        const double radius = uniform(random, 1, 4), sweep = uniform(random, 1, 3.6) * (i % 2 == 0 ? 1 : -1);
        for (int k = 0; k < 12; ++k) {
            angle += sweep / 12;
            x += radius * std::abs(sweep) / 12 * std::cos(angle) + 0.12,
                y += radius * std::abs(sweep) / 12 * std::sin(angle);
            y *= 0.985;
            line.push_back({x, y});
        }
    }
    return {line};
}

Drawing several_parts(Random& random) {
    Drawing drawing;
    double x = 0;
    for (int i = 0, parts = static_cast<int>(uniform(random, 3, 5)); i < parts; ++i) {
        auto part = running(static_cast<int>(uniform(random, 2, 4)), random);
        for (auto& p : part) p = {p.x + x, p.y * (i == 0 ? 1.9 : 1.3)};
        x = part.back().x + uniform(random, 0, 0.7);
        drawing.push_back(part);
    }
    drawing.push_back(smooth({{-0.5, 1.4}, {x * 0.5, 1.9}, {x + 1, 1.1}}));
    return drawing;
}

Drawing knot(Random& random) {
    Stroke line;
    const double a = uniform(random, 1.5, 3.5), b = uniform(random, 2.5, 4.5), c = uniform(random, 0, 3);
    for (double t = 0; t < uniform(random, 6, 9); t += 0.06)
        line.push_back({t * 0.6 + 2 * std::sin(a * t), 1.6 * std::sin(b * t + c) + 0.6 * std::cos(5.1 * t)});
    line.push_back({line.back().x + 3, line.back().y - 2});
    return {line};
}

}  // namespace

void write(Canvas& canvas, const Drawing& drawing, double width_mm, Colour colour, double opacity, double patchy) {
    for (const auto& stroke : drawing) canvas.stroke(stroke, width_mm, colour, opacity, patchy);
}

Drawing turned(const Drawing& drawing, core::Point centre, double radians) {
    Drawing result = drawing;
    const double c = std::cos(radians), s = std::sin(radians);
    for (auto& stroke : result)
        for (auto& p : stroke) {
            const double x = p.x - centre.x, y = p.y - centre.y;
            p = {centre.x + c * x - s * y, centre.y + s * x + c * y};
        }
    return result;
}

Drawing signature(Hand hand, const core::BoxMm& place, Random& random) {
    static constexpr Drawing (*draw[])(Random&) = {loops, initial_and_wave, zigzag, cursive,       oval_paraph,
                                                   walk,  joined_letters,   arcs,   several_parts, knot};
    return into(draw[static_cast<std::size_t>(hand)](random), place, 1.4);
}

Drawing initials(core::Point centre, bool cursive_hand, Random& random) {
    const double size = uniform(random, 4, 7.5);
    const core::BoxMm place{centre.x - size * 0.9, centre.y - size / 2, centre.x + size * 0.9, centre.y + size / 2};
    if (cursive_hand) return into({running(2, random)}, place, 1.3);
    std::string letters;
    letters += static_cast<char>('A' + random() % 26);
    if (chance(random, 0.4)) letters += '.';
    letters += static_cast<char>('A' + random() % 26);
    return into(handwritten(letters, {0, 0}, size, random), place, 1.3);
}

Drawing running_words(std::string_view lengths, core::Point at, double x_height, Random& random) {
    Drawing drawing;
    double x = at.x;
    for (const char length : lengths) {
        auto word = running(length - '0', random);
        for (auto& p : word) p = {x + p.x * x_height * 1.1, at.y + p.y * x_height};
        x = word.back().x + 1.5 * x_height;
        drawing.push_back(word);
    }
    return drawing;
}

void stamp(Canvas& canvas, Stamp kind, core::Point c, Colour colour, Random& random) {
    const double line = uniform(random, 0.3, 0.6), opacity = uniform(random, 0.6, 1),
                 patchy = chance(random, 0.4) ? uniform(random, 0.1, 0.35) : 0;
    const double tilt = uniform(random, -0.35, 0.35), radius = uniform(random, 12, 17);
    Drawing lines;
    const auto circle = [&](double r, double flat) {
        Stroke ring;
        for (int i = 0; i <= 72; ++i)
            ring.push_back({c.x + r * std::cos(i * pi / 36), c.y + r * flat * std::sin(i * pi / 36)});
        lines.push_back(ring);
    };
    const auto put = [&](const Drawing& more) { lines.insert(lines.end(), more.begin(), more.end()); };
    const auto row = [&](std::string_view text, double y, double height) {
        put(printed(text, {c.x - width_of(text, height) / 2, c.y + y}, height));
    };
    switch (kind) {
        case Stamp::round_double:
            circle(radius - 4.6, 1);
            [[fallthrough]];
        case Stamp::round:
            circle(radius, 1);
            put(on_arc("MAIRIE DE VALMER SUR ORNE", c, radius - 0.9, radius * 0.17, 2.6));
            row("CALVADOS", -1.5, 2.4);
            if (chance(random, 0.5))
                put({{{c.x - 3, c.y + 5}, {c.x, c.y + 2}, {c.x + 3, c.y + 5}, {c.x - 3, c.y + 5}}});
            break;
        case Stamp::oval:
            circle(radius * 1.2, 0.65);
            row("COMMUNE DE", -4, 2.4), row("BRIVAL", 0.5, 3);
            break;
        case Stamp::framed:
            lines.push_back({{c.x - 20, c.y - 8},
                             {c.x + 20, c.y - 8},
                             {c.x + 20, c.y + 8},
                             {c.x - 20, c.y + 8},
                             {c.x - 20, c.y - 8}});
            row("MAIRIE DE BRIVAL", -6, 2.6), row("SERVICE DU", -1.5, 2.4), row("PERSONNEL", 3, 2.6);
            break;
        case Stamp::lines:
            row("LE MAIRE", -7, 3), row("ODILE TESNIERE", -1, 3), row("14999 VALMER", 5, 2.4);
            break;
        case Stamp::date:
            row("RECU LE", -6, 2.6), row("12 NOV. 2026", -1, 4);
            break;
    }
    write(canvas, drawing::turned(lines, c, tilt), line, colour, opacity, patchy);
}

}  // namespace drawing
