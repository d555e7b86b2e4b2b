#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace core {

using Date = std::chrono::year_month_day;
/// UTC, whole milliseconds: what the store keeps.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// `2026-11-03`; nothing for another shape or a day that does not exist.
std::optional<Date> parse_date(std::string_view iso);
std::string iso_date(Date date);
/// French: "1er novembre 2026", "3 novembre 2026".
std::string long_date(Date date);
/// French: "03/11/2026".
std::string short_date(Date date);

/// `2026-11-03T09:30:00.000Z`.
std::string iso_instant(Instant instant);
std::optional<Instant> parse_instant(std::string_view iso);

/// The day it is in the office (Europe/Paris) at this instant.
Date office_date(Instant instant);
/// The instant at which the office's clock shows this time (at most 24 h, which is midnight of the next day). A time
/// that a change of hour repeats is the first of the two; one that it skips is the change itself.
Instant office_instant(Date day, std::chrono::minutes of_day);
/// French, the same clock: "9 h", "14 h 30".
std::string office_time(Instant instant);

}  // namespace core
