#include <functional>
#include <optional>

#include "store_home.h"

namespace {

using namespace std::chrono_literals;
using State = core::DispatchState;

struct Bench : StoreHome {
    store::Store store{home, clock()};
    store::Outbox& outbox = store.outbox();
    std::string number = store.dossiers().add({}, core::Channel::online, "", "test").dossier.number;

    core::Dispatch letter(core::DispatchChannel channel = core::DispatchChannel::mail, int version = 1) const {
        return {.dossier = number,
                .letter_kind = "accord-total-professionnalisation",
                .letter_version = version,
                .channel = channel,
                .recipient = "rh@valmer.example",
                .siret = "21140118500017",
                .pdf_sha256 = std::string(64, 'a'),
                .message_id = "m@x.example",
                .message_sha256 = std::string(64, 'b')};
    }
    core::Dispatch claimed() {
        const auto dispatch = outbox.claim_due(now);
        BOOST_REQUIRE(dispatch.has_value());
        return *dispatch;
    }
    State state(const std::string& id = "E000001") { return outbox.find(id)->state; }
    std::string last_event(const std::string& id = "E000001") { return store.journal().of(id).back().what; }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(outbox_tests)

BOOST_AUTO_TEST_CASE(a_message_goes_from_waiting_to_sent_and_each_move_is_an_event) {
    Bench bench;
    const auto queued = bench.outbox.add(bench.letter());
    BOOST_TEST(queued.was_new);
    BOOST_TEST(queued.dispatch.id == "E000001");
    BOOST_TEST((bench.outbox.find("E000001").value() == queued.dispatch));
    const auto dispatch = bench.claimed();
    BOOST_TEST(dispatch.attempt == 1);
    BOOST_TEST((dispatch == bench.outbox.find("E000001").value()));
    bench.outbox.mark_final_dot(dispatch);
    bench.outbox.mark_sent(dispatch, "250 2.0.0 Ok: queued as 4F");
    BOOST_TEST((bench.state() == State::sent));
    BOOST_TEST(bench.outbox.find("E000001")->reply == "250 2.0.0 Ok: queued as 4F");
    std::vector<std::string> moves;
    for (const auto& event : bench.store.journal().of("E000001")) moves.push_back(event.what);
    BOOST_TEST((moves == std::vector<std::string>{"message_waiting", "message_connecting", "message_final_dot",
                                                  "message_sent"}));
}

BOOST_AUTO_TEST_CASE(a_letter_is_queued_once_for_an_addressee) {
    Bench bench;
    bench.outbox.add(bench.letter());
    auto again = bench.letter();
    again.recipient = "autre@valmer.example";
    again.channel = core::DispatchChannel::post;
    const auto second = bench.outbox.add(again);
    BOOST_TEST(!second.was_new);
    BOOST_TEST(second.dispatch.recipient == "rh@valmer.example");
    BOOST_TEST(bench.outbox.list().size() == 1U);

    auto copy = bench.letter();
    copy.addressee = core::Addressee::agent;
    BOOST_TEST(bench.outbox.add(copy).was_new);
    BOOST_TEST(bench.outbox.add(bench.letter(core::DispatchChannel::mail, 2)).was_new);
    BOOST_TEST(bench.outbox.of(bench.number).size() == 3U);
}

BOOST_AUTO_TEST_CASE(decision_and_dispatch_are_one_transaction) {
    Bench bench;
    const core::Decision decision{.dossier = bench.number,
                                  .outcome = core::DecisionOutcome::accord_total,
                                  .days = core::HalfDays::of_days(5),
                                  .instructor = "Odile Tesnière",
                                  .date = *core::parse_date("2026-11-03")};
    BOOST_CHECK_THROW(bench.store.transaction([&] {
        BOOST_TEST(static_cast<bool>(bench.store.dossiers().decide(decision)));
        bench.outbox.add(bench.letter());
        throw core::TryLater{"disque plein"};
    }),
                      core::TryLater);
    BOOST_TEST(bench.outbox.list().empty());
    BOOST_TEST(!bench.store.dossiers().decision(bench.number).has_value());
    BOOST_TEST(!bench.store.journal().verify().has_value());
}

BOOST_AUTO_TEST_CASE(only_due_mail_is_claimed_and_the_longest_due_first) {
    Bench bench;
    bench.outbox.add(bench.letter(core::DispatchChannel::post));
    auto later = bench.letter(core::DispatchChannel::mail, 2);
    later.next_try = bench.now + 10min;
    bench.outbox.add(later);
    BOOST_TEST(!bench.outbox.claim_due(bench.now).has_value());
    BOOST_TEST((bench.outbox.next_due() == bench.now + 10min));
    auto sooner = bench.letter(core::DispatchChannel::mail, 3);
    sooner.next_try = bench.now + 5min;
    bench.outbox.add(sooner);
    bench.now += 1h;
    BOOST_TEST(bench.claimed().letter_version == 3);
    BOOST_TEST(bench.claimed().letter_version == 2);
    BOOST_TEST(!bench.outbox.claim_due(bench.now).has_value());
}

BOOST_AUTO_TEST_CASE(a_message_that_may_have_left_is_never_sent_again_by_itself) {
    Bench bench;
    bench.outbox.add(bench.letter());
    bench.outbox.mark_final_dot(bench.claimed());
    const auto recovered = bench.outbox.recover_at_start();
    BOOST_TEST(recovered.uncertain == 1);
    BOOST_TEST(recovered.waiting == 0);
    BOOST_TEST((bench.state() == State::uncertain));
    bench.now += 24h * 365;
    BOOST_TEST(!bench.outbox.claim_due(bench.now).has_value());
    BOOST_TEST(bench.outbox.recover_at_start().uncertain == 0);
    BOOST_TEST(bench.last_event() == "message_uncertain");

    BOOST_TEST(static_cast<bool>(bench.outbox.retry("E000001", "l.hamard")));
    BOOST_TEST(bench.store.journal().of("E000001").back().who == "l.hamard");
    BOOST_TEST(bench.claimed().attempt == 2);
}

BOOST_AUTO_TEST_CASE(a_message_without_its_final_dot_is_sent_again) {
    Bench bench;
    bench.outbox.add(bench.letter());
    const auto dead = bench.claimed();
    const auto recovered = bench.outbox.recover_at_start();
    BOOST_TEST(recovered.waiting == 1);
    const auto second = bench.claimed();
    BOOST_TEST(second.attempt == 2);
    BOOST_CHECK_THROW(bench.outbox.mark_final_dot(dead), store::StaleDispatch);
    bench.outbox.mark_final_dot(second);
    BOOST_CHECK_THROW(bench.outbox.mark_sent(dead, "250"), store::StaleDispatch);
    BOOST_TEST((bench.state() == State::final_dot));
}

BOOST_AUTO_TEST_CASE(a_moment_of_trouble_waits_for_its_next_try) {
    Bench bench;
    bench.outbox.add(bench.letter());
    bench.outbox.mark_waiting(bench.claimed(), bench.now + 5min, "421 plus tard");
    BOOST_TEST(!bench.outbox.claim_due(bench.now).has_value());
    BOOST_TEST(bench.outbox.find("E000001")->reply == "421 plus tard");
    bench.now += 5min;
    const auto dispatch = bench.claimed();
    BOOST_TEST(dispatch.attempt == 2);
    bench.outbox.mark_final_dot(dispatch);
    bench.outbox.mark_waiting(dispatch, bench.now + 10min, "451");
    BOOST_TEST((bench.state() == State::waiting));
}

BOOST_AUTO_TEST_CASE(marks_are_made_only_from_the_state_before) {
    using Mark = std::function<void(store::Outbox&, const core::Dispatch&)>;
    struct Row {
        const char* title;
        Mark mark;
        std::vector<State> allowed;
    };
    const std::vector<Row> marks{
        {"final dot", [](auto& o, const auto& d) { o.mark_final_dot(d); }, {State::connecting}},
        {"sent", [](auto& o, const auto& d) { o.mark_sent(d, "250"); }, {State::final_dot}},
        {"refused", [](auto& o, const auto& d) { o.mark_refused(d, "550"); }, {State::connecting, State::final_dot}},
        {"waiting",
         [](auto& o, const auto& d) { o.mark_waiting(d, d.next_try, "4"); },
         {State::connecting, State::final_dot}},
        {"uncertain", [](auto& o, const auto& d) { o.mark_uncertain(d, "?"); }, {State::final_dot}}};
    const std::vector<std::pair<State, std::function<void(store::Outbox&, const core::Dispatch&)>>> states{
        {State::connecting, [](auto&, const auto&) {}},
        {State::final_dot, [](auto& o, const auto& d) { o.mark_final_dot(d); }},
        {State::sent, [](auto& o, const auto& d) { o.mark_final_dot(d), o.mark_sent(d, "250"); }},
        {State::refused, [](auto& o, const auto& d) { o.mark_refused(d, "550"); }},
        {State::uncertain, [](auto& o, const auto& d) { o.mark_final_dot(d), o.mark_uncertain(d, "?"); }}};
    for (const auto& [title, mark, allowed] : marks)
        for (const auto& [state, reach] : states) {
            Bench bench;
            bench.outbox.add(bench.letter());
            const auto dispatch = bench.claimed();
            reach(bench.outbox, dispatch);
            BOOST_REQUIRE((bench.state() == state));
            const auto context = std::string{title} + " from " + std::string{core::to_text(state)};
            if (std::find(allowed.begin(), allowed.end(), state) != allowed.end()) {
                BOOST_CHECK_NO_THROW(mark(bench.outbox, dispatch));
            } else {
                BOOST_CHECK_THROW(mark(bench.outbox, dispatch), store::StaleDispatch);
                BOOST_TEST((bench.state() == state), context);
            }
        }
}

BOOST_AUTO_TEST_CASE(people_move_only_what_is_theirs_to_move) {
    Bench bench;
    bench.outbox.add(bench.letter());
    BOOST_TEST(!bench.outbox.release("E000001", "x"));
    BOOST_TEST(!bench.outbox.retry("E000001", "x"));
    BOOST_TEST(!bench.outbox.settle_sent("E000001", "x"));
    BOOST_TEST(static_cast<bool>(bench.outbox.hold("E000001", "x")));
    BOOST_TEST(!bench.outbox.claim_due(bench.now).has_value());
    const auto refused = bench.outbox.hold("E000001", "x");
    BOOST_REQUIRE(!refused);
    BOOST_TEST((refused.refusal().reason == core::Reason::wrong_state));
    const auto released = bench.outbox.release("E000001", "x");
    BOOST_REQUIRE(static_cast<bool>(released));
    BOOST_TEST((released->state == State::waiting));
    const auto dispatch = bench.claimed();
    BOOST_TEST(!bench.outbox.hold("E000001", "x"), "what is under way is not held");
    bench.outbox.mark_final_dot(dispatch);
    BOOST_TEST(!bench.outbox.retry("E000001", "x"), "what is under way is not sent twice");
    bench.outbox.mark_uncertain(dispatch, "?");
    BOOST_TEST(static_cast<bool>(bench.outbox.settle_sent("E000001", "x")));
    BOOST_TEST(!bench.outbox.retry("E000001", "x"), "what was sent is not sent again");
    for (const char* unknown : {"", "E000002", "A000001", "x"}) BOOST_TEST(!bench.outbox.hold(unknown, "x"), unknown);
}

BOOST_AUTO_TEST_CASE(an_envelope_is_printed_once) {
    Bench bench;
    const auto queued = bench.outbox.add(bench.letter(core::DispatchChannel::post)).dispatch;
    const auto mail = bench.outbox.add(bench.letter(core::DispatchChannel::mail, 2)).dispatch;
    const auto day = *core::parse_date("2026-11-03");
    BOOST_TEST(bench.outbox.next_run_number(day) == 1);
    bench.outbox.mark_printed(queued, "2026-11-03");
    BOOST_TEST((bench.state() == State::printed));
    BOOST_TEST(bench.last_event() == "envelope_printed");
    BOOST_TEST(bench.outbox.next_run_number(day) == 2);
    BOOST_TEST(bench.outbox.next_run_number(*core::parse_date("2026-11-04")) == 1);
    BOOST_CHECK_THROW(bench.outbox.mark_printed(queued, "2026-11-03-2"), store::StaleDispatch);
    BOOST_CHECK_THROW(bench.outbox.mark_printed(mail, "2026-11-03"), std::logic_error);
    BOOST_TEST(bench.outbox.list(State::waiting, core::DispatchChannel::post).empty());
}

BOOST_AUTO_TEST_CASE(the_outbox_is_counted_by_state) {
    Bench bench;
    for (int version = 1; version <= 4; ++version) bench.outbox.add(bench.letter(core::DispatchChannel::mail, version));
    const auto dispatch = bench.claimed();
    bench.outbox.mark_final_dot(dispatch);
    bench.outbox.mark_uncertain(dispatch, "?");
    bench.outbox.mark_refused(bench.claimed(), "550");
    const auto counts = bench.outbox.counts();
    BOOST_TEST(counts.at(State::waiting) == 2);
    BOOST_TEST(counts.at(State::uncertain) == 1);
    BOOST_TEST(counts.at(State::refused) == 1);
    BOOST_TEST(counts.at(State::sent) == 0);
    BOOST_TEST(bench.outbox.list(State::waiting).size() == 2U);
    BOOST_TEST((bench.store.counts().oldest_dispatch == bench.now));
}

BOOST_AUTO_TEST_SUITE_END()
