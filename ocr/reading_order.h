#pragma once

#include <span>
#include <vector>

#include "ocr/text_pieces.h"

namespace ocr {

/// One line of the text: its pieces from the left, as indices.
using PieceLine = std::vector<std::size_t>;

/// The pieces of a level page in the order in which a person reads them. A page is cut at its blanks, again and again:
/// columns of prose are read one after the other, what stands side by side in a table or a form is one line.
std::vector<PieceLine> reading_order(std::span<const TextPiece> pieces);

}  // namespace ocr
