#pragma once

#include <string>
#include <vector>

#include "tests/drawing/hands.h"

/// Who writes, types and stamps. Training, calibration and scoring share no writer, font or name.
namespace drawing {

enum class Writers { training, calibration, scoring };

struct Cast {
    Writers writers = Writers::scoring;
    std::vector<Hand> hands;         ///< Of pens.h.
    std::vector<Font> hand_fonts;    ///< As people write.
    std::vector<Font> text_fonts;    ///< As machines and stamps do.
    std::vector<std::string> names;  ///< First and last name, ASCII.
    unsigned first_writer = 0;       ///< Seeds of the writers of hands.h.

    /// One of the writers signs, in about this place.
    void sign(Canvas& canvas, const core::BoxMm& place, const Pen& pen, Random& random) const;
};

/// Uses Debian's fonts alone.
const Cast& scoring_cast();
/// Hands and text faces of two folders; training takes two fonts of three, calibration the third.
Cast cast_of(Writers writers, const std::filesystem::path& hand_fonts, const std::filesystem::path& text_fonts);

}  // namespace drawing
