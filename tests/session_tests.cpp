#include "pipeline/session.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <set>

#include "pipeline/propose.h"
#include "store/disk.h"
#include "store/names.h"
#include "tests/office_fixture.h"

namespace {

using core::AgendaState;
using core::DecisionOutcome;
using core::DossierState;
using core::Reason;
using core::Training;
using pipeline::DecisionRequest;

constexpr const char* month = "2026-12";

struct SessionOffice : Office {
    core::Date cut_off = *core::parse_date("2026-12-05");

    std::string integration() { return complete_dossier(Training::integration, "5"); }
    std::string professionalisation() { return complete_dossier(Training::pro_1er_emploi, "10"); }
    core::Session open() { return *pipeline::open_session(office, store, month, cut_off, "instructeur"); }
    core::Outcome<core::Proposal> propose(const std::string& dossier, DecisionOutcome outcome = DecisionOutcome::refus,
                                          const std::string& who = "instructeur") {
        return pipeline::propose(office, store, {dossier, outcome, {}, {"En droit.", "En fait."}, who});
    }
    DossierState state(const std::string& dossier) { return store.dossiers().find(dossier)->dossier.state; }
    /// `decided decided carried`, in the order of the numbers.
    std::string agenda() {
        std::string text;
        for (const auto& item : store.sessions().agenda(month)) text += std::string{core::to_text(item.state)} + " ";
        return text;
    }
    std::size_t dispatches() { return store.outbox().list().size(); }
};

std::string reason_of(const core::Refusal& refusal) { return std::string{core::to_text(refusal.reason)}; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(session_tests, SessionOffice)

BOOST_AUTO_TEST_CASE(what_is_complete_by_the_cut_off_is_on_the_agenda_once) {
    const auto early = integration();
    open();
    BOOST_TEST((state(early) == DossierState::in_session));
    now += std::chrono::hours{24 * 12};  // The 5th, in office time.
    const auto last = integration();
    BOOST_TEST(pipeline::fill_agendas(store) == 1);
    now += std::chrono::hours{24};
    const auto late = integration();
    BOOST_TEST(pipeline::fill_agendas(store) == 0);
    BOOST_TEST(agenda() == "pending pending ");
    BOOST_TEST((state(late) == DossierState::complete));

    BOOST_TEST(open().month == month);  // The same again changes nothing.
    const auto other = pipeline::open_session(office, store, month, *core::parse_date("2026-12-06"), "instructeur");
    BOOST_TEST((!other && other.refusal().reason == Reason::wrong_state));
    BOOST_TEST(pipeline::next_session_month(office.config, store) == "2027-01");
}

BOOST_AUTO_TEST_CASE(a_session_is_opened_for_a_month_by_who_may) {
    const struct {
        const char *month, *cut_off, *who;
        Reason reason;
    } rows[]{{"2026-13", "2026-12-05", "instructeur", Reason::data_invalid},
             {"décembre", "2026-12-05", "instructeur", Reason::data_invalid},
             {"2026-12", "2027-12-05", "instructeur", Reason::data_invalid},
             {"2026-12", "2026-12-05", "courrier", Reason::not_allowed},
             {"2026-12", "2026-12-05", "", Reason::not_allowed}};
    for (const auto& row : rows) {
        const auto session = pipeline::open_session(office, store, row.month, *core::parse_date(row.cut_off), row.who);
        BOOST_TEST((!session && session.refusal().reason == row.reason), row.month << " " << row.who);
    }
    BOOST_TEST(store.sessions().list().empty());
    BOOST_TEST(bool(pipeline::open_session(office, store, month, cut_off, "administrateur")));
}

BOOST_AUTO_TEST_CASE(the_agenda_is_shared_out_evenly_or_by_name) {
    office.config.users.push_back({.login = "autre", .roles = {core::Role::instructeur}});
    std::vector<std::string> numbers;
    for (int i = 0; i < 5; ++i) numbers.push_back(integration());
    open();
    const auto by_name = pipeline::assign_agenda(office, store, month, {numbers[0]}, "autre", "signataire");
    BOOST_TEST(*by_name == 1);
    BOOST_TEST(*pipeline::assign_agenda(office, store, month, {}, "", "signataire") == 4);
    BOOST_TEST(*pipeline::assign_agenda(office, store, month, {}, "", "signataire") == 0);
    std::map<std::string, int> load;
    for (const auto& item : store.sessions().agenda(month)) ++load[item.instructor];
    BOOST_TEST(std::abs(load["autre"] - load["instructeur"]) == 1);

    const auto reason = [&](std::vector<std::string> dossiers, const char* to, const char* who, const char* session) {
        const auto wrong = pipeline::assign_agenda(office, store, session, dossiers, to, who);
        return wrong ? std::string{"assigned"} : reason_of(wrong.refusal());
    };
    BOOST_TEST(reason({"26-999999-0"}, "", "signataire", month) == "unknown_dossier");
    BOOST_TEST(reason({}, "signataire", "signataire", month) == "not_allowed");
    BOOST_TEST(reason({}, "autre", "courrier", month) == "not_allowed");
    BOOST_TEST(reason({}, "autre", "signataire", "2027-01") == "wrong_state");
}

BOOST_AUTO_TEST_CASE(the_most_urgent_dossier_comes_first) {
    const auto calm = integration();
    const auto urgent = integration();
    auto data = store.dossiers().find(urgent)->dossier.data;
    data["agent.nomination"] = "2025-12-10";
    store.dossiers().update_data(urgent, data);
    open();
    const auto lines = pipeline::agenda_lines(office, store, month);
    BOOST_REQUIRE(lines.size() == 2U);
    BOOST_TEST(lines.front().item.dossier == urgent);
    BOOST_TEST((lines.front().limits.front().kind == core::LimitKind::training));
    BOOST_TEST((lines.back().limits.front().kind == core::LimitKind::silence));
}

BOOST_AUTO_TEST_CASE(closing_makes_what_was_proposed_exist_and_carries_the_rest) {
    const auto refused = integration(), agreed = professionalisation(), forgotten = integration();
    open();
    BOOST_TEST(bool(propose(refused)));
    BOOST_TEST(bool(propose(agreed, DecisionOutcome::accord_total)));
    BOOST_TEST(dispatches() == 0U);
    BOOST_TEST(!store.dossiers().decision(refused).has_value());

    const auto end = pipeline::close_session(office, store, month, "signataire");
    BOOST_REQUIRE(bool(end));
    BOOST_TEST(end->decided == 2);
    BOOST_TEST(end->carried == 1);
    BOOST_TEST(agenda() == "decided decided carried ");
    BOOST_TEST((state(refused) == DossierState::decided));
    BOOST_TEST((state(forgotten) == DossierState::complete));
    BOOST_TEST(dispatches() == 4U);
    BOOST_TEST(store.dossiers().decision(refused)->signatory == "signataire");
    BOOST_TEST((end->session.state == core::SessionState::closed));
    BOOST_TEST(store.spool().has(end->session.minutes));
    BOOST_TEST(store.sessions().print_asked());

    const auto csv = store::read_file(end->folder / store::minutes_csv_name(month));
    for (const auto& said : {refused, agreed, forgotten, std::string{"aucune proposition"}})
        BOOST_TEST(csv.find(said) != std::string::npos, said);
    for (const auto& name : {store::minutes_name(month), store::session_bordereau_name(month)})
        BOOST_TEST(store::read_file(end->folder / name).starts_with("%PDF"), name);

    const auto again = pipeline::close_session(office, store, month, "signataire");
    BOOST_TEST(again->decided == 2);
    BOOST_TEST(dispatches() == 4U);
    now += std::chrono::hours{24};
    BOOST_TEST(bool(pipeline::open_session(office, store, "2027-01", *core::parse_date("2027-01-05"), "instructeur")));
    BOOST_TEST((state(forgotten) == DossierState::in_session));
}

BOOST_AUTO_TEST_CASE(a_letter_that_cannot_be_written_is_carried_over_and_named) {
    const auto broken = integration(), good = integration();
    open();
    BOOST_TEST(bool(propose(broken)));
    BOOST_TEST(bool(propose(good)));
    auto data = store.dossiers().find(broken)->dossier.data;
    data["collectivite.adresse.ligne.1"] = std::string(39, 'M');
    store.dossiers().update_data(broken, data);
    const auto end = pipeline::close_session(office, store, month, "instructeur");
    BOOST_REQUIRE(end->troubles.size() == 1U);
    BOOST_TEST(end->troubles.front().first == broken);
    BOOST_TEST((end->troubles.front().second.reason == Reason::address_overflow));
    BOOST_TEST(agenda() == "carried decided ");
    BOOST_TEST(dispatches() == 2U);
    BOOST_TEST(store.proposals().standing(broken).has_value());
}

BOOST_AUTO_TEST_CASE(two_persons_where_the_settings_ask_for_it) {
    office.config.two_persons = true;
    office.config.users.push_back({.login = "double",
                                   .first_name = "Andrée",
                                   .name = "MODELE",
                                   .title = "Conseillère",
                                   .roles = {core::Role::instructeur, core::Role::signataire}});
    const auto one = integration(), two = integration(), three = integration();
    const auto alone = pipeline::decide(office, store, {one, DecisionOutcome::accord_total, {}, {}, "instructeur"});
    BOOST_TEST((!alone && alone.refusal().reason == Reason::not_allowed));

    BOOST_TEST(bool(propose(one)));  // Off any agenda: exists when it is signed.
    const auto own = pipeline::sign(office, store, one, "instructeur");
    BOOST_TEST((!own && own.refusal().reason == Reason::not_allowed));
    BOOST_TEST(bool(pipeline::sign(office, store, one, "signataire")));
    BOOST_TEST(store.dossiers().decision(one)->signatory == "signataire");

    open();
    BOOST_TEST(bool(propose(two, DecisionOutcome::refus, "double")));
    BOOST_TEST(bool(propose(three)));
    const auto self = pipeline::sign(office, store, two, "double");
    BOOST_TEST((!self && self.refusal().reason == Reason::not_allowed));
    BOOST_TEST(bool(pipeline::sign(office, store, two, "signataire")));
    BOOST_TEST(!store.dossiers().decision(two).has_value());  // On the agenda: exists at the closing.
    const auto end = pipeline::close_session(office, store, month, "instructeur");
    BOOST_TEST(end->decided == 1);
    BOOST_TEST((state(three) == DossierState::complete));
    const auto nothing = pipeline::sign(office, store, "26-999999-0", "signataire");
    BOOST_TEST((!nothing && nothing.refusal().reason == Reason::wrong_state));
}

BOOST_AUTO_TEST_CASE(another_proposal_takes_the_signature_away) {
    const auto number = integration();
    open();
    const auto first = propose(number);
    BOOST_TEST(bool(pipeline::sign(office, store, number, "signataire")));
    BOOST_TEST(propose(number)->is_signed());
    const auto other = propose(number, DecisionOutcome::accord_total);
    BOOST_TEST(!other->is_signed());
    BOOST_TEST(other->version == first->version + 1);
    BOOST_TEST((store.proposals().standing(number)->decision.outcome == DecisionOutcome::accord_total));
}

BOOST_AUTO_TEST_CASE(a_decision_is_undone_until_its_letter_begins_to_leave) {
    const auto number = professionalisation();
    BOOST_TEST(bool(pipeline::decide(office, store, {number, DecisionOutcome::accord_total, {}, {}, "instructeur"})));
    const auto wrong = pipeline::undo(office, store, number, "courrier", "erreur");
    BOOST_TEST((!wrong && wrong.refusal().reason == Reason::not_allowed));
    BOOST_TEST((*pipeline::undo(office, store, number, "instructeur", "erreur") == pipeline::Undone::decision));
    BOOST_TEST((state(number) == DossierState::complete));
    for (const auto& dispatch : store.outbox().of(number))
        BOOST_TEST((dispatch.state == core::DispatchState::cancelled), dispatch.id);
    BOOST_TEST(!store.outbox().claim_due(now).has_value());

    BOOST_TEST(bool(pipeline::decide(office, store, {number, DecisionOutcome::accord_total, {}, {}, "instructeur"})));
    BOOST_TEST(store.outbox().of(number).size() == 4U);  // Letters of its own version: the cancelled ones stay so.
    BOOST_TEST(store.outbox().claim_due(now).has_value());
    const auto late = pipeline::undo(office, store, number, "instructeur", "erreur");
    BOOST_TEST((!late && late.refusal().reason == Reason::wrong_state));
    BOOST_TEST((state(number) == DossierState::decided));
    const auto nothing = pipeline::undo(office, store, integration(), "instructeur", "x");
    BOOST_TEST((!nothing && nothing.refusal().reason == Reason::wrong_state));
}

BOOST_AUTO_TEST_CASE(an_urgent_decision_leaves_the_agenda_and_its_undoing_puts_it_back) {
    const auto number = integration();
    open();
    BOOST_TEST(bool(pipeline::decide(office, store, {number, DecisionOutcome::accord_total, {}, {}, "instructeur"})));
    BOOST_TEST(agenda() == "decided ");
    BOOST_TEST(bool(pipeline::undo(office, store, number, "instructeur", "erreur")));
    BOOST_TEST(agenda() == "pending ");
    BOOST_TEST((state(number) == DossierState::in_session));
}

BOOST_AUTO_TEST_CASE(a_preview_is_the_letter_marked_as_a_draft_and_leaves_nothing) {
    const auto number = integration();
    const auto blobs = store.spool().list().size();
    const auto decision =
        pipeline::ready_decision(office, store, {number, DecisionOutcome::refus, {}, {"Motif."}, "instructeur"});
    const auto pdf = pipeline::preview(office, store, *decision);
    BOOST_REQUIRE(bool(pdf));
    const auto bytes = std::span{reinterpret_cast<const std::uint8_t*>(pdf->data()), pdf->size()};
    const auto facts = pipeline::check_pdf(bytes, office.limits);
    BOOST_REQUIRE(bool(facts));
    for (const auto& page : facts->pages) BOOST_TEST(page.find("PROJET") != std::string::npos);
    BOOST_TEST(facts->pages.front().find(number) != std::string::npos);
    BOOST_TEST(store.spool().list().size() == blobs);
    BOOST_TEST((state(number) == DossierState::complete));
}

BOOST_AUTO_TEST_CASE(a_closing_killed_at_any_moment_goes_on_and_makes_nothing_twice) {
    constexpr int count = 6;
    for (int i = 0; i < count; ++i) BOOST_TEST(bool(propose(i % 2 == 0 ? integration() : professionalisation())));
    open();
    int kills = 0;
    std::uint32_t seed = 5;
    for (bool done = false; !done;) {
        const pid_t child = fork();
        if (child == 0) {
            store::Store own{home, office.clock};
            _exit(pipeline::close_session(office, own, month, "signataire") ? 0 : 1);
        }
        seed = seed * 1664525U + 1013904223U;
        usleep((seed >> 8) % static_cast<unsigned>(300'000 + 150'000 * kills));  // Longer each time: it ends.
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        done = WIFEXITED(status);
        if (done) BOOST_TEST(WEXITSTATUS(status) == 0);
        kills += done ? 0 : 1;
        BOOST_REQUIRE(kills < 200);
    }
    BOOST_TEST_MESSAGE(kills << " kills during the closing");
    BOOST_TEST(dispatches() == 2U * count);
    std::set<std::string> letters;
    for (const auto& dispatch : store.outbox().list()) letters.insert(dispatch.dossier + dispatch.letter_kind);
    BOOST_TEST(letters.size() == 2U * count);
    BOOST_TEST(store.sessions().counts()[month][AgendaState::decided] == count);
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
