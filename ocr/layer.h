#pragma once

#include <span>

#include "core/reading.h"
#include "ocr/pix.h"

namespace ocr {

/// Whether the text layer of a page can stand for reading it: plausible words, and no text of the page left out.
/// `ink`: 1 bit image of the page as decoded, `scale` px in a px of the words' boxes.
bool layer_is_good(std::span<const core::Word> layer, const Pix& ink, double scale);

/// Whether the words look like words of a language written in Latin letters (glyph numbers of fonts without a map,
/// control characters and mangled encodings do not).
bool words_are_plausible(std::span<const core::Word> words);

}  // namespace ocr
