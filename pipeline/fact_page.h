#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/facts.h"
#include "pipeline/fact_dates.h"
#include "pipeline/fact_layout.h"
#include "pipeline/fact_names.h"

namespace pipeline {

/// A page taken apart once, for all the facts that are sought on it.
struct FactPage {
    FactPage(const core::Page& page, const core::FactRules& rules);

    /// Where a sentence goes on after a lead of the rules.
    struct Lead {
        std::string phrase;
        std::size_t begin = 0;  ///< Lexeme where the lead begins,
        std::size_t next = 0;   ///< and the one after it.
        double quality = 1;
    };

    std::vector<Lead> leads(core::FactName name) const;
    std::vector<const Labelled*> labels(core::FactName name) const;
    /// The value of a label as lexemes.
    std::vector<Lexeme> lexemes_in(const Labelled& value) const;
    /// First lexeme of a word, or of the next one that has any.
    std::size_t lexeme_of(std::size_t word) const;
    /// The words of lexemes [begin, end), each once.
    std::vector<std::size_t> words_of(std::size_t begin, std::size_t end) const;
    /// One of these words stands within `reach` lexemes before `at`, in the same sentence.
    bool before(std::size_t at, std::size_t reach, std::initializer_list<std::string_view> words) const;
    bool after(std::size_t at, std::size_t reach, std::initializer_list<std::string_view> words) const;
    std::string read(const std::vector<std::size_t>& words) const { return read_text(page, text, words); }

    /// A fact read from these words; its confidence falls with theirs.
    core::Fact fact(core::FactName name, std::string value, double confidence,
                    const std::vector<std::size_t>& words) const;

    const core::Page& page;
    const core::FactRules& rules;
    PageText text;
    Layout layout;
    std::vector<Lexeme> lexemes;
    std::vector<Labelled> labelled;
    std::vector<DateSpan> dates;
    std::vector<PersonNamed> people;
};

/// Two readings of one thing: the surer one, surer still when the other says the same, less sure when it differs.
double settled(double best, double other, bool same);

}  // namespace pipeline
