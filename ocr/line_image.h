#pragma once

#include "ocr/line_network.h"
#include "ocr/pix.h"

namespace ocr {

/// The strip of grey paper that holds one line of text, as the network wants it: 36 px high, its paper made even along
/// the line, its contrast stretched from the darkest to the lightest quarter of what the middle row crosses
/// (Tesseract's Input::PreparePixInput). Empty (width 0) when the strip is too small to hold a character.
LineImage make_line_image(const Pix& strip);

}  // namespace ocr
