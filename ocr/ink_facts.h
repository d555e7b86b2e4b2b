#pragma once

#include "ocr/features.h"
#include "ocr/ink.h"

namespace ocr {

/// What answers about marks are drawn from; scripts/train-marks learns from the same figures.
struct InkFacts {
    Features features;
    core::Box pen, stamp;  ///< Around the pen's strokes and around the stamp, px of the picture; no width: none seen.
};
InkFacts facts_of(const ZoneInk& ink);

}  // namespace ocr
