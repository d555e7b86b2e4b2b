#include "ocr/checkbox.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ocr/crossing.h"

namespace ocr {

namespace {

constexpr double speck_mm2 = 0.12;        ///< Smaller pieces are dust.
constexpr double clean_mm2 = 0.3;         ///< Less ink in all leaves the box empty.
constexpr double least_strokes_mm = 1.6;  ///< The shortest tick that is meant.
constexpr double full = 0.5;              ///< Share inked of a filled box.
constexpr double beyond_mm = 1.2;         ///< Overshoot of a hasty hand; a stroke that goes farther passes on.
constexpr double px2_per_mm2 = ink_px_per_mm * ink_px_per_mm;

Bits without_specks(const Bits& bits) {
    Bits kept(bits.width, bits.height);
    for (const auto& piece : components(bits)) {
        if (static_cast<double>(piece.pixels.size()) < speck_mm2 * px2_per_mm2) continue;
        for (const auto p : piece.pixels) kept.set(p.x, p.y);
    }
    return kept;
}

/// Where strokes go on beyond the border, and how far.
Crossing crossing_of(const ZoneInk& ink, const Bits& inside) {
    std::vector<Pixel> pixels;
    for (int y = 0; y < inside.height; ++y)
        for (int x = 0; x < inside.width; ++x)
            if (inside.on[inside.index(x, y)]) pixels.push_back({x, y});
    return beyond_border(pixels, ink, Surroundings(ink));
}

/// Strokes come in on one side and leave on the opposite one; a label stands on one side only, or on two that touch.
bool crosses(const std::array<double, 4>& reach_mm) {
    return (reach_mm[0] > beyond_mm && reach_mm[2] > beyond_mm) || (reach_mm[1] > beyond_mm && reach_mm[3] > beyond_mm);
}

}  // namespace

CheckboxVerdict judge_checkbox(const ZoneInk& ink) {
    CheckboxVerdict verdict;
    const Bits inside = without_specks(ink.inside);
    const double area = static_cast<double>(inside.count()) / px2_per_mm2;
    const double box_mm2 = std::max(1, ink.interior.width() * ink.interior.height()) / px2_per_mm2;
    verdict.fill = area / box_mm2;
    verdict.strokes_mm = static_cast<double>(skeleton(inside).count()) * 1.1 / ink_px_per_mm;
    if (area < clean_mm2 || (verdict.strokes_mm < 0.5 && verdict.fill < 0.05)) {
        verdict.state = core::ZoneState::empty;
        verdict.score = 1 - 0.5 * area / clean_mm2;
        return verdict;
    }
    const auto crossing = crossing_of(ink, inside);
    verdict.crossed = crosses(crossing.reach_mm) || crosses(crossing.corner_mm);
    if (verdict.fill >= full) {
        // Somebody who fills a box stays in it; who strikes it out does not.
        verdict.state = verdict.crossed ? core::ZoneState::doubt : core::ZoneState::checked;
        verdict.score = verdict.crossed ? 0.3 : 0.95;
        return verdict;
    }
    // A line that passes by crosses opposite sides and leaves nothing else in the box.
    const double across = std::min(ink.interior.width(), ink.interior.height()) / ink_px_per_mm;
    const bool passing = verdict.crossed && verdict.strokes_mm < 1.5 * across;
    if (passing || verdict.strokes_mm < least_strokes_mm) {
        verdict.score = 0.4;
        return verdict;
    }
    verdict.state = core::ZoneState::checked;
    verdict.score = std::clamp(0.7 + 0.1 * (verdict.strokes_mm - least_strokes_mm), 0.7, 0.99);
    return verdict;
}

}  // namespace ocr
