#pragma once

#include <optional>
#include <string>

#include "templates/text.h"

namespace templates {

/// How a block looks: the styles of the charter, inheritance resolved. Lengths in mm.
struct Style {
    enum class Family { sans, serif, mono };
    enum class Rules { rows, grid, none };

    std::string name;
    Family family = Family::sans;
    bool bold = false, italic = false, capitals = false;
    double size = 10;  ///< Points.
    double leading = 4.85;
    Colour colour{};
    double tracking = 0;  ///< Thousandths of the size.
    Alignment alignment = Alignment::left;
    bool hyphenate = false;
    double before = 0, after = 0, indent = 0, first_indent = 0;
    bool together = false, with_next = false;
    std::optional<Colour> bar, background;
    std::string bullet = "–";
    Rules rules = Rules::rows;

    TextStyle text() const { return text(bold, italic); }
    TextStyle text(bool with_bold, bool with_italic) const {
        return {.face = face(with_bold, with_italic), .size = size, .colour = colour, .tracking = tracking};
    }

  private:
    Face face(bool with_bold, bool with_italic) const {
        if (family == Family::mono) return with_bold ? Face::mono_bold : Face::mono;
        const int first = static_cast<int>(family == Family::sans ? Face::sans : Face::serif);
        return static_cast<Face>(first + (with_bold ? 1 : 0) + (with_italic ? 2 : 0));
    }
};

}  // namespace templates
