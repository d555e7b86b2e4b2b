#pragma once

#include "ocr/pix.h"

namespace ocr {

/// What a page bears. A page is only marked, never deleted: when in doubt there is ink.
///   none    paper: specks, punch holes, staples, folds, streaks, the scanner's edges
///   faint   something pale: bleed-through, or very light print; only reading can tell
///   present ink: text, a lone page number, a signature, a stamp, a picture
enum class Ink { none, faint, present };

/// From a grey page of 150 to 300 dpi on evenly white paper (WorkingPage::grey), resolution set.
Ink find_ink(const Pix& grey);

}  // namespace ocr
