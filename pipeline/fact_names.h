#pragma once

#include <span>
#include <string>
#include <vector>

#include "pipeline/lexemes.h"

namespace pipeline {

/// A person named in a text.
struct PersonNamed {
    std::string name;       ///< As read, without civility; first name and surname in the order written.
    std::string birth;      ///< After « née »; empty when not said.
    std::string usual;      ///< After « épouse » or « nom d'usage », or in brackets; likewise.
    std::size_t begin = 0;  ///< In the lexemes, from the civility on; one past the last at `end`.
    std::size_t end = 0;
    std::vector<std::size_t> words;  ///< Of the name, in PageText::words.
    bool civil = false;              ///< With « Madame », « M. » …
};

/// All who are named with a civility, in order. « Madame, Monsieur » and « Monsieur le Maire » are nobody.
std::vector<PersonNamed> find_people(const core::Page& page, const PageText& text, std::span<const Lexeme> lexemes);

/// The name that begins at a lexeme, civility or not; an empty name when none does.
PersonNamed name_at(const core::Page& page, const PageText& text, std::span<const Lexeme> lexemes, std::size_t at);

/// The words as read, one space between them, stray signs at both ends taken off; the hyphen of a broken word stays.
std::string read_text(const core::Page& page, const PageText& text, std::span<const std::size_t> words);

}  // namespace pipeline
