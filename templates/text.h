#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "templates/haru.h"

namespace templates {

/// French typography for a text typed at a keyboard: ’ for ', … for ..., narrow no-break space before ; ! ? » and after
/// «, no-break space before : and between a number and its unit, in dates, after « n° », « article », « M. ». Words
/// with an @ or a :// are left alone. Applying it twice changes nothing.
std::string french(std::string_view utf8);

/// A stretch of text in one style. An ordinary space is where a line may end; '\n' ends it.
struct TextRun {
    std::string text;
    TextStyle style;
};

enum class Alignment { left, justified };

struct ParagraphShape {
    double width = 140;  ///< mm
    Alignment alignment = Alignment::justified;
};

/// Part of a line in one style; `x` in mm from the left of the paragraph. Its spaces are stretched by
/// style.extra_space.
struct LinePiece {
    double x = 0;
    std::string text;
    TextStyle style;
};
struct TextLine {
    std::vector<LinePiece> pieces;
};

/// The line ends that make the paragraph as a whole most even (Knuth and Plass's total fit, without hyphenation). A
/// word wider than the paragraph is cut. Nothing for an empty text.
std::vector<TextLine> break_lines(const Fonts& fonts, const std::vector<TextRun>& runs, const ParagraphShape& shape);

}  // namespace templates
