#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace templates {

/// French for an error code of libxml2's parser; `argument` is the name it is about, or empty.
std::string syntax_cause(int code, std::string_view argument);

/// Number of the line, from 1, where this byte stands.
int line_at(std::string_view bytes, std::size_t offset);

/// « a, b, c »: for messages; at most `most` are named.
std::string listed(const std::vector<std::string>& words, std::size_t most = 20);

}  // namespace templates
