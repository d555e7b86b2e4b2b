#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/form_layout.h"
#include "templates/haru.h"

namespace templates::grid {

// The measures every form shares, in millimetres on A4. What is near the marks and the code is fixed by
// core::FormLayout's reader; the rest is taste.
inline constexpr double page_width = 210, page_height = 297;
inline constexpr double mark_side = 5, mark_clearance = 4;
inline constexpr core::Point marks[]{{10, 10}, {200, 10}, {200, 287}, {10, 287}};
inline constexpr core::BoxMm code{172, 14, 192, 34};
inline constexpr double code_clearance = 3;  ///< At least the quiet zone of 4 modules.

inline constexpr double left = 18, right = 192, first_top = 43.5, next_top = 38, bottom = 281;
inline constexpr double gap = 5;  ///< Between two fields of a line.
inline constexpr double label_height = 3.6, field_height = 6, line_gap = 2.8;
inline constexpr double check_side = 4, check_pitch = 6.2, comb_cell = 5;
inline constexpr double block_pitch = 4.5, signature_height = 22, signature_width = 60;

inline constexpr Colour ink{0.06, 0.15, 0.32};  ///< Titles and their rules; dark enough to survive a fax.
inline constexpr Colour soft{0.35, 0.35, 0.35};
inline constexpr Colour faint{0.55, 0.55, 0.55};

inline constexpr TextStyle label{.face = Face::sans, .size = 7.2, .colour = {0.25, 0.25, 0.25}};
inline constexpr TextStyle hint{.face = Face::sans_italic, .size = 7.2, .colour = soft};
inline constexpr TextStyle choice{.face = Face::sans, .size = 9};
inline constexpr TextStyle note{.face = Face::sans, .size = 8.4, .colour = {0.2, 0.2, 0.2}};
inline constexpr TextStyle form_title{.face = Face::sans_bold, .size = 16, .colour = ink};
inline constexpr TextStyle basis{.face = Face::sans, .size = 8, .colour = soft};
inline constexpr TextStyle running{.face = Face::sans_bold, .size = 10, .colour = ink};
inline constexpr double title_width = 145;
inline constexpr double foot = 288;  ///< Baseline of the last line.
inline constexpr TextStyle footer{.face = Face::sans, .size = 7.5, .colour = soft};
inline constexpr TextStyle section{.face = Face::sans_bold, .size = 11, .colour = ink};
inline constexpr TextStyle column{.face = Face::sans_bold, .size = 9.2, .colour = ink};
inline constexpr TextStyle value{.face = Face::sans, .size = 10.5};
inline constexpr double smallest_value = 8, smallest_joined = 6;
inline constexpr double text_foot = 1.6;                       ///< From the bottom of a zone up to the baseline, in mm.
constexpr double leading(double size) { return size * 0.42; }  ///< mm between two baselines, size in points.

/// Lines of a text set in French, left-aligned, no word divided.
std::vector<std::string> lines_of(std::string_view utf8, const TextStyle& style, double width);

inline double width_of(std::string_view utf8, const TextStyle& style) { return text_width(fonts_of(), utf8, style); }

}  // namespace templates::grid
