#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/reading.h"

namespace ocr {

/// Words of one image, boxes in its px, lines numbered from 0 in reading order.
struct Recognition {
    std::vector<core::Word> words;
    double confidence = 0;   ///< Mean over the words, weighted by their length; 0 without words.
    bool timed_out = false;  ///< The limit was reached: no words.

    bool operator==(const Recognition&) const = default;
};

/// Words joined by spaces, lines by line breaks; hyphens at line ends stay.
std::string text_of(std::span<const core::Word> words);

/// Numbers the lines from 0 without gaps, in the order in which they stand.
void number_lines(std::span<core::Word> words);

/// Mean weighted by length; 0 without words.
double mean_confidence(std::span<const core::Word> words);

/// How much was read with how much trust: what two readings of the same page are compared by.
double legibility(std::span<const core::Word> words);

/// A word of three letters or more, or a number of two figures, that was read with trust.
bool has_trusted_word(std::span<const core::Word> words);

/// Without what Tesseract makes of signatures, stamps and specks: lines in which nothing was read with trust, and words
/// of little confidence much larger than the text of the page. A low confidence alone says nothing: it is that of the
/// worst character, and right words come with 0.1.
std::vector<core::Word> without_scribbles(std::vector<core::Word> words);

/// Without the words whose centre lies in a signature or stamp zone.
std::vector<core::Word> without_zones(std::vector<core::Word> words, std::span<const core::Zone> zones);

}  // namespace ocr
