#include "core/limits.h"

#include <algorithm>

#include "core/periods.h"

namespace core {
namespace {

constexpr int silence_months = 2;
constexpr int first_employment_months = 24;

Date running_period_end(Date nomination, int period_months, Date today) {
    for (int months = first_employment_months + period_months;; months += period_months) {
        const auto end = plus_months(nomination, months);
        if (end >= today) return end;
    }
}

}  // namespace

std::optional<Date> training_limit(const Dossier& dossier, const ReferenceTables& tables, Date today) {
    const auto* duration = find_duration(tables, dossier.training, field(dossier.data, "agent.categorie"));
    if (duration == nullptr || duration->limit_months == 0) return std::nullopt;
    if (const auto start = parse_date(field(dossier.data, duration->since)))
        return plus_months(*start, duration->limit_months);
    const auto nomination = parse_date(field(dossier.data, "agent.nomination"));
    if (dossier.training != Training::pro_carriere || !nomination) return std::nullopt;
    return running_period_end(*nomination, duration->limit_months, today);
}

std::vector<Limit> limits(const Dossier& dossier, Date received, const ReferenceTables& tables, Date today) {
    std::vector<Limit> all{{LimitKind::silence, plus_months(received, silence_months)}};
    if (const auto due = training_limit(dossier, tables, today)) all.push_back({LimitKind::training, *due});
    std::sort(all.begin(), all.end(), [](const Limit& a, const Limit& b) { return a.on < b.on; });
    return all;
}

int days_until(Date day, Date today) { return days_between(today, day); }

}  // namespace core
