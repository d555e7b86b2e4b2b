#pragma once

#include <vector>

#include "core/form_layout.h"
#include "ocr/homography.h"

namespace ocr {

/// Something of a form's print that can be measured on a page.
struct PrintFeature {
    enum class Kind {
        piece,  ///< Of a line, some 14 mm long: short, so that a sheet that is curled or was pulled askew is followed.
        end,    ///< Of a line, nothing printed near; `from` lies on the line.
        word,
        mark,
    };

    Kind kind = Kind::piece;
    core::Point at;                ///< mm: the middle of a piece, word or mark; where a line ends.
    core::Point from, to;          ///< Of a piece; of an end, `to` is `at`.
    Axis tells = Axis::x;          ///< What a piece or an end tells; words and marks tell both.
    double clear_mm = 0;           ///< Of a piece: no other line runs beside it for so far.
    double width = 0, height = 0;  ///< Of a word; of a mark its side.

    int sightings() const { return kind == Kind::word || kind == Kind::mark ? 2 : 1; }
};

/// All straight lines of a page, the borders of its boxed zones among them.
std::vector<core::Rule> printed_rules(const core::FormPageLayout& page);

/// All of a page's: rules, borders of boxed zones, words, marks.
std::vector<PrintFeature> features_of(const core::FormPageLayout& page);

}  // namespace ocr
