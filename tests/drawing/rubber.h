#pragma once

#include "tests/drawing/cast.h"

namespace drawing {

/// A rubber stamp with the letters of a font: round, with one ring or two, oval, in a frame or without, dater; emblem
/// or none; unevenly inked. Any colour, grey too. Returns the extent of what was drawn.
core::BoxMm rubber_stamp(Canvas& canvas, const Cast& cast, core::Point centre, bool dater, Random& random);

}  // namespace drawing
