#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "templates/shaper.h"
#include "templates/text_style.h"

namespace templates {

/// A stretch of text in one style. An ordinary space is where a line may end; '\n' ends it. `mark` comes back on the
/// pieces: it tells links and other kinds apart.
struct TextRun {
    std::u32string text;
    TextStyle style{};
    int mark = 0;
};

/// Part of a line in one style, ready to be written; `x` in mm from the left of the paragraph. Kerning, tracking and
/// stretched spaces are in the glyphs. A line that does not end its paragraph ends with a space that has no width, so
/// that words stay apart for who listens or searches.
struct TextPiece {
    double x = 0, width = 0;
    std::vector<Glyph> glyphs;
    TextStyle style{};
    int mark = 0;
    Repertoire repertoire = Repertoire::everyday;
    std::optional<char32_t> missing;  ///< A character the face lacks.
};
struct TextLine {
    std::vector<TextPiece> pieces;
    double width = 0;
};

enum class Alignment { left, right, centred, justified };

struct ParagraphShape {
    double width = 140;  ///< mm
    Alignment alignment = Alignment::justified;
    bool hyphenate = false;
    double first_indent = 0;  ///< mm
};

/// The line ends that make the paragraph as a whole most even: Knuth and Plass's total fit, first without dividing a
/// word, then with French hyphenation, at last with spaces as wide as need be. Hyphens and stops at the edges hang a
/// little into the margin, so that the edge looks straight. A word wider than the paragraph is cut. Nothing for an
/// empty text.
std::vector<TextLine> break_lines(Shaper& shaper, const std::vector<TextRun>& runs, const ParagraphShape& shape);

/// A text on one line, however long.
TextPiece set_line(Shaper& shaper, std::u32string_view text, const TextStyle& style);

/// Millimetres; kerning and tracking counted. What the face lacks has no width.
double text_width(const Fonts& fonts, std::string_view utf8, const TextStyle& style);

/// What the glyphs of a piece say, in UTF-8: ligatures taken apart, soft hyphens kept.
std::string text_of(const TextPiece& piece);
std::string text_of(const TextLine& line);

}  // namespace templates
