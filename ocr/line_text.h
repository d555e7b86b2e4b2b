#pragma once

#include <span>
#include <string>
#include <vector>

#include "ocr/line_model.h"
#include "ocr/line_search.h"

namespace ocr {

/// A word of a line image, still in the network's terms.
struct LineWord {
    std::string text;       ///< UTF-8, no blanks.
    double confidence = 0;  ///< 0 to 1, on Tesseract's scale: that of the worst character.
    int first_step = 0;
    int end_step = 0;  ///< Exclusive.

    bool operator==(const LineWord&) const = default;
};

/// Cut at the spaces, which count for the words on both sides.
std::vector<LineWord> words_of(std::span<const LineCharacter> characters, const LineModel& model);

}  // namespace ocr
