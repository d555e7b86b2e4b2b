#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/reading.h"
#include "pipeline/page_text.h"

namespace pipeline {

/// A number, a word or a sign of the text, so that `12/03/2024,` and `12 mars 2024` can be parsed alike.
struct Lexeme {
    enum class Kind { number, word, sign };

    Kind kind = Kind::sign;
    std::string text;  ///< Number: digits. Word: plain capitals. Sign: the sign, dashes and arrows as `-`, quotes as
                       ///< `"`, `<` or `>`.
    std::size_t word = 0;   ///< In PageText::words.
    bool repaired = false;  ///< A number in which OCR had put letters: `2O24`.
    bool capital = false;   ///< A word that begins with a capital letter on the page.
    bool new_line = false;  ///< The first of its text line.

    bool is(std::string_view plain) const { return kind != Kind::number && text == plain; }
    bool is_number() const { return kind == Kind::number; }
    bool is_word() const { return kind == Kind::word; }
};

/// The lexemes of some words of the page, in the order given (indices in PageText::words).
std::vector<Lexeme> lexemes_of(const core::Page& page, const PageText& text, std::span<const std::size_t> words);

/// Of the whole page, in reading order.
std::vector<Lexeme> lexemes_of(const core::Page& page, const PageText& text);

}  // namespace pipeline
