#pragma once

#include <vector>

#include "core/geometry.h"
#include "ocr/working_page.h"

/// What a page shows of its print before anything is read: straight rules and words. What a form is found again by.
namespace ocr {

struct SeenRule {
    core::Point from, to;  ///< Left to right or top to bottom on the upright sheet.
    double width = 0;
};

/// Ink that stands together: a printed or written word, accents and all.
struct SeenWord {
    core::Point centre;
    double width = 0, height = 0;  ///< Along and across the text.
};

/// All in px of the working page.
struct SeenPrint {
    std::vector<SeenRule> rules;  ///< 6 mm and longer, level or upright to within 3 degrees of the others.
    std::vector<SeenWord> words;
};

/// `rotated`: quarter turn of the sheet; a half turn wrong gives the same print with its ends exchanged.
/// `skew_deg`: of the upright sheet, clockwise, known to within a degree.
SeenPrint see_print(const WorkingPage& page, int rotated, double skew_deg);

/// The same of a level, upright picture, in its px. `dpi`: 150 to 400.
SeenPrint see_level_print(const Pix& ink, int dpi);
/// Its rules alone, shorter ones too: of `least_mm` and more, the upright strokes of large letters among them.
std::vector<SeenRule> see_level_rules(const Pix& ink, int dpi, double least_mm);

}  // namespace ocr
