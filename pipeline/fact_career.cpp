#include <algorithm>
#include <array>

#include "core/fuzzy.h"
#include "core/normalise.h"
#include "pipeline/fact_finders.h"

namespace pipeline {
namespace {

using core::FactName;

/// Grades are written in both genders, with « territorial » or not, and their class in several ways.
std::string grade_key(std::string_view read) {
    std::string key;
    for (auto word : core::plain_words(read)) {
        if (word.starts_with("TERRITORIA") || word == "STAGIAIRE" || word == "DE" || word == "D") continue;
        const auto ends = [&](std::string_view end) { return word.size() > end.size() + 2 && word.ends_with(end); };
        if (ends("TRICE"))
            word.replace(word.size() - 5, 5, "TEUR");
        else if (ends("IENNE"))
            word.resize(word.size() - 2);
        else if (ends("IERE"))
            word.replace(word.size() - 4, 4, "IER");
        else if (ends("EE") || ends("TE") || ends("VE"))
            word.pop_back();
        if (word == "1ERE" || word == "PREMIERE" || word == "PREMIER") word = "1RE";
        if (word == "2EME" || word == "2IEME" || word == "DEUXIEME" || word == "SECONDE") word = "2E";
        key += (key.empty() ? "" : " ") + word;
    }
    return key;
}

/// A grade of the table and the cadre d'emplois it belongs to; an empty cadre when several have it.
struct Grade {
    std::string name;
    std::string key;
    std::string cadre;
};

/// Grades that name a trade, in all ways they are written: « principal de 2e classe » alone says nothing.
std::vector<Grade> grades_of(const core::ReferenceTables& tables, const core::FactRules& rules) {
    static constexpr std::array<std::string_view, 4> nameless{"classe", "hors", "principal de", "("};
    std::vector<Grade> grades;
    for (const auto& cadre : tables.cadres)
        for (const auto& name : cadre.grades) {
            if (std::any_of(nameless.begin(), nameless.end(),
                            [&](std::string_view start) { return name.starts_with(start); }))
                continue;
            const auto key = grade_key(name);
            const auto known =
                std::find_if(grades.begin(), grades.end(), [&](const Grade& grade) { return grade.key == key; });
            if (known == grades.end())
                grades.push_back({name, key, cadre.name});
            else
                known->cadre.clear();
        }
    for (const auto& alias : rules.grades) {
        const auto cadre = std::find_if(tables.cadres.begin(), tables.cadres.end(), [&](const auto& of) {
            return std::find(of.grades.begin(), of.grades.end(), alias.grade) != of.grades.end();
        });
        if (cadre == tables.cadres.end()) continue;
        for (const auto& phrase : alias.phrases) grades.push_back({alias.grade, grade_key(phrase), cadre->name});
    }
    std::stable_sort(grades.begin(), grades.end(),
                     [](const Grade& a, const Grade& b) { return a.key.size() > b.key.size(); });
    return grades;
}

/// The grade that begins within the first words of a text: the longest, and of those that differ by a figure the one
/// with fewer errors.
const Grade* grade_in(const std::vector<Grade>& grades, const std::string& read) {
    constexpr std::size_t near = 26;  // Signs before the grade: « fonctionnaire stagiaire, au grade d' ».
    const core::FuzzyText text{" " + grade_key(read) + " "};
    const Grade* best = nullptr;
    int least = 0;
    for (const auto& grade : grades) {  // Longest first.
        const auto hits = text.find(" " + grade.key + " ", static_cast<int>(grade.key.size()) / 10);
        if (hits.empty() || hits.front().begin > near) continue;
        if (best != nullptr && (hits.front().errors >= least || grade.key.size() + 3 < best->key.size())) continue;
        best = &grade;
        least = hits.front().errors;
    }
    return best;
}

void add_grade(const FactPage& page, const Grade& grade, double score, const std::vector<std::size_t>& words,
               Facts& facts) {
    facts.push_back(page.fact(FactName::grade, grade.name, score, words));
    if (!grade.cadre.empty()) facts.push_back(page.fact(FactName::cadre_emplois, grade.cadre, score, words));
}

}  // namespace

void find_grade(const FactPage& page, const core::ReferenceTables& tables, Facts& facts) {
    const auto grades = grades_of(tables, page.rules);
    for (const auto* value : page.labels(FactName::grade))
        if (const auto* grade = grade_in(grades, page.read(value->words)))
            return add_grade(page, *grade, 0.93 * value->quality, value->words, facts);

    const Grade* best = nullptr;
    std::vector<std::size_t> where;
    double score = 0.93;
    for (const auto& lead : page.leads(FactName::grade)) {
        constexpr std::size_t reach = 16;
        const auto words = page.words_of(lead.next, lead.next + reach);
        const auto* grade = grade_in(grades, page.read(words));
        if (grade == nullptr) continue;
        if (best != nullptr && best->name != grade->name) score = 0.75;
        if (best == nullptr || grade->key.size() > best->key.size()) {
            best = grade;
            where = words;
        }
    }
    if (best != nullptr) add_grade(page, *best, score, where, facts);
}

void find_appointment(const FactPage& page, Facts& facts) {
    const auto add_date = [&](const DateSpan& span, double score) {
        facts.push_back(page.fact(FactName::effective_date, core::iso_date(span.runs.front().from),
                                  score * span.quality, page.words_of(span.begin, span.end)));
    };
    const DateSpan* effective = nullptr;
    double score = 0.94;
    for (const auto& span : page.dates) {
        const bool acts = page.before(span.begin, 30,
                                      {"NOMME", "NOMMEE", "TITULARISE", "TITULARISEE", "RECRUTE", "RECRUTEE", "ENGAGE",
                                       "ENGAGEE", "DETACHE", "DETACHEE"});
        const bool at = span.begin > 0 && page.lexemes[span.begin - 1].is("AU") && acts;
        const bool engaged = span.range && acts;
        if (span.role != DateRole::effective && !at && !engaged) continue;
        if (effective != nullptr && effective->runs.front().from != span.runs.front().from) {
            score = 0.75;
            continue;
        }
        effective = &span;
        if (at || engaged) score = std::min(score, 0.9);
    }
    if (effective != nullptr) add_date(*effective, score);

    for (const auto& access : page.rules.access)
        for (const auto& phrase : access.phrases) {
            const auto hits = page.text.text.find(sought(phrase), core::forgiven(phrase));
            if (hits.empty()) continue;
            const auto first = page.text.word_at(hits.front().begin + 1);
            const auto last = page.text.word_at(hits.front().end - 2);
            facts.push_back(page.fact(FactName::access_mode, access.code, 0.92,
                                      page.words_of(page.lexeme_of(first), page.lexeme_of(last + 1))));
            return;
        }
}

void find_employer(const FactPage& page, Facts& facts) {
    for (const auto* value : page.labels(FactName::employer)) {
        const auto read = page.read(value->words);
        if (core::normalised(read).size() < 4) continue;
        facts.push_back(page.fact(FactName::employer, read, 0.85 * value->quality, value->words));
        return;
    }
}

void find_function(const FactPage& page, Facts& facts) {
    auto values = page.labels(FactName::function);
    if (values.empty()) values = page.labels(FactName::title);  // « Intitulé » of a fiche de poste.
    if (values.empty()) return;
    const auto* value = values.front();
    const auto read = page.read(value->words);
    if (core::normalised(read).size() < 3) return;
    double score = 0.92 * value->quality;
    for (const auto* other : values)
        if (core::normalised(page.read(other->words)) != core::normalised(read)) score = std::min(score, 0.8);
    facts.push_back(page.fact(FactName::function, read, score, value->words));
}

}  // namespace pipeline
