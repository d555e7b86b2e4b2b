#include "core/date.h"

#include <date/tz.h>

#include <array>
#include <charconv>
#include <cstdio>

#include "core/failures.h"

namespace core {
namespace {

std::optional<int> number(std::string_view digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || value < 0) return std::nullopt;
    return value;
}

template <class... Values>
std::string print(const char* format, Values... values) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, values...);  // NOLINT: fixed formats, whole numbers only
    return text.data();
}

int year_of(Date date) { return static_cast<int>(date.year()); }
unsigned month_of(Date date) { return static_cast<unsigned>(date.month()); }
unsigned day_of(Date date) { return static_cast<unsigned>(date.day()); }

/// From the system's time zone database, by the library that became C++20's (libstdc++ 12 does not have it yet).
const date::time_zone& office_zone() {
    static const date::time_zone* const zone = [] {
        try {
            return date::locate_zone("Europe/Paris");
        } catch (const std::exception&) {
            throw BadSetup("le fuseau horaire Europe/Paris n'est pas installé : installer le paquet tzdata");
        }
    }();
    return *zone;
}

}  // namespace

std::optional<Date> parse_date(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
    const auto year = number(iso.substr(0, 4));
    const auto month = number(iso.substr(5, 2));
    const auto day = number(iso.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const Date date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                    std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return date;
}

std::string iso_date(Date date) { return print("%04d-%02u-%02u", year_of(date), month_of(date), day_of(date)); }

std::string short_date(Date date) { return print("%02u/%02u/%04d", day_of(date), month_of(date), year_of(date)); }

std::string long_date(Date date) {
    static constexpr std::array months{"janvier", "février", "mars",      "avril",   "mai",      "juin",
                                       "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
    const auto day = day_of(date) == 1 ? std::string{"1er"} : std::to_string(day_of(date));
    return day + " " + months.at(month_of(date) - 1) + " " + std::to_string(year_of(date));
}

std::string iso_instant(Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::hh_mm_ss time{instant - day};
    return iso_date(Date{day}) + print("T%02d:%02d:%02d.%03dZ", static_cast<int>(time.hours().count()),
                                       static_cast<int>(time.minutes().count()),
                                       static_cast<int>(time.seconds().count()),
                                       static_cast<int>(time.subseconds().count()));
}

std::optional<Instant> parse_instant(std::string_view iso) {
    if (iso.size() != 24 || iso[10] != 'T' || iso[13] != ':' || iso[16] != ':' || iso[19] != '.' || iso[23] != 'Z')
        return std::nullopt;
    const auto date = parse_date(iso.substr(0, 10));
    const auto hour = number(iso.substr(11, 2));
    const auto minute = number(iso.substr(14, 2));
    const auto second = number(iso.substr(17, 2));
    const auto milli = number(iso.substr(20, 3));
    if (!date || !hour || !minute || !second || !milli || *hour > 23 || *minute > 59 || *second > 59)
        return std::nullopt;
    return std::chrono::sys_days{*date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second} + std::chrono::milliseconds{*milli};
}

namespace {

/// What the office's clock shows, as if it were UTC.
Instant office_clock(Instant instant) { return instant + office_zone().get_info(instant).offset; }

}  // namespace

Date office_date(Instant instant) { return Date{std::chrono::floor<std::chrono::days>(office_clock(instant))}; }

Instant office_instant(Date day, std::chrono::minutes of_day) {
    const auto shown = std::chrono::sys_days{day} + of_day;
    return office_zone().to_sys(date::local_time<std::chrono::milliseconds>{shown.time_since_epoch()},
                                date::choose::earliest);
}

std::string office_time(Instant instant) {
    const auto local = office_clock(instant);
    const auto minutes =
        std::chrono::floor<std::chrono::minutes>(local - std::chrono::floor<std::chrono::days>(local)).count();
    const auto hour = std::to_string(minutes / 60) + " h";
    return minutes % 60 == 0 ? hour : hour + print(" %02d", static_cast<int>(minutes % 60));
}

}  // namespace core
