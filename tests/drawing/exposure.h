#pragma once

#include <random>
#include <vector>

#include "core/raster.h"

/// From the light a page sends back to the pixels a scanner makes of it.
namespace drawing {

using Random = std::mt19937;
double uniform(Random& random, double from, double to);
bool chance(Random& random, double share);

struct Scan {
    double blur_px = 0.5;
    double noise = 4;   ///< Grey levels, standard deviation.
    double uneven = 0;  ///< Share of light lost at one side.
    double paper = 0.96;
    double contrast = 1;   ///< A copier's: light and dark are driven apart about the middle.
    int jpeg_quality = 0;  ///< 0: none.
    bool colour = false;
    bool fax = false;  ///< One bit a pixel.
    double fax_threshold = 0.62;
};

inline float grey_of(const float* rgb) { return 0.3F * rgb[0] + 0.59F * rgb[1] + 0.11F * rgb[2]; }

/// `planes`: one of grey or three of red, green, blue; 1 is all of the paper's light.
core::Raster exposed(std::vector<std::vector<float>> planes, int width, int height, int dpi, const Scan& scan,
                     Random& random);

}  // namespace drawing
