#include "pipeline/functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/half_days.h"
#include "core/statute.h"
#include "pipeline/questions.h"

namespace pipeline {
namespace {

using core::Range;

constexpr double endless = std::numeric_limits<double>::infinity();
constexpr Range anything{-endless, endless};

double day_number(core::Date date) {
    return static_cast<double>(std::chrono::sys_days{date}.time_since_epoch().count());
}

core::Date date_of(double day) { return core::Date{std::chrono::sys_days{std::chrono::days{static_cast<int>(day)}}}; }

std::string days_phrase(double days) {
    return core::HalfDays::of_halves(static_cast<int>(std::lround(days * 2))).phrase();
}

/// « 35 mois », or « 35 à 36 mois » when it is not known exactly; months begun do not count.
std::string months_phrase(Range months) {
    const auto low = static_cast<int>(std::floor(months.low));
    if (!std::isfinite(months.high)) return fmt::format("au moins {} mois", low);
    const auto high = static_cast<int>(std::floor(months.high));
    return low == high ? fmt::format("{} mois", low) : fmt::format("{} à {} mois", low, high);
}

/// A computed value: what it was computed from stands as its evidence, itself first.
Known computed(core::Function function, Range number, std::string text, std::vector<core::Evidence> from = {}) {
    Known known{.given = true, .text = std::move(text), .number = number, .evidence = std::move(from)};
    known.sure = number.low == number.high;
    known.evidence.insert(known.evidence.begin(), {"", std::string{core::to_text(function)} + "()", known.text, 1});
    return known;
}

Known computed_text(core::Function function, std::string text, bool sure, std::vector<core::Evidence> from = {}) {
    auto known = computed(function, {}, std::move(text), std::move(from));
    known.number.reset();
    known.sure = sure;
    return known;
}

// --- The table of durations ---------------------------------------------------------------------------------------

/// The rows that may apply: one, or all of the training when the category is in doubt.
std::vector<const core::Duration*> rows_of(const Case& dossier, core::Training training, const Known& category) {
    std::vector<const core::Duration*> rows;
    for (const auto& row : dossier.tables().durations)
        if (row.training == training && (!category.sure || row.category == category.text)) rows.push_back(&row);
    return rows;
}

template <class Value>
Known from_table(core::Function function, const Case& dossier, core::Training training, Value value) {
    const auto category = dossier.field("agent.categorie");
    Known known{.evidence = category.evidence, .questions = category.questions};
    Range range{endless, -endless};
    for (const auto* row : rows_of(dossier, training, category)) {
        const Range one = value(*row, known);
        range = {std::min(range.low, one.low), std::max(range.high, one.high)};
    }
    if (range.low > range.high) return known;
    auto made = computed(function, range, days_phrase(range.high), std::move(known.evidence));
    made.questions = std::move(known.questions);
    return made;
}

double longest_integration(const core::ReferenceTables& tables) {
    double most = 0;
    for (const auto& row : tables.durations)
        if (row.training == core::Training::integration) most = std::max(most, row.most.halves() / 2.0);
    return most;
}

/// Décret 2008-512 art. 13: integration days that were dispensed raise the most of the first-employment training.
Range raised(const core::Duration& row, const Case& dossier, Known& known) {
    const double most = row.most.halves() / 2.0;
    if (row.raised_by.empty()) return {most, most};
    const auto more = dossier.field(row.raised_by);
    known.evidence.insert(known.evidence.end(), more.evidence.begin(), more.evidence.end());
    known.questions.insert(known.questions.end(), more.questions.begin(), more.questions.end());
    const double longest = longest_integration(dossier.tables());
    if (!more.sure) return {most, most + longest};
    const double raise = more.number ? std::min(more.number->high, longest) : 0;
    return {most + raise, most + raise};
}

/// Last day of the time limit, from the date the table names.
Known limit(const Case& dossier) {
    const auto category = dossier.field("agent.categorie");
    const auto rows = rows_of(dossier, dossier.training(), category);
    if (rows.empty() || rows.front()->since.empty() || rows.front()->limit_months == 0) return {};
    const auto start = dossier.field(rows.front()->since);
    if (!start.number) return {.sure = start.sure, .evidence = start.evidence, .questions = start.questions};

    const auto last = core::plus_months(date_of(start.number->low), rows.front()->limit_months);
    auto known =
        computed(core::Function::limite, {day_number(last), day_number(last)}, core::long_date(last), start.evidence);
    if (!start.sure) known.number = anything;
    known.questions = start.questions;
    return known;
}

// --- Periods ------------------------------------------------------------------------------------------------------

/// The periods of experience invoked. One that goes on counts up to the request; one without a beginning makes the sum
/// open above.
struct Career {
    std::vector<core::Period> periods;
    bool open = false;
    std::vector<core::Evidence> evidence;
};

Range quotite_of(const Known& share) {
    if (!share.given || !share.sure || !share.number) return {0, 1};
    const double part = std::clamp(share.number->low / 100, 0.0, 1.0);
    return {part, part};
}

Career career_of(const Case& dossier) {
    const auto asked = dossier.field("date");
    const auto now = asked.number ? date_of(asked.number->low) : dossier.today();
    Career career;
    for (const auto& ground : dossier.grounds("motifs.experience")) {
        const auto from = dossier.field(ground + ".du");
        const auto to = dossier.field(ground + ".au");
        career.evidence.insert(career.evidence.end(), from.evidence.begin(), from.evidence.end());
        career.evidence.insert(career.evidence.end(), to.evidence.begin(), to.evidence.end());
        if (!from.number || !from.sure || !to.sure) {
            career.open = true;
            continue;
        }
        const auto last = to.number ? std::min(date_of(to.number->low), now) : now;
        career.periods.push_back({date_of(from.number->low), last, quotite_of(dossier.field(ground + ".quotite"))});
    }
    return career;
}

Known experience(core::Function function, const Case& dossier) {
    const auto career = career_of(dossier);
    if (career.periods.empty() && !career.open) return {};
    auto months = function == core::Function::mois_experience ? core::months_covered(career.periods)
                                                              : core::full_time_months(career.periods);
    if (career.open) months.high = endless;
    return computed(function, months, months_phrase(months), career.evidence);
}

/// Periods read on the pieces that attest services.
Known services(const Case& dossier) {
    std::vector<core::Period> sure;
    std::vector<core::Evidence> evidence;
    bool open = false;
    for (const auto& piece : dossier.pieces()) {
        if (!Case::is_of(piece, {"etat_services"})) continue;
        std::map<int, std::map<core::FactName, core::Fact>> items;
        for (const auto& fact : dossier.facts_of(piece))
            if (fact.item > 0) items[fact.item][fact.name] = fact;
        open = open || items.empty();
        for (const auto& [number, item] : items) {
            const auto from = item.find(core::FactName::from);
            const auto to = item.find(core::FactName::to);
            const bool read = from != item.end() && to != item.end() && core::parse_date(from->second.value) &&
                              core::parse_date(to->second.value) && from->second.confidence >= core::sure_fact &&
                              to->second.confidence >= core::sure_fact;
            open = open || !read;
            if (!read) continue;
            sure.push_back({*core::parse_date(from->second.value), *core::parse_date(to->second.value)});
            evidence.push_back(seen_on(piece.pages.front(), "from", from->second.value, from->second.confidence));
            evidence.push_back(seen_on(piece.pages.front(), "to", to->second.value, to->second.confidence));
        }
    }
    if (sure.empty()) return {};
    auto months = core::months_covered(sure);
    if (open) months.high = endless;
    return computed(core::Function::mois_services, months, months_phrase(months), std::move(evidence));
}

// --- Days of trainings --------------------------------------------------------------------------------------------

void add_days(Range& sum, const Known& days) {
    const auto one = days.given && days.sure && days.number ? *days.number : Range{0, endless};
    sum.low += one.low;
    sum.high += one.high;
}

Known training_days(core::Function function, const Case& dossier) {
    static const core::Operand attested{.kind = core::Operand::Kind::fact,
                                        .name = "days",
                                        .natures = {"attestation_formation", "certificat_realisation"}};
    const auto grounds = dossier.grounds("motifs.formation");
    if (grounds.empty()) return {};
    Range sum;
    std::vector<core::Evidence> evidence;
    for (const auto& ground : grounds) {
        const auto days = function == core::Function::jours_invoques ? dossier.field(ground + ".jours")
                                                                     : value_of(attested, dossier, {.ground = ground});
        add_days(sum, days);
        evidence.insert(evidence.end(), days.evidence.begin(), days.evidence.end());
    }
    const auto text = std::isfinite(sum.high) ? days_phrase(sum.high) : "au moins " + days_phrase(sum.low);
    return computed(function, sum, text, std::move(evidence));
}

// --- Statute ------------------------------------------------------------------------------------------------------

template <class Value>
Known of_cadre(core::Function function, const Case& dossier, Value value) {
    auto name = dossier.field("agent.cadre_emplois");
    if (!name.given) return {.sure = name.sure, .evidence = name.evidence, .questions = name.questions};
    const auto* sure = core::find_cadre(dossier.tables(), name.text);
    const auto* cadre = sure != nullptr ? sure : core::near_cadre(dossier.tables(), name.text);
    auto known = computed_text(function, cadre == nullptr ? "inconnu" : value(*cadre), sure != nullptr && name.sure,
                               name.evidence);
    if (function == core::Function::cadre && cadre == nullptr) known.sure = name.sure;  // Surely not in the table.
    known.questions = name.questions;
    return known;
}

Known contract_months(const Case& dossier) {
    const auto from = dossier.field("agent.nomination");
    const auto to = dossier.field("agent.fin_contrat");
    if (!from.number || !to.number) return {.sure = from.sure && to.sure, .evidence = to.evidence};
    auto months = core::months_covered({{date_of(from.number->low), date_of(to.number->low)}});
    if (!from.sure || !to.sure) months = anything;
    return computed(core::Function::mois_de_contrat, months, months_phrase(months), to.evidence);
}

Known remaining(const Case& dossier) {
    auto last = limit(dossier);
    if (!last.given) return last;
    const double today = day_number(dossier.today());
    const Range left{last.number->low - today, last.number->high - today};
    auto known =
        computed(core::Function::jours_restants, left,
                 std::isfinite(left.low) ? fmt::format("{} jours", static_cast<int>(left.low)) : "?", last.evidence);
    known.questions = std::move(last.questions);
    return known;
}

// --- Facts --------------------------------------------------------------------------------------------------------

Known fact_of(const core::Operand& operand, const Case& dossier, const Instance& instance) {
    const auto found = operand.natures == std::vector<std::string>{"piece"}
                           ? FoundPiece{instance.piece, true}
                           : dossier.find_piece(operand.natures, instance);
    if (found.piece == nullptr) return {};
    const auto facts = dossier.facts_of(*found.piece);
    const auto* fact = core::find_fact(facts, *core::from_text<core::FactName>(operand.name));
    if (fact == nullptr) return {.sure = false, .evidence = {seen_on(found.piece->pages.front(), operand.name, "", 0)}};

    Known known{.given = true, .sure = found.sure && fact->confidence >= core::sure_fact, .text = fact->value};
    if (const auto date = core::parse_date(fact->value))
        known.number = Range{day_number(*date), day_number(*date)};
    else if (const auto days = core::HalfDays::parse(fact->value))
        known.number = Range{days->halves() / 2.0, days->halves() / 2.0};
    known.evidence = {seen_on(found.piece->pages.front(), operand.name, fact->value, fact->confidence)};
    return known;
}

Known literal(const std::string& text) {
    Known known{.given = true, .text = text};
    if (const auto days = core::HalfDays::parse(text)) known.number = Range{days->halves() / 2.0, days->halves() / 2.0};
    return known;
}

}  // namespace

std::string shown(const core::Operand& operand, const Known& known) {
    if (!known.given) return "(non indiqué)";
    if (const auto date = core::parse_date(known.text)) return core::long_date(*date);
    const bool days =
        operand.kind != core::Operand::Kind::function && (operand.name.ends_with("jours") || operand.name == "days");
    const auto count = days ? core::HalfDays::parse(known.text) : std::nullopt;
    return count ? count->phrase() : known.text;
}

Known call(core::Function function, const Case& dossier, const Instance& instance) {
    using core::Function;
    switch (function) {
        case Function::plafond_jours:
            return from_table(function, dossier, dossier.training(),
                              [&](const core::Duration& row, Known& known) { return raised(row, dossier, known); });
        case Function::duree_min:
            return from_table(function, dossier, dossier.training(), [](const core::Duration& row, Known&) {
                return Range{row.least.halves() / 2.0, row.least.halves() / 2.0};
            });
        case Function::duree_max:
            return from_table(function, dossier, dossier.training(), [](const core::Duration& row, Known&) {
                return Range{row.most.halves() / 2.0, row.most.halves() / 2.0};
            });
        case Function::duree_integration:
            return from_table(function, dossier, core::Training::integration, [](const core::Duration& row, Known&) {
                return Range{row.most.halves() / 2.0, row.most.halves() / 2.0};
            });
        case Function::limite:
            return limit(dossier);
        case Function::jours_restants:
            return remaining(dossier);
        case Function::aujourdhui:
            return computed(function, {day_number(dossier.today()), day_number(dossier.today())},
                            core::long_date(dossier.today()));
        case Function::mois_experience:
        case Function::mois_temps_plein:
            return experience(function, dossier);
        case Function::mois_services:
            return services(dossier);
        case Function::jours_invoques:
        case Function::jours_attestes:
            return training_days(function, dossier);
        case Function::regime:
            return of_cadre(function, dossier, [](const core::Cadre& cadre) { return cadre.regime; });
        case Function::categorie_du_cadre:
            return of_cadre(function, dossier, [](const core::Cadre& cadre) { return cadre.category; });
        case Function::cadre:
            return of_cadre(function, dossier, [](const core::Cadre& cadre) { return cadre.name; });
        case Function::mois_de_contrat:
            return contract_months(dossier);
        case Function::canal:
            return computed_text(function, std::string{core::to_text(dossier.channel())}, true);
        case Function::page:
            return computed_text(function, std::to_string(instance.page), true);
        case Function::piece:
            return computed_text(function, instance.piece == nullptr ? "" : nature_name(*instance.piece), true);
    }
    throw std::logic_error("function");
}

Known value_of(const core::Operand& operand, const Case& dossier, const Instance& instance) {
    switch (operand.kind) {
        case core::Operand::Kind::literal:
            return literal(operand.name);
        case core::Operand::Kind::field:
            return dossier.field(Case::resolved(operand.name, instance));
        case core::Operand::Kind::fact:
            return fact_of(operand, dossier, instance);
        case core::Operand::Kind::function:
            return call(operand.function, dossier, instance);
    }
    throw std::logic_error("operand");
}

}  // namespace pipeline
