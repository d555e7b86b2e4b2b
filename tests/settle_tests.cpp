#include "pipeline/settle.h"

#include "checking.h"

namespace {

struct Settling : Checking {
    std::string letters(const std::string& dossier) {
        std::string text;
        for (const auto& letter : store.dossiers().letters(dossier))
            text += letter.kind + " v" + std::to_string(letter.version) + "; ";
        return text;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(settle_tests, Settling)

BOOST_AUTO_TEST_CASE(what_is_missing_is_asked_once_for_each_distinct_set) {
    const auto number = complete_dossier(core::Training::integration, "5");
    check(number);
    BOOST_TEST(state(number) == "incomplete");
    BOOST_TEST(letters(number) == "accuse-reception-integration v1; complement-integration v1; ");
    check(number);
    BOOST_TEST(store.outbox().of(number).size() == 2U, "the same findings are not asked again");

    auto data = store.dossiers().find(number)->dossier.data;
    data.erase("agent.cadre_emplois");
    store.dossiers().update_data(number, data);
    check(number);
    BOOST_TEST(letters(number).find("complement-integration v2") != std::string::npos);
    BOOST_TEST(store.outbox().of(number).size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_letter_that_cannot_be_written_is_a_doubt_for_a_person) {
    const auto number = complete_dossier(core::Training::integration, "5");
    auto data = store.dossiers().find(number)->dossier.data;
    data.erase("collectivite.courriel");
    data["collectivite.adresse.ligne.1"] = std::string(39, 'M');
    store.dossiers().update_data(number, data);
    check(number);
    const auto findings = store.dossiers().findings(number);
    BOOST_TEST(std::any_of(findings.begin(), findings.end(),
                           [](const core::Finding& f) { return f.code == "letter_impossible"; }));
    BOOST_TEST(store.outbox().of(number).empty());
}

BOOST_AUTO_TEST_CASE(a_decided_dossier_is_left_alone) {
    const auto number = complete_dossier(core::Training::integration, "5");
    BOOST_TEST(
        bool(pipeline::decide(office, store, {number, core::DecisionOutcome::accord_total, {}, {}, "instructeur"})));
    check(number);
    BOOST_TEST(state(number) == "decided");
    BOOST_TEST(store.jobs().counts().ready == 0);
}

BOOST_AUTO_TEST_SUITE_END()
