#include <set>

#include "core/identifiers.h"
#include "tests/database.h"
#include "tests/store_home.h"

namespace {

using namespace std::chrono_literals;

core::Dossier some_dossier() {
    return {.procedure = core::ProcedureKind::professionnalisation,
            .training = core::Training::pro_carriere,
            .data = {{"agent.nom", "TESNIÈRE"}, {"motifs.formation.1.intitule", "L'« œuvre »\n2"}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(register_tests)

BOOST_AUTO_TEST_CASE(dossiers_are_numbered_by_the_year_without_gaps) {
    StoreHome home;
    auto store = home.open();
    auto& dossiers = store.dossiers();
    BOOST_TEST(dossiers.add({}, core::Channel::post, "", "x").dossier.number ==
               core::DossierNumber::make(2026, 1).text());
    BOOST_CHECK_THROW(store.transaction([&] {
        dossiers.add({}, core::Channel::post, "", "x");
        throw std::runtime_error{"no"};
    }),
                      std::runtime_error);
    BOOST_TEST(dossiers.add({}, core::Channel::post, "", "x").dossier.number ==
               core::DossierNumber::make(2026, 2).text());
    home.now = *core::parse_instant("2026-12-31T23:30:00.000Z");  // The year has changed in the office.
    BOOST_TEST(dossiers.reserve_number() == core::DossierNumber::make(2027, 1).text());
    BOOST_TEST(dossiers.list().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_number_printed_elsewhere_is_taken_and_never_made_again) {
    StoreHome home;
    auto store = home.open();
    auto dossier = some_dossier();
    dossier.number = core::DossierNumber::make(2026, 41).text();
    const auto row = store.dossiers().add(dossier, core::Channel::post, "A000009", "x");
    BOOST_TEST(row.dossier.number == dossier.number);
    BOOST_TEST((store.dossiers().find(dossier.number)->dossier == row.dossier));
    BOOST_TEST(store.dossiers().add(some_dossier(), core::Channel::post, "", "x").dossier.number ==
               core::DossierNumber::make(2026, 42).text());
    dossier.number = "26-000041-X";
    BOOST_CHECK_THROW(store.dossiers().add(dossier, core::Channel::post, "", "x"), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_dossier_opened_twice_by_one_arrival_is_one) {
    StoreHome home;
    auto store = home.open();
    const auto first = store.dossiers().add(some_dossier(), core::Channel::online, "A000001", "x");
    const auto second = store.dossiers().add({}, core::Channel::post, "A000001", "x");
    BOOST_TEST((second.dossier == first.dossier));
    BOOST_TEST((second.channel == core::Channel::online));
    BOOST_TEST(store.dossiers().list().size() == 1U);
    BOOST_TEST(store.journal().of(first.dossier.number).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_move_is_an_event_with_who_and_why) {
    StoreHome home;
    auto store = home.open();
    auto& dossiers = store.dossiers();
    const auto number = dossiers.add(some_dossier(), core::Channel::online, "", "x").dossier.number;
    dossiers.move(number, core::DossierState::complete, "l.hamard", "contrôle");
    dossiers.move(number, core::DossierState::complete, "l.hamard", "contrôle");
    const auto events = store.journal().of(number);
    BOOST_REQUIRE(events.size() == 2U);
    BOOST_TEST(events.back().what == "dossier_complete");
    BOOST_TEST(events.back().who == "l.hamard");
    BOOST_TEST(events.back().detail == "contrôle");
    BOOST_TEST(dossiers.list(core::DossierState::complete).size() == 1U);
    BOOST_TEST(dossiers.list(core::DossierState::complete, core::ProcedureKind::integration).empty());
    BOOST_TEST(dossiers.list(std::nullopt, core::ProcedureKind::professionnalisation).size() == 1U);
    BOOST_CHECK_THROW(dossiers.move("26-000009-9", core::DossierState::closed, "x", ""), std::logic_error);
    dossiers.update_data(number, {{"agent.nom", "DUVAL"}});
    BOOST_TEST((dossiers.find(number)->dossier.data == core::Fields{{"agent.nom", "DUVAL"}}));
    BOOST_CHECK_THROW(dossiers.update_data("26-000009-9", {}), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_page_is_in_one_dossier_or_in_none) {
    StoreHome home;
    auto store = home.open();
    auto& dossiers = store.dossiers();
    store.arrivals().add(some_arrival("one"));
    const auto one = dossiers.add({}, core::Channel::post, "", "x").dossier.number;
    const auto two = dossiers.add({}, core::Channel::post, "", "x").dossier.number;
    const core::PageRef page{"A000001", 10};
    const core::PageRef before{"A000001", 9};
    BOOST_TEST(!dossiers.dossier_of(page).has_value());
    dossiers.assign_page(page, "");
    BOOST_TEST(dossiers.dossier_of(page).value().empty());
    BOOST_TEST((dossiers.orphan_pages() == std::vector{page}));
    dossiers.assign_page(page, one);
    dossiers.assign_page(page, two);
    dossiers.assign_page(before, two);
    BOOST_TEST(dossiers.pages_of(one).empty());
    BOOST_TEST((dossiers.pages_of(two) == std::vector{before, page}));
    BOOST_TEST(dossiers.orphan_pages().empty());
    BOOST_CHECK_THROW(dossiers.assign_page(page, "26-000009-9"), std::logic_error);
    BOOST_CHECK_THROW(dossiers.assign_page({"A000777", 1}, one), std::logic_error);
    BOOST_CHECK_THROW(dossiers.assign_page({"x", 1}, one), std::logic_error);
}

BOOST_AUTO_TEST_CASE(pieces_and_findings_are_replaced_as_a_set) {
    StoreHome home;
    auto store = home.open();
    auto& dossiers = store.dossiers();
    const auto number = dossiers.add({}, core::Channel::post, "", "x").dossier.number;
    const std::vector<core::Piece> pieces{{.kind = core::Kind::diplome,
                                           .state = core::KindState::recognised,
                                           .score = 0.75,
                                           .pages = {{"A000001", 1}, {"A000001", 2}}},
                                          {.kind = core::Kind::other}};
    const std::vector<core::Finding> findings{
        {.code = "piece_missing", .subject = "fiche_poste", .sentence = "Il manque la fiche de poste."},
        {.code = "days_over_cap", .severity = core::Severity::doubt, .evidence = "A000001 page 3"}};
    for (int i = 0; i < 2; ++i) {
        dossiers.set_pieces(number, pieces);
        dossiers.set_findings(number, findings);
        BOOST_TEST((dossiers.pieces(number) == pieces));
        BOOST_TEST((dossiers.findings(number) == findings));
    }
    dossiers.set_findings(number, {});
    BOOST_TEST(dossiers.findings(number).empty());
}

BOOST_AUTO_TEST_CASE(one_decision_stands_at_a_time) {
    StoreHome home;
    auto store = home.open();
    auto& dossiers = store.dossiers();
    const auto number = dossiers.add({}, core::Channel::post, "", "x").dossier.number;
    const core::Decision partial{.dossier = number,
                                 .outcome = core::DecisionOutcome::accord_partiel,
                                 .days = *core::HalfDays::parse("2,5"),
                                 .motives = {"Formation du même objet déjà suivie."},
                                 .instructor = "Odile Tesnière",
                                 .date = *core::parse_date("2026-11-03")};
    for (int i = 0; i < 2; ++i) {
        const auto outcome = dossiers.decide(partial);
        BOOST_REQUIRE(static_cast<bool>(outcome));
        BOOST_TEST((*outcome == partial));
    }
    BOOST_TEST((dossiers.decision(number) == partial));
    auto refusal = partial;
    refusal.outcome = core::DecisionOutcome::refus;
    const auto second = dossiers.decide(refusal);
    BOOST_REQUIRE(!second);
    BOOST_TEST((second.refusal().reason == core::Reason::wrong_state));
    BOOST_TEST((dossiers.decision(number) == partial));
    BOOST_TEST(dossiers.reverse_decision(number, "l.hamard", "retrait"));
    BOOST_TEST(!dossiers.reverse_decision(number, "l.hamard", "retrait"));
    BOOST_TEST(!dossiers.decision(number).has_value());
    BOOST_TEST(static_cast<bool>(dossiers.decide(refusal)));
    BOOST_TEST((dossiers.decision(number) == refusal));
}

BOOST_AUTO_TEST_CASE(the_first_letter_of_a_kind_and_version_stays) {
    StoreHome home;
    auto store = home.open();
    auto& dossiers = store.dossiers();
    const auto number = dossiers.add({}, core::Channel::post, "", "x").dossier.number;
    const core::Letter letter{.dossier = number,
                              .kind = "refus-integration",
                              .sha256 = std::string(64, 'a'),
                              .date = *core::parse_date("2026-11-03")};
    BOOST_TEST((dossiers.add_letter(letter) == letter));
    auto other = letter;
    other.sha256 = std::string(64, 'b');
    BOOST_TEST((dossiers.add_letter(other) == letter));
    other.version = 2;
    BOOST_TEST((dossiers.add_letter(other) == other));
    BOOST_TEST((dossiers.letters(number) == std::vector{letter, other}));
    BOOST_TEST(!dossiers.find_letter(number, "refus-integration", 3).has_value());
    BOOST_TEST(store.blobs().size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
