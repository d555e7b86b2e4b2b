#pragma once

#include <vector>

#include "ocr/crossing.h"
#include "ocr/stamp.h"

/// The strokes of a box, parted into those of its inks, of a stamp, of the pen, and those that come from elsewhere.
namespace ocr {

/// One ink of the box: how much there is of it, and the stamp in it.
struct InkLayer {
    Bits bits;
    std::vector<Shape> shapes;  ///< Without what is left of the border and scanner's streaks.
    double area_mm2 = 0;        ///< Dust not counted.
    int dust = 0;               ///< Pieces too small to say anything.
    StampFound stamp;
};

std::vector<InkLayer> layers_of(const ZoneInk& ink);

/// What may be the pen's in one ink.
struct PenStrokes {
    std::vector<Shape> shapes;          ///< All beside the stamp.
    std::vector<const Shape*> strokes;  ///< Those that may be of a signature.
    double foreign_mm = 0;              ///< Length of strokes that lie for the most part outside of the box.
    int capitals = 0;                   ///< Letters of one height side by side; 0 when they are joined or uneven.
    double closed = 0;                  ///< Share of the strokes that are closed outlines, whatever is across them.
    double length_mm = 0;
};

PenStrokes pen_beside_stamp(const InkLayer& layer, const ZoneInk& ink, const Surroundings& outside);
/// In the darker part of an ink that is in part pale, a pen over a stamp; empty when it is all about as dark.
PenStrokes pen_over_paler(const InkLayer& layer, const ZoneInk& ink, const Surroundings& outside);

}  // namespace ocr
