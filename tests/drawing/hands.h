#pragma once

#include <string_view>

#include "tests/drawing/fonts.h"
#include "tests/drawing/pens.h"

/// Hands that move as muscles do, and hands taken from fonts; independent of those of pens.h.
namespace drawing {

/// Sums of strokes whose speed is lognormal and whose direction turns (Plamondon's kinematic theory): rapid, rounded
/// movements that overlap. `writer` fixes the plan, `random` how it comes out this time.
Drawing lognormal_signature(unsigned writer, const core::BoxMm& place, Random& random);
/// Via-points joined by movements of least jerk (Flash and Hogan 1985), with lifts: letters of a legible name.
Drawing jerk_signature(unsigned writer, const core::BoxMm& place, Random& random);
/// A B-spline through a scribbler's points with tremor.
Drawing trembling_signature(unsigned writer, const core::BoxMm& place, Random& random);

/// Words in the hand of a font: slanted, bent along its line, each letter a little out of place; the capitals are
/// `height` high and the line starts at `at`.
std::vector<Outlines> font_hand(const Font& font, std::string_view text, core::Point at, double height, double slant,
                                Random& random);
core::BoxMm extent(const std::vector<Outlines>& glyphs);
/// Moved and scaled, shape kept, into the place.
std::vector<Outlines> fitted(std::vector<Outlines> glyphs, const core::BoxMm& place);

/// A pen: width, and how much it varies with speed and pressure.
struct Pen {
    Colour colour = black;
    double width = 0.5, opacity = 1;
    double pressure = 0;  ///< 0: one width; 1: from half to one and a half.
    double patchy = 0;
};
void write(Canvas& canvas, const Drawing& drawing, const Pen& pen, Random& random);
void write(Canvas& canvas, const std::vector<Outlines>& glyphs, const Pen& pen);

}  // namespace drawing
