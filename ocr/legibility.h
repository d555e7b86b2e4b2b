#pragma once

#include <span>

#include "core/reading.h"
#include "ocr/working_page.h"

namespace ocr {

/// What the picture of a page is worth, nothing read.
struct Sharpness {
    double edge_mm = 0;   ///< From paper to ink, median: 0.3 on a sharp scan; text of 10 points closes up at 0.7.
    double contrast = 0;  ///< Grey levels of ink against paper on the evened page: 255 black, 60 pencil.
    double specks = 0;    ///< Lone dots a cm2.
    bool has_ink = false;
};
Sharpness sharpness_of(const WorkingPage& page);

/// How well a page can be read, 0 to 1: the better of what its words say and of what its picture says, since
/// handwriting is legible and gives no words. Under `poor_legibility` the sheet should be scanned again.
double legibility_of(const Sharpness& sharpness, std::span<const core::Word> words);

/// No paper shows: dark from edge to edge, or of one grey as no sheet is. The lid, a failed scan: neither blank nor
/// legible. `grey`: the page as decoded.
bool shows_no_paper(const Pix& grey);

}  // namespace ocr
