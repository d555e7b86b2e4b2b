#include "mail/header_text.h"

#include <Poco/Base64Encoder.h>
#include <Poco/TextIterator.h>
#include <Poco/URI.h>
#include <Poco/UTF8Encoding.h>

#include <algorithm>
#include <sstream>

namespace mail {
namespace {

constexpr std::size_t word_bytes = 39;       // 52 in base64, 64 with the word's own marks.
constexpr std::size_t plain_limit = 66;      // What still stands on the line of the header's name.
constexpr std::size_t segment_columns = 48;  // Of a continued parameter's value.

bool is_alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_plain(std::string_view text, std::string_view also) {
    return !text.empty() && text.size() <= plain_limit && text.front() != ' ' && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), [&](char c) { return is_alnum(c) || also.find(c) != also.npos; });
}

/// Bidirectional overrides make `fdp.exe` read `exe.pdf`; line and paragraph separators break lines for some readers.
bool is_deceptive(int c) {
    return c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

bool is_control(int c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

bool is_line_break(int c) { return c == '\n' || c == '\r' || c == '\t'; }

/// Longest start of `text` that ends between two characters and holds at most `limit` bytes.
std::string_view whole_characters(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    std::size_t end = limit;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

std::string base64_of(std::string_view bytes, int line_length) {
    std::ostringstream out;
    Poco::Base64Encoder encoder{out};
    encoder.rdbuf()->setLineLength(line_length);
    encoder.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    encoder.close();
    return out.str();
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    Poco::URI::encode(std::string{text}, "!#$&'()*+,/:;=?@[]~", encoded);
    return encoded;
}

}  // namespace

std::optional<std::string> text_fault(std::string_view utf8, LineBreaks breaks) {
    const std::string text{utf8};
    const Poco::UTF8Encoding encoding;
    for (Poco::TextIterator it{text, encoding}, end{text}; it != end; ++it) {
        const int c = *it;
        if (c < 0) return "texte UTF-8 malformé";
        if (is_control(c) && !(breaks == LineBreaks::allowed && is_line_break(c)))
            return "caractère de commande interdit";
        if (is_deceptive(c)) return "caractère invisible interdit";
    }
    return std::nullopt;
}

std::string encode_words(std::string_view utf8) {
    if (is_plain(utf8, " '-.:,/+_;=")) return std::string{utf8};
    std::string words;
    while (!utf8.empty()) {
        const auto chunk = whole_characters(utf8, word_bytes);
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + base64(chunk) + "?=";
        utf8.remove_prefix(chunk.size());
    }
    return words;
}

std::string file_name_parameter(std::string_view utf8) {
    if (is_plain(utf8, " -._")) return "\r\n filename=\"" + std::string{utf8} + "\"";
    if (percent_encoded(utf8).size() <= segment_columns) return "\r\n filename*=UTF-8''" + percent_encoded(utf8);
    std::string parameter;
    for (int number = 0; !utf8.empty(); ++number) {
        const auto chunk = whole_characters(utf8, segment_columns / 3);  // A byte takes at most three columns.
        parameter += (number == 0 ? "" : ";") + std::string{"\r\n filename*"} + std::to_string(number) + "*=";
        parameter += (number == 0 ? "UTF-8''" : "") + percent_encoded(chunk);
        utf8.remove_prefix(chunk.size());
    }
    return parameter;
}

std::string base64(std::string_view bytes) { return base64_of(bytes, 0); }

std::string base64_lines(std::string_view bytes) {
    auto text = base64_of(bytes, 72);
    if (!text.ends_with("\r\n")) text += "\r\n";
    return text;
}

}  // namespace mail
