#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/enum_names.h"
#include "core/outcome.h"

namespace core {

enum class HolidayPlace { national, alsace_moselle };

/// A public holiday: the same day each year, or so many days after Easter Sunday.
struct HolidayRule {
    std::string name;  ///< French.
    std::optional<std::chrono::month_day> fixed;
    std::chrono::days after_easter{};  ///< When not fixed.
    HolidayPlace place = HolidayPlace::national;
    std::string source;  ///< Law article.

    bool operator==(const HolidayRule&) const = default;
};

/// `reference/jours_feries.csv`: header `nom;jour;lieu;source`; jour is `MM-JJ` or `paques+N`. Refuses with
/// data_invalid, naming the line.
Outcome<std::vector<HolidayRule>> parse_holidays(std::string_view csv);

/// Western Easter Sunday, years 1583 to 9999 (Butcher's algorithm, Nature, 20 April 1876).
Date easter_sunday(std::chrono::year year);

/// Part of a day, from midnight by the office's clock: `8 h 30 à 12 h`.
struct Opening {
    std::chrono::minutes from{};
    std::chrono::minutes to{};  ///< After `from`; at most 24 h.

    bool operator==(const Opening&) const = default;
};

/// `08:30-12:00`; nothing for another shape or an end that is not after the start.
std::optional<Opening> parse_opening(std::string_view text);

/// First and last day, both included: `2026-12-24/2026-12-31`, or one day alone.
struct DayRange {
    Date first{};
    Date last{};

    bool contains(Date day) const { return first <= day && day <= last; }
    bool operator==(const DayRange&) const = default;
};
std::optional<DayRange> parse_day_range(std::string_view text);

/// When the office is open. Days not named in `hours` are closed. `worked` wins over holidays and closures (a lundi de
/// Pentecôte that is worked).
struct OfficeRules {
    std::array<std::vector<Opening>, 7> hours;  ///< From Monday; in order, not overlapping.
    std::vector<HolidayRule> holidays;
    bool alsace_moselle = false;
    std::vector<DayRange> closures;
    std::vector<DayRange> worked;
};

/// What a delay is counted in. Always real time that passes: at a change of hour a day has 23 or 25 hours.
enum class Counting {
    calendar,       ///< Every hour.
    open_days,      ///< All 24 hours of the days on which the office opens.
    opening_hours,  ///< Only while it is open.
};

/// The office's calendar (Europe/Paris). Constant after construction: shared by threads.
class OfficeCalendar {
  public:
    /// std::logic_error when no day of the week is open: no delay could ever end.
    explicit OfficeCalendar(OfficeRules rules);

    /// The name of the public holiday of this day; nothing when it is none.
    std::optional<std::string> holiday(Date day) const;
    bool is_open(Date day) const;
    /// When the office closes on that day; std::logic_error when it does not open.
    Instant closing(Date day) const;

    /// The instant at which `amount` has been counted since `start`; `start` itself for nothing. The end of a counted
    /// time belongs to it: what runs out at closing time is not carried to the next morning.
    Instant after(Instant start, std::chrono::milliseconds amount, Counting counting) const;
    /// What is counted from `start` to `end`; nothing when `end` is not after `start`.
    std::chrono::milliseconds between(Instant start, Instant end, Counting counting) const;
    /// `due` itself on an open day, else closing time of the next open day (the idea of art. 642 CPC).
    Instant on_open_day(Instant due) const;

  private:
    struct Span {
        Instant from{}, to{};
    };
    std::vector<Span> counted(Date day, Counting counting) const;
    const std::vector<Opening>& openings(Date day) const;

    OfficeRules rules_;
};

}  // namespace core

template <>
struct core::EnumNames<core::HolidayPlace> {
    static constexpr std::array<std::string_view, 2> names{"national", "alsace-moselle"};
};
template <>
struct core::EnumNames<core::Counting> {
    static constexpr std::array<std::string_view, 3> names{"calendaire", "jours-ouvres", "heures-ouvrees"};
};
