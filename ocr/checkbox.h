#pragma once

#include "core/reading.h"
#include "ocr/ink.h"

namespace ocr {

struct CheckboxVerdict {
    core::ZoneState state = core::ZoneState::doubt;  ///< checked, empty or doubt
    double score = 0;
    double fill = 0;        ///< Share of the box that is inked.
    double strokes_mm = 0;  ///< Length of the strokes in it.
    int sides_crossed = 0;  ///< Sides beyond which the strokes go on by more than a millimetre.
};

/// A tick, a cross or a filled box is checked. A filled box struck through, a line that only passes by, or a mark too
/// small to mean anything is doubt.
CheckboxVerdict judge_checkbox(const ZoneInk& ink);

}  // namespace ocr
