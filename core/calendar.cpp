#include "core/calendar.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "core/cadres.h"

namespace core {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr days longest_search{400};  ///< A year of closures is a mistake in the settings.

std::optional<int> whole_number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<minutes> time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = whole_number(text.substr(0, 2)), minute = whole_number(text.substr(3, 2));
    if (!hour || !minute || *hour < 0 || *hour > 24 || *minute < 0 || *minute > 59) return std::nullopt;
    return minutes{60 * *hour + *minute};
}

Date next(Date day) { return Date{sys_days{day} + days{1}}; }

bool read_day(std::string_view text, HolidayRule& rule) {
    constexpr std::string_view easter = "paques";
    if (text.starts_with(easter)) {
        auto offset = text.substr(easter.size());
        if (offset.starts_with('+')) offset.remove_prefix(1);
        const auto value = whole_number(offset);
        if (value) rule.after_easter = days{*value};
        return value.has_value();
    }
    const auto day = parse_date("2024-" + std::string{text});  // A leap year.
    if (day) rule.fixed = day->month() / day->day();
    return day.has_value();
}

}  // namespace

Outcome<std::vector<HolidayRule>> parse_holidays(std::string_view csv) {
    std::vector<HolidayRule> rules;
    int number = 0;
    for (const auto& line : split_fields(csv, '\n')) {
        if (++number == 1 || line.empty()) continue;
        const auto fields = split_fields(line, ';');
        const auto refuse = [&](const std::string& cause) {
            return Refusal{Reason::data_invalid, "jours_feries.csv, ligne " + std::to_string(number) + " : " + cause};
        };
        if (fields.size() != 4) return refuse("4 colonnes attendues (nom;jour;lieu;source)");
        const auto place = from_text<HolidayPlace>(fields[2]);
        if (!place) return refuse("lieu « " + fields[2] + " » ; attendu national ou alsace-moselle");
        HolidayRule rule{.name = fields[0], .place = *place, .source = fields[3]};
        if (!read_day(fields[1], rule)) return refuse("jour « " + fields[1] + " » ; attendu MM-JJ ou paques+N");
        rules.push_back(std::move(rule));
    }
    return rules;
}

Date easter_sunday(std::chrono::year year) {
    const int y = static_cast<int>(year);
    const int a = y % 19, b = y / 100, c = y % 100;
    const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30;
    const int i = c / 4, k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int n = h + l - 7 * m + 114;
    return {year, std::chrono::month{static_cast<unsigned>(n / 31)},
            std::chrono::day{static_cast<unsigned>(n % 31 + 1)}};
}

std::optional<Opening> parse_opening(std::string_view text) {
    if (text.size() != 11 || text[5] != '-') return std::nullopt;
    const auto from = time_of_day(text.substr(0, 5)), to = time_of_day(text.substr(6));
    if (!from || !to || *to <= *from || *to > minutes{24 * 60}) return std::nullopt;
    return Opening{*from, *to};
}

std::optional<DayRange> parse_day_range(std::string_view text) {
    const auto slash = text.find('/');
    const auto first = parse_date(text.substr(0, slash));
    const auto last = slash == std::string_view::npos ? first : parse_date(text.substr(slash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    return DayRange{*first, *last};
}

OfficeCalendar::OfficeCalendar(OfficeRules rules) : rules_(std::move(rules)) {
    if (std::all_of(rules_.hours.begin(), rules_.hours.end(), [](const auto& day) { return day.empty(); }))
        throw std::logic_error("an office that never opens");
}

std::optional<std::string> OfficeCalendar::holiday(Date day) const {
    for (const auto& rule : rules_.holidays) {
        if (rule.place == HolidayPlace::alsace_moselle && !rules_.alsace_moselle) continue;
        const Date date = rule.fixed ? Date{day.year(), rule.fixed->month(), rule.fixed->day()}
                                     : Date{sys_days{easter_sunday(day.year())} + rule.after_easter};
        if (date == day) return rule.name;
    }
    return std::nullopt;
}

const std::vector<Opening>& OfficeCalendar::openings(Date day) const {
    static const std::vector<Opening> none;
    const auto holds = [&](const DayRange& range) { return range.contains(day); };
    const bool worked = std::any_of(rules_.worked.begin(), rules_.worked.end(), holds);
    const bool closed = std::any_of(rules_.closures.begin(), rules_.closures.end(), holds) || holiday(day).has_value();
    if (closed && !worked) return none;
    return rules_.hours.at(std::chrono::weekday{sys_days{day}}.iso_encoding() - 1);
}

bool OfficeCalendar::is_open(Date day) const { return !openings(day).empty(); }

Instant OfficeCalendar::closing(Date day) const {
    const auto& parts = openings(day);
    if (parts.empty()) throw std::logic_error("closing time of a closed day");
    return office_instant(day, parts.back().to);
}

std::vector<OfficeCalendar::Span> OfficeCalendar::counted(Date day, Counting counting) const {
    if (counting == Counting::calendar || (counting == Counting::open_days && is_open(day)))
        return {{office_instant(day, minutes{0}), office_instant(next(day), minutes{0})}};
    std::vector<Span> spans;
    if (counting == Counting::opening_hours)
        for (const auto& part : openings(day))
            spans.push_back({office_instant(day, part.from), office_instant(day, part.to)});
    return spans;
}

Instant OfficeCalendar::after(Instant start, milliseconds amount, Counting counting) const {
    if (amount <= milliseconds{0}) return start;
    if (counting == Counting::calendar) return start + amount;
    auto searched = days{0};
    for (Date day = office_date(start); searched < longest_search; day = next(day), ++searched)
        for (const auto& [from, to] : counted(day, counting)) {
            const auto begin = std::max(from, start);
            if (begin >= to) continue;
            if (to - begin >= amount) return begin + amount;
            amount -= to - begin;
            searched = days{0};
        }
    throw std::logic_error("no open day within a year");
}

milliseconds OfficeCalendar::between(Instant start, Instant end, Counting counting) const {
    if (end <= start) return milliseconds{0};
    if (counting == Counting::calendar) return end - start;
    milliseconds sum{0};
    const auto last = office_date(end);
    for (Date day = office_date(start); day <= last; day = next(day))
        for (const auto& [from, to] : counted(day, counting)) {
            const auto begin = std::max(from, start), stop = std::min(to, end);
            if (begin < stop) sum += stop - begin;
        }
    return sum;
}

Instant OfficeCalendar::on_open_day(Instant due) const {
    Date day = office_date(due);
    if (is_open(day)) return due;
    for (auto searched = days{0}; searched < longest_search; ++searched, day = next(day))
        if (is_open(day)) return closing(day);
    throw std::logic_error("no open day within a year");
}

}  // namespace core
