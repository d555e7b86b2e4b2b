#include "core/limits.h"

#include <algorithm>

namespace core {
namespace {

constexpr int silence_months = 2;
constexpr int first_employment_months = 24;

/// Same day `count` months later; the last of the month where it has no such day (CPC art. 641).
Date months_later(Date day, int count) {
    const auto later = day + std::chrono::months{count};
    return later.ok() ? later : Date{later.year() / later.month() / std::chrono::last};
}

bool counts_from_affectation(Training training) {
    return training == Training::pro_poste_resp || training == Training::pro_sgm;
}

Date running_period_end(Date nomination, int period_months, Date today) {
    for (int months = first_employment_months + period_months;; months += period_months) {
        const auto end = months_later(nomination, months);
        if (end >= today) return end;
    }
}

}  // namespace

std::optional<Date> training_limit(const Dossier& dossier, const ReferenceTables& tables, Date today) {
    const auto* duration = find_duration(tables, dossier.training, field(dossier.data, "agent.categorie"));
    const auto start = parse_date(
        field(dossier.data, counts_from_affectation(dossier.training) ? "agent.affectation" : "agent.nomination"));
    if (duration == nullptr || duration->limit_months == 0 || !start) return std::nullopt;
    if (dossier.training == Training::pro_carriere) return running_period_end(*start, duration->limit_months, today);
    return months_later(*start, duration->limit_months);
}

std::vector<Limit> limits(const Dossier& dossier, Date received, const ReferenceTables& tables, Date today) {
    std::vector<Limit> all{{LimitKind::silence, months_later(received, silence_months)}};
    if (const auto due = training_limit(dossier, tables, today)) all.push_back({LimitKind::training, *due});
    std::sort(all.begin(), all.end(), [](const Limit& a, const Limit& b) { return a.on < b.on; });
    return all;
}

int days_until(Date day, Date today) {
    return static_cast<int>((std::chrono::sys_days{day} - std::chrono::sys_days{today}).count());
}

}  // namespace core
