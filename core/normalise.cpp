#include "core/normalise.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace core {
namespace {

/// Code point ranges of Latin-1 and Latin Extended-A that French text uses, with their plain letters.
constexpr std::array<std::pair<std::uint32_t, std::string_view>, 30> plain_letters{{
    {0xC0, "A"}, {0xC1, "A"}, {0xC2, "A"}, {0xC3, "A"},   {0xC4, "A"},  {0xC5, "A"},  {0xC6, "AE"}, {0xC7, "C"},
    {0xC8, "E"}, {0xC9, "E"}, {0xCA, "E"}, {0xCB, "E"},   {0xCC, "I"},  {0xCD, "I"},  {0xCE, "I"},  {0xCF, "I"},
    {0xD1, "N"}, {0xD2, "O"}, {0xD3, "O"}, {0xD4, "O"},   {0xD5, "O"},  {0xD6, "O"},  {0xD9, "U"},  {0xDA, "U"},
    {0xDB, "U"}, {0xDC, "U"}, {0xDD, "Y"}, {0x152, "OE"}, {0x178, "Y"}, {0x160, "S"},
}};

/// Next code point of a UTF-8 text; a malformed byte gives U+FFFD.
std::uint32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(at++);
    const int more = lead < 0x80 ? 0 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : -1;
    if (more < 0) return 0xFFFD;
    std::uint32_t code = more == 0 ? lead : lead & (0x3FU >> static_cast<unsigned>(more));
    for (int i = 0; i < more; ++i) {
        if (at >= text.size() || (byte(at) & 0xC0U) != 0x80U) return 0xFFFD;
        code = (code << 6U) | (byte(at++) & 0x3FU);
    }
    return code;
}

/// Capital ASCII letters or digits of a code point; empty for a separator.
std::string plain(std::uint32_t code) {
    if (code >= 'a' && code <= 'z') return {static_cast<char>(code - 'a' + 'A')};
    if ((code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9')) return {static_cast<char>(code)};
    if (code >= 0xE0 && code <= 0xFE && code != 0xF7) code -= 0x20;
    if (code == 0xFF) code = 0x178;
    if (code == 0x153 || code == 0x161) --code;
    if (code == 0xFB01) return "FI";
    if (code == 0xFB02) return "FL";
    for (const auto& [from, to] : plain_letters)
        if (from == code) return std::string{to};
    return {};
}

}  // namespace

std::vector<std::string> plain_words(std::string_view utf8) {
    std::vector<std::string> words(1);
    bool hyphen_at_line_end = false;
    for (std::size_t at = 0; at < utf8.size();) {
        const auto code = next_code_point(utf8, at);
        if (code == 0x301 || code == 0x300 || code == 0x302 || code == 0x327 || code == 0x308) continue;  // Combining.
        if (code == '-' || code == 0xAD || code == 0x2010) {
            hyphen_at_line_end = at < utf8.size() && (utf8[at] == '\n' || utf8[at] == '\r');
            if (hyphen_at_line_end || code == 0xAD) continue;
        }
        if ((code == '\n' || code == '\r') && hyphen_at_line_end) continue;
        hyphen_at_line_end = false;
        const auto letters = plain(code);
        if (!letters.empty())
            words.back() += letters;
        else if (!words.back().empty())
            words.emplace_back();
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

std::size_t letter_spaced(const std::vector<std::string>& words, std::size_t at) {
    constexpr std::size_t longest_part = 3;
    constexpr std::size_t least_letters = 4;
    const auto is_part = [&](std::size_t i) {
        return words[i].size() <= longest_part &&
               std::none_of(words[i].begin(), words[i].end(), [](char c) { return c <= '9'; });
    };
    std::size_t end = at;
    std::size_t singles = 0;
    for (; end < words.size() && is_part(end); ++end) singles += words[end].size() == 1 ? 1 : 0;
    while (end > at && words[end - 1].size() != 1) --end;  // « A R R E T E DE » ends with a letter.
    return at < end && words[at].size() == 1 && singles >= least_letters && 3 * singles >= 2 * (end - at) ? end - at
                                                                                                          : 0;
}

std::string normalised(std::string_view utf8) {
    const auto words = plain_words(utf8);
    std::string text;
    for (std::size_t i = 0; i < words.size();) {
        const auto end = i + std::max<std::size_t>(1, letter_spaced(words, i));
        if (!text.empty()) text += ' ';
        for (; i < end; ++i) text += words[i];
    }
    return text;
}

std::string folded(std::string_view plain) {
    std::string text;
    for (const char c : plain) {
        const bool rn = c == 'N' && !text.empty() && text.back() == 'R';
        if (rn)
            text.back() = 'M';
        else
            text += c == '0' ? 'O' : c == '1' || c == 'L' ? 'I' : c == '5' ? 'S' : c == '8' ? 'B' : c;
    }
    return text;
}

}  // namespace core
