#pragma once

#include <span>
#include <string>

#include "core/reading.h"
#include "ocr/pix.h"

namespace ocr {

/// Why the text layer of a page cannot stand for reading it, in French: no words, words of no language, or text of the
/// page left out; empty when it can. `ink`: 1 bit image of the page as decoded, `scale` px in a px of the words' boxes.
std::string layer_fault(std::span<const core::Word> layer, const Pix& ink, double scale);

/// Whether the words look like words of a language written in Latin letters (glyph numbers of fonts without a map,
/// control characters and mangled encodings do not).
bool words_are_plausible(std::span<const core::Word> words);

}  // namespace ocr
