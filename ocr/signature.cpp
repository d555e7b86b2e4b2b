
#include "ocr/signature.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "ocr/crossing.h"
#include "ocr/inks.h"
#include "ocr/shapes.h"
#include "ocr/stamp.h"

namespace ocr {

namespace {

constexpr double dust_mm = 1.2;  ///< Pieces no larger say nothing, unless there are very many.
constexpr int much_dust = 60;
constexpr double piece_least_mm = 6;     ///< Length of a stroke that may be part of a signature.
constexpr double hull_outline = 0.82;    ///< A line, an arc, a ring or a frame lies on its own hull …
constexpr double outline_least_mm = 15;  ///< … and is larger than a letter; …
constexpr double arc_least_mm = 8;       ///< … what is left of a stamp's lines may be shorter.
constexpr double smear_stroke_mm = 2.2;  ///< Wider is a smear, a blot, …
constexpr double smear_filled = 0.65;    ///< … as is what fills so much of its hull.
constexpr double words_most_mm = 9;      ///< Several flat pieces, none taller, …
constexpr double line_most_mm = 12;      ///< … all together no higher than this: words, not a signature.
constexpr double words_flatness = 1.3;
constexpr double clump_density = 0.65;   ///< mm of strokes per mm2.
constexpr double capital_height = 0.6;   ///< Of the tallest: capitals of one hand differ by less.
constexpr double capital_overlap = 0.7;  ///< Of a letter, sideways: slanted ones overlap.
constexpr double capital_rise = 0.3;     ///< Of a letter, up or down from one to the next.
constexpr std::size_t capitals_least = 4;
constexpr double faint_least_mm2 = 2;  ///< Pale strokes that may be a faded signature.

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

/// One ink of the box: how much there is of it, and the stamp in it.
struct Layer {
    Bits bits;
    std::vector<Shape> shapes;
    double area_mm2 = 0;
    double ink = 0;  ///< 0 to 1: there is something.
    StampFound stamp;
};

std::vector<Layer> layers_of(const ZoneInk& ink) {
    std::vector<Layer> layers;
    for (auto& bits : inks_of(ink)) {
        Layer layer{.bits = std::move(bits)};
        layer.shapes = shapes_in(layer.bits, ink);
        int dust = 0;
        for (const auto& s : layer.shapes) {
            if (s.size() > dust_mm)
                layer.area_mm2 += s.area;
            else
                ++dust;
        }
        layer.ink = std::max(ramp(layer.area_mm2, 0.7, 3), ramp(dust, much_dust, 2 * much_dust));
        layer.stamp = find_stamp(layer.bits, layer.shapes, ink.interior);
        layers.push_back(std::move(layer));
    }
    return layers;
}

core::Box around(const std::vector<const Shape*>& shapes) {
    core::Box box{1 << 20, 1 << 20, 0, 0};
    for (const auto* s : shapes) {
        const auto& b = s->component.box;
        box = {std::min(box.x0, b.x0), std::min(box.y0, b.y0), std::max(box.x1, b.x1), std::max(box.y1, b.y1)};
    }
    return box;
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

/// A name in capitals: pieces side by side, of one height, on one line. It says who; it does not sign.
bool in_capitals(const Strokes& strokes) {
    double tallest = 0;
    for (const auto& s : strokes.shapes) tallest = std::max(tallest, s.height);
    const auto box = [&](std::size_t i) -> const core::Box& { return strokes.shapes[i].component.box; };
    std::vector<std::size_t> row;
    for (std::size_t i = 0; i < strokes.shapes.size(); ++i)
        if (strokes.shapes[i].height > capital_height * tallest) row.push_back(i);
    std::sort(row.begin(), row.end(), [&](std::size_t a, std::size_t b) { return box(a).x0 < box(b).x0; });
    std::size_t letters = row.empty() ? 0 : 1;
    for (std::size_t i = 1; i < row.size(); ++i) {
        const auto &a = box(row[i - 1]), &b = box(row[i]);
        if (std::abs((a.y0 + a.y1) - (b.y0 + b.y1)) / 2 > capital_rise * tallest * ink_px_per_mm) return false;
        if (strokes.is_one_movement(row[i - 1], row[i])) return false;
        if (a.x1 - b.x0 < capital_overlap * std::min(a.width(), b.width())) ++letters;  // Else of the same letter.
    }
    return letters >= capitals_least;
}

/// Strokes that may be a signature: long enough, not on their own hull, not a smear, not from elsewhere.
void measure_pen(const std::vector<const Shape*>& strokes, SignatureFacts& facts) {
    if (strokes.empty()) return;
    double outline = 0, straight = 0, closed = 0, wide = 0;
    for (const auto* s : strokes) {
        facts.length_mm += s->length;
        facts.longest_mm = std::max(facts.longest_mm, s->length);
        facts.tallest_mm = std::max(facts.tallest_mm, s->height);
        outline += s->outline * s->length;
        straight += s->straight * s->length;
        closed += closed_outline(*s) * s->length;
        if (s->width > words_flatness * s->height) wide += s->length;
    }
    const auto box = around(strokes);
    facts.width_mm = box.width() / ink_px_per_mm;
    facts.height_mm = box.height() / ink_px_per_mm;
    facts.outline = outline / facts.length_mm;
    facts.straight = straight / facts.length_mm;
    facts.closed = closed / facts.length_mm;
    facts.pieces = static_cast<int>(strokes.size());
    facts.running_words = facts.pieces > 1 && facts.tallest_mm < words_most_mm && facts.height_mm < line_most_mm &&
                          (facts.pieces > 2 || wide > 0.6 * facts.length_mm);
}

/// Product of what a signature must have; each ramp names what it tells apart. Beside a stamp only a part of it may be
/// left, which then has to be taller than anything but a signature.
double signature_score(const SignatureFacts& f, bool stamped) {
    const double whole = ramp(f.length_mm, 40, 70) *  // from initials and ticks
                         ramp(f.width_mm, 13, 19) *   // from initials
                         ramp(f.tallest_mm, 5.2, 7);  // from written words and dates
    const double part =
        std::max(ramp(f.length_mm, 30, 55) * ramp(f.width_mm, 10, 16) * ramp(f.tallest_mm, 7, 10) *
                     (1 - ramp(f.outline, 0.7, 0.85)),
                 ramp(f.length_mm, 25, 40) * ramp(f.tallest_mm, 10, 13) * (1 - ramp(f.outline, 0.6, 0.75)));
    const double size = stamped ? part : whole;
    return size * (1 - ramp(f.outline, 0.8, 0.95)) *  // from lines, arcs, rings
           (1 - ramp(f.straight, 0.8, 0.92)) *        // from crossings-out
           (1 - ramp(f.closed, 0, 1)) *               // from an oval or a frame with something across it
           (f.running_words ? 0.4 : 1) *              // from a written mention
           (f.capitals ? 0.3 : 1);                    // from a name in capitals
}

/// What a pen left in one ink.
struct Pen {
    SignatureFacts facts;
    double score = 0;  ///< 0 to 1: a signature.
};

Pen pen_of(const Strokes& strokes, const Layer& layer) {
    const bool stamped = layer.stamp.found();
    Pen pen{.facts = {.small_pieces = layer.stamp.letters, .ink_mm2 = layer.area_mm2}};
    std::vector<const Shape*> kept;
    for (std::size_t i = 0; i < strokes.shapes.size(); ++i) {
        const auto& s = strokes.shapes[i];
        if (is_lettering(s) || s.length < piece_least_mm || is_smear(s)) continue;
        if (s.outline > hull_outline && s.size() > (stamped ? arc_least_mm : outline_least_mm)) continue;
        if (strokes.comes_from_elsewhere(i))
            pen.facts.foreign_mm += s.length;
        else
            kept.push_back(&s);
    }
    measure_pen(kept, pen.facts);
    pen.facts.capitals = in_capitals(strokes);
    pen.score = signature_score(pen.facts, stamped);
    return pen;
}

Pen look_for_pen(const Layer& layer, const ZoneInk& ink, const Surroundings& outside) {
    if (!layer.stamp.found()) return pen_of({layer.shapes, ink, outside}, layer);
    const auto beside = [&](const StampFound& stamp, const Bits& bits) {
        auto shapes = shapes_in(without_stamp(bits, stamp), ink);
        std::erase_if(shapes, [&](const Shape& s) { return is_clump(s, layer.stamp); });
        return pen_of({std::move(shapes), ink, outside}, layer);
    };
    const auto pen = beside(layer.stamp, layer.bits);
    const auto dark = darker_ink(layer.bits, ink);
    if (!dark) return pen;
    // A pen over a paler stamp, of which only what is left in the dark has to go.
    const auto darker = beside(find_stamp(*dark, shapes_in(*dark, ink), ink.interior), *dark);
    return darker.score > pen.score ? darker : pen;
}

/// Over all inks: 0 there is nothing, 1 there is something.
double anything_in(const std::vector<Layer>& layers) {
    double most = 0;
    for (const auto& layer : layers) most = std::max(most, layer.ink);
    return most;
}

bool is_stamped(const std::vector<Layer>& layers) {
    return std::any_of(layers.begin(), layers.end(), [](const Layer& layer) { return layer.stamp.found(); });
}

}  // namespace

SignatureVerdict judge_signature(const ZoneInk& ink) {
    const Surroundings outside(ink);
    const auto layers = layers_of(ink);
    SignatureVerdict verdict{.stamped = is_stamped(layers)};
    double pen = -1;
    for (const auto& layer : layers)
        if (const auto found = look_for_pen(layer, ink, outside); found.score > pen)
            pen = found.score, verdict.facts = found.facts;
    verdict.facts.layers = static_cast<int>(layers.size());
    for (const auto& s : shapes_of(ink.faint))
        if (s.length > 4 && s.stroke < 1) verdict.facts.faint_mm2 += s.area;

    if (pen >= 0.5) {
        verdict.state = core::ZoneState::signed_;
        verdict.score = pen;
    } else if (anything_in(layers) == 0 && verdict.facts.faint_mm2 < faint_least_mm2) {
        verdict.state = core::ZoneState::empty;
        verdict.score = 1 - ramp(verdict.facts.ink_mm2, 0, 1);
    } else {
        verdict.state = core::ZoneState::doubt;
        verdict.score = pen;
    }
    return verdict;
}

StampVerdict judge_stamp(const ZoneInk& ink) {
    const auto layers = layers_of(ink);
    StampVerdict verdict{.stamped = is_stamped(layers)};
    const bool nothing = anything_in(layers) == 0;
    verdict.state = verdict.stamped ? core::ZoneState::read : nothing ? core::ZoneState::empty : core::ZoneState::doubt;
    verdict.score = verdict.stamped || nothing ? 0.9 : 0.5;
    return verdict;
}

}  // namespace ocr
