#include <algorithm>
#include <array>

#include "templates/text.h"
#include "templates/utf8.h"

namespace templates {
namespace {

constexpr char32_t no_break = 0x00A0;
constexpr char32_t narrow = 0x202F;

bool is_digit(char32_t code) { return code >= U'0' && code <= U'9'; }
bool is_letter(char32_t code) {
    return (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z') ||
           (code >= 0xC0 && code <= 0x24F && code != 0xD7 && code != 0xF7);
}
bool is_space(char32_t code) { return code == U' ' || code == no_break || code == narrow; }

using Text = std::u32string_view;

bool is_one_of(Text word, std::initializer_list<Text> words) { return std::ranges::find(words, word) != words.end(); }

bool is_month(Text word) {
    return is_one_of(word, {U"janvier", U"février", U"mars", U"avril", U"mai", U"juin", U"juillet", U"août",
                            U"septembre", U"octobre", U"novembre", U"décembre"});
}

/// What counts: never parted from the number before it.
bool is_unit(Text word) {
    return is_one_of(word,
                     {U"jour",    U"jours", U"demi-journée", U"demi-journées", U"heure",   U"heures",   U"h", U"min",
                      U"minutes", U"mois",  U"an",           U"ans",           U"semaine", U"semaines", U"€", U"%",
                      U"mm",      U"km",    U"pages",        U"page"});
}

/// What announces a number or a name: never parted from what follows.
bool is_announcer(Text word) {
    return is_one_of(
        word, {U"n°", U"N°", U"article", U"articles", U"art.", U"L.", U"R.", U"D.", U"M.", U"Mme", U"MM.", U"page"});
}

/// Letters, digits and what stands inside words, without punctuation at the ends: "jours," is "jours".
Text core_of(Text word) {
    const auto is_edge = [](char32_t code) {
        return !is_letter(code) && !is_digit(code) && code != U'°' && code != U'.' && code != U'€' && code != U'%';
    };
    while (!word.empty() && is_edge(word.front())) word.remove_prefix(1);
    while (!word.empty() && is_edge(word.back())) word.remove_suffix(1);
    return word;
}

/// "article" of "l’article".
Text after_elision(Text word) {
    const auto mark = word.find_last_of(U"\u2019'");
    return mark == Text::npos ? word : word.substr(mark + 1);
}

Text without_stop(Text word) { return !word.empty() && word.back() == U'.' ? word.substr(0, word.size() - 1) : word; }

bool is_number(Text word) {
    if (word.empty() || !is_digit(word.front())) return false;
    return std::ranges::all_of(word, [](char32_t code) { return is_digit(code) || code == U',' || code == U'.'; });
}

bool is_day(Text word) { return word == U"1er" || (is_number(word) && word.size() <= 2); }

/// The space between two words of a text.
char32_t space_between(Text before, Text after) {
    if (!after.empty() &&
        (after.front() == U';' || after.front() == U'!' || after.front() == U'?' || after.front() == U'»'))
        return narrow;
    if (!before.empty() && before.back() == U'«') return narrow;
    if (!after.empty() && after.front() == U':') return no_break;
    const auto left = core_of(before), right = core_of(after);
    const auto word = without_stop(right);
    if (is_number(left) &&
        (is_unit(word) || (is_digit(word.empty() ? U' ' : word.front()) && before.back() == left.back())))
        return no_break;
    if (is_day(left) && is_month(word)) return no_break;
    if (is_month(left) && is_number(word)) return no_break;
    if (is_announcer(after_elision(left)) && !right.empty() &&
        (is_digit(right.front()) || after_elision(left).size() <= 3))
        return no_break;
    return U' ';
}

/// Apostrophes and suspension points, inside one word.
std::u32string set_word(Text word) {
    if (word.find(U'@') != Text::npos || word.find(U"://") != Text::npos) return std::u32string{word};
    std::u32string out;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (word[i] == U'\'' && i > 0 && is_letter(word[i - 1])) {
            out.push_back(0x2019);
        } else if (word.substr(i, 3) == U"...") {
            out.push_back(0x2026);
            i += 2;
        } else {
            out.push_back(word[i]);
        }
    }
    return out;
}

}  // namespace

std::string french(std::string_view utf8) {
    const auto text = decode_utf8(utf8);
    std::u32string out;
    std::u32string before;  // The word just written, and whether a space was met since.
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && !is_space(text[end])) ++end;
        const auto word = set_word(Text{text}.substr(at, end - at));
        out += word;
        before = word;
        if (end == text.size()) break;
        auto next = end + 1;
        while (next < text.size() && !is_space(text[next])) ++next;
        const auto after = Text{text}.substr(end + 1, next - end - 1);
        out.push_back(text[end] == U' ' ? space_between(before, after) : text[end]);
        at = end + 1;
    }
    return encode_utf8(out);
}

}  // namespace templates
