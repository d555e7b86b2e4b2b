#pragma once

#include <optional>
#include <string>
#include <vector>

namespace templates {

/// A value as a letter writes it; the names are those of modele.rng. Nothing when the value has not the shape the
/// format wants (a date that is none).
std::optional<std::string> formatted(const std::string& value, const std::string& format);

/// `lignes`, `virgules`, `liste`: several values in one text.
bool joins(const std::string& format);
std::string joined(const std::vector<std::string>& values, const std::string& format);

/// Capitals keep their accents.
std::u32string in_capitals(std::u32string_view text);

}  // namespace templates
