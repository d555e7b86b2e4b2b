#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mail {

enum class LineBreaks { allowed, forbidden };

/// French reason why a text may not go into a message; nothing when it may.
std::optional<std::string> text_fault(std::string_view utf8, LineBreaks breaks);

/// RFC 2047 value: plain ASCII of letters and common signs as it is, anything else as base64 words of whole characters,
/// one a line, folded. A header name of at most 10 characters before it keeps every line within 76.
std::string encode_words(std::string_view utf8);

/// RFC 2231 `filename` parameter with the folds before it, ready to follow `attachment;`. Long or French names are
/// continued.
std::string file_name_parameter(std::string_view utf8);

/// Base64 without line ends.
std::string base64(std::string_view bytes);
/// Base64 in lines of 72 with CRLF, the last one ended too.
std::string base64_lines(std::string_view bytes);

}  // namespace mail
