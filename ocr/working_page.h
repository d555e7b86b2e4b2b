#pragma once

#include "core/raster.h"
#include "ocr/page_map.h"
#include "ocr/pix.h"

namespace ocr {

/// The page as decoded, brought to about 200 dpi grey on evenly white paper.
struct WorkingPage {
    PixPtr grey;       ///< 8 bit, resolution set.
    PixPtr ink;        ///< 1 bit, the same size: all that stands out by a quarter.
    double scale = 1;  ///< Working px in a px as decoded.
};

WorkingPage make_working_page(const core::Raster& raster, const Pix& grey);

/// The ink of the working page upright and level, and the way back.
struct LevelPage {
    PixPtr ink;
    PageMap map;
};

LevelPage make_level_page(const WorkingPage& page, const core::Raster& raster, int rotated);

/// The grey of the working page, turned and levelled as the map says.
PixPtr level_grey(const WorkingPage& page, const PageMap& map);

/// The band of a level grey page, a few lines high, that holds most text: enough to tell which way is up.
PixPtr densest_band(const Pix& grey);

}  // namespace ocr
