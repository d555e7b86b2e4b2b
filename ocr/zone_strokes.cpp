#include "ocr/zone_strokes.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "ocr/inks.h"

namespace ocr {

namespace {

constexpr double dust_mm = 1.2;          ///< Pieces no larger say nothing.
constexpr double piece_least_mm = 6;     ///< Length of a stroke that may be part of a signature.
constexpr double hull_outline = 0.82;    ///< A line, an arc, a ring or a frame lies on its own hull …
constexpr double outline_least_mm = 15;  ///< … and is larger than a letter; …
constexpr double arc_least_mm = 8;       ///< … what is left of a stamp's lines may be shorter.
constexpr double smear_stroke_mm = 2.2;  ///< Wider is a smear, a blot, …
constexpr double smear_filled = 0.65;    ///< … as is what fills so much of its hull.
constexpr double clump_density = 0.65;   ///< mm of strokes per mm2.
constexpr double capital_height = 0.6;   ///< Of the tallest: capitals of one hand differ by less.
constexpr double capital_overlap = 0.7;  ///< Of a letter, sideways: slanted ones overlap.
constexpr double capital_rise = 0.3;     ///< Of a letter, up or down from one to the next.

/// 0 at `from`, 1 at `to`, straight between.
double ramp(double value, double from, double to) { return std::clamp((value - from) / (to - from), 0.0, 1.0); }

/// A remnant of the border: flat against it.
bool is_border_remnant(const Shape& s, const core::Box& interior) {
    const auto& b = s.component.box;
    const int near = static_cast<int>(0.8 * ink_px_per_mm);
    const bool flat = s.height < 0.6 && (b.y1 <= interior.y0 + near || b.y0 >= interior.y1 - near);
    const bool upright = s.width < 0.6 && (b.x1 <= interior.x0 + near || b.x0 >= interior.x1 - near);
    return flat || upright;
}

/// A scanner's streak: straight, thin, from border to border.
bool is_streak(const Shape& s, const core::Box& interior) {
    const auto& b = s.component.box;
    const bool down = b.height() > interior.height() - 5 && s.width < 1.2;
    const bool across = b.width() > interior.width() - 5 && s.height < 1.2;
    return s.straight > 0.9 && s.stroke < 0.8 && (down || across);
}

std::vector<Shape> shapes_in(const Bits& layer, const ZoneInk& ink) {
    auto shapes = shapes_of(layer);
    std::erase_if(shapes,
                  [&](const Shape& s) { return is_border_remnant(s, ink.interior) || is_streak(s, ink.interior); });
    return shapes;
}

/// Words of a stamp that have run together: denser than any pen writes.
bool is_clump(const Shape& s, const StampFound& stamp) {
    return stamp.surrounds(s.middle()) && s.length > clump_density * s.hull_area;
}

bool is_smear(const Shape& s) {
    const bool broad = s.hull_area > smear_stroke_mm * s.size();
    return s.stroke > smear_stroke_mm || (broad && s.area > smear_filled * s.hull_area);
}

/// 0 to 1: an oval or a frame, larger than a letter, perhaps with something across it; a scribble goes round more than
/// once.
double closed_outline(const Shape& s) {
    return ramp(s.size(), 14, 18) * ramp(s.enclosed, 0.8, 0.9) * ramp(s.hull_cover, 0.6, 0.75) *
           (1 - ramp(s.turns, 1.35, 1.6));
}

/// Pieces of ink, and what each goes on with beyond the border.
struct Strokes {
    std::vector<Shape> shapes;
    std::vector<Crossing> beyond;

    Strokes(std::vector<Shape> all, const ZoneInk& ink, const Surroundings& outside) : shapes(std::move(all)) {
        for (const auto& s : shapes) beyond.push_back(beyond_border(s.component.pixels, ink, outside));
    }

    /// They meet again beyond the border: one movement of the hand.
    bool is_one_movement(std::size_t a, std::size_t b) const {
        const auto &met = beyond[a].met, &also = beyond[b].met;
        return std::any_of(met.begin(), met.end(),
                           [&](int label) { return std::find(also.begin(), also.end(), label) != also.end(); });
    }

    /// More of it, and of what it meets beyond the border, lies outside the box than in it.
    bool comes_from_elsewhere(std::size_t piece) const {
        const double out = beyond[piece].area_mm2;
        if (out <= shapes[piece].area) return false;
        double inside = 0;
        for (std::size_t i = 0; i < shapes.size(); ++i)
            if (i == piece || is_one_movement(i, piece)) inside += shapes[i].area;
        return out > inside;
    }
};

/// A name in capitals: pieces side by side, of one height, on one line.
int capitals_in(const Strokes& strokes) {
    double tallest = 0;
    for (const auto& s : strokes.shapes) tallest = std::max(tallest, s.height);
    const auto box = [&](std::size_t i) -> const core::Box& { return strokes.shapes[i].component.box; };
    std::vector<std::size_t> row;
    for (std::size_t i = 0; i < strokes.shapes.size(); ++i)
        if (strokes.shapes[i].height > capital_height * tallest) row.push_back(i);
    std::sort(row.begin(), row.end(), [&](std::size_t a, std::size_t b) { return box(a).x0 < box(b).x0; });
    int letters = row.empty() ? 0 : 1;
    for (std::size_t i = 1; i < row.size(); ++i) {
        const auto &a = box(row[i - 1]), &b = box(row[i]);
        if (std::abs((a.y0 + a.y1) - (b.y0 + b.y1)) / 2 > capital_rise * tallest * ink_px_per_mm) return 0;
        if (strokes.is_one_movement(row[i - 1], row[i])) return 0;
        if (a.x1 - b.x0 < capital_overlap * std::min(a.width(), b.width())) ++letters;  // Else of the same letter.
    }
    return letters;
}

PenStrokes pen_in(std::vector<Shape> shapes, bool stamped, const ZoneInk& ink, const Surroundings& outside) {
    const Strokes all(std::move(shapes), ink, outside);
    PenStrokes pen{.capitals = capitals_in(all)};
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < all.shapes.size(); ++i) {
        const auto& s = all.shapes[i];
        if (is_lettering(s) || s.length < piece_least_mm || is_smear(s)) continue;
        if (s.outline > hull_outline && s.size() > (stamped ? arc_least_mm : outline_least_mm)) continue;
        if (all.comes_from_elsewhere(i)) {
            pen.foreign_mm += s.length;
            continue;
        }
        kept.push_back(i);
        pen.length_mm += s.length;
        pen.closed += closed_outline(s) * s.length;
    }
    pen.closed /= std::max(1.0, pen.length_mm);
    pen.shapes = all.shapes;
    for (const auto i : kept) pen.strokes.push_back(&pen.shapes[i]);
    return pen;
}

}  // namespace

std::vector<InkLayer> layers_of(const ZoneInk& ink) {
    std::vector<InkLayer> layers;
    for (auto& bits : inks_of(ink)) {
        InkLayer layer{.bits = std::move(bits)};
        layer.shapes = shapes_in(layer.bits, ink);
        for (const auto& s : layer.shapes) {
            if (s.size() > dust_mm)
                layer.area_mm2 += s.area;
            else
                ++layer.dust;
        }
        layer.stamp = find_stamp(layer.bits, layer.shapes, ink.interior);
        layers.push_back(std::move(layer));
    }
    return layers;
}

PenStrokes pen_beside_stamp(const InkLayer& layer, const ZoneInk& ink, const Surroundings& outside) {
    if (!layer.stamp.found()) return pen_in(layer.shapes, false, ink, outside);
    auto shapes = shapes_in(without_stamp(layer.bits, layer.stamp), ink);
    std::erase_if(shapes, [&](const Shape& s) { return is_clump(s, layer.stamp); });
    return pen_in(std::move(shapes), true, ink, outside);
}

PenStrokes pen_over_paler(const InkLayer& layer, const ZoneInk& ink, const Surroundings& outside) {
    const auto dark = darker_ink(layer.bits, ink);
    if (!dark) return {};
    auto shapes = shapes_in(*dark, ink);
    const auto stamp = find_stamp(*dark, shapes, ink.interior);  // Only what is left of it in the dark has to go.
    if (stamp.found()) shapes = shapes_in(without_stamp(*dark, stamp), ink);
    std::erase_if(shapes, [&](const Shape& s) { return is_clump(s, stamp); });
    return pen_in(std::move(shapes), stamp.found(), ink, outside);
}

}  // namespace ocr
