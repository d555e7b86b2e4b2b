#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace templates {

/// Code points of a UTF-8 text; a malformed byte gives U+FFFD (which no face of ours draws: it is refused later).
std::u32string decode_utf8(std::string_view utf8);
std::string encode_utf8(std::u32string_view text);
void append_utf8(std::string& out, char32_t code);

/// Big endian with its byte order mark, as PDF strings want it.
std::string utf16_be(std::string_view utf8);

}  // namespace templates
