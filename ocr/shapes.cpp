#include "ocr/shapes.h"

#include <algorithm>
#include <cmath>

#include "ocr/ink.h"

namespace ocr {

namespace {

constexpr double least_area_mm2 = 0.25;  ///< A dot of half a millimetre: less is dust.
constexpr double diagonal_steps = 1.1;   ///< Length of a skeleton in pixels counted: diagonals are longer.
constexpr double outline_mm = 0.9;       ///< Nearer than this to the hull is on the outline.
constexpr double long_line_mm = 30;      ///< Struck through a box; letters and spikes are shorter.
constexpr double straight_mm = 0.35;     ///< Nearer than this to a line is on it.
constexpr double px2_per_mm2 = ink_px_per_mm * ink_px_per_mm;

double outline_share(const Shape& shape) {
    if (shape.spine.empty()) return 1;
    const auto near = std::count_if(shape.spine.begin(), shape.spine.end(), [&](Pixel p) {
        return distance_to_outline(shape.hull, p) < outline_mm * ink_px_per_mm;
    });
    return static_cast<double>(near) / static_cast<double>(shape.spine.size());
}

/// The line through two of the points that passes near most of the others; those are taken out. Points are tried at
/// fixed intervals: the same ink gives the same answer.
std::size_t take_best_line(std::vector<Pixel>& points) {
    constexpr std::size_t tries = 14;
    const std::size_t step = std::max<std::size_t>(1, points.size() / tries);
    struct Line {
        double x = 0, y = 0, dx = 0, dy = 0, tolerance = -1;
        bool near(Pixel p) const { return std::abs((p.x - x) * dy - (p.y - y) * dx) < tolerance; }
    } best;
    std::size_t most = 0;
    for (std::size_t i = 0; i < points.size(); i += step)
        for (std::size_t j = i + step; j < points.size(); j += step) {
            const double dx = points[j].x - points[i].x, dy = points[j].y - points[i].y, length = std::hypot(dx, dy);
            if (length < long_line_mm / 2 * ink_px_per_mm) continue;
            const Line line{static_cast<double>(points[i].x), static_cast<double>(points[i].y), dx, dy,
                            straight_mm * ink_px_per_mm * length};
            std::size_t near = 0;
            for (std::size_t k = 0; k < points.size(); k += 2) near += line.near(points[k]);
            if (2.0 * static_cast<double>(near) * diagonal_steps < long_line_mm * ink_px_per_mm) continue;
            if (near > most) most = near, best = line;
        }
    return most == 0 ? 0 : std::erase_if(points, [&](Pixel p) { return best.near(p); });
}

double straight_share(const Shape& shape) {
    if (shape.spine.size() < 8) return 1;
    auto left = shape.spine;
    std::size_t on_lines = 0;
    for (int line = 0; line < 4 && left.size() > 8; ++line) on_lines += take_best_line(left);
    return static_cast<double>(on_lines) / static_cast<double>(shape.spine.size());
}

/// Paper that cannot be reached from around the shape belongs to what it encloses.
double enclosed_share(const Shape& shape) {
    const auto& box = shape.component.box;
    Bits around(box.width() + 2, box.height() + 2);
    for (const auto p : shape.component.pixels) around.set(p.x - box.x0 + 1, p.y - box.y0 + 1);
    std::vector<Pixel> open{{0, 0}};
    around.set(0, 0);
    std::size_t outside = 1;
    while (!open.empty()) {
        const auto [px, py] = open.back();
        open.pop_back();
        for (const auto [x, y] : {Pixel{px - 1, py}, Pixel{px + 1, py}, Pixel{px, py - 1}, Pixel{px, py + 1}})
            if (around.inside(x, y) && !around.at(x, y)) around.set(x, y), open.push_back({x, y}), ++outside;
    }
    const double filled = static_cast<double>(around.on.size() - outside) / px2_per_mm2;
    return shape.hull_area > 0 ? std::min(1.0, filled / shape.hull_area) : 1;
}

double hull_area_mm2(const Shape& shape) {
    double area = 0;
    for (std::size_t i = 0; i < shape.hull.size(); ++i) {
        const auto a = shape.hull[i], b = shape.hull[(i + 1) % shape.hull.size()];
        area += (1.0 * a.x * b.y - 1.0 * b.x * a.y) / 2;
    }
    return std::abs(area) / px2_per_mm2;
}

double around_hull_mm(const Shape& shape) {
    double length = 0;
    for (std::size_t i = 0; i < shape.hull.size(); ++i) {
        const auto a = shape.hull[i], b = shape.hull[(i + 1) % shape.hull.size()];
        length += std::hypot(b.x - a.x, b.y - a.y);
    }
    return length / ink_px_per_mm;
}

double hull_cover(const Shape& shape) {
    constexpr double near_px = 0.6 * ink_px_per_mm, step_px = 4;
    double inked = 0, all = 0;
    for (std::size_t i = 0; i < shape.hull.size(); ++i) {
        const auto a = shape.hull[i], b = shape.hull[(i + 1) % shape.hull.size()];
        const double length = std::hypot(b.x - a.x, b.y - a.y);
        for (double at = 0; at < length; at += step_px, ++all) {
            const double x = a.x + (b.x - a.x) * at / length, y = a.y + (b.y - a.y) * at / length;
            inked += std::any_of(shape.spine.begin(), shape.spine.end(),
                                 [&](Pixel p) { return std::abs(p.x - x) < near_px && std::abs(p.y - y) < near_px; });
        }
    }
    return all > 0 ? inked / all : 1;
}

}  // namespace

std::vector<Shape> shapes_of(const Bits& ink) {
    std::vector<int> labels;
    auto pieces = components(ink, &labels);
    const Bits thin = skeleton(ink);
    std::vector<std::vector<Pixel>> spines(pieces.size());
    for (int y = 0; y < ink.height; ++y)
        for (int x = 0; x < ink.width; ++x) {
            const auto i = ink.index(x, y);
            if (thin.on[i] && labels[i] > 0) spines[static_cast<std::size_t>(labels[i] - 1)].push_back({x, y});
        }
    std::vector<Shape> shapes;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        Shape shape{.component = std::move(pieces[i]), .spine = std::move(spines[i])};
        shape.area = static_cast<double>(shape.component.pixels.size()) / px2_per_mm2;
        if (shape.area < least_area_mm2) continue;
        shape.width = shape.component.box.width() / ink_px_per_mm;
        shape.height = shape.component.box.height() / ink_px_per_mm;
        shape.length = static_cast<double>(shape.spine.size()) * diagonal_steps / ink_px_per_mm;
        shape.stroke = shape.area / std::max(shape.length, std::sqrt(shape.area));
        shape.hull = convex_hull(shape.component.pixels);
        shape.hull_area = hull_area_mm2(shape);
        shape.outline = outline_share(shape);
        shape.turns = shape.length / std::max(1.0, around_hull_mm(shape));
        shape.straight = shape.size() > long_line_mm / 2 ? straight_share(shape) : 0;
        shape.enclosed = shape.size() > 10 ? enclosed_share(shape) : 0;
        if (shape.enclosed > 0.8) shape.hull_cover = hull_cover(shape);
        shapes.push_back(std::move(shape));
    }
    return shapes;
}

}  // namespace ocr
