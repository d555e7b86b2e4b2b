#include <algorithm>
#include <optional>

#include "core/normalise.h"
#include "pipeline/fact_durations.h"
#include "pipeline/fact_finders.h"

namespace pipeline {
namespace {

using core::FactName;

/// Days of a session and how sure it is that they are those of the training.
struct Session {
    DateSpan span;
    std::vector<std::size_t> words;
    double score = 0;
};

void add_runs(const FactPage& page, const std::vector<DateSpan::Run>& runs, double score,
              const std::vector<std::size_t>& words, Facts& facts) {
    int item = 0;
    for (const auto& fact : facts) item = std::max(item, fact.item);
    for (const auto& run : runs) {
        ++item;
        for (const auto name : {FactName::from, FactName::to}) {
            auto fact = page.fact(name, core::iso_date(name == FactName::from ? run.from : run.to), score, words);
            fact.item = item;
            facts.push_back(std::move(fact));
        }
    }
}

std::vector<Session> sessions(const FactPage& page) {
    std::vector<Session> found;
    for (const auto* value : page.labels(FactName::from)) {
        const auto spans = find_dates(page.lexemes_in(*value));
        if (spans.size() != 1 || spans.front().role == DateRole::birth) continue;
        found.push_back({spans.front(), value->words, 0.96 * value->quality});
    }
    for (const auto& span : page.dates) {
        if (span.role != DateRole::plain && !(span.range && span.role == DateRole::made_out)) continue;
        const bool said = page.before(span.begin, 8,
                                      {"DEROULE", "DEROULEE", "TENU", "TENUE", "LIEU", "ORGANISE", "ORGANISEE",
                                       "SESSION", "STAGE", "FORMATION", "SUIVI", "PERIODE", "DATES"});
        const double score = span.range ? (said ? 0.95 : 0.9) : said ? 0.85 : 0.6;
        found.push_back({span, page.words_of(span.begin, span.end), score});
    }
    return found;
}

/// A duration and how sure it is that it is the training's.
struct Length {
    Duration duration;
    std::vector<std::size_t> words;
    double score = 0;
};

/// « Nombre de jours : 3 »: the unit is in the label.
std::optional<Duration> bare_number(const Labelled& value, const std::vector<Lexeme>& lexemes) {
    const bool days = value.label.find("JOUR") != std::string::npos;
    const bool hours =
        value.label.find("HEURE") != std::string::npos || value.label.find("HORAIRE") != std::string::npos;
    if (days == hours || lexemes.empty() || !lexemes[0].is_number() || lexemes[0].text.size() > 3) return std::nullopt;
    Duration duration{.unit = days ? Duration::Unit::days : Duration::Unit::hours,
                      .amount = lexemes[0].text,
                      .quality = lexemes[0].repaired ? 0.8 : 1};
    const bool decimal = lexemes.size() >= 3 && (lexemes[1].is(",") || lexemes[1].is(".")) && lexemes[2].is_number();
    if (decimal) duration.amount += lexemes[2].text == "00" || lexemes[2].text == "0" ? "" : "." + lexemes[2].text;
    return duration;
}

std::vector<Length> lengths(const FactPage& page) {
    std::vector<Length> found;
    for (const auto name : {FactName::days, FactName::hours})
        for (const auto* value : page.labels(name)) {
            const auto lexemes = page.lexemes_in(*value);
            const auto durations = find_durations(lexemes);
            for (const auto& duration : durations) found.push_back({duration, value->words, 0.96 * value->quality});
            if (durations.empty())
                if (const auto bare = bare_number(*value, lexemes))
                    found.push_back({*bare, value->words, 0.93 * value->quality});
        }

    const auto leads = page.leads(FactName::days);
    const auto durations = find_durations(page.lexemes);
    std::vector<double> scores(durations.size(), 0.4);
    for (std::size_t i = 0; i < durations.size(); ++i) {
        const auto& duration = durations[i];
        const bool led = std::any_of(leads.begin(), leads.end(), [&](const auto& lead) {
            return lead.next <= duration.begin && duration.begin - lead.next <= 2;
        });
        const bool of_training = page.after(duration.end, 2, {"FORMATION"}) || page.after(duration.end, 3, {"TOTAL"});
        const bool after_dates = std::any_of(page.dates.begin(), page.dates.end(), [&](const DateSpan& span) {
            return span.role == DateRole::plain && span.end <= duration.begin && duration.begin - span.end <= 2;
        });
        if (led)
            scores[i] = 0.94;
        else if (of_training || after_dates)
            scores[i] = 0.9;
    }
    for (int pass = 0; pass < 2; ++pass)  // « 3 jours (21 heures) »: one vouches for the other.
        for (std::size_t i = 0; i + 1 < durations.size(); ++i) {
            const bool close =
                durations[i].unit != durations[i + 1].unit && durations[i + 1].begin - durations[i].end <= 3;
            if (close) scores[i] = scores[i + 1] = std::max(scores[i], scores[i + 1]);
        }
    for (std::size_t i = 0; i < durations.size(); ++i)
        found.push_back({durations[i], page.words_of(durations[i].begin, durations[i].end), scores[i]});
    return found;
}

}  // namespace

void find_session(const FactPage& page, Facts& facts) {
    const auto found = sessions(page);
    if (found.empty()) return;
    const auto& best = *std::max_element(found.begin(), found.end(),
                                         [](const Session& a, const Session& b) { return a.score < b.score; });
    double score = best.score;
    for (const auto& other : found)
        if (other.span.runs != best.span.runs && other.span.role == DateRole::plain)
            score = std::min(score, settled(best.score, other.score, false));
    if (best.score < 0.7 && found.size() > 1) return;
    add_runs(page, best.span.runs, score * best.span.quality, best.words, facts);
}

void find_length(const FactPage& page, Facts& facts) {
    const auto all = lengths(page);
    for (const auto unit : {Duration::Unit::days, Duration::Unit::hours}) {
        const Length* best = nullptr;
        for (const auto& length : all)
            if (length.duration.unit == unit && (best == nullptr || length.score > best->score)) best = &length;
        if (best == nullptr || best->score < 0.5) continue;
        double score = best->score;
        for (const auto& other : all)
            if (other.duration.unit == unit && other.duration.amount != best->duration.amount)
                score = std::min(score, settled(best->score, other.score, false));
        const auto name = unit == Duration::Unit::days ? FactName::days : FactName::hours;
        facts.push_back(page.fact(name, best->duration.amount, score * best->duration.quality, best->words));
    }
}

void find_document_date(const FactPage& page, Facts& facts) {
    for (const auto* value : page.labels(FactName::document_date)) {
        const auto spans = find_dates(page.lexemes_in(*value));
        if (spans.size() != 1 || spans.front().range) continue;
        facts.push_back(page.fact(FactName::document_date, core::iso_date(spans.front().runs.front().from),
                                  0.93 * value->quality * spans.front().quality, value->words));
        return;
    }
    // The last that says « fait » or « établi », else the last at all.
    const DateSpan* last = nullptr;
    bool last_says = false;
    double score = 0.94;
    for (const auto& span : page.dates) {
        if (span.role != DateRole::made_out || span.range) continue;
        const bool says = page.before(span.begin, 9, {"FAIT", "ETABLI", "ETABLIE", "DELIVRE", "DELIVREE", "SIGNE"});
        if (last_says && !says) continue;
        if (last != nullptr && last_says == says && last->runs != span.runs) score = 0.75;
        last = &span;
        last_says = says;
    }
    if (last != nullptr)
        facts.push_back(page.fact(FactName::document_date, core::iso_date(last->runs.front().from),
                                  score * last->quality, page.words_of(last->begin, last->end)));
}

void find_services(const FactPage& page, Facts& facts) {
    const auto from = page.labels(FactName::from);
    const auto to = page.labels(FactName::to);
    if (from.size() == 1 && to.size() == 1) {
        const auto first = find_dates(page.lexemes_in(*from.front()));
        const auto last = find_dates(page.lexemes_in(*to.front()));
        if (first.size() == 1 && last.size() == 1 && first[0].runs[0].from < last[0].runs[0].to) {
            auto words = from.front()->words;
            words.insert(words.end(), to.front()->words.begin(), to.front()->words.end());
            add_runs(page, {{first[0].runs[0].from, last[0].runs[0].to}}, 0.94, words, facts);
            return;
        }
    }
    const DateSpan* open = nullptr;  // The left half of a row « Du | Au ».
    for (const auto& span : page.dates) {
        if (span.role != DateRole::plain) {
            open = nullptr;
            continue;
        }
        if (span.range && span.runs.size() == 1) {
            add_runs(page, span.runs, 0.93 * span.quality, page.words_of(span.begin, span.end), facts);
            open = nullptr;
            continue;
        }
        if (span.range) continue;
        if (open != nullptr && span.begin - open->end <= 3 && open->runs.front().from < span.runs.front().from) {
            auto words = page.words_of(open->begin, open->end);
            const auto rest = page.words_of(span.begin, span.end);
            words.insert(words.end(), rest.begin(), rest.end());
            add_runs(page, {{open->runs.front().from, span.runs.front().from}}, 0.93 * open->quality * span.quality,
                     words, facts);
            open = nullptr;
        } else {
            open = &span;
        }
    }
}

}  // namespace pipeline
