#include <algorithm>

#include "core/normalise.h"
#include "pipeline/fact_finders.h"

namespace pipeline {
namespace {

using core::FactName;

/// Somebody who may be the holder.
struct Candidate {
    PersonNamed person;
    double score = 0;
};

std::vector<std::string> sorted_words(const std::string& name) {
    auto words = core::plain_words(name);
    std::sort(words.begin(), words.end());
    return words;
}

bool same_name(const std::string& a, const std::string& b) { return sorted_words(a) == sorted_words(b); }

/// A first name and a surname at least.
double fullness(const std::string& name) { return core::plain_words(name).size() >= 2 ? 1 : 0.7; }

class HolderFinder {
  public:
    explicit HolderFinder(const FactPage& page) : page_(page) {}

    void find(Facts& facts) {
        labelled();
        in_two_labels();
        led();
        mentioned();
        before_birth();
        if (candidates_.empty()) return;
        const auto best = *std::max_element(candidates_.begin(), candidates_.end(),
                                            [](const Candidate& a, const Candidate& b) { return a.score < b.score; });
        double score = best.score;
        for (const auto& other : candidates_)
            if (!same_name(other.person.name, best.person.name))
                score = std::min(score, settled(best.score, other.score, false));
        const auto votes = std::count_if(candidates_.begin(), candidates_.end(), [&](const Candidate& other) {
            return same_name(other.person.name, best.person.name);
        });
        if (votes > 1 && score == best.score) score = settled(score, 0.6, true);

        facts.push_back(page_.fact(FactName::holder, best.person.name, score, best.person.words));
        if (!best.person.birth.empty())
            facts.push_back(page_.fact(FactName::birth_name, best.person.birth, score, best.person.words));
        if (!best.person.usual.empty())
            facts.push_back(page_.fact(FactName::usual_name, best.person.usual, 0.9 * score, best.person.words));
    }

  private:
    void add(PersonNamed person, double score) {
        const bool cut = person.name.ends_with('-');  // A compound name of which the rest was not read.
        const double full = cut ? 0.7 : fullness(person.name);
        if (person.name.size() >= 3) candidates_.push_back({std::move(person), score * full});
    }

    void labelled() {
        for (const auto* value : page_.labels(FactName::holder)) {
            auto person = name_at(page_.page, page_.text, page_.lexemes_in(*value), 0);
            add(std::move(person), 0.95 * value->quality);
        }
    }

    /// « Nom : MARTIN », « Prénom : Claire ».
    void in_two_labels() {
        const auto name = [&](FactName which) {
            const auto values = page_.labels(which);
            return values.size() == 1 ? values.front() : nullptr;
        };
        const auto* first = name(FactName::first_name);
        const auto* last = name(FactName::birth_name);
        if (last == nullptr) last = name(FactName::surname);
        if (first == nullptr || last == nullptr) return;
        PersonNamed person{.name = page_.read(first->words) + " " + page_.read(last->words), .words = first->words};
        person.words.insert(person.words.end(), last->words.begin(), last->words.end());
        if (core::plain_words(person.name).size() <= 7) add(std::move(person), 0.95 * first->quality * last->quality);
    }

    /// « atteste que Madame Claire MARTIN », « est délivré à : ».
    void led() {
        for (const auto& lead : page_.leads(FactName::holder)) {
            auto at = lead.next;
            for (int skipped = 0; at < page_.lexemes.size() && skipped < 4 && !page_.lexemes[at].is_number();
                 ++skipped) {
                const auto& lexeme = page_.lexemes[at];
                const bool filler = lexeme.is(":") || lexeme.is(",") || lexeme.is("'") || lexeme.is("L") ||
                                    lexeme.is("AGENT") || lexeme.is("LE") || lexeme.is("LA") ||
                                    lexeme.is("STAGIAIRE") || lexeme.is("-");
                if (!filler) break;
                ++at;
            }
            auto person = name_at(page_.page, page_.text, page_.lexemes, at);
            if (is_official(person)) continue;
            const double score = person.civil ? 0.95 : 0.9;
            add(std::move(person), score * lead.quality);
        }
    }

    void mentioned() {
        for (const auto& person : page_.people) {
            if (is_official(person)) continue;
            const bool acts =
                page_.after(person.end, 7,
                            {"SUIVI",    "PARTICIPE", "NOMME",   "NOMMEE",   "TITULARISE", "TITULARISEE", "RECRUTE",
                             "RECRUTEE", "NE",        "NEE",     "AGENT",    "SALARIE",    "SALARIEE",    "STAGIAIRE",
                             "DETACHE",  "DETACHEE",  "EMPLOYE", "EMPLOYEE", "OCCUPE",     "EXERCE",      "PRIS",
                             "INSCRIT",  "INSCRITE",  "REALISE", "PART"});
            add(person, acts ? 0.93 : 0.72);
        }
    }

    /// The name that ends where « né le » begins.
    void before_birth() {
        for (const auto& date : page_.dates) {
            if (date.role != DateRole::birth) continue;
            auto born = date.begin;
            while (born > 0 && !page_.lexemes[born].is("NE") && !page_.lexemes[born].is("NEE") && date.begin - born < 5)
                --born;
            for (std::size_t back = 8; back >= 2; --back) {
                if (back > born) continue;
                auto person = name_at(page_.page, page_.text, page_.lexemes, born - back);
                const auto rest = person.end > born ? 99 : born - person.end;
                if (person.name.empty() || rest > 1) continue;
                add(std::move(person), 0.9);
                break;
            }
        }
    }

    /// Who signs or speaks is not who the piece is about.
    bool is_official(const PersonNamed& person) const {
        if (page_.before(person.begin, 5,
                         {"SOUSSIGNE", "SOUSSIGNEE", "SOUSSIGNES", "PAR", "FORMATEUR", "FORMATRICE", "INTERVENANT",
                          "INTERVENANTE", "CONSULTANTE", "CONSULTANT", "ANIMATION"})) {
            // « soussigné …, atteste que Madame X »: the verb between frees the name.
            if (!page_.before(person.begin, 4, {"QUE"})) return true;
        }
        return page_.after(person.end, 4,
                           {"DIRECTEUR", "DIRECTRICE", "MAIRE", "PRESIDENT", "PRESIDENTE", "AGISSANT", "REPRESENTANT",
                            "REPRESENTANTE", "GERANT", "GERANTE", "RESPONSABLE", "DELEGUE", "DELEGUEE"});
    }

    const FactPage& page_;
    std::vector<Candidate> candidates_;
};

void find_labelled_name(const FactPage& page, FactName name, Facts& facts) {
    const auto values = page.labels(name);
    if (values.size() != 1) return;
    const auto read = page.read(values.front()->words);
    if (core::plain_words(read).empty() || core::plain_words(read).size() > 5) return;
    facts.push_back(page.fact(name, read, 0.94 * values.front()->quality, values.front()->words));
}

void find_birth_date(const FactPage& page, Facts& facts) {
    for (const auto* value : page.labels(FactName::birth_date)) {
        const auto dates = find_dates(page.lexemes_in(*value));
        if (dates.empty() || dates.front().range) continue;
        facts.push_back(page.fact(FactName::birth_date, core::iso_date(dates.front().runs.front().from),
                                  0.95 * value->quality * dates.front().quality, value->words));
        return;
    }
    for (const auto& date : page.dates) {
        if (date.role != DateRole::birth || date.range) continue;
        facts.push_back(page.fact(FactName::birth_date, core::iso_date(date.runs.front().from), 0.95 * date.quality,
                                  page.words_of(date.begin, date.end)));
        return;
    }
}

}  // namespace

void find_holder(const FactPage& page, Facts& facts) {
    HolderFinder{page}.find(facts);
    for (const auto name : {FactName::surname, FactName::first_name, FactName::birth_name, FactName::usual_name})
        if (core::find_fact(facts, name) == nullptr) find_labelled_name(page, name, facts);
    find_birth_date(page, facts);
}

}  // namespace pipeline
