#include "pipeline/complement.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/kind_rules.h"
#include "core/normalise.h"
#include "core/reply_reference.h"
#include "pipeline/process.h"
#include "pipeline/settle.h"
#include "tests/office_fixture.h"

namespace {

using core::ClockAct;
using core::ComplementState;
using std::chrono::hours;
using std::chrono::minutes;

/// An office on Monday 23 November 2026 at ten, and a dossier whose form never came: it is incomplete.
struct Asking : Office {
    Asking() { spdlog::set_level(spdlog::level::off); }
    ~Asking() { spdlog::set_level(spdlog::level::info); }

    std::string dossier = complete_dossier(core::Training::integration, "5");

    void check() {
        store.jobs().enqueue("check", dossier, office.clock());
        const auto job = store.jobs().claim("test", minutes{1}, {"check"});
        BOOST_REQUIRE(job.has_value());
        pipeline::settle(office, store, *job);
    }
    core::Complement standing() {
        const auto found = store.complements().standing(dossier);
        BOOST_REQUIRE(found.has_value());
        return *found;
    }
    std::string state() { return std::string{core::to_text(store.dossiers().find(dossier)->dossier.state)}; }
    std::string due() { return core::iso_instant(standing().due_at); }
    int events(const std::string& what) {
        const auto all = store.journal().of(dossier);
        return static_cast<int>(std::count_if(all.begin(), all.end(), [&](const auto& e) { return e.what == what; }));
    }
    std::vector<core::Dispatch> dispatches(const std::string& kind) {
        auto all = store.outbox().of(dossier);
        std::erase_if(all, [&](const auto& d) { return !d.letter_kind.starts_with(kind); });
        return all;
    }
    void without(const std::string& field) {
        auto data = store.dossiers().find(dossier)->dossier.data;
        data.erase(field);
        store.dossiers().update_data(dossier, data);
    }
    /// Pages of the dossier come in, as register_pages would tell.
    std::string answer(core::Channel channel = core::Channel::post) {
        static int number = 0;
        const auto bytes = "answer " + std::to_string(++number);
        const auto sha = store.spool().put(bytes);
        const auto arrival = store.arrivals()
                                 .add({.key = sha, .sha256 = sha, .name = "reponse.pdf", .size = 1, .channel = channel})
                                 .arrival;
        store.transaction([&] { pipeline::note_answer(office, store, arrival, {dossier}); });
        return arrival.id;
    }
    /// All that is asked has come: what remains is a form that a person looks at.
    void fill() {
        office.catalogue.procedures = pipeline::load_catalogue(pipeline::shipped_templates()).procedures;
        for (auto& procedure : office.catalogue.procedures) procedure.requirements.clear();
        store.dossiers().update_channel(dossier, core::Channel::online);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(complement_tests, Asking)

BOOST_AUTO_TEST_CASE(what_is_missing_is_asked_with_a_delay_and_an_answer_sheet) {
    check();
    const auto asked = standing();
    BOOST_TEST((asked.state == ComplementState::open));
    BOOST_TEST(due() == "2026-11-25T09:00:00.000Z");
    BOOST_TEST(!asked.items.empty());
    BOOST_TEST(asked.items.size() == asked.basis.size());
    BOOST_TEST(core::ReplyReference::parse(asked.reference).has_value());
    BOOST_TEST(events("complement_asked") == 1);

    const auto sent = dispatches("complement-");
    BOOST_REQUIRE(sent.size() == 1U);
    BOOST_TEST((sent[0].channel == core::DispatchChannel::mail));
    const auto pdf = store.spool().read(sent[0].pdf_sha256);
    const auto facts =
        pipeline::check_pdf(std::span{reinterpret_cast<const std::uint8_t*>(pdf.data()), pdf.size()}, office.limits);
    BOOST_REQUIRE(bool(facts));
    std::string letter;
    for (std::size_t page = 0; page + 1 < facts->pages.size(); ++page) letter += facts->pages[page];
    const auto said = core::normalised(letter);  // No-break spaces are spaces.
    for (const auto& due_text : {asked.reference, std::string{"25 novembre 2026 à 10 h"}})
        BOOST_TEST(said.find(core::normalised(due_text)) != std::string::npos, letter);
    BOOST_TEST(facts->pages.back().find(dossier) != std::string::npos, "the answer sheet is the last page");
}

BOOST_AUTO_TEST_CASE(the_same_is_not_asked_twice_and_more_takes_its_place) {
    check();
    check();
    BOOST_TEST(standing().version == 1);
    without("agent.cadre_emplois");
    check();
    BOOST_TEST(standing().version == 2);
    BOOST_TEST((store.complements().of(dossier).front().state == ComplementState::superseded));
    BOOST_TEST(dispatches("complement-").size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_reviewed_request_leaves_only_when_a_person_says_so) {
    office.config.complement.sending = pipeline::ComplementSending::reviewed;
    check();
    BOOST_TEST((standing().state == ComplementState::proposed));
    BOOST_TEST(state() == "incomplete");
    BOOST_TEST(dispatches("complement-").empty());
    BOOST_TEST(store.complements().counts().proposed == 1);
    check();
    BOOST_TEST(standing().version == 1);

    now += hours{24};
    const auto first = standing().items.front().code;
    const auto asked = pipeline::ask_complement(
        office, store,
        {.dossier = dossier, .who = "d.modele", .without = {first}, .also = {"Préciser le service d'affectation."}});
    BOOST_REQUIRE(bool(asked));
    BOOST_TEST((standing().state == ComplementState::open));
    BOOST_TEST(due() == "2026-11-26T09:00:00.000Z", "the delay starts when it leaves");
    BOOST_TEST(standing().items.back().code == "instructeur:1");
    BOOST_TEST(standing().items.front().code != first);
    BOOST_TEST(dispatches("complement-").size() == 1U);
    BOOST_TEST(!pipeline::ask_complement(
        office, store,
        {.dossier = dossier, .who = "d.modele", .without = {first}, .also = {"Préciser le service d'affectation."}}));
}

BOOST_AUTO_TEST_CASE(asking_refuses_what_makes_no_sense) {
    check();
    struct Row {
        const char* title;
        pipeline::AskOrder order;
        core::Reason reason;
    };
    std::vector<std::string> all;
    for (const auto& item : standing().items) all.push_back(item.code);
    for (const auto& [title, order, reason] :
         {Row{"unknown dossier", {.dossier = "26-999999-0"}, core::Reason::unknown_dossier},
          Row{"the same again", {.dossier = dossier}, core::Reason::wrong_state},
          Row{"a code that is no finding's", {.dossier = dossier, .without = {"x:y"}}, core::Reason::data_invalid},
          Row{"a doubt that is no finding's", {.dossier = dossier, .with = {"x:y"}}, core::Reason::data_invalid},
          Row{"nothing left to ask", {.dossier = dossier, .without = all}, core::Reason::field_missing}}) {
        const auto refused = pipeline::ask_complement(office, store, order);
        BOOST_REQUIRE_MESSAGE(!refused, title);
        BOOST_TEST((refused.refusal().reason == reason), title);
    }
}

BOOST_AUTO_TEST_CASE(an_answer_stops_the_clock_and_what_still_lacks_starts_it_again) {
    check();
    now += hours{20};
    const auto arrival = answer();
    BOOST_TEST(due() == "1970-01-01T00:00:00.000Z");
    BOOST_TEST(standing().last_answer == arrival);
    BOOST_TEST((standing().answered_at == now));
    BOOST_TEST(events("complement_answer") == 1);
    now += hours{4};
    check();
    BOOST_TEST(due() == "2026-11-25T13:00:00.000Z", "four hours of reading are given back");
    BOOST_TEST(dispatches("complement-").size() == 1U);
    check();
    BOOST_TEST(due() == "2026-11-25T13:00:00.000Z", "a second look changes nothing");
}

BOOST_AUTO_TEST_CASE(an_answer_that_brings_everything_ends_the_request) {
    check();
    now += hours{50};
    pipeline::watch_complements(office, store);
    answer();
    fill();
    check();
    BOOST_TEST(!store.complements().standing(dossier).has_value());
    BOOST_TEST((store.complements().of(dossier).back().state == ComplementState::answered));
    BOOST_TEST((store.complements().of(dossier).back().answered_at == now));
    BOOST_TEST(state() == "complete");
}

BOOST_AUTO_TEST_CASE(post_older_than_the_request_is_no_answer) {
    const auto sha = store.spool().put("early");
    const auto early = store.arrivals().add({.key = "k", .sha256 = sha, .name = "tot.pdf", .size = 1}).arrival;
    now += hours{1};
    check();
    store.transaction([&] { pipeline::note_answer(office, store, early, {dossier}); });
    BOOST_TEST(standing().last_answer.empty());
    BOOST_TEST(due() == "2026-11-25T10:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(what_a_person_asked_is_judged_by_a_person) {
    check();
    fill();
    BOOST_REQUIRE(bool(pipeline::ask_complement(
        office, store, {.dossier = dossier, .who = "d.modele", .also = {"Préciser le service d'affectation."}})));
    answer();
    check();
    BOOST_TEST(state() == "doubtful");
    BOOST_TEST(store.dossiers().findings(dossier).back().code == "answer_to_read");
    BOOST_TEST(bool(pipeline::close_complement(store, dossier, ComplementState::answered, "d.modele", "lu")));
    check();
    BOOST_TEST(state() == "complete");
}

BOOST_AUTO_TEST_CASE(a_request_given_up_is_not_made_again) {
    check();
    BOOST_TEST(bool(pipeline::close_complement(store, dossier, ComplementState::withdrawn, "d.modele", "inutile")));
    check();
    BOOST_TEST(!store.complements().standing(dossier).has_value());
    BOOST_TEST(dispatches("complement-").size() == 1U);
    without("agent.cadre_emplois");
    check();
    BOOST_TEST(standing().version == 2, "other things that lack are asked");
}

BOOST_AUTO_TEST_CASE(when_the_delay_runs_out_a_person_is_told_once_and_nothing_is_refused) {
    check();
    now = *core::parse_instant("2026-11-25T09:00:00.000Z");
    BOOST_TEST(pipeline::watch_complements(office, store).over == 0);
    now += minutes{1};
    BOOST_TEST(pipeline::watch_complements(office, store).over == 1);
    BOOST_TEST(pipeline::watch_complements(office, store).over == 0);
    BOOST_TEST(events("alarm_complement_over") == 1);
    BOOST_TEST(store.complements().counts().over == 1);
    now += hours{24 * 90};
    pipeline::watch_complements(office, store);
    check();
    BOOST_TEST(state() == "incomplete");
    BOOST_TEST((standing().state == ComplementState::open));
    BOOST_TEST(!store.dossiers().decision(dossier).has_value());
}

BOOST_AUTO_TEST_CASE(an_extension_lifts_the_alarm) {
    check();
    now += hours{72};
    pipeline::watch_complements(office, store);
    const auto extended = pipeline::mark_clock(office, store, dossier, ClockAct::extend, 24, "d.modele", "intempéries");
    BOOST_REQUIRE(bool(extended));
    BOOST_TEST(due() == "2026-11-27T09:00:00.000Z");
    BOOST_TEST(store.complements().counts().over == 0);
    now += hours{25};
    BOOST_TEST(pipeline::watch_complements(office, store).over == 1);
}

BOOST_AUTO_TEST_CASE(a_person_stops_and_starts_the_clock) {
    check();
    const auto mark = [&](ClockAct act) { return pipeline::mark_clock(office, store, dossier, act, 0, "p", "congés"); };
    BOOST_TEST((mark(ClockAct::start).refusal().reason == core::Reason::wrong_state));
    now += hours{12};
    BOOST_TEST(bool(mark(ClockAct::stop)));
    BOOST_TEST((mark(ClockAct::stop).refusal().reason == core::Reason::wrong_state));
    now += hours{200};
    answer();
    check();
    BOOST_TEST(!core::is_running(standing().delay), "what a person stopped, a person starts");
    BOOST_TEST(pipeline::watch_complements(office, store).over == 0);
    BOOST_TEST(bool(mark(ClockAct::start)));
    BOOST_TEST((standing().due_at == now + hours{36}));
    BOOST_TEST(store.complements().clock(dossier, 1).size() == 3U);
    BOOST_TEST((pipeline::mark_clock(office, store, "26-999999-0", ClockAct::stop, 0, "p", "").refusal().reason ==
                core::Reason::unknown_dossier));
}

BOOST_AUTO_TEST_CASE(by_post_the_delay_waits_for_the_letter) {
    without("collectivite.courriel");
    check();
    BOOST_TEST((dispatches("complement-").at(0).channel == core::DispatchChannel::post));
    // Four open days after Monday ten o'clock is Friday ten o'clock; 48 hours end on Sunday: Monday's closing.
    BOOST_TEST(due() == "2026-11-30T16:00:00.000Z");
}

BOOST_AUTO_TEST_CASE(a_letter_that_came_back_stops_its_clock) {
    check();
    now += hours{1};
    const auto letter = dispatches("complement-").at(0);
    store.transaction([&] { pipeline::note_undelivered(office, store, letter); });
    BOOST_TEST(!core::is_running(standing().delay));
    store.transaction([&] { pipeline::note_undelivered(office, store, letter); });
    BOOST_TEST(events("complement_clock_stop") == 1);
    check();
    BOOST_TEST(!core::is_running(standing().delay), "a check does not start it again: nobody has answered");
}

BOOST_AUTO_TEST_CASE(reminders_are_written_once_before_and_once_after) {
    office.config.complement.remind_after = 24;
    check();
    now += hours{23};
    BOOST_TEST(pipeline::watch_complements(office, store).reminders == 0);
    now += hours{1};
    BOOST_TEST(pipeline::watch_complements(office, store).reminders == 1);
    BOOST_TEST(pipeline::watch_complements(office, store).reminders == 0);
    now += hours{47};
    BOOST_TEST(pipeline::watch_complements(office, store).reminders == 0);
    now += hours{1};
    BOOST_TEST(pipeline::watch_complements(office, store).reminders == 1);
    BOOST_TEST(pipeline::watch_complements(office, store).reminders == 0);
    const auto written = dispatches("relance-");
    BOOST_REQUIRE(written.size() == 2U);
    BOOST_TEST(written[0].letter_version == 1);
    BOOST_TEST(written[1].letter_version == 2);
    BOOST_TEST(events("complement_reminder") == 2);
}

BOOST_AUTO_TEST_CASE(nobody_who_answered_is_reminded_and_no_setting_no_reminder) {
    office.config.complement.remind_before = 0;
    check();
    now += hours{40};
    BOOST_TEST(pipeline::watch_complements(office, store).reminders == 0);
    office.config.complement.remind_before = 24;
    answer();
    BOOST_TEST(pipeline::watch_complements(office, store).reminders == 0);
}

BOOST_AUTO_TEST_CASE(a_request_of_a_dossier_that_was_withdrawn_ends) {
    check();
    store.transaction([&] { store.dossiers().move(dossier, core::DossierState::abandoned, "p", "retrait"); });
    now += hours{100};
    BOOST_TEST(pipeline::watch_complements(office, store).over == 0);
    BOOST_TEST(!store.complements().standing(dossier).has_value());
}

BOOST_AUTO_TEST_CASE(a_reference_is_found_in_what_people_write) {
    const auto made = core::ReplyReference::make(0x123456789A);
    const auto& text = made.text();
    std::string small = text;
    for (char& c : small) c = static_cast<char>(std::tolower(c));
    for (const auto& good : {text, "Re: dossier [" + text + "]", "dispenses+" + small + "@cnfpt.example", "x " + small})
        BOOST_TEST((core::ReplyReference::find(good) == made), good);
    auto wrong = text;
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    for (const auto& bad : {wrong, "X" + text, text + "0", text.substr(1), std::string{"VR-"}, std::string{}})
        BOOST_TEST(!core::ReplyReference::find(bad).has_value(), bad);
    check();
    BOOST_TEST(store.complements().find_reference(standing().reference)->dossier == dossier);
    BOOST_TEST(!store.complements().find_reference("").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
