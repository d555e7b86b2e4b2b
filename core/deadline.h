#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "core/calendar.h"
#include "core/date.h"
#include "core/enum_names.h"

namespace core {

/// What happens to a running delay.
enum class ClockAct { start, stop, extend };

struct ClockMark {
    ClockAct act = ClockAct::start;
    Instant at{};
    std::chrono::milliseconds by{};  ///< extend only: added to what is allowed.

    bool operator==(const ClockMark&) const = default;
};

/// A delay and its history. Pure values: the same marks give the same deadline on the same calendar.
struct Delay {
    Counting counting = Counting::calendar;
    bool to_open_day = false;             ///< A deadline on a closed day is carried to the next open day's closing.
    std::chrono::milliseconds allowed{};  ///< Before any extension.
    std::vector<ClockMark> marks;         ///< In the order they were made; the first one starts it.

    bool operator==(const Delay&) const = default;
};

/// Nothing before the first start (which may lie ahead: a letter is on its way) is counted; a second start while it
/// runs, or a stop while it does not, changes nothing. A delay that ran out keeps its deadline through later stops and
/// starts; an extension then counts from the moment it was given, and from the deadline when that is still to come.
/// Nothing while it is stopped with time left, or was never started.
std::optional<Instant> deadline(const Delay& delay, const OfficeCalendar& calendar);

/// The deadline is known and lies before `at`: what comes at the very instant is in time.
bool is_over(const Delay& delay, const OfficeCalendar& calendar, Instant at);

/// Counted time left at `now`; zero once it ran out. The carrying to an open day is not counted.
std::chrono::milliseconds time_left(const Delay& delay, const OfficeCalendar& calendar, Instant now);

/// The last start or stop says so.
bool is_running(const Delay& delay);

}  // namespace core

template <>
struct core::EnumNames<core::ClockAct> {
    static constexpr std::array<std::string_view, 3> names{"start", "stop", "extend"};
};
