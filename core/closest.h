#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// The candidate a misspelt word was meant to be: at most two edits, or one in three letters, away (Levenshtein);
/// nothing when none is near enough. For "did you mean".
std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace core
