#pragma once

#include <string>
#include <string_view>

namespace pipeline {

/// Least number of edits that turn `phrase` into some part of `text`, given up above `most` (Sellers 1980).
int edits_within(std::string_view phrase, std::string_view text, int most);

/// A normalised phrase stands in a normalised text as whole words, one wrong letter in eight forgiven (OCR).
/// `text` begins and ends with a space.
bool has_phrase(const std::string& text, const std::string& phrase);

/// Most words of a title stand in the text of a piece, in any order: a title broken over lines or abbreviated still
/// counts. An empty title is mentioned everywhere.
bool mentions(std::string_view text, std::string_view title);

}  // namespace pipeline
