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

/// « text »
std::string in_quotes(std::string_view text);

/// The texts a message puts in « … », in their order; views into the message.
std::vector<std::string_view> quoted_words(std::string_view message);

/// As a template holds it: what is markup in XML by its entity, quotes as they are.
std::string as_written(std::string_view text);

/// Characters (code points) of a UTF-8 text before `offset`, on its line, and 1.
int column_at(std::string_view bytes, std::size_t offset);

/// « a, b, c »: for messages; at most `most` are named.
std::string listed(const std::vector<std::string>& words, std::size_t most = 20);

}  // namespace templates
