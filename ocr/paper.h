#pragma once

#include <vector>

#include "core/raster.h"
#include "ocr/ink.h"

namespace ocr {

struct LightTaken {
    std::vector<float> taken;  ///< Per pixel: share of the paper's light taken, a little smoothed; 0 paper, 1 black.
    std::vector<Absorption> colour;  ///< The same by channel, evened over the neighbourhood; empty for a grey page.
    float noise = 0;                 ///< Standard deviation on bare paper.
};

/// Paper is what is light nearby; uneven light and paper tone go away with it.
LightTaken light_taken(const core::Raster& flat);

}  // namespace ocr
