#include "core/deadline.h"

#include <fstream>
#include <sstream>

#include "core/cadres.h"

namespace {

using core::ClockAct;
using core::Counting;
using std::chrono::hours;
using std::chrono::minutes;

constexpr auto calendar = Counting::calendar;
constexpr auto days = Counting::open_days;
constexpr auto in_hours = Counting::opening_hours;
constexpr auto start = ClockAct::start;
constexpr auto stop = ClockAct::stop;
constexpr auto extend = ClockAct::extend;

enum Carrying { as_is, carried };
enum OfficeKind { usual, alsace, pentecost_worked, bridges };

struct Mark {
    ClockAct act;
    std::string at;
    int hours = 0;
};
struct Row {
    std::string title;
    Counting counting;
    Carrying carrying;
    int hours;
    OfficeKind office;
    std::vector<Mark> marks;
    std::string due;  // Empty: no deadline.
};

/// `2026-11-23T10:00+01:00`: the offset is written out, so that no time zone of ours is needed to read it.
core::Instant instant(const std::string& text) {
    const auto number = [&](std::size_t at, std::size_t size) { return std::stoi(text.substr(at, size)); };
    const auto shown =
        std::chrono::sys_days{*core::parse_date(text.substr(0, 10))} + hours{number(11, 2)} + minutes{number(14, 2)};
    return shown - hours{number(17, 2)} - minutes{number(20, 2)};
}

std::vector<core::HolidayRule> shipped_holidays() {
    std::ifstream file{TEST_SOURCE_DIR "/templates/reference/jours_feries.csv"};
    std::stringstream bytes;
    bytes << file.rdbuf();
    return *core::parse_holidays(bytes.str());
}

core::OfficeCalendar office(OfficeKind kind = usual) {
    core::OfficeRules rules{.holidays = shipped_holidays(), .alsace_moselle = kind == alsace};
    for (std::size_t day = 0; day < 5; ++day)
        rules.hours.at(day) = {*core::parse_opening("08:30-12:00"),
                               *core::parse_opening(day == 4 ? "13:30-16:30" : "13:30-17:30")};
    if (kind == pentecost_worked) rules.worked = {*core::parse_day_range("2026-05-25")};
    if (kind == bridges)
        rules.closures = {*core::parse_day_range("2026-05-15"), *core::parse_day_range("2026-12-24/2026-12-31")};
    return core::OfficeCalendar{rules};
}

core::Delay delay_of(const Row& row) {
    core::Delay delay{.counting = row.counting, .to_open_day = row.carrying == carried, .allowed = hours{row.hours}};
    for (const auto& mark : row.marks) delay.marks.push_back({mark.act, instant(mark.at), hours{mark.hours}});
    return delay;
}

// The expected instants were made by another program, which walks minute by minute over Python's zoneinfo, and read
// over by hand. Office: 8.30 to 12.00 and 13.30 to 17.30, on Friday to 16.30.
// clang-format off
const std::vector<Row> rows{
    {"two days within a week", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}}, "2026-11-25T10:00+01:00"},
    {"over a week-end, not carried", calendar, as_is, 48, usual, {{start, "2026-11-27T10:00+01:00"}}, "2026-11-29T10:00+01:00"},
    {"over a week-end, carried to Monday's closing", calendar, carried, 48, usual, {{start, "2026-11-27T10:00+01:00"}}, "2026-11-30T17:30+01:00"},
    {"due on a Saturday, carried", calendar, carried, 24, usual, {{start, "2026-11-27T09:15+01:00"}}, "2026-11-30T17:30+01:00"},
    {"due on an open day, nothing to carry", calendar, carried, 48, usual, {{start, "2026-11-24T16:45+01:00"}}, "2026-11-26T16:45+01:00"},
    {"due on an open day after closing time, not carried", calendar, carried, 48, usual, {{start, "2026-11-23T22:00+01:00"}}, "2026-11-25T22:00+01:00"},
    {"carried over a week-end and a Monday holiday", calendar, carried, 48, usual, {{start, "2026-04-03T11:00+02:00"}}, "2026-04-07T17:30+02:00"},
    {"due on 11 novembre, carried", calendar, carried, 48, usual, {{start, "2026-11-09T08:00+01:00"}}, "2026-11-12T17:30+01:00"},
    {"due at Christmas, a Friday, carried to Monday", calendar, carried, 48, usual, {{start, "2026-12-23T15:00+01:00"}}, "2026-12-28T17:30+01:00"},
    {"new year's eve", calendar, as_is, 48, usual, {{start, "2026-12-31T23:30+01:00"}}, "2027-01-02T23:30+01:00"},
    {"over 29 February 2028", calendar, as_is, 48, usual, {{start, "2028-02-28T12:00+01:00"}}, "2028-03-01T12:00+01:00"},
    {"over the end of February 2027", calendar, as_is, 48, usual, {{start, "2027-02-27T12:00+01:00"}}, "2027-03-01T12:00+01:00"},
    {"nothing allowed", calendar, as_is, 0, usual, {{start, "2026-11-23T10:00+01:00"}}, "2026-11-23T10:00+01:00"},
    {"winter comes: 48 hours end one hour earlier by the clock", calendar, as_is, 48, usual, {{start, "2026-10-24T10:00+02:00"}}, "2026-10-26T09:00+01:00"},
    {"summer comes: 48 hours end one hour later by the clock", calendar, as_is, 48, usual, {{start, "2026-03-28T10:00+01:00"}}, "2026-03-30T11:00+02:00"},
    {"ends in the repeated hour, first pass", calendar, as_is, 24, usual, {{start, "2026-10-24T02:30+02:00"}}, "2026-10-25T02:30+02:00"},
    {"ends in the repeated hour, second pass", calendar, as_is, 25, usual, {{start, "2026-10-24T02:30+02:00"}}, "2026-10-25T02:30+01:00"},
    {"ends in the skipped hour", calendar, as_is, 24, usual, {{start, "2026-03-28T02:30+01:00"}}, "2026-03-29T03:30+02:00"},
    {"winter comes, carried to Monday's closing", calendar, carried, 48, usual, {{start, "2026-10-23T12:00+02:00"}}, "2026-10-26T17:30+01:00"},
    {"open days do not see the change of hour of a Sunday", days, as_is, 48, usual, {{start, "2026-10-23T10:00+02:00"}}, "2026-10-27T10:00+01:00"},
    {"opening hours do not see the change of hour of a Sunday", in_hours, as_is, 8, usual, {{start, "2026-03-27T15:00+01:00"}}, "2026-03-30T16:30+02:00"},
    {"stopped before winter time, started again after it", calendar, as_is, 48, usual, {{start, "2026-10-24T10:00+02:00"}, {stop, "2026-10-24T22:00+02:00"}, {start, "2026-10-26T08:00+01:00"}}, "2026-10-27T20:00+01:00"},
    {"stopped within the repeated hour's night", calendar, as_is, 48, usual, {{start, "2026-10-25T01:00+02:00"}, {stop, "2026-10-25T04:00+01:00"}, {start, "2026-10-25T12:00+01:00"}}, "2026-10-27T08:00+01:00"},
    {"two open days within a week", days, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}}, "2026-11-25T10:00+01:00"},
    {"two open days over a week-end", days, as_is, 48, usual, {{start, "2026-11-27T10:00+01:00"}}, "2026-12-01T10:00+01:00"},
    {"asked on a Saturday", days, as_is, 48, usual, {{start, "2026-11-28T10:00+01:00"}}, "2026-12-02T00:00+01:00"},
    {"asked on a Sunday night", days, as_is, 24, usual, {{start, "2026-11-29T23:59+01:00"}}, "2026-12-01T00:00+01:00"},
    {"over Easter Monday 2026", days, as_is, 48, usual, {{start, "2026-04-03T14:00+02:00"}}, "2026-04-08T14:00+02:00"},
    {"over Easter Monday 2027, in March", days, as_is, 48, usual, {{start, "2027-03-26T14:00+01:00"}}, "2027-03-31T14:00+02:00"},
    {"over Ascension Thursday 2026", days, as_is, 48, usual, {{start, "2026-05-13T09:00+02:00"}}, "2026-05-18T09:00+02:00"},
    {"over Ascension and a closed Friday", days, as_is, 48, bridges, {{start, "2026-05-13T09:00+02:00"}}, "2026-05-19T09:00+02:00"},
    {"over lundi de Pentecôte 2026", days, as_is, 48, usual, {{start, "2026-05-22T16:00+02:00"}}, "2026-05-27T16:00+02:00"},
    {"lundi de Pentecôte worked", days, as_is, 48, pentecost_worked, {{start, "2026-05-22T16:00+02:00"}}, "2026-05-26T16:00+02:00"},
    {"over 1 and 8 May 2026, both Fridays", days, as_is, 144, usual, {{start, "2026-04-30T12:00+02:00"}}, "2026-05-12T12:00+02:00"},
    {"over 14 July 2026, a Tuesday", days, as_is, 48, usual, {{start, "2026-07-13T08:30+02:00"}}, "2026-07-16T08:30+02:00"},
    {"15 August 2026 is a Saturday: it changes nothing", days, as_is, 48, usual, {{start, "2026-08-14T11:00+02:00"}}, "2026-08-18T11:00+02:00"},
    {"1 November 2026 is a Sunday: it changes nothing", days, as_is, 48, usual, {{start, "2026-10-30T11:00+01:00"}}, "2026-11-03T11:00+01:00"},
    {"over 11 November 2026, a Wednesday", days, as_is, 48, usual, {{start, "2026-11-10T17:00+01:00"}}, "2026-11-13T17:00+01:00"},
    {"over Christmas and the week-end", days, as_is, 48, usual, {{start, "2026-12-24T10:00+01:00"}}, "2026-12-29T10:00+01:00"},
    {"over the office's week of closing", days, as_is, 48, bridges, {{start, "2026-12-23T10:00+01:00"}}, "2027-01-05T10:00+01:00"},
    {"over the new year", days, as_is, 48, usual, {{start, "2026-12-31T10:00+01:00"}}, "2027-01-05T10:00+01:00"},
    {"Vendredi saint is worked in the interior", days, as_is, 24, usual, {{start, "2026-04-02T09:00+02:00"}}, "2026-04-03T09:00+02:00"},
    {"Vendredi saint in Alsace-Moselle", days, as_is, 24, alsace, {{start, "2026-04-02T09:00+02:00"}}, "2026-04-07T09:00+02:00"},
    {"26 December 2024, a Thursday, in the interior", days, as_is, 24, usual, {{start, "2024-12-24T09:00+01:00"}}, "2024-12-26T09:00+01:00"},
    {"26 December 2024 in Alsace-Moselle", days, as_is, 24, alsace, {{start, "2024-12-24T09:00+01:00"}}, "2024-12-27T09:00+01:00"},
    {"25 April 2030 is not a holiday, Easter Monday 22 is", days, as_is, 48, usual, {{start, "2030-04-19T12:00+02:00"}}, "2030-04-24T12:00+02:00"},
    {"within a morning", in_hours, as_is, 2, usual, {{start, "2026-11-23T09:00+01:00"}}, "2026-11-23T11:00+01:00"},
    {"over lunch", in_hours, as_is, 2, usual, {{start, "2026-11-23T11:00+01:00"}}, "2026-11-23T14:30+01:00"},
    {"ends exactly at closing time", in_hours, as_is, 3, usual, {{start, "2026-11-23T14:30+01:00"}}, "2026-11-23T17:30+01:00"},
    {"asked at closing time", in_hours, as_is, 1, usual, {{start, "2026-11-23T17:30+01:00"}}, "2026-11-24T09:30+01:00"},
    {"asked at night", in_hours, as_is, 1, usual, {{start, "2026-11-23T03:00+01:00"}}, "2026-11-23T09:30+01:00"},
    {"asked during lunch", in_hours, as_is, 1, usual, {{start, "2026-11-23T12:30+01:00"}}, "2026-11-23T14:30+01:00"},
    {"asked on Friday evening", in_hours, as_is, 4, usual, {{start, "2026-11-27T16:40+01:00"}}, "2026-11-30T14:00+01:00"},
    {"a shorter Friday", in_hours, as_is, 3, usual, {{start, "2026-11-27T15:00+01:00"}}, "2026-11-30T10:00+01:00"},
    {"48 opening hours", in_hours, as_is, 48, usual, {{start, "2026-11-23T08:30+01:00"}}, "2026-12-01T14:00+01:00"},
    {"48 opening hours over 11 November", in_hours, as_is, 48, usual, {{start, "2026-11-05T10:00+01:00"}}, "2026-11-16T16:30+01:00"},
    {"over Christmas", in_hours, as_is, 8, usual, {{start, "2026-12-24T14:30+01:00"}}, "2026-12-28T15:00+01:00"},
    {"stopped with time left", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {stop, "2026-11-24T10:00+01:00"}}, ""},
    {"stopped a day, started again", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {stop, "2026-11-24T10:00+01:00"}, {start, "2026-11-25T10:00+01:00"}}, "2026-11-26T10:00+01:00"},
    {"stopped twice", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {stop, "2026-11-23T22:00+01:00"}, {start, "2026-11-24T10:00+01:00"}, {stop, "2026-11-24T11:30+01:00"}, {start, "2026-11-26T09:00+01:00"}}, "2026-11-27T19:30+01:00"},
    {"stopped at the very deadline: it stands", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {stop, "2026-11-25T10:00+01:00"}}, "2026-11-25T10:00+01:00"},
    {"stopped after the deadline: it stands", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {stop, "2026-11-25T12:00+01:00"}, {start, "2026-11-27T12:00+01:00"}}, "2026-11-25T10:00+01:00"},
    {"stopped over a week-end in open days", days, as_is, 48, usual, {{start, "2026-11-26T10:00+01:00"}, {stop, "2026-11-27T10:00+01:00"}, {start, "2026-11-30T10:00+01:00"}}, "2026-12-01T10:00+01:00"},
    {"stopped while the office is shut costs nothing", in_hours, as_is, 8, usual, {{start, "2026-11-26T14:30+01:00"}, {stop, "2026-11-26T20:00+01:00"}, {start, "2026-11-27T07:00+01:00"}}, "2026-11-27T15:00+01:00"},
    {"a second start changes nothing", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {start, "2026-11-24T10:00+01:00"}}, "2026-11-25T10:00+01:00"},
    {"a stop while stopped changes nothing", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {stop, "2026-11-24T10:00+01:00"}, {stop, "2026-11-24T18:00+01:00"}, {start, "2026-11-25T10:00+01:00"}}, "2026-11-26T10:00+01:00"},
    {"stopped before a posted letter arrived", calendar, as_is, 48, usual, {{start, "2026-11-27T08:30+01:00"}, {stop, "2026-11-24T10:00+01:00"}, {start, "2026-11-25T10:00+01:00"}}, "2026-11-29T08:30+01:00"},
    {"extended while it runs", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {extend, "2026-11-24T09:00+01:00", 24}}, "2026-11-26T10:00+01:00"},
    {"extended after it ran out counts from then", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {extend, "2026-11-26T09:00+01:00", 24}}, "2026-11-27T09:00+01:00"},
    {"extended while it is stopped", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {stop, "2026-11-24T10:00+01:00"}, {extend, "2026-11-24T12:00+01:00", 12}, {start, "2026-11-25T10:00+01:00"}}, "2026-11-26T22:00+01:00"},
    {"extended between its end and the day it was carried to", calendar, carried, 48, usual, {{start, "2026-11-27T10:00+01:00"}, {extend, "2026-11-29T18:00+01:00", 24}}, "2026-12-01T17:30+01:00"},
    {"extended by open days over a week-end", days, as_is, 24, usual, {{start, "2026-11-25T10:00+01:00"}, {extend, "2026-11-27T11:00+01:00", 24}}, "2026-11-30T11:00+01:00"},
    {"carried after a stop and a start", calendar, carried, 48, usual, {{start, "2026-11-25T10:00+01:00"}, {stop, "2026-11-26T10:00+01:00"}, {start, "2026-11-27T16:00+01:00"}}, "2026-11-30T17:30+01:00"},
};
// clang-format on

}  // namespace

BOOST_AUTO_TEST_SUITE(deadline_tests)

BOOST_AUTO_TEST_CASE(every_clock_case_is_exact) {
    BOOST_TEST(rows.size() >= 60U);
    for (const auto& row : rows) {
        const auto due = core::deadline(delay_of(row), office(row.office));
        BOOST_TEST_CONTEXT(row.title) {
            if (row.due.empty()) {
                BOOST_TEST(!due.has_value());
                continue;
            }
            BOOST_REQUIRE(due.has_value());
            BOOST_TEST(core::iso_instant(*due) == core::iso_instant(instant(row.due)));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_answer_is_late_after_the_deadline_and_not_at_it) {
    struct Answer {
        std::string title;
        Row row;
        std::string at;
        bool late;
    };
    const Row plain{"", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}}, ""};
    const Row over_week_end{"", calendar, carried, 48, usual, {{start, "2026-11-27T10:00+01:00"}}, ""};
    const Row winter{"", calendar, as_is, 48, usual, {{start, "2026-10-24T10:00+02:00"}}, ""};
    const Row stopped{
        "", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {stop, "2026-11-24T10:00+01:00"}}, ""};
    const Row over_before_stop{
        "", calendar, as_is, 48, usual, {{start, "2026-11-23T10:00+01:00"}, {stop, "2026-11-27T10:00+01:00"}}, ""};
    const Row extended{"", calendar, as_is,
                       48, usual,    {{start, "2026-11-23T10:00+01:00"}, {extend, "2026-11-26T09:00+01:00", 24}},
                       ""};
    for (const auto& [title, row, at, late] : std::vector<Answer>{
             {"a minute before", plain, "2026-11-25T09:59+01:00", false},
             {"at the very instant", plain, "2026-11-25T10:00+01:00", false},
             {"a minute after", plain, "2026-11-25T10:01+01:00", true},
             {"a week after", plain, "2026-12-02T10:00+01:00", true},
             {"on the closed Sunday", over_week_end, "2026-11-29T23:00+01:00", false},
             {"on Monday before closing", over_week_end, "2026-11-30T17:29+01:00", false},
             {"on Monday after closing", over_week_end, "2026-11-30T17:31+01:00", true},
             {"half past nine, winter time: the hour came back", winter, "2026-10-26T09:30+01:00", true},
             {"while the clock is stopped", stopped, "2027-01-10T10:00+01:00", false},
             {"stopped only after it ran out", over_before_stop, "2026-11-26T10:00+01:00", true},
             {"within an extension", extended, "2026-11-27T08:59+01:00", false},
             {"after an extension", extended, "2026-11-27T09:01+01:00", true}})
        BOOST_TEST(core::is_over(delay_of(row), office(), instant(at)) == late, title);
}

BOOST_AUTO_TEST_CASE(time_left_shrinks_only_while_it_is_counted) {
    const Row row{"", days, as_is, 48, usual, {{start, "2026-11-27T10:00+01:00"}}, ""};
    const auto left = [&](const std::string& at) {
        return std::chrono::duration_cast<minutes>(core::time_left(delay_of(row), office(), instant(at))).count();
    };
    BOOST_TEST(left("2026-11-27T10:00+01:00") == 48 * 60);
    BOOST_TEST(left("2026-11-28T00:00+01:00") == 34 * 60);
    BOOST_TEST(left("2026-11-30T00:00+01:00") == 34 * 60);
    BOOST_TEST(left("2026-11-30T12:00+01:00") == 22 * 60);
    BOOST_TEST(left("2026-12-05T12:00+01:00") == 0);
    BOOST_TEST(core::is_running(delay_of(row)));
    BOOST_TEST(!core::is_running({}));
}

BOOST_AUTO_TEST_CASE(easter_falls_on_its_days) {
    // Among them the earliest and the latest there are.
    for (const char* day : {"1818-03-22", "1943-04-25", "2000-04-23", "2008-03-23", "2016-03-27", "2019-04-21",
                            "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01",
                            "2030-04-21", "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22"}) {
        const auto date = *core::parse_date(day);
        BOOST_TEST(core::iso_date(core::easter_sunday(date.year())) == day);
    }
}

BOOST_AUTO_TEST_CASE(the_public_holidays_of_2026_are_eleven_and_thirteen_in_alsace_moselle) {
    const auto all = [](const core::OfficeCalendar& calendar_of_office) {
        std::string found;
        for (auto day = std::chrono::sys_days{*core::parse_date("2026-01-01")};
             day < std::chrono::sys_days{*core::parse_date("2027-01-01")}; day += std::chrono::days{1})
            if (calendar_of_office.holiday(core::Date{day})) found += core::iso_date(core::Date{day}).substr(5) + " ";
        return found;
    };
    BOOST_TEST(all(office()) == "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25 ");
    BOOST_TEST(all(office(alsace)) == "01-01 04-03 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25 12-26 ");
    BOOST_TEST(office().holiday(*core::parse_date("2026-05-14")).value() == "Ascension");
}

BOOST_AUTO_TEST_CASE(the_table_of_holidays_names_the_line_at_fault) {
    const std::string head = "nom;jour;lieu;source\n";
    const auto good = core::parse_holidays(head + "Noël;12-25;national;L3133-1\nVendredi;paques-2;alsace-moselle;x\n");
    BOOST_REQUIRE(bool(good));
    BOOST_TEST(good->size() == 2U);
    BOOST_TEST((*good)[1].after_easter.count() == -2);
    for (const char* line :
         {"Noël;12-25;national", "Noël;12-32;national;x", "Noël;noel;national;x", "Noël;paques+;national;x",
          "Noël;paques+x;national;x", "Noël;12-25;partout;x", "Noël;2026-12-25;national;x"}) {
        const auto refused = core::parse_holidays(head + line);
        BOOST_REQUIRE(!refused);
        BOOST_TEST(refused.refusal().detail.find("jours_feries.csv, ligne 2") != std::string::npos, line);
    }
}

BOOST_AUTO_TEST_CASE(openings_and_days_are_read_strictly) {
    BOOST_TEST((core::parse_opening("00:00-24:00") == core::Opening{minutes{0}, hours{24}}));
    for (const char* wrong : {"", "8:30-12:00", "08:30", "08:30-08:30", "12:00-08:30", "08:60-12:00", "25:00-26:00",
                              "08:30-24:30", "08h30-12h00", "08:30 - 12:00"})
        BOOST_TEST(!core::parse_opening(wrong).has_value(), wrong);
    BOOST_TEST(core::parse_day_range("2026-12-24")->contains(*core::parse_date("2026-12-24")));
    for (const char* wrong :
         {"", "2026-12-24/", "2026-12-31/2026-12-24", "2026-02-29", "24/12/2026", "2026-12-24/2026-12-31/x"})
        BOOST_TEST(!core::parse_day_range(wrong).has_value(), wrong);
    BOOST_CHECK_THROW(core::OfficeCalendar{core::OfficeRules{}}, std::logic_error);
}

BOOST_AUTO_TEST_CASE(the_office_clock_follows_the_time_zone_database) {
    struct Change {
        const char* utc;
        const char* day;
        const char* time;
    };
    for (const auto& [utc, day, time] : {Change{"2026-03-29T00:59:59.999Z", "2026-03-29", "1 h 59"},
                                         Change{"2026-03-29T01:00:00.000Z", "2026-03-29", "3 h"},
                                         Change{"2026-10-25T00:59:59.999Z", "2026-10-25", "2 h 59"},
                                         Change{"2026-10-25T01:00:00.000Z", "2026-10-25", "2 h"},
                                         Change{"2026-12-31T23:00:00.000Z", "2027-01-01", "0 h"},
                                         // Before the rule of the Union: summer time ended in September.
                                         Change{"1995-10-10T12:00:00.000Z", "1995-10-10", "13 h"}}) {
        BOOST_TEST(core::iso_date(core::office_date(*core::parse_instant(utc))) == day, utc);
        BOOST_TEST(core::office_time(*core::parse_instant(utc)) == time, utc);
    }
    const auto at = [](const char* day, int hour, int minute) {
        return core::iso_instant(core::office_instant(*core::parse_date(day), hours{hour} + minutes{minute}));
    };
    BOOST_TEST(at("2026-11-23", 10, 0) == "2026-11-23T09:00:00.000Z");
    BOOST_TEST(at("2026-10-25", 2, 30) == "2026-10-25T00:30:00.000Z", "repeated: the first of the two");
    BOOST_TEST(at("2026-03-29", 2, 30) == "2026-03-29T01:00:00.000Z", "skipped: the change itself");
    BOOST_TEST(at("2026-11-23", 24, 0) == "2026-11-23T23:00:00.000Z");
}

BOOST_AUTO_TEST_SUITE_END()
