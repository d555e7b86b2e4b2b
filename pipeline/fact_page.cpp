#include "pipeline/fact_page.h"

#include <algorithm>

#include "core/fuzzy.h"

namespace pipeline {
namespace {

bool is_one_of(const Lexeme& lexeme, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return lexeme.is(word); });
}

}  // namespace

FactPage::FactPage(const core::Page& of, const core::FactRules& by)
    : page(of),
      rules(by),
      text(of),
      layout(of, text),
      lexemes(lexemes_of(of, text)),
      labelled(layout.values(by)),
      dates(find_dates(lexemes)),
      people(find_people(of, text, lexemes)) {}

std::vector<FactPage::Lead> FactPage::leads(core::FactName name) const {
    std::vector<Lead> found;
    for (const auto& rule : rules.facts) {
        if (rule.name != name) continue;
        for (const auto& phrase : rule.leads)
            for (const auto& hit : text.text.find(sought(phrase), core::forgiven(phrase))) {
                const auto first = text.word_at(hit.begin + 1);
                const auto last = text.word_at(hit.end - 2);
                if (last >= text.words.size()) continue;
                auto next = lexeme_of(last + 1);
                // « qualité d'adjoint »: the lead ends inside a word, the value begins there.
                if (phrase.ends_with(" D") || phrase.ends_with(" L"))
                    for (next = lexeme_of(last); next < lexemes.size() && !lexemes[next].is("'"); ++next) {
                    }
                found.push_back({phrase, lexeme_of(first), next, hit.errors == 0 ? 1 : 0.95});
            }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Lead& a, const Lead& b) { return a.phrase.size() > b.phrase.size(); });
    std::vector<Lead> kept;  // Of leads that end at one place the longest.
    for (auto& lead : found)
        if (std::none_of(kept.begin(), kept.end(), [&](const Lead& other) { return other.next == lead.next; }))
            kept.push_back(std::move(lead));
    return kept;
}

std::vector<const Labelled*> FactPage::labels(core::FactName name) const {
    std::vector<const Labelled*> found;
    for (const auto& value : labelled)
        if (value.name == name) found.push_back(&value);
    return found;
}

std::vector<Lexeme> FactPage::lexemes_in(const Labelled& value) const { return lexemes_of(page, text, value.words); }

std::size_t FactPage::lexeme_of(std::size_t word) const {
    const auto at =
        std::partition_point(lexemes.begin(), lexemes.end(), [&](const Lexeme& lexeme) { return lexeme.word < word; });
    return static_cast<std::size_t>(at - lexemes.begin());
}

std::vector<std::size_t> FactPage::words_of(std::size_t begin, std::size_t end) const {
    std::vector<std::size_t> words;
    for (auto at = begin; at < std::min(end, lexemes.size()); ++at)
        if (words.empty() || words.back() != lexemes[at].word) words.push_back(lexemes[at].word);
    return words;
}

bool FactPage::before(std::size_t at, std::size_t reach, std::initializer_list<std::string_view> words) const {
    for (std::size_t back = 1; back <= reach && back <= at; ++back) {
        if (is_one_of(lexemes[at - back], words)) return true;
        if (lexemes[at - back].is(".") && back > 1) return false;
    }
    return false;
}

bool FactPage::after(std::size_t at, std::size_t reach, std::initializer_list<std::string_view> words) const {
    for (std::size_t ahead = 0; ahead < reach && at + ahead < lexemes.size(); ++ahead) {
        if (is_one_of(lexemes[at + ahead], words)) return true;
        if (lexemes[at + ahead].is(".")) return false;
    }
    return false;
}

core::Fact FactPage::fact(core::FactName name, std::string value, double confidence,
                          const std::vector<std::size_t>& words) const {
    core::Fact fact{.name = name, .value = std::move(value), .confidence = confidence, .page = page.page};
    double least = 1;
    double sum = 0;
    for (const auto at : words) {
        const auto& word = page.words[text.words[at].word];
        least = std::min(least, word.confidence);
        sum += word.confidence;
        fact.box = fact.box == core::Box{}
                       ? word.box
                       : core::Box{std::min(fact.box.x0, word.box.x0), std::min(fact.box.y0, word.box.y0),
                                   std::max(fact.box.x1, word.box.x1), std::max(fact.box.y1, word.box.y1)};
    }
    if (!words.empty()) {
        constexpr double clear = 0.8;  // Words read this surely are as good as printed.
        const double mean = sum / static_cast<double>(words.size());
        fact.confidence *= std::min(1.0, 0.6 + 0.4 * mean / clear) * (least < 0.4 ? 0.85 : 1);
    }
    return fact;
}

double settled(double best, double other, bool same) {
    if (same) return std::min(0.99, 1 - (1 - best) * (1 - 0.7 * other));
    return other > best - 0.1 ? best * 0.75 : best;
}

}  // namespace pipeline
