#include "pipeline/lexemes.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/normalise.h"
#include "core/utf8.h"

namespace pipeline {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

/// The digit that OCR read as this letter; 0 when it is none of the usual ones.
char digit_for(char letter) {
    switch (letter) {
        case 'O':
            return '0';
        case 'I':
        case 'L':
            return '1';
        case 'S':
            return '5';
        case 'B':
            return '8';
        default:
            return 0;
    }
}

/// Letters, digits and signs of a word as plain ASCII: what core::plain_words drops is kept as a sign.
std::string plain_with_signs(std::string_view utf8) {
    std::string plain;
    for (std::size_t at = 0; at < utf8.size();) {
        std::size_t end = at + 1;
        while (end < utf8.size() && (static_cast<unsigned char>(utf8[end]) & 0xC0U) == 0x80U) ++end;
        const auto character = utf8.substr(at, end - at);
        const auto letters = core::normalised(character);
        if (!letters.empty())
            plain += letters;
        else if (character == "«" || character == "“")
            plain += '<';
        else if (character == "»" || character == "”")
            plain += '>';
        else if (character == "–" || character == "—" || character == "→" || character == "‐")
            plain += '-';
        else if (character == "’")
            plain += '\'';
        else if (character.size() == 1)
            plain += character[0];
        at = end;
    }
    return plain;
}

/// A run of letters and digits that is a number with a letter or two in it: at least half digits, the rest look like
/// digits.
bool is_blurred_number(std::string_view run) {
    const auto digits = std::count_if(run.begin(), run.end(), is_digit);
    return digits > 0 && 2 * digits >= static_cast<long>(run.size()) &&
           std::all_of(run.begin(), run.end(), [](char c) { return is_digit(c) || digit_for(c) != 0; });
}

class Splitter {
  public:
    Splitter(std::vector<Lexeme>& into, std::size_t word, bool new_line)
        : into_(into), word_(word), new_line_(new_line) {}

    void split(std::string_view plain, bool capital) {
        for (std::size_t at = 0; at < plain.size();) {
            if (!is_digit(plain[at]) && !is_letter(plain[at])) {
                if (plain[at] != ' ') add({Lexeme::Kind::sign, std::string{plain[at]}});
                ++at;
                continue;
            }
            auto end = at;
            while (end < plain.size() && (is_digit(plain[end]) || is_letter(plain[end]))) ++end;
            run(plain.substr(at, end - at), capital);
            at = end;
        }
    }

  private:
    void run(std::string_view text, bool capital) {
        if (!std::all_of(text.begin(), text.end(), is_digit) && is_blurred_number(text)) {
            std::string digits;
            for (const char c : text) digits += is_digit(c) ? c : digit_for(c);
            Lexeme number{Lexeme::Kind::number, std::move(digits)};
            number.repaired = true;
            add(std::move(number));
            return;
        }
        static constexpr std::array<std::string_view, 5> after_one{"ER", "ERE", "J", "JOUR", "H"};
        const bool one = (text[0] == 'L' || text[0] == 'I') &&
                         std::find(after_one.begin(), after_one.end(), text.substr(1)) != after_one.end();
        if (one) {  // « ler » for « 1er ».
            add({Lexeme::Kind::number, "1"});
            text.remove_prefix(1);
        }
        for (std::size_t at = 0; at < text.size();) {  // `21H00`, `1ER`, `J1`.
            const bool number = is_digit(text[at]);
            auto end = at;
            while (end < text.size() && is_digit(text[end]) == number) ++end;
            Lexeme lexeme{number ? Lexeme::Kind::number : Lexeme::Kind::word, std::string{text.substr(at, end - at)}};
            lexeme.capital = capital;
            add(std::move(lexeme));
            at = end;
        }
    }

    void add(Lexeme lexeme) {
        lexeme.word = word_;
        lexeme.new_line = new_line_;
        new_line_ = false;
        into_.push_back(std::move(lexeme));
    }

    std::vector<Lexeme>& into_;
    std::size_t word_;
    bool new_line_;
};

/// The first letter of the word is a capital (accented ones are two bytes, 0xC3 0x80 to 0x9E).
bool begins_with_capital(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_letter(c)) return true;
        if (c >= 'a' && c <= 'z') return false;
        const bool accented = static_cast<unsigned char>(c) == 0xC3 && i + 1 < text.size();
        if (accented) return static_cast<unsigned char>(text[i + 1]) < 0xA0;
    }
    return false;
}

}  // namespace

std::vector<Lexeme> lexemes_of(const core::Page& page, const PageText& text, std::span<const std::size_t> words) {
    std::vector<Lexeme> lexemes;
    std::size_t line = std::string::npos;
    for (const auto at : words) {
        const auto& placed = text.words[at];
        const auto& read = page.words[placed.word].text;
        Splitter{lexemes, at, placed.line != line}.split(plain_with_signs(read), begins_with_capital(read));
        line = placed.line;
    }
    return lexemes;
}

std::vector<Lexeme> lexemes_of(const core::Page& page, const PageText& text) {
    std::vector<std::size_t> all(text.words.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return lexemes_of(page, text, all);
}

}  // namespace pipeline
