#pragma once

#include "core/reading.h"
#include "ocr/ink.h"

namespace ocr {

struct CheckboxVerdict {
    core::ZoneState state = core::ZoneState::doubt;  ///< checked, empty or doubt
    double score = 0;
    double fill = 0;        ///< Share of the box that is inked.
    double strokes_mm = 0;  ///< Length of the strokes in it.
    bool crossed = false;   ///< Strokes go on beyond the box on two opposite sides or corners.
};

/// A tick, a cross or a filled box is checked. A filled box struck through, a line that only passes by, or a mark too
/// small to mean anything is doubt.
CheckboxVerdict judge_checkbox(const ZoneInk& ink);

}  // namespace ocr
