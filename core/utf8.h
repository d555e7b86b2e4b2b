#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace core {

/// Bytes of the UTF-8 sequence at the start of `text`; 0 when there is none (overlong forms and surrogates are none).
std::size_t utf8_sequence(std::string_view text);
bool is_utf8(std::string_view text);
/// Bytes that are no UTF-8 become `?`, so that the text can be stored and shown.
std::string as_utf8(std::string_view text);

/// The text itself when it is UTF-8; else each byte read as ISO 8859-1, as old devices write file names.
std::string utf8_or_latin1(std::string_view text);

}  // namespace core
