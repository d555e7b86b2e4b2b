#pragma once

#include <optional>
#include <vector>

#include "ocr/ink.h"

namespace ocr {

/// The ink in the box parted by colour: two pictures when two inks of clearly different colour share the box (a violet
/// stamp and a black pen), else one. Strokes of one ink are joined again where they cross the other.
std::vector<Bits> inks_of(const ZoneInk& ink);

/// The darker of two inks of one hue: a pen over a pale stamp. Nothing when it is all about as dark.
std::optional<Bits> darker_ink(const Bits& layer, const ZoneInk& ink);

}  // namespace ocr
