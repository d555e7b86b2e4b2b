#include <algorithm>
#include <array>
#include <cmath>

#include "core/fuzzy.h"
#include "core/normalise.h"
#include "pipeline/fact_durations.h"
#include "pipeline/fact_finders.h"

namespace pipeline {
namespace {

using core::FactName;

/// A text that may be the value sought, and where it was read.
struct Reading {
    std::string text;
    std::vector<std::size_t> words;
    double score = 0;
};

enum class Agreement { none, part, whole };  ///< Part: one is cut short, nobody knows which is right.

Agreement agreement(const std::string& a, const std::string& b) {
    const auto x = core::folded(core::normalised(a));
    const auto y = core::folded(core::normalised(b));
    if (core::edit_distance(x, y) <= std::max(x.size(), y.size()) / 10) return Agreement::whole;
    return x.find(y) != std::string::npos || y.find(x) != std::string::npos ? Agreement::part : Agreement::none;
}

/// The best of several readings, surer when others say the same, less sure when one nearly as good differs.
void add_best(const FactPage& page, FactName name, const std::vector<Reading>& readings, Facts& facts) {
    if (readings.empty()) return;
    const auto& best = *std::max_element(readings.begin(), readings.end(),
                                         [](const Reading& a, const Reading& b) { return a.score < b.score; });
    double score = best.score;
    for (const auto& other : readings) {
        if (&other == &best) continue;
        switch (agreement(other.text, best.text)) {
            case Agreement::whole:
                score = settled(score, other.score, true);
                break;
            case Agreement::part:
                if (other.score > best.score - 0.1) score = std::min(score, 0.88);
                break;
            case Agreement::none:
                score = std::min(score, settled(best.score, other.score, false));
                break;
        }
    }
    facts.push_back(page.fact(name, best.text, score, best.words));
}

/// A title has letters enough, and is no date, no duration and no mere kind of training.
bool is_title(const std::string& text) {
    static constexpr std::array<std::string_view, 8> kinds{"ACTION DE FORMATION",
                                                           "FORMATION",
                                                           "STAGE",
                                                           "BILAN DE COMPETENCES",
                                                           "PRESENTIEL",
                                                           "ACTION",
                                                           "FORMATION CONTINUE",
                                                           "CERTIFICAT DE REALISATION"};
    const auto plain = core::normalised(text);
    const auto letters = std::count_if(plain.begin(), plain.end(), [](char c) { return c >= 'A'; });
    if (letters < 5 || plain.size() > 160) return false;
    return std::find(kinds.begin(), kinds.end(), plain) == kinds.end();
}

class TitleFinder {
  public:
    explicit TitleFinder(const FactPage& page) : page_(page) {}

    std::vector<Reading> readings() {
        constexpr double alone_in_its_cell = 0.88;  // Long titles go on where no rule sees it: one reading is a doubt.
        for (const auto* value : page_.labels(FactName::title)) add(value->words, alone_in_its_cell * value->quality);
        quoted();
        led();
        return std::move(found_);
    }

  private:
    void add(const std::vector<std::size_t>& words, double score) {
        auto text = page_.read(words);
        const auto lexemes = lexemes_of(page_.page, page_.text, words);
        if (!find_dates(lexemes).empty() || (words.size() <= 4 && !find_durations(lexemes).empty())) return;
        if (is_title(text)) found_.push_back({std::move(text), words, score});
    }

    /// « … »: surest right after a lead.
    void quoted() {
        const auto leads = page_.leads(FactName::title);
        for (std::size_t open = 0; open < page_.lexemes.size(); ++open) {
            if (!is_opening(open)) continue;
            auto close = open + 1;
            constexpr std::size_t longest = 45;
            while (close < page_.lexemes.size() && close - open < longest && !is_closing(close)) ++close;
            if (close >= page_.lexemes.size() || close - open >= longest || close == open + 1) continue;
            const bool led = std::any_of(leads.begin(), leads.end(),
                                         [&](const auto& lead) { return lead.next <= open && open - lead.next <= 4; });
            add(page_.words_of(open + 1, close), led ? 0.96 : 0.85);
            open = close;
        }
    }

    bool is_opening(std::size_t at) const { return page_.lexemes[at].is("<") || page_.lexemes[at].is("\""); }
    bool is_closing(std::size_t at) const { return page_.lexemes[at].is(">") || page_.lexemes[at].is("\""); }

    /// The rest of the sentence up to its dates, its length or its end; the line below when the lead ends its own.
    void led() {
        for (const auto& lead : page_.leads(FactName::title)) {
            auto at = lead.next;
            while (at < page_.lexemes.size() && (page_.lexemes[at].is(":") || page_.lexemes[at].is(","))) ++at;
            if (at >= page_.lexemes.size() || is_opening(at)) continue;
            const bool on_its_own = page_.lexemes[at].new_line;
            const auto end = end_of(at);
            if (end - at < 2 || !page_.lexemes[at].capital) continue;
            add(page_.words_of(at, end), (on_its_own ? 0.88 : 0.78) * lead.quality);
        }
    }

    /// Where the title ends: « qui », « du 3 mars », « d'une durée », « organisé par » …
    std::size_t end_of(std::size_t at) const {
        constexpr std::size_t longest = 30;
        auto end = at;
        for (; end < page_.lexemes.size() && end - at < longest; ++end) {
            const auto& lexeme = page_.lexemes[end];
            if (lexeme.is("QUI") || lexeme.is(",") || lexeme.is(".") || lexeme.is(";") || lexeme.is("ORGANISE") ||
                lexeme.is("ORGANISEE") || lexeme.is("DISPENSEE") || lexeme.is("("))
                break;
            const bool dated = std::any_of(page_.dates.begin(), page_.dates.end(),
                                           [&](const DateSpan& span) { return span.begin == end; });
            const bool lasts = lexeme.is("D") && page_.after(end, 4, {"DUREE"});
            if (dated || lasts || (lexeme.is("POUR") && page_.after(end, 3, {"DUREE"}))) break;
            if (end > at && lexeme.new_line && lexeme.capital && ends_short(page_.lexemes[end - 1].word)) break;
        }
        return end;
    }

    /// The line of this word ends well before the right margin: what follows is another paragraph.
    bool ends_short(std::size_t word) const {
        const auto& line = page_.text.lines[page_.text.words[word].line];
        return line.place.x1 < page_.text.extent.x1 - 0.15 * (page_.text.extent.x1 - page_.text.extent.x0);
    }

    const FactPage& page_;
    std::vector<Reading> found_;
};

/// What kind of paper it is, not whose nor about what.
bool names_a_paper(const std::string& plain) {
    static constexpr std::array<std::string_view, 13> papers{
        "PROGRAMME",  "FICHE",      "CONTENU",   "DEROULE",     "REFERENTIEL", "MAQUETTE", "ATTESTATION",
        "CERTIFICAT", "DESCRIPTIF", "CATALOGUE", "PARCOURS DE", "PLAN DE",     "SCENARIO"};
    return std::any_of(papers.begin(), papers.end(), [&](std::string_view paper) { return plain.starts_with(paper); });
}

/// The words from `first` to the end of its line, and of the lines of the same letters close below when they are a
/// heading.
std::vector<std::size_t> heading_from(const FactPage& page, std::size_t first, std::size_t line) {
    constexpr double large = 1.08;
    const auto& lines = page.text.lines;
    auto last = line;
    while (last + 1 < lines.size() && last - line < 3) {
        const auto& above = lines[last];
        const auto& below = lines[last + 1];
        const double gap = below.place.y0 - above.place.y1;
        const bool same_letters = std::abs(below.letter_height - above.letter_height) < 0.12 * above.letter_height;
        if (!same_letters || above.letter_height < large * page.text.letter_height ||
            gap < -0.3 * above.letter_height || gap > 0.8 * above.letter_height)
            break;
        ++last;
    }
    std::vector<std::size_t> words;
    for (auto word = first; word < lines[last].last; ++word) words.push_back(word);
    return words;
}

/// A diploma's name begins at this word: « diplôme de | licence ».
bool names_a_diploma(const FactPage& page, std::size_t word) {
    return std::any_of(page.rules.diplomas.begin(), page.rules.diplomas.end(), [&](const std::string& phrase) {
        const auto hits = page.text.text.find(sought(phrase), core::forgiven(phrase));
        return std::any_of(hits.begin(), hits.end(),
                           [&](const auto& hit) { return page.text.word_at(hit.begin + 1) == word; });
    });
}

/// The capitalised words after a lead, up to a sign or a verb.
std::vector<std::size_t> named_after(const FactPage& page, std::size_t at) {
    auto end = at;
    constexpr std::size_t longest = 14;
    while (end < page.lexemes.size() && end - at < longest) {
        const auto& lexeme = page.lexemes[end];
        const bool stops = lexeme.is(",") || lexeme.is(".") || lexeme.is(";") || lexeme.is("(") || lexeme.is(")") ||
                           lexeme.is("ATTESTE") || lexeme.is("CERTIFIE") || lexeme.is("DECLARE") || lexeme.is("QUI") ||
                           lexeme.is("ATTESTONS");
        if (stops || (end > at && lexeme.new_line && lexeme.capital)) break;
        ++end;
    }
    return page.words_of(at, end);
}

}  // namespace

void find_training_title(const FactPage& page, Facts& facts) {
    add_best(page, FactName::title, TitleFinder{page}.readings(), facts);
}

void find_heading(const FactPage& page, Facts& facts) {
    std::vector<Reading> readings;
    for (const auto* value : page.labels(FactName::title)) {
        auto text = page.read(value->words);
        if (is_title(text)) readings.push_back({std::move(text), value->words, 0.9 * value->quality});
    }
    for (const auto& line : page.text.lines) {  // Large letters that name no kind of paper.
        constexpr double large = 1.2;
        const double from_top = (line.place.middle() - page.text.extent.y0) / std::max(1.0, page.text.extent.height());
        if (from_top > 0.35 || line.letter_height < large * page.text.letter_height) continue;
        std::vector<std::size_t> words;
        for (auto word = line.first; word < line.last; ++word) words.push_back(word);
        auto text = page.read(words);
        const auto plain = core::normalised(text);
        if (!names_a_paper(plain) && is_title(text) && words.size() >= 3)
            readings.push_back({std::move(text), words, 0.6});
    }
    add_best(page, FactName::title, readings, facts);
}

void find_diploma(const FactPage& page, Facts& facts) {
    std::vector<Reading> readings;
    for (const auto& phrase : page.rules.diplomas)
        for (const auto& hit : page.text.text.find(sought(phrase), core::forgiven(phrase))) {
            const auto first = page.text.word_at(hit.begin + 1);
            const auto last = page.text.word_at(hit.end - 2);
            if (last >= page.text.words.size()) continue;
            const auto& line = page.text.lines[page.text.words[last].line];
            if (phrase.starts_with("DIPLOME D") && names_a_diploma(page, last + 1)) continue;
            const auto words = heading_from(page, first, page.text.words[last].line);
            const double begins = first - page.text.lines[page.text.words[first].line].first <= 3 ? 1 : 0.8;
            const double large = line.letter_height > 1.15 * page.text.letter_height ? 1 : 0.9;
            readings.push_back({page.read(words), words, 0.9 * begins * large * (hit.errors == 0 ? 1 : 0.95)});
        }
    add_best(page, FactName::title, readings, facts);
}

void find_organism(const FactPage& page, Facts& facts) {
    std::vector<Reading> readings;
    const auto add = [&](const std::vector<std::size_t>& words, double score) {
        auto text = page.read(words);
        const auto plain = core::normalised(text);
        if (plain.size() >= 3 && plain.size() <= 90) readings.push_back({std::move(text), words, score});
    };
    for (const auto* value : page.labels(FactName::organism)) add(value->words, 0.93 * value->quality);
    for (const auto& lead : page.leads(FactName::organism)) {
        auto at = lead.next;
        while (at < page.lexemes.size() && (page.lexemes[at].is(":") || page.lexemes[at].is("'"))) ++at;
        if (at < page.lexemes.size() && page.lexemes[at].capital) add(named_after(page, at), 0.85 * lead.quality);
    }
    if (!page.layout.segments().empty()) {  // The head of the letter paper.
        constexpr double head = 0.12;
        for (const auto& segment : page.layout.segments()) {
            const double from_top =
                (segment.place.middle() - page.text.extent.y0) / std::max(1.0, page.text.extent.height());
            if (from_top > head || segment.words.size() > 10) continue;
            if (names_a_paper(core::normalised(page.read(segment.words)))) break;
            add(segment.words, 0.55);
            break;
        }
        for (const auto& segment : page.layout.segments()) {  // The foot: name, then address and numbers.
            const double from_top =
                (segment.place.middle() - page.text.extent.y0) / std::max(1.0, page.text.extent.height());
            if (from_top < 0.85) continue;
            std::vector<std::size_t> words;
            for (const auto word : segment.words) {
                const auto& read = page.page.words[page.text.words[word].word].text;
                if (read == "-" || read == "–" || read == "—" || read == "|" || read == "•") break;
                words.push_back(word);
            }
            if (!words.empty() && words.size() <= 9 && words.size() < segment.words.size()) add(words, 0.55);
            break;
        }
    }
    add_best(page, FactName::organism, readings, facts);
}

}  // namespace pipeline
