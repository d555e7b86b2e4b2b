#pragma once

#include <array>
#include <string_view>

#include "core/enum_names.h"
#include "tests/drawing/canvas.h"

/// What people leave in and around check boxes.
namespace drawing {

enum class CheckMark {
    nothing,
    dust,
    shadow,
    show_through,
    label_near,       ///< The label touches the border.
    neighbours_tail,  ///< The end of a tick of the box beside, in a corner.
    pen_rest,         ///< A dot where the pen was laid down.
    cross,
    tick,
    large_tick,
    large_cross,  ///< Well beyond the box.
    small_tick,
    pencil_tick,
    felt_tick,
    filled,  ///< Scribbled full.
    felt_filled,
    printed_cross,
    struck_out,     ///< Filled, then struck through.
    scribbled_out,  ///< Crossed, then blotted out well beyond the box.
    line_across,    ///< A line drawn through a row of boxes.
};
inline constexpr std::size_t check_mark_count = 20;

/// A person ticked this box.
constexpr bool is_checked(CheckMark mark) { return mark >= CheckMark::cross && mark <= CheckMark::printed_cross; }
/// Nobody but its author knows.
constexpr bool is_doubtful(CheckMark mark) { return mark >= CheckMark::struck_out; }

/// `style`: how these writers move the pen; those with an even one are for tuning, the others for scoring.
void draw_check(Canvas& canvas, const core::BoxMm& box, CheckMark mark, unsigned style, Random& random);

/// Rows of check boxes with labels, marks and a code; no other zone.
core::FormLayout checkbox_sheet();

}  // namespace drawing

template <>
struct core::EnumNames<drawing::CheckMark> {
    static constexpr std::array<std::string_view, drawing::check_mark_count> names{
        "nothing", "dust",        "shadow",        "show_through", "label_near",    "neighbours_tail", "pen_rest",
        "cross",   "tick",        "large_tick",    "large_cross",  "small_tick",    "pencil_tick",     "felt_tick",
        "filled",  "felt_filled", "printed_cross", "struck_out",   "scribbled_out", "line_across"};
};
