#include "core/periods.h"

#include <algorithm>
#include <set>

namespace core {
namespace {

using std::chrono::sys_days;

sys_days day(Date date) { return sys_days{date}; }
Date next(Date date) { return Date{day(date) + std::chrono::days{1}}; }

/// Whole months from one day up to another (not included), and the days left over.
struct Span {
    int months = 0;
    int days = 0;
};

Span span(Date from, Date end) {
    const auto years = static_cast<int>(end.year()) - static_cast<int>(from.year());
    int months = years * 12 + static_cast<int>(static_cast<unsigned>(end.month())) -
                 static_cast<int>(static_cast<unsigned>(from.month()));
    if (plus_months(from, months) > end) --months;
    return {months, days_between(plus_months(from, months), end)};
}

/// Nothing that covers nothing, in order of the first day.
std::vector<Period> in_order(std::vector<Period> periods) {
    std::erase_if(periods, [](const Period& period) { return period.to < period.from; });
    std::sort(periods.begin(), periods.end(), [](const Period& a, const Period& b) { return a.from < b.from; });
    return periods;
}

}  // namespace

Date plus_months(Date date, int months) {
    const auto month = std::chrono::year_month{date.year(), date.month()} + std::chrono::months{months};
    const Date moved{month / date.day()};
    return moved.ok() ? moved : Date{month / std::chrono::last};
}

int days_between(Date from, Date to) { return static_cast<int>((day(to) - day(from)).count()); }

Range months_covered(std::vector<Period> periods) {
    Span total;
    const auto add = [&](Date from, Date to) {
        const auto part = span(from, next(to));
        total.months += part.months;
        total.days += part.days;
    };
    periods = in_order(std::move(periods));
    for (std::size_t i = 0; i < periods.size();) {
        const auto from = periods[i].from;
        auto to = periods[i].to;
        for (++i; i < periods.size() && periods[i].from <= next(to); ++i) to = std::max(to, periods[i].to);
        add(from, to);
    }
    return {total.months + total.days / 31.0, total.months + total.days / 30.0};
}

Range full_time_months(const std::vector<Period>& all) {
    const auto periods = in_order(all);
    std::set<Date> bounds;
    for (const auto& period : periods) {
        bounds.insert(period.from);
        bounds.insert(next(period.to));
    }
    Range total;
    for (auto at = bounds.begin(); at != bounds.end() && std::next(at) != bounds.end(); ++at) {
        Range share;
        for (const auto& period : periods)
            if (period.from <= *at && next(period.to) > *at) {
                share.low += period.quotite.low;
                share.high += period.quotite.high;
            }
        const auto part = span(*at, *std::next(at));
        total.low += std::min(share.low, 1.0) * (part.months + part.days / 31.0);
        total.high += std::min(share.high, 1.0) * (part.months + part.days / 30.0);
    }
    return total;
}

}  // namespace core
