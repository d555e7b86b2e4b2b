#pragma once

#include <vector>

#include "core/form_layout.h"
#include "ocr/pix.h"

/// The boxes that a blank form rules for people to write in.
namespace ocr {

/// The cells that rules close on all four sides, nothing ruled within: frames, cells of tables, of combs. mm.
std::vector<core::BoxMm> cells_of(const std::vector<core::Rule>& rules);

/// Small empty squares, drawn or set as a character: check boxes. mm; their outlines.
std::vector<core::BoxMm> squares_of(const Pix& ink, int dpi);

/// Rules with room to write above that close no cell. mm; the room.
std::vector<core::BoxMm> writing_lines(const std::vector<core::Rule>& rules, const std::vector<core::BoxMm>& cells,
                                       const std::vector<core::BoxMm>& words);

}  // namespace ocr
