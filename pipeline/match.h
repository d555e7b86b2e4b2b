#pragma once

#include <string_view>

namespace pipeline {

/// Most words of a title stand in the text of a piece, in any order, one wrong letter in eight forgiven: a title broken
/// over lines or abbreviated still counts. An empty title is mentioned everywhere.
bool mentions(std::string_view text, std::string_view title);

}  // namespace pipeline
