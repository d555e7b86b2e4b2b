#include "pipeline/deliver.h"

#include <spdlog/spdlog.h>

#include <random>
#include <set>

#include "core/failures.h"
#include "core/identifiers.h"
#include "mail/message.h"
#include "store/names.h"
#include "tests/smtp_fixture.h"
#include "tests/store_home.h"

namespace {

using core::DispatchState;
using smtp_fixture::SmtpServer;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

struct Outgoing {
    Outgoing() { spdlog::set_level(spdlog::level::off); }
    ~Outgoing() { spdlog::set_level(spdlog::level::info); }

    pipeline::MailSettings settings(const SmtpServer& server) const {
        pipeline::MailSettings settings{.relay = server.settings(),
                                        .from = *core::EmailAddress::parse("dispenses@office.example")};
        settings.relay.connect_timeout = settings.relay.command_timeout = settings.relay.final_reply_timeout =
            seconds{2};
        return settings;
    }

    core::Dispatch row(store::Store& store, int number, const std::string& to = "rh@valmer.example") const {
        const auto pdf = "%PDF decision " + std::to_string(number);
        mail::OutgoingMessage message{.from = *core::EmailAddress::parse("dispenses@office.example"),
                                      .to = *core::EmailAddress::parse(to),
                                      .subject = "Décision",
                                      .text = "Bonjour.\n",
                                      .attachments = {{.name = "décision.pdf", .bytes = pdf}},
                                      .message_id = "decision-" + std::to_string(number) + ".1@office.example",
                                      .date = store.now()};
        const auto dossier = core::DossierNumber::make(2026, number).text();
        return {.dossier = dossier,
                .letter_kind = "accord-total-professionnalisation",
                .recipient = to,
                .siret = "21140118500017",
                .pdf_sha256 = store::sha256(pdf),
                .message_id = message.message_id,
                .message_sha256 = store::Spool{store::spool_path(home.home)}.put(*mail::freeze(message))};
    }

    /// Registers dossiers 1 to `count`, each with one message that is due.
    std::vector<std::string> queue(store::Store& store, int count) const {
        std::vector<std::string> ids;
        store.transaction([&] {
            for (int number = 1; number <= count; ++number) {
                const auto dispatch = row(store, number);
                store.dossiers().add({.number = dispatch.dossier}, core::Channel::online, "", "test");
                ids.push_back(store.outbox().add(dispatch).dispatch.id);
            }
        });
        return ids;
    }

    StoreHome home;
    TemporaryFolder scratch;
};

std::string state_of(store::Store& store, const std::string& id) {
    return std::string{core::to_text(store.outbox().find(id)->state)};
}

bool has_event(store::Store& store, const std::string& id, const std::string& what) {
    const auto events = store.journal().of(id);
    return std::any_of(events.begin(), events.end(), [&](const auto& event) { return event.what == what; });
}

std::string message_id_of(const std::string& bytes) { return mail::reread(bytes)->message_id; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(deliver_tests, Outgoing)

BOOST_AUTO_TEST_CASE(all_that_is_due_leaves_once_on_one_connection) {
    const SmtpServer server{scratch / "box"};
    auto store = home.open();
    const auto ids = queue(store, 5);
    const auto done = pipeline::deliver_due(store, settings(server));
    BOOST_TEST(done.sent == 5);
    BOOST_TEST(done.moved() == 5);
    const auto held = server.messages();
    BOOST_REQUIRE(held.size() == 5U);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto dispatch = *store.outbox().find(ids[i]);
        BOOST_TEST(state_of(store, ids[i]) == "sent");
        BOOST_TEST(dispatch.reply == "250 2.0.0 Queued as 000" + std::to_string(i + 1));
        BOOST_TEST((store.spool().read(dispatch.message_sha256) == held[i]));
        for (const auto* what : {"message_waiting", "message_connecting", "message_final_dot", "message_sent"})
            BOOST_TEST(has_event(store, ids[i], what), what);
    }
    BOOST_TEST(server.envelope(1)["mail_from"].get<std::string>() == "dispenses@office.example");
    const auto again = pipeline::deliver_due(store, settings(server));
    BOOST_TEST(again.moved() == 0);
    BOOST_TEST(server.messages().size() == 5U);
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_CASE(each_fault_leaves_each_state) {
    struct Row {
        std::vector<std::string> fault;
        std::string state;
        int mailbox;             // After this round.
        std::string alarm;       // Event, or none.
        std::string next_state;  // After a round without fault two hours later.
    };
    const std::vector<Row> rows{{{"greylist"}, "waiting", 0, "", "sent"},
                                {{"reject-rcpt"}, "refused", 0, "alarm_message_refused", "refused"},
                                {{"reject-data"}, "refused", 0, "alarm_message_refused", "refused"},
                                {{"tempfail-data"}, "waiting", 0, "", "sent"},
                                {{"close-before-data"}, "waiting", 0, "", "sent"},
                                {{"close-after-dot"}, "uncertain", 1, "alarm_message_uncertain", "uncertain"},
                                {{"slow-dot", "4"}, "uncertain", 1, "alarm_message_uncertain", "uncertain"},
                                {{"rst-after-250"}, "sent", 1, "", "sent"}};
    int number = 0;
    auto store = home.open();
    for (const auto& row_of_table : rows) {
        const auto box = scratch / row_of_table.fault[0];
        const auto dispatch = row(store, ++number);
        store.dossiers().add({.number = dispatch.dossier}, core::Channel::online, "", "test");
        const auto id = store.outbox().add(dispatch).dispatch.id;
        BOOST_TEST_CONTEXT(row_of_table.fault[0]) {
            {
                auto options = row_of_table.fault;
                options.insert(options.begin(), "--fault");
                const SmtpServer server{box, options};
                pipeline::deliver_due(store, settings(server));
                BOOST_TEST(state_of(store, id) == row_of_table.state);
                BOOST_TEST(static_cast<int>(server.messages().size()) == row_of_table.mailbox);
            }
            if (!row_of_table.alarm.empty()) BOOST_TEST(has_event(store, id, row_of_table.alarm));
            home.now += hours{2};
            const SmtpServer server{box};
            pipeline::deliver_due(store, settings(server));
            BOOST_TEST(state_of(store, id) == row_of_table.next_state);
            BOOST_TEST(server.messages().size() <= 1U);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_relay_that_hangs_up_between_messages_loses_no_time) {
    const SmtpServer server{scratch / "box", {"--fault", "rst-after-250"}};
    auto store = home.open();
    queue(store, 4);
    BOOST_TEST(pipeline::deliver_due(store, settings(server)).sent == 4);
    BOOST_TEST(server.messages().size() == 4U);
}

BOOST_AUTO_TEST_CASE(the_schedule_doubles_up_to_an_hour_and_ends_after_four_days) {
    for (const auto& [attempt, minutes_later] :
         std::vector<std::pair<int, int>>{{1, 5}, {2, 10}, {3, 20}, {4, 40}, {5, 60}, {6, 60}, {1000, 60}})
        BOOST_TEST(pipeline::retry::delay_after(attempt).count() == minutes_later);

    const SmtpServer server{scratch / "box", {"--fault", "tempfail-data"}};
    auto store = home.open();
    const auto id = queue(store, 1).front();
    const auto start = home.now;
    std::vector<long> waits;
    while (state_of(store, id) == "waiting" && waits.size() < 200) {
        const auto due = store.outbox().find(id)->next_try;
        home.now = due - milliseconds{1};
        BOOST_REQUIRE(pipeline::deliver_due(store, settings(server)).moved() == 0);
        home.now = due;
        pipeline::deliver_due(store, settings(server));
        waits.push_back(std::chrono::duration_cast<minutes>(home.now - start).count());
        BOOST_TEST(has_event(store, id, "alarm_message_late") == (home.now - start >= hours{4}));
    }
    BOOST_TEST(state_of(store, id) == "refused");
    BOOST_TEST(has_event(store, id, "alarm_message_refused"));
    BOOST_TEST((home.now - start >= hours{96}));
    BOOST_TEST((home.now - start <= hours{97}));
    BOOST_TEST(waits[1] == 5);
    BOOST_TEST(waits[4] == 75);
    BOOST_TEST(waits[6] == 195);
    BOOST_TEST(server.messages().size() == 0U);
}

BOOST_AUTO_TEST_CASE(a_relay_that_is_away_refuses_nobody) {
    auto store = home.open();
    const auto ids = queue(store, 3);
    pipeline::MailSettings away{.relay = {.host = "127.0.0.1", .port = 1, .security = mail::Security::none},
                                .from = *core::EmailAddress::parse("dispenses@office.example")};
    for (int round = 0; round < 12; ++round) {
        const auto done = pipeline::deliver_due(store, away);
        BOOST_TEST(done.waiting == 3);
        BOOST_TEST(!done.relay_trouble.empty());
        BOOST_TEST(pipeline::deliver_due(store, away).moved() == 0);  // Not before the next try.
        home.now += hours{24};
    }
    for (const auto& id : ids) BOOST_TEST(state_of(store, id) == "waiting");
    const SmtpServer server{scratch / "box"};
    BOOST_TEST(pipeline::deliver_due(store, settings(server)).sent == 3);
}

BOOST_AUTO_TEST_CASE(a_message_that_disagrees_with_its_row_is_held) {
    using Damage = std::function<void(store::Store&, core::Dispatch&)>;
    const std::vector<std::pair<std::string, Damage>> damages{
        {"another addressee", [](auto&, auto& dispatch) { dispatch.recipient = "autre@valmer.example"; }},
        {"no address",
         [](auto&, auto& dispatch) { dispatch.recipient = "rh@valmer.example\r\nRCPT TO:<evil@x.example>"; }},
        {"another PDF", [](auto&, auto& dispatch) { dispatch.pdf_sha256 = store::sha256("other"); }},
        {"no PDF", [](auto&, auto& dispatch) { dispatch.pdf_sha256.clear(); }},
        {"another message id", [](auto&, auto& dispatch) { dispatch.message_id = "decision-99.1@office.example"; }},
        {"no bytes", [](auto&, auto& dispatch) { dispatch.message_sha256 = store::sha256("never put"); }},
        {"bytes of no message",
         [&](auto&, auto& dispatch) {
             dispatch.message_sha256 = store::Spool{store::spool_path(home.home)}.put("To: rh@valmer.example\n.\nMAIL");
         }},
        {"altered bytes", [](auto& store, auto& dispatch) {
             const auto path = store.spool().path(dispatch.message_sha256);
             std::filesystem::permissions(path, std::filesystem::perms::owner_all);
             std::ofstream{path, std::ios::app} << "\r\nx\r\n";
         }}};
    const SmtpServer server{scratch / "box"};
    auto store = home.open();
    int number = 0;
    for (const auto& [title, damage] : damages) {
        auto dispatch = row(store, ++number);
        store.dossiers().add({.number = dispatch.dossier}, core::Channel::online, "", "test");
        damage(store, dispatch);
        const auto id = store.outbox().add(dispatch).dispatch.id;
        BOOST_TEST_CONTEXT(title) {
            BOOST_TEST(pipeline::deliver_due(store, settings(server)).held == 1);
            BOOST_TEST(state_of(store, id) == "held");
            BOOST_TEST(has_event(store, id, "alarm_message_held"));
        }
    }
    BOOST_TEST(server.messages().size() == 0U);
}

BOOST_AUTO_TEST_CASE(what_a_crash_left_is_sorted_at_the_start) {
    const SmtpServer server{scratch / "box"};
    auto store = home.open();
    const auto ids = queue(store, 3);
    const auto before_dot = *store.outbox().claim_due(home.now);
    const auto after_dot = *store.outbox().claim_due(home.now);
    store.outbox().mark_final_dot(after_dot);
    const auto done = pipeline::deliver_due(store, settings(server));
    BOOST_TEST(done.recovered.waiting == 1);
    BOOST_TEST(done.recovered.uncertain == 1);
    BOOST_TEST(done.sent == 2);
    BOOST_TEST(state_of(store, before_dot.id) == "sent");
    BOOST_TEST(state_of(store, after_dot.id) == "uncertain");
    BOOST_TEST(has_event(store, after_dot.id, "alarm_message_uncertain"));
    BOOST_REQUIRE(store.outbox().retry(after_dot.id, "instructeur"));  // A person takes it on.
    BOOST_TEST(pipeline::deliver_due(store, settings(server)).sent == 1);
    BOOST_TEST(server.messages().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_claim_taken_over_never_sends_its_dot) {
    const SmtpServer server{scratch / "box"};
    auto store = home.open(), other = home.open();
    const auto id = queue(store, 1).front();
    const auto zombie = *store.outbox().claim_due(home.now);
    BOOST_TEST(pipeline::deliver_due(other, settings(server)).sent == 1);
    mail::SmtpLink link{server.settings()};
    const auto mark = [&] { store.outbox().mark_final_dot(zombie); };
    BOOST_CHECK_THROW(link.send({.from = *core::EmailAddress::parse("dispenses@office.example"),
                                 .to = *core::EmailAddress::parse(zombie.recipient)},
                                store.spool().read(zombie.message_sha256), mark),
                      store::StaleDispatch);
    BOOST_TEST(server.messages().size() == 1U);
    BOOST_TEST(state_of(store, id) == "sent");
}

BOOST_AUTO_TEST_CASE(forty_kills_send_nothing_twice_and_lose_nothing) {
    constexpr int kills = 48, queued = 160;
#ifdef VAGUEMESTRE_SANITIZED
    constexpr int longest_ms = 500;  // A sanitized program is slower to come to its first message.
#else
    constexpr int longest_ms = 60;
#endif
    const SmtpServer server{scratch / "box", {"--fault", "slow-dot", "0.004"}};
    const auto how = settings(server);
    {
        auto store = home.open();
        queue(store, queued);
    }
    std::mt19937 random{20261103};
    int round = 0;
    for (; round < kills; ++round) {
        const auto child = fork();
        if (child == 0) {
            try {
                auto store = home.open();
                pipeline::deliver_due(store, how);
            } catch (...) {
            }
            _exit(0);
        }
        std::this_thread::sleep_for(milliseconds{std::uniform_int_distribution{1, longest_ms}(random)});
        kill(child, SIGKILL);
        smtp_fixture::finish(child);
    }
    auto store = home.open();
    pipeline::deliver_due(store, how);

    std::multiset<std::string> held;
    for (const auto& bytes : server.messages()) held.insert(message_id_of(bytes));
    const std::set<std::string> once(held.begin(), held.end());
    int sent = 0, uncertain = 0, accepted = 0;
    for (const auto& dispatch : store.outbox().list()) {
        const bool there = held.contains(dispatch.message_id);
        sent += dispatch.state == DispatchState::sent;
        uncertain += dispatch.state == DispatchState::uncertain;
        accepted += dispatch.state == DispatchState::uncertain && there;
        if (dispatch.state == DispatchState::sent) BOOST_TEST(there, dispatch.id);
        if (dispatch.state == DispatchState::uncertain)
            BOOST_TEST(has_event(store, dispatch.id, "alarm_message_uncertain"));
    }
    BOOST_TEST_MESSAGE(kills << " kills, " << queued << " messages: " << sent << " sent, " << uncertain
                             << " uncertain (" << accepted << " of them accepted), " << held.size() - once.size()
                             << " doubled");
    BOOST_TEST(held.size() == once.size());
    BOOST_TEST(sent + uncertain == queued);
    BOOST_TEST(static_cast<int>(held.size()) == sent + accepted);
    BOOST_TEST(uncertain > 0);
    BOOST_TEST(uncertain <= kills);
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_CASE(settings_come_from_the_configuration) {
    std::ofstream{scratch / "secret"} << "mot de passe\nrien\n";
    pipeline::MailConfig config{.host = "relay.example",
                                .port = 587,
                                .security = pipeline::MailSecurity::starttls,
                                .user = "office",
                                .password_file = scratch / "secret",
                                .from = "dispenses@office.example"};
    const auto settings = pipeline::mail_settings(config);
    BOOST_TEST(settings.relay.password == "mot de passe");
    BOOST_TEST((settings.relay.security == mail::Security::starttls));
    BOOST_TEST(settings.relay.hello_name == "office.example");
    config.password_file = scratch / "none";
    BOOST_CHECK_THROW(pipeline::mail_settings(config), core::BadSetup);
    config.from = "dispenses";
    BOOST_CHECK_THROW(pipeline::mail_settings(config), core::BadSetup);
}

BOOST_AUTO_TEST_SUITE_END()
