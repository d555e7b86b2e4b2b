#include "core/limits.h"

namespace {

using core::Training;

const core::ReferenceTables tables{
    .durations = {
        {.training = Training::integration, .category = "C", .limit_months = 12, .since = "agent.nomination"},
        {.training = Training::pro_1er_emploi, .category = "B", .limit_months = 24, .since = "agent.nomination"},
        {.training = Training::pro_carriere, .category = "A", .limit_months = 60},
        {.training = Training::pro_poste_resp, .category = "A", .limit_months = 6, .since = "agent.affectation"},
        {.training = Training::pro_sgm, .category = "C", .limit_months = 12, .since = "agent.affectation"}}};

core::Date day(const char* iso) { return *core::parse_date(iso); }

core::Dossier dossier(Training training, const char* category, const char* nomination, const char* affectation) {
    return {
        .training = training,
        .data = {{"agent.categorie", category}, {"agent.nomination", nomination}, {"agent.affectation", affectation}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limits_tests)

BOOST_AUTO_TEST_CASE(each_training_counts_its_months_from_its_own_day) {
    const struct {
        const char* title;
        Training training;
        const char *category, *nomination, *affectation, *today, *due;
    } rows[]{
        {"one year of stage", Training::integration, "C", "2026-01-15", "", "2026-11-25", "2027-01-15"},
        {"past already", Training::integration, "C", "2025-01-15", "", "2026-11-25", "2026-01-15"},
        {"a month without this day", Training::pro_1er_emploi, "B", "2024-02-29", "", "2026-01-01", "2026-02-28"},
        {"two years", Training::pro_1er_emploi, "B", "2025-03-01", "", "2026-11-25", "2027-03-01"},
        {"first period of five years", Training::pro_carriere, "A", "2020-09-01", "", "2026-11-25", "2027-09-01"},
        {"last day of a period", Training::pro_carriere, "A", "2020-09-01", "", "2027-09-01", "2027-09-01"},
        {"second period", Training::pro_carriere, "A", "2020-09-01", "", "2027-09-02", "2032-09-01"},
        {"before the first period", Training::pro_carriere, "A", "2026-01-01", "", "2026-11-25", "2033-01-01"},
        {"six months of affectation", Training::pro_poste_resp, "A", "2010-01-01", "2026-08-31", "2026-11-25",
         "2027-02-28"},
        {"one year of affectation", Training::pro_sgm, "C", "", "2026-06-30", "2026-11-25", "2027-06-30"},
        {"affectation unknown", Training::pro_sgm, "C", "2026-06-30", "", "2026-11-25", ""},
        {"nomination unknown", Training::integration, "C", "", "2026-06-30", "2026-11-25", ""},
        {"nomination unreadable", Training::integration, "C", "30/06/2026", "", "2026-11-25", ""},
        {"category without row", Training::integration, "A+", "2026-01-15", "", "2026-11-25", ""},
    };
    for (const auto& row : rows) {
        const auto due = core::training_limit(dossier(row.training, row.category, row.nomination, row.affectation),
                                              tables, day(row.today));
        BOOST_TEST((due ? core::iso_date(*due) : "") == row.due, row.title);
    }
}

BOOST_AUTO_TEST_CASE(the_nearest_limit_comes_first) {
    const auto today = day("2026-11-25");
    const auto urgent =
        core::limits(dossier(Training::integration, "C", "2025-12-20", ""), day("2026-11-03"), tables, today);
    BOOST_REQUIRE(urgent.size() == 2U);
    BOOST_TEST((urgent.front().kind == core::LimitKind::training));
    BOOST_TEST(core::days_until(urgent.front().on, today) == 25);
    const auto calm =
        core::limits(dossier(Training::integration, "C", "2026-10-01", ""), day("2026-11-03"), tables, today);
    BOOST_TEST((calm.front() == core::Limit{core::LimitKind::silence, day("2027-01-03")}));
    BOOST_TEST(
        (core::limits(dossier(Training::integration, "C", "", ""), day("2026-12-31"), tables, today).front().on ==
         day("2027-02-28")));
    BOOST_TEST(core::days_until(day("2026-11-24"), today) == -1);
}

BOOST_AUTO_TEST_SUITE_END()
