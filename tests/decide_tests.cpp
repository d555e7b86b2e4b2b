#include <fmt/format.h>

#include "office_fixture.h"

namespace {

using core::DecisionOutcome;
using core::Reason;
using core::Training;
using pipeline::DecisionRequest;

core::HalfDays days(int halves) { return core::HalfDays::of_halves(halves); }

/// `accord-total`, or why not.
std::string told(const core::Outcome<core::Decision>& decision) {
    return decision ? std::string{core::to_text(decision->outcome)} : core::describe(decision.refusal());
}

std::string dispatches(store::Store& store, const std::string& dossier) {
    std::string text;
    for (const auto& dispatch : store.outbox().of(dossier))
        text += fmt::format("{}>{}:{} ", core::to_text(dispatch.channel), core::to_text(dispatch.addressee),
                            dispatch.letter_kind);
    return text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(decide_tests, Office)

BOOST_AUTO_TEST_CASE(integration_leaves_by_post_and_professionalisation_by_mail) {
    const auto integration = complete_dossier(Training::integration, "5");
    BOOST_TEST(
        told(pipeline::decide(office, store, {integration, DecisionOutcome::accord_total, {}, {}, "instructeur"})) ==
        "accord-total");
    BOOST_TEST(dispatches(store, integration) ==
               "post>collectivite:accord-total-integration post>agent:copie-agent-integration ");

    const auto pro = complete_dossier(Training::pro_1er_emploi, "10");
    BOOST_TEST(told(pipeline::decide(office, store, {pro, DecisionOutcome::refus, {}, {"Motif."}, "instructeur"})) ==
               "refus");
    BOOST_TEST(dispatches(store, pro) ==
               "mail>collectivite:refus-professionnalisation mail>agent:copie-agent-professionnalisation ");
    BOOST_TEST((store.dossiers().find(pro)->dossier.state == core::DossierState::decided));
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_CASE(the_same_decision_twice_is_one_and_another_is_refused) {
    const auto number = complete_dossier(Training::integration, "5");
    const DecisionRequest request{number, DecisionOutcome::accord_total, {}, {}, "instructeur"};
    BOOST_TEST(told(pipeline::decide(office, store, request)) == "accord-total");
    BOOST_TEST(told(pipeline::decide(office, store, request)) == "accord-total");
    BOOST_TEST(store.outbox().of(number).size() == 2U);
    const auto other = pipeline::decide(office, store, {number, DecisionOutcome::refus, {}, {"Motif."}, "instructeur"});
    BOOST_REQUIRE(!other);
    BOOST_TEST((other.refusal().reason == Reason::wrong_state));
    BOOST_TEST(store.outbox().of(number).size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_may_not_be_decided_leaves_no_trace) {
    const struct {
        const char* title;
        const char* asked;
        DecisionRequest request;
        Reason reason;
    } rows[]{
        {"nobody", "5", {"", DecisionOutcome::accord_total, {}, {}, ""}, Reason::not_allowed},
        {"a stranger", "5", {"", DecisionOutcome::accord_total, {}, {}, "machine"}, Reason::not_allowed},
        {"the mailroom", "5", {"", DecisionOutcome::accord_total, {}, {}, "courrier"}, Reason::not_allowed},
        {"a refusal without motive", "5", {"", DecisionOutcome::refus, {}, {}, "instructeur"}, Reason::field_missing},
        {"without object without motive",
         "5",
         {"", DecisionOutcome::sans_objet, {}, {}, "instructeur"},
         Reason::field_missing},
        {"partial without days",
         "5",
         {"", DecisionOutcome::accord_partiel, {}, {"M."}, "instructeur"},
         Reason::field_missing},
        {"partial without motive",
         "5",
         {"", DecisionOutcome::accord_partiel, days(4), {}, "instructeur"},
         Reason::field_missing},
        {"partial of nothing",
         "5",
         {"", DecisionOutcome::accord_partiel, days(0), {"M."}, "instructeur"},
         Reason::not_allowed},
        {"partial of all",
         "5",
         {"", DecisionOutcome::accord_partiel, days(10), {"M."}, "instructeur"},
         Reason::not_allowed},
        {"more than asked",
         "2",
         {"", DecisionOutcome::accord_partiel, days(6), {"M."}, "instructeur"},
         Reason::not_allowed},
        {"total of a partial request",
         "2",
         {"", DecisionOutcome::accord_total, {}, {}, "instructeur"},
         Reason::not_allowed},
        {"total with other days",
         "5",
         {"", DecisionOutcome::accord_total, days(4), {}, "instructeur"},
         Reason::not_allowed},
        {"a refusal with days", "5", {"", DecisionOutcome::refus, days(2), {"M."}, "instructeur"}, Reason::not_allowed},
    };
    for (auto row : rows) {
        row.request.dossier = complete_dossier(Training::integration, row.asked);
        const auto decision = pipeline::decide(office, store, row.request);
        BOOST_REQUIRE_MESSAGE(!decision, row.title);
        BOOST_TEST((decision.refusal().reason == row.reason), row.title << ": " << core::describe(decision.refusal()));
        BOOST_TEST(store.outbox().of(row.request.dossier).empty(), row.title);
        BOOST_TEST(!store.dossiers().decision(row.request.dossier).has_value(), row.title);
    }
    const auto unknown =
        pipeline::decide(office, store, {"26-999999-0", DecisionOutcome::accord_total, {}, {}, "instructeur"});
    BOOST_TEST((!unknown && unknown.refusal().reason == Reason::unknown_dossier));
}

BOOST_AUTO_TEST_CASE(an_incomplete_dossier_may_only_be_without_object) {
    const auto number = complete_dossier(Training::integration, "5");
    store.transaction([&] { store.dossiers().move(number, core::DossierState::incomplete, "test", ""); });
    const auto agreed = pipeline::decide(office, store, {number, DecisionOutcome::accord_total, {}, {}, "instructeur"});
    BOOST_TEST((!agreed && agreed.refusal().reason == Reason::wrong_state));
    BOOST_TEST(told(pipeline::decide(
                   office, store, {number, DecisionOutcome::sans_objet, {}, {"Promotion interne."}, "instructeur"})) ==
               "sans-objet");
}

BOOST_AUTO_TEST_CASE(a_decision_whose_letter_cannot_be_written_is_not_taken) {
    const auto number = complete_dossier(Training::integration, "5");
    auto data = store.dossiers().find(number)->dossier.data;
    data["collectivite.adresse.ligne.1"] = std::string(39, 'M');
    store.dossiers().update_data(number, data);
    const auto decision =
        pipeline::decide(office, store, {number, DecisionOutcome::accord_total, {}, {}, "instructeur"});
    BOOST_TEST((!decision && decision.refusal().reason == Reason::address_overflow));
    BOOST_TEST((store.dossiers().find(number)->dossier.state == core::DossierState::complete));
}

BOOST_AUTO_TEST_CASE(half_days_and_several_motives_come_from_a_session_file) {
    const auto requests = pipeline::parse_decisions(
        "dossier;decision;jours;motif\n26-000001-4;accord-total;;\n26-000002-2;accord-partiel;2,5;en droit|en fait\n",
        "instructeur");
    BOOST_REQUIRE(bool(requests));
    BOOST_REQUIRE(requests->size() == 2U);
    BOOST_TEST(requests->at(1).days->text() == "2,5");
    BOOST_TEST(requests->at(1).motives.size() == 2U);
    for (const char* bad : {"h\na;accord-total;\n", "h\na;oui;;\n", "h\na;refus;x;m\n", "h\na;refus;1;m;n\n"}) {
        const auto wrong = pipeline::parse_decisions(bad, "instructeur");
        BOOST_TEST(!wrong, bad);
        if (!wrong) BOOST_TEST(wrong.refusal().detail.find("ligne 2") != std::string::npos, bad);
    }
}

BOOST_AUTO_TEST_SUITE_END()
