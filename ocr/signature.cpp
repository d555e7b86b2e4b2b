
#include "ocr/signature.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "ocr/crossing.h"
#include "ocr/inks.h"
#include "ocr/shapes.h"
#include "ocr/stamp.h"

namespace ocr {

namespace {

constexpr double dust_mm = 1.2;  ///< Pieces no larger say nothing, unless there are very many.
constexpr int much_dust = 60;
constexpr double piece_least_mm = 6;     ///< Length of a stroke that may be part of a signature.
constexpr double ring_outline = 0.82;    ///< A line, an arc, a ring or a frame lies on its own hull.
constexpr double smear_stroke_mm = 2.2;  ///< Wider is a smear, a blot.
constexpr double words_most_mm = 9;      ///< Several flat pieces, none taller: words, not a signature.
constexpr double words_flatness = 1.3;
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

/// What one ink of the box looks like.
struct Look {
    SignatureFacts facts;
    double pen = 0;  ///< 0 to 1: a signature.
    double ink = 0;  ///< 0 to 1: there is something.
    bool stamp = false;
};

core::Box around(const std::vector<const Shape*>& shapes) {
    core::Box box{1 << 20, 1 << 20, 0, 0};
    for (const auto* s : shapes) {
        const auto& b = s->component.box;
        box = {std::min(box.x0, b.x0), std::min(box.y0, b.y0), std::max(box.x1, b.x1), std::max(box.y1, b.y1)};
    }
    return box;
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
        closed += ramp(s->enclosed, 0.8, 0.9) * ramp(s->hull_cover, 0.6, 0.75) * s->length;
        if (s->width > words_flatness * s->height) wide += s->length;
    }
    const auto box = around(strokes);
    facts.width_mm = box.width() / ink_px_per_mm;
    facts.height_mm = box.height() / ink_px_per_mm;
    facts.outline = outline / facts.length_mm;
    facts.straight = straight / facts.length_mm;
    facts.closed = closed / facts.length_mm;
    facts.pieces = static_cast<int>(strokes.size());
    facts.running_words = facts.pieces > 1 && facts.tallest_mm < words_most_mm && wide > 0.6 * facts.length_mm;
}

/// Product of what a signature must have; each ramp names what it tells apart.
double signature_score(const SignatureFacts& f) {
    return ramp(f.length_mm, 40, 70) *          // from initials and ticks
           ramp(f.width_mm, 13, 19) *           // from initials
           ramp(f.tallest_mm, 5.2, 7) *         // from written words and dates
           (1 - ramp(f.outline, 0.8, 0.95)) *   // from lines, arcs, rings
           (1 - ramp(f.straight, 0.8, 0.92)) *  // from crossings-out
           (1 - ramp(f.closed, 0, 1)) *         // from an oval or a frame with something across it
           (f.running_words ? 0.4 : 1);         // from a written mention
}

/// The layer without what may be the stamp's.
Bits outside_stamp(const Bits& layer, const StampFound& stamp) {
    Bits rest = layer;
    for (int y = 0; y < layer.height; ++y)
        for (int x = 0; x < layer.width; ++x)
            if (layer.on[layer.index(x, y)] && stamp.covers({x, y})) rest.on[rest.index(x, y)] = 0;
    return rest;
}

void look_for_pen(const std::vector<Shape>& shapes, const ZoneInk& ink, const Surroundings& outside, Look& look) {
    std::vector<const Shape*> strokes;
    for (const auto& s : shapes) {
        if (is_lettering(s) || s.length < piece_least_mm || s.stroke > smear_stroke_mm) continue;
        if (s.outline > ring_outline && s.size() > 8) continue;
        if (beyond_border(s.component.pixels, ink, outside).area_mm2 > s.area) {
            look.facts.foreign_mm += s.length;
            continue;
        }
        strokes.push_back(&s);
    }
    measure_pen(strokes, look.facts);
    look.pen = signature_score(look.facts);
}

Look look_at(const Bits& layer, const ZoneInk& ink, const Surroundings& outside) {
    Look look;
    const auto shapes = shapes_in(layer, ink);
    int dust = 0;
    for (const auto& s : shapes) {
        if (s.size() > dust_mm)
            look.facts.ink_mm2 += s.area;
        else
            ++dust;
    }
    look.ink = std::max(ramp(look.facts.ink_mm2, 0.7, 3), ramp(dust, much_dust, 2 * much_dust));
    const auto stamp = find_stamp(shapes, ink.interior);
    look.stamp = stamp.found;
    look.facts.small_pieces = stamp.letters;
    // In one ink, only what leaves the stamp is surely not part of it.
    if (stamp.found)
        look_for_pen(shapes_in(outside_stamp(layer, stamp), ink), ink, outside, look);
    else
        look_for_pen(shapes, ink, outside, look);
    return look;
}

}  // namespace

SignatureVerdict judge_signature(const ZoneInk& ink) {
    const Surroundings outside(ink);
    const auto layers = inks_of(ink);
    SignatureVerdict verdict;
    double pen = -1, anything = 0;
    for (const auto& layer : layers) {
        const Look look = look_at(layer, ink, outside);
        verdict.stamped |= look.stamp;
        anything = std::max(anything, look.ink);
        if (look.pen > pen) pen = look.pen, verdict.facts = look.facts;
    }
    verdict.facts.layers = static_cast<int>(layers.size());
    for (const auto& s : shapes_of(ink.faint))
        if (s.length > 4 && s.stroke < 1) verdict.facts.faint_mm2 += s.area;

    if (pen >= 0.5) {
        verdict.state = core::ZoneState::signed_;
        verdict.score = pen;
    } else if (anything == 0 && verdict.facts.faint_mm2 < faint_least_mm2) {
        verdict.state = core::ZoneState::empty;
        verdict.score = 1 - ramp(verdict.facts.ink_mm2, 0, 1);
    } else {
        verdict.state = core::ZoneState::doubt;
        verdict.score = pen;
    }
    return verdict;
}

StampVerdict judge_stamp(const ZoneInk& ink) {
    const Surroundings outside(ink);
    StampVerdict verdict;
    double anything = 0;
    for (const auto& layer : inks_of(ink)) {
        const Look look = look_at(layer, ink, outside);
        verdict.stamped |= look.stamp;
        anything = std::max(anything, look.ink);
    }
    verdict.state = verdict.stamped ? core::ZoneState::read
                    : anything == 0 ? core::ZoneState::empty
                                    : core::ZoneState::doubt;
    verdict.score = verdict.stamped || anything == 0 ? 0.9 : 0.5;
    return verdict;
}

}  // namespace ocr
