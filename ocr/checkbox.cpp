#include "ocr/checkbox.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace ocr {

namespace {

constexpr double speck_mm2 = 0.12;        ///< Smaller pieces are dust.
constexpr double clean_mm2 = 0.3;         ///< Less ink in all leaves the box empty.
constexpr double least_strokes_mm = 1.6;  ///< The shortest tick that is meant.
constexpr double full = 0.5;              ///< Share inked of a filled box.
constexpr double beyond_mm2 = 0.35;       ///< Ink beyond a side that makes a stroke go on there.
constexpr double reach_mm = 2.5;          ///< Beyond the box, strokes are followed so far.
constexpr double px2_per_mm2 = ink_px_per_mm * ink_px_per_mm;

Bits without_specks(const Bits& bits) {
    Bits kept(bits.width, bits.height);
    for (const auto& piece : components(bits)) {
        if (static_cast<double>(piece.pixels.size()) < speck_mm2 * px2_per_mm2) continue;
        for (const auto p : piece.pixels) kept.set(p.x, p.y);
    }
    return kept;
}

double area_in(const Bits& bits, core::Box box) {
    int count = 0;
    for (int y = std::max(0, box.y0); y < std::min(bits.height, box.y1); ++y)
        for (int x = std::max(0, box.x0); x < std::min(bits.width, box.x1); ++x) count += bits.on[bits.index(x, y)];
    return count / px2_per_mm2;
}

/// Ink right beyond a side, opposite ink that touches the side from within.
bool goes_on(const ZoneInk& ink, const Bits& inside, int dx, int dy) {
    const auto& in = ink.interior;
    const int touch = 3, reach = static_cast<int>(reach_mm * ink_px_per_mm), gap = ink.band_px;
    core::Box edge = in, beyond = in;
    // Strokes leave by the corners as well.
    if (dx != 0) beyond.y0 -= reach / 2, beyond.y1 += reach / 2;
    if (dy != 0) beyond.x0 -= reach / 2, beyond.x1 += reach / 2;
    if (dx > 0) edge.x0 = in.x1 - touch, beyond.x0 = in.x1 + gap, beyond.x1 = beyond.x0 + reach;
    if (dx < 0) edge.x1 = in.x0 + touch, beyond.x1 = in.x0 - gap, beyond.x0 = beyond.x1 - reach;
    if (dy > 0) edge.y0 = in.y1 - touch, beyond.y0 = in.y1 + gap, beyond.y1 = beyond.y0 + reach;
    if (dy < 0) edge.y1 = in.y0 + touch, beyond.y1 = in.y0 - gap, beyond.y0 = beyond.y1 - reach;
    return area_in(inside, edge) > 0.03 && area_in(ink.outside, beyond) > beyond_mm2;
}

}  // namespace

CheckboxVerdict judge_checkbox(const ZoneInk& ink) {
    CheckboxVerdict verdict;
    const Bits inside = without_specks(ink.inside);
    const double area = static_cast<double>(inside.count()) / px2_per_mm2;
    const double box_mm2 = std::max(1, ink.interior.width() * ink.interior.height()) / px2_per_mm2;
    verdict.fill = area / box_mm2;
    verdict.strokes_mm = static_cast<double>(skeleton(inside).count()) * 1.1 / ink_px_per_mm;
    for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}})
        verdict.sides_crossed += goes_on(ink, inside, dx, dy);

    if (area < clean_mm2 || (verdict.strokes_mm < 0.5 && verdict.fill < 0.05)) {
        verdict.state = core::ZoneState::empty;
        verdict.score = 1 - 0.5 * area / clean_mm2;
        return verdict;
    }
    if (verdict.fill >= full) {
        // Somebody who fills a box stays in it; who strikes it out does not.
        const bool struck = verdict.sides_crossed >= 2;
        verdict.state = struck ? core::ZoneState::doubt : core::ZoneState::checked;
        verdict.score = struck ? 0.3 : 0.95;
        return verdict;
    }
    // A line that passes by crosses opposite sides and leaves nothing else in the box.
    const double across = std::min(ink.interior.width(), ink.interior.height()) / ink_px_per_mm;
    const bool passing = verdict.sides_crossed >= 2 && verdict.strokes_mm < 1.5 * across;
    if (passing || verdict.strokes_mm < least_strokes_mm) {
        verdict.score = 0.4;
        return verdict;
    }
    verdict.state = core::ZoneState::checked;
    verdict.score = std::clamp(0.7 + 0.1 * (verdict.strokes_mm - least_strokes_mm), 0.7, 0.99);
    return verdict;
}

}  // namespace ocr
