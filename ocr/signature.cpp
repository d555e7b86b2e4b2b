#include "ocr/signature.h"

#include <algorithm>
#include <cmath>

#include "ocr/zone_strokes.h"

namespace ocr {

namespace {

constexpr int much_dust = 60;
constexpr double words_most_mm = 9;  ///< Several flat pieces, none taller, …
constexpr double line_most_mm = 12;  ///< … all together no higher than this: words, not a signature.
constexpr double words_flatness = 1.3;
constexpr int capitals_least = 4;
constexpr double faint_least_mm2 = 2;  ///< Pale strokes that may be a faded signature.

/// 0 at `from`, 1 at `to`, straight between.
double ramp(double value, double from, double to) { return std::clamp((value - from) / (to - from), 0.0, 1.0); }

/// 0 to 1: there is something in this ink.
double presence(const InkLayer& layer) {
    return std::max(ramp(layer.area_mm2, 0.7, 3), ramp(layer.dust, much_dust, 2 * much_dust));
}

core::Box around(const std::vector<const Shape*>& shapes) {
    core::Box box{1 << 20, 1 << 20, 0, 0};
    for (const auto* s : shapes) {
        const auto& b = s->component.box;
        box = {std::min(box.x0, b.x0), std::min(box.y0, b.y0), std::max(box.x1, b.x1), std::max(box.y1, b.y1)};
    }
    return box;
}

SignatureFacts measured(const PenStrokes& pen, const InkLayer& layer) {
    SignatureFacts facts{.capitals = pen.capitals >= capitals_least,
                         .small_pieces = layer.stamp.letters,
                         .foreign_mm = pen.foreign_mm,
                         .ink_mm2 = layer.area_mm2};
    if (pen.strokes.empty()) return facts;
    double outline = 0, straight = 0, wide = 0;
    for (const auto* s : pen.strokes) {
        facts.longest_mm = std::max(facts.longest_mm, s->length);
        facts.tallest_mm = std::max(facts.tallest_mm, s->height);
        outline += s->outline * s->length;
        straight += s->straight * s->length;
        if (s->width > words_flatness * s->height) wide += s->length;
    }
    const auto box = around(pen.strokes);
    facts.length_mm = pen.length_mm;
    facts.width_mm = box.width() / ink_px_per_mm;
    facts.height_mm = box.height() / ink_px_per_mm;
    facts.outline = outline / facts.length_mm;
    facts.straight = straight / facts.length_mm;
    facts.closed = pen.closed;
    facts.pieces = static_cast<int>(pen.strokes.size());
    facts.running_words = facts.pieces > 1 && facts.tallest_mm < words_most_mm && facts.height_mm < line_most_mm &&
                          (facts.pieces > 2 || wide > 0.6 * facts.length_mm);
    return facts;
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

struct Pen {
    SignatureFacts facts;
    double score = 0;  ///< 0 to 1: a signature.
};

Pen look_for_pen(const InkLayer& layer, const ZoneInk& ink, const Surroundings& outside) {
    const auto pen_of = [&](const PenStrokes& strokes) {
        Pen pen{.facts = measured(strokes, layer)};
        pen.score = signature_score(pen.facts, layer.stamp.found());
        return pen;
    };
    const auto pen = pen_of(pen_beside_stamp(layer, ink, outside));
    if (!layer.stamp.found()) return pen;
    const auto over = pen_of(pen_over_paler(layer, ink, outside));
    return over.score > pen.score ? over : pen;
}

/// Over all inks: 0 there is nothing, 1 there is something.
double anything_in(const std::vector<InkLayer>& layers) {
    double most = 0;
    for (const auto& layer : layers) most = std::max(most, presence(layer));
    return most;
}

bool is_stamped(const std::vector<InkLayer>& layers) {
    return std::any_of(layers.begin(), layers.end(), [](const InkLayer& layer) { return layer.stamp.found(); });
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
