#pragma once

#include <vector>

#include "templates/text.h"

namespace templates {

/// What a line may do after an atom.
enum class Ending : std::uint8_t { none, space, hyphen, opening, cut, forced };

/// The smallest thing that stands whole on a line: a word or the part of a word between two divisions, or a space.
struct Atom {
    const ShapedWord* word = nullptr;  ///< Null for a space.
    std::uint16_t first = 0, last = 0;
    char16_t space = 0;  ///< U+0020, U+00A0, U+202F; 0 for a word.
    Ending ending = Ending::none;
    std::size_t run = 0;
    double width = 0, stretch = 0, shrink = 0;  ///< mm
    double hang_left = 0, hang_right = 0;       ///< mm into the margin, when it stands at the edge.
    double hyphen = 0;  ///< Width of the hyphen when the line ends here, hanging part taken off.
};

/// Runs to atoms; words wider than `measure` (mm) may be cut anywhere. `from` is the shaper's, which must not rest.
std::vector<Atom> atoms_of(Shaper& shaper, const std::vector<TextRun>& runs, double measure);

/// Puts atoms into pieces: `extra` mm are added to each space that stretches.
class LineWriter {
  public:
    LineWriter(Shaper& shaper, const std::vector<TextRun>& runs) : shaper_(shaper), runs_(runs) {}
    TextLine write(const std::vector<Atom>& atoms, std::size_t begin, std::size_t end, double extra, Ending ending);

  private:
    TextPiece& piece_for(TextLine& line, std::size_t run);

    Shaper& shaper_;
    const std::vector<TextRun>& runs_;
};

/// The number of the atom after each line, and how it ends. Empty when there are no atoms.
struct LineEnd {
    std::size_t begin = 0, end = 0;
    Ending ending = Ending::space;
};
std::vector<LineEnd> best_lines(const std::vector<Atom>& atoms, const ParagraphShape& shape);

}  // namespace templates
