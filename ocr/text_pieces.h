#pragma once

#include <vector>

#include "core/geometry.h"
#include "ocr/pix.h"

namespace ocr {

/// A run of characters side by side without a gap wider than a wide blank: a line of text, or the part of one that lies
/// in one column or cell. All in px of the level image.
struct TextPiece {
    core::Box box;               ///< Of its ink, accents and dots included.
    std::vector<core::Box> ink;  ///< Its connected components from the left.
    double baseline = 0;         ///< y on which most characters stand.
    double height = 0;           ///< Of capitals and ascenders over the baseline.
    double depth = 0;            ///< What descenders need below it.

    double middle() const { return baseline - height / 2; }
};

/// Ruled lines of a form or table; boxes of their ink.
struct Rules {
    std::vector<core::Box> horizontal;
    std::vector<core::Box> vertical;
};

struct TextPieces {
    std::vector<TextPiece> pieces;  ///< In no order.
    Rules rules;
};

/// From a level 1 bit image whose resolution is set. Specks, rules, pictures and what spans several lines are in no
/// piece; a signature may be, reading tells.
TextPieces find_text_pieces(const Pix& ink);

}  // namespace ocr
