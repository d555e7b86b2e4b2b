#pragma once

#include <string>
#include <vector>

#include "core/fuzzy.h"
#include "core/reading.h"

namespace pipeline {

/// Place of a word or line on the upright, levelled sheet, in px from its top left corner.
struct Place {
    double x0 = 0;
    double y0 = 0;
    double x1 = 0;
    double y1 = 0;

    double height() const { return y1 - y0; }
    double middle() const { return (y0 + y1) / 2; }
};

/// A word of the page and the signs it gave to the search text; a letter-spaced word takes several.
struct PlacedWord {
    std::size_t word = 0;   ///< In Page::words.
    std::size_t begin = 0;  ///< In PageText::text, one past the last sign at `end`; equal when it has no letters.
    std::size_t end = 0;
    std::size_t line = 0;
    bool colon = false;  ///< It ends with one.
    Place place;

    bool has_letters() const { return end > begin; }
};

struct TextLine {
    std::size_t first = 0;  ///< In PageText::words; one past the last word at `last`.
    std::size_t last = 0;
    std::size_t begin = 0;  ///< In the search text.
    std::size_t end = 0;
    Place place;
    double letter_height = 0;  ///< Of its tallest words, px.
};

/// The words of a page as the rules see them: one folded text to search (core::folded), which word each sign of it came
/// from, and where words and lines lie on the upright sheet. A page whose words have no boxes (all at 0) has no places.
struct PageText {
    explicit PageText(const core::Page& page);

    /// Index in `words` of the word that gave the sign at `offset` or the next one after it.
    std::size_t word_at(std::size_t offset) const;

    /// The word is the first, or the last, of its line, of a cell or of what a bullet or a colon sets off.
    bool opens_cell(std::size_t word) const;
    bool closes_cell(std::size_t word) const;

    std::vector<PlacedWord> words;
    std::vector<TextLine> lines;
    core::FuzzyText text{{}};
    Place extent;              ///< Of all words.
    double letter_height = 0;  ///< Median over the lines.
};

/// A phrase as it is sought in PageText::text: normalised, folded, between spaces.
std::string sought(std::string_view normalised_phrase);

}  // namespace pipeline
