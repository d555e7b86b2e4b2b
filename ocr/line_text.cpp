#include "ocr/line_text.h"

#include <algorithm>

namespace ocr {

namespace {

/// As Tesseract scales it: seven times the logarithm, a twentieth of that under 1.
double confidence_of(double certainty) { return std::clamp(1 + certainty * 7 / 20, 0.0, 1.0); }

}  // namespace

std::vector<LineWord> words_of(std::span<const LineCharacter> characters, const LineModel& model) {
    std::vector<LineWord> words;
    double space_before = 0;
    double certainty = 0;
    bool open = false;
    for (const auto& character : characters) {
        const bool space = character.code == model.space;
        if (!space && !open) {
            words.push_back({.first_step = character.first});
            certainty = space_before;
            open = true;
        }
        if (open) {
            certainty = std::min(certainty, character.certainty);
            words.back().confidence = confidence_of(certainty);
        }
        if (space) {
            open = false;
            space_before = character.certainty;
        } else {
            words.back().text += model.text[static_cast<std::size_t>(character.code)];
            words.back().end_step = character.end;
        }
    }
    return words;
}

}  // namespace ocr
