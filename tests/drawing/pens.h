#pragma once

#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "tests/drawing/canvas.h"

/// What people and rubber stamps leave on paper. Two sets of writers: thresholds are tuned on the first, figures are
/// given on the second.
namespace drawing {

using Drawing = std::vector<Stroke>;

void write(Canvas& canvas, const Drawing& drawing, double width_mm, Colour colour, double opacity = 1,
           double patchy = 0);

Drawing printed(std::string_view capitals, core::Point top_left, double height_mm);
Drawing on_arc(std::string_view capitals, core::Point centre, double radius, double height_mm, double from_rad);
Drawing handwritten(std::string_view capitals, core::Point top_left, double height_mm, Random& random);
double width_of(std::string_view capitals, double height_mm);

enum class Hand {
    loops,
    initial_and_wave,
    zigzag,
    cursive,
    oval_paraph,  // tuning set
    walk,
    joined_letters,
    arcs,
    several_parts,
    knot
};  // scoring set
inline constexpr Hand tuning_hands[]{Hand::loops, Hand::initial_and_wave, Hand::zigzag, Hand::cursive,
                                     Hand::oval_paraph};
inline constexpr Hand scoring_hands[]{Hand::walk, Hand::joined_letters, Hand::arcs, Hand::several_parts, Hand::knot};

/// A full signature that fills most of the place.
Drawing signature(Hand hand, const core::BoxMm& place, Random& random);
/// Two small letters; cursive or in capitals.
Drawing initials(core::Point centre, bool cursive, Random& random);
/// A few joined letters of running hand, as in a written mention.
Drawing running_words(std::string_view lengths, core::Point top_left, double x_height_mm, Random& random);

enum class Stamp { round, round_double, oval, framed, lines, date };
inline constexpr Stamp every_stamp[]{Stamp::round,  Stamp::round_double, Stamp::oval,
                                     Stamp::framed, Stamp::lines,        Stamp::date};
void stamp(Canvas& canvas, Stamp kind, core::Point centre, Colour colour, Random& random);

Drawing turned(const Drawing& drawing, core::Point centre, double radians);

}  // namespace drawing
