#pragma once

#include <vector>

#include "ocr/bits.h"

namespace ocr {

/// One connected piece of ink, measured. All lengths in mm.
struct Shape {
    Component component;
    std::vector<Pixel> spine;  ///< Its skeleton.
    std::vector<Pixel> hull;
    double width = 0, height = 0;
    double area = 0;       ///< mm2
    double hull_area = 0;  ///< mm2
    double length = 0;     ///< Of its strokes: length of the skeleton.
    double stroke = 0;     ///< Mean width of its strokes.
    double outline = 0;    ///< Share of the skeleton near the convex hull: 1 for a line, an arc, a ring, a frame.
    double straight = 0;   ///< Share of the skeleton on its four best straight lines of 30 mm or more.
    double enclosed = 0;   ///< Ink and what it encloses, as a share of the hull: near 1 for a ring, an oval, a frame.
    double turns =
        0;  ///< Length of its strokes to the length of its hull: about 1 for an outline, 2 and more for a scribble.
    double hull_cover = 0;  ///< Share of the sides of the hull that are inked; measured when it encloses much.

    double size() const { return width > height ? width : height; }
    Pixel middle() const {
        const auto& box = component.box;
        return {(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2};
    }
};

/// Pieces larger than dust.
std::vector<Shape> shapes_of(const Bits& ink);

}  // namespace ocr
