#include <algorithm>
#include <array>

#include "templates/typography.h"
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
    if (left == U"h" && is_number(word)) return no_break;
    if (is_announcer(after_elision(left)) && !right.empty() &&
        (is_digit(right.front()) || after_elision(left).size() <= 3))
        return no_break;
    return U' ';
}

bool is_address(Text word) { return word.find(U'@') != Text::npos || word.find(U"://") != Text::npos; }

/// Punctuation that a narrow space keeps off the word before it.
bool is_high(char32_t code) { return code == U';' || code == U'!' || code == U'?' || code == U'»'; }

/// Whether a space is missing between two neighbours of one word: « oui; », « Nom: », «foo».
char32_t space_due(Text word, std::size_t at) {
    if (at == 0) return 0;
    const auto before = word[at - 1], here = word[at];
    if (before == U'«') return narrow;
    const bool after_word = is_letter(before) || is_digit(before) || before == U')' || before == U'%' ||
                            before == U'…' || before == U'”' || before == U'.';
    const auto rest = word.substr(at);
    const bool closes = std::ranges::none_of(rest, [](char32_t code) { return is_letter(code) || is_digit(code); });
    if (!closes || !after_word) return 0;
    if (is_high(here)) return narrow;
    return here == U':' && is_letter(before) && rest.size() == 1 ? no_break : 0;
}

/// Length of the number of an ordinal: 1 of « 1er », 2 of « XXe »; 0 for any other word.
std::size_t ordinal_number(Text word) {
    std::size_t digits = 0, romans = 0;
    while (digits < word.size() && is_digit(word[digits])) ++digits;
    while (romans < word.size() && (word[romans] == U'I' || word[romans] == U'V' || word[romans] == U'X')) ++romans;
    const auto number = std::max(digits, romans);
    if (number == 0 || number == word.size()) return 0;
    const auto end = word.substr(number);
    const bool ordinal = is_one_of(end, {U"er", U"re", U"e", U"es", U"ers", U"res", U"ème", U"èmes"}) ||
                         (digits == 1 && word[0] == U'2' && is_one_of(end, {U"nd", U"nde", U"nds", U"ndes"}));
    return ordinal ? number : 0;
}

/// Walks a typed text word by word and writes it as print has it.
class Typesetter {
  public:
    explicit Typesetter(const TypedText& typed) : typed_(typed), text_(typed.text) {}

    TypedText set() {
        out_.text.reserve(text_.size());
        out_.format.reserve(text_.size());
        for (std::size_t at = 0; at < text_.size();) {
            const auto end = end_of_word(at);
            set_word(at, end);
            if (end == text_.size()) break;
            const auto after = text_.substr(end + 1, end_of_word(end + 1) - end - 1);
            const auto before = text_.substr(at, end - at);
            out_.add(text_[end] == U' ' ? space_between(before, after) : text_[end], typed_.format[end]);
            at = end + 1;
        }
        return std::move(out_);
    }

  private:
    std::size_t end_of_word(std::size_t at) const {
        while (at < text_.size() && !is_space(text_[at]) && text_[at] != U'\n') ++at;
        return at;
    }

    void set_word(std::size_t begin, std::size_t end) {
        const auto word = text_.substr(begin, end - begin);
        const bool as_is = is_address(word);
        const auto core = core_of(word);
        const auto core_at = core.empty() ? 0 : static_cast<std::size_t>(core.data() - word.data());
        const auto number = as_is ? 0 : ordinal_number(without_stop(core));
        for (std::size_t i = 0; i < word.size(); ++i) {
            const auto format = typed_.format[begin + i];
            const bool given = typed_.raised[begin + i];
            if (as_is) {
                out_.add(word[i], format, given);
                continue;
            }
            if (const auto space = space_due(word, i)) out_.add(space, format);
            const bool up = number > 0 && i >= core_at + number && i < core_at + core.size() && is_letter(word[i]);
            if (word[i] == U'\'' && i > 0 && is_letter(word[i - 1])) {
                out_.add(0x2019, format, given);
            } else if (word.substr(i, 3) == U"...") {
                out_.add(0x2026, format, given);
                i += 2;
            } else {
                out_.add(word[i], format, given || up);
            }
        }
    }

    const TypedText& typed_;
    Text text_;
    TypedText out_;
};

}  // namespace

TypedText in_french(const TypedText& typed) { return Typesetter{typed}.set(); }

std::string french(std::string_view utf8) {
    TypedText typed;
    typed.add(decode_utf8(utf8), 0);
    return encode_utf8(in_french(typed).text);
}

}  // namespace templates
