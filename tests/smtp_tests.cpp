#include "mail/smtp.h"

#include <chrono>

#include "core/failures.h"
#include "mail/message.h"
#include "tests/scripted_server.h"
#include "tests/smtp_fixture.h"

namespace mail {
std::ostream& operator<<(std::ostream& out, SendOutcome outcome) {
    return out << (outcome == SendOutcome::sent      ? "sent"
                   : outcome == SendOutcome::refused ? "refused"
                   : outcome == SendOutcome::later   ? "later"
                                                     : "uncertain");
}
}  // namespace mail

namespace {

using mail::Security;
using mail::SendOutcome;
using mail::SmtpLink;
using smtp_fixture::ScriptedServer;
using smtp_fixture::SmtpServer;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

const auto nothing = [] {};

mail::Envelope envelope(const std::string& to = "rh@valmer.example") {
    return {.from = *core::EmailAddress::parse("dispenses@office.example"), .to = *core::EmailAddress::parse(to)};
}

std::string message(const std::string& body = "Bonjour.\r\n") { return "Subject: essai\r\n\r\n" + body; }

mail::SmtpSettings impatient(std::uint16_t port) {
    return {.host = "127.0.0.1",
            .port = port,
            .security = Security::none,
            .connect_timeout = seconds{2},
            .command_timeout = seconds{1},
            .final_reply_timeout = seconds{1}};
}

/// An authority of its own and a certificate for one name, `DNS:relais.example` or `IP:127.0.0.1`; made by openssl.
struct Certificates {
    explicit Certificates(const TemporaryFolder& scratch, const std::string& kind_and_name)
        : Certificates{scratch, kind_and_name, kind_and_name.substr(kind_and_name.find(':') + 1)} {}
    Certificates(const TemporaryFolder& scratch, const std::string& kind_and_name, const std::string& name)
        : authority((scratch / (name + ".ca.pem")).string()),
          certificate((scratch / (name + ".pem")).string()),
          key((scratch / (name + ".key")).string()) {
        const auto request = certificate + ".csr", extensions = certificate + ".ext",
                   authority_key = authority + ".key";
        std::ofstream{extensions} << "subjectAltName=" << kind_and_name << "\n";
        run({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
             "/CN=Essai", "-keyout", authority_key, "-out", authority});
        run({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=" + name, "-keyout",
             key, "-out", request});
        run({"x509", "-req", "-days", "2", "-CAcreateserial", "-in", request, "-CA", authority, "-CAkey", authority_key,
             "-extfile", extensions, "-out", certificate});
    }
    static void run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "/usr/bin/openssl");
        if (smtp_fixture::finish(smtp_fixture::start(arguments)) != 0) throw std::runtime_error("openssl");
    }
    std::string authority, certificate, key;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(smtp_tests)

BOOST_AUTO_TEST_CASE(a_message_is_sent_and_its_queue_id_kept) {
    const TemporaryFolder scratch;
    const SmtpServer server{scratch / "box"};
    SmtpLink link{server.settings()};
    std::size_t held_at_marker = 99;
    const auto result = link.send(envelope(), message(), [&] { held_at_marker = server.messages().size(); });
    BOOST_TEST(result.outcome == SendOutcome::sent);
    BOOST_TEST(result.reply == "250 2.0.0 Queued as 0001");
    BOOST_TEST(held_at_marker == 0U);
    BOOST_TEST(server.envelope(1)["mail_from"].get<std::string>() == "dispenses@office.example");
    BOOST_TEST(server.envelope(1)["rcpt_tos"].dump() == R"(["rh@valmer.example"])");
    BOOST_TEST(link.usable());
}

BOOST_AUTO_TEST_CASE(each_fault_has_its_outcome) {
    struct Row {
        std::vector<std::string> fault;
        SendOutcome outcome;
        int code;
        bool marked;
        std::size_t held;
        bool usable;
    };
    const std::vector<Row> rows{{{"greylist"}, SendOutcome::later, 451, false, 0, true},
                                {{"reject-rcpt"}, SendOutcome::refused, 550, false, 0, true},
                                {{"reject-data"}, SendOutcome::refused, 554, true, 0, true},
                                {{"tempfail-data"}, SendOutcome::later, 451, true, 0, true},
                                {{"close-before-data"}, SendOutcome::later, 0, false, 0, false},
                                {{"close-after-dot"}, SendOutcome::uncertain, 0, true, 1, false},
                                {{"slow-dot", "5"}, SendOutcome::uncertain, 0, true, 1, false},
                                {{"rst-after-250"}, SendOutcome::sent, 250, true, 1, true}};
    for (const auto& row : rows) {
        const TemporaryFolder scratch;
        auto options = row.fault;
        options.insert(options.begin(), "--fault");
        const SmtpServer server{scratch / "box", options};
        SmtpLink link{impatient(server.port())};
        bool marked = false;
        const auto result = link.send(envelope(), message(), [&] { marked = true; });
        BOOST_TEST_CONTEXT(row.fault[0] << ": " << result.reply) {
            BOOST_TEST(result.outcome == row.outcome);
            BOOST_TEST(result.code == row.code);
            BOOST_TEST(marked == row.marked);
            BOOST_TEST(server.messages().size() == row.held);
            BOOST_TEST(link.usable() == row.usable);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_manner_less_server_makes_a_doubt_only_after_the_dot) {
    const std::string hello = "220 x\r\n", ok = "250 ok\r\n", go = "354 go\r\n";
    struct Row {
        const char* title;
        std::vector<std::string> lines;
        SendOutcome outcome;
    };
    const std::vector<Row> rows{
        {"nonsense after the dot", {hello, ok, ok, ok, go, "bravo\r\n"}, SendOutcome::uncertain},
        {"3xx after the dot", {hello, ok, ok, ok, go, go}, SendOutcome::uncertain},
        {"half a reply after the dot", {hello, ok, ok, ok, go, "250-almost\r\n"}, SendOutcome::uncertain},
        {"no line end after the dot", {hello, ok, ok, ok, go, "250 o"}, SendOutcome::uncertain},
        {"two codes after the dot", {hello, ok, ok, ok, go, "250-a\r\n550 b\r\n"}, SendOutcome::uncertain},
        {"421 after the dot", {hello, ok, ok, ok, go, "421 bye\r\n"}, SendOutcome::later},
        {"nonsense to MAIL", {hello, ok, "bravo\r\n"}, SendOutcome::later},
        {"half a reply to RCPT", {hello, ok, ok, "250-almost\r\n"}, SendOutcome::later},
        {"closed at DATA", {hello, ok, ok, ok}, SendOutcome::later},
        {"2xx to DATA", {hello, ok, ok, ok, ok}, SendOutcome::later},
        {"login wanted", {hello, ok, "530 login first\r\n", ok}, SendOutcome::later},
        {"sender unwelcome", {hello, ok, "550 not you\r\n", ok}, SendOutcome::refused},
        {"refused, then gone", {hello, ok, ok, "550 nobody\r\n"}, SendOutcome::refused}};
    for (const auto& row : rows) {
        const ScriptedServer server{row.lines};
        SmtpLink link{impatient(server.port())};
        BOOST_TEST_CONTEXT(row.title) { BOOST_TEST(link.send(envelope(), message(), nothing).outcome == row.outcome); }
    }
}

BOOST_AUTO_TEST_CASE(a_relay_that_does_not_greet_is_for_later) {
    const std::vector<std::vector<std::string>> scripts{{},
                                                        {"hello\r\n"},
                                                        {"554 no\r\n"},
                                                        {"220-x\r\n"},
                                                        {"220 x\r\n", "250-x\r\n"},
                                                        {"220 x\r\n", "500 what?\r\n"},
                                                        {"220 x\r\n", "250 x\r\n250"},
                                                        {"220 " + std::string(10000, 'x') + "\r\n"}};
    for (const auto& script : scripts) {
        const auto start = steady_clock::now();
        const ScriptedServer server{script};
        auto settings = impatient(server.port());
        settings.user = "u";
        BOOST_CHECK_THROW(SmtpLink{settings}, core::TryLater);
        BOOST_TEST((steady_clock::now() - start < seconds{3}));
    }
    ScriptedServer silent{{"220 x\r\n"}, ScriptedServer::AtTheEnd::silence};
    BOOST_CHECK_THROW(SmtpLink{impatient(silent.port())}, core::TryLater);
    silent.stop();
    BOOST_CHECK_THROW(SmtpLink{impatient(silent.port())}, core::TryLater);
    auto nowhere = impatient(1);
    nowhere.host = "no-such-host.invalid";
    BOOST_CHECK_THROW(SmtpLink{nowhere}, core::TryLater);
}

BOOST_AUTO_TEST_CASE(a_failure_to_mark_keeps_the_dot_back) {
    const TemporaryFolder scratch;
    const SmtpServer server{scratch / "box"};
    SmtpLink link{server.settings()};
    const auto full = [] { throw core::TryLater("disk full"); };
    BOOST_CHECK_THROW(link.send(envelope(), message(), full), core::TryLater);
    BOOST_TEST(!link.usable());
    BOOST_TEST(link.send(envelope(), message(), nothing).outcome == SendOutcome::later);
    std::this_thread::sleep_for(milliseconds{200});
    BOOST_TEST(server.messages().size() == 0U);
}

BOOST_AUTO_TEST_CASE(dots_arrive_as_they_left) {
    const TemporaryFolder scratch;
    const SmtpServer server{scratch / "box"};
    SmtpLink link{server.settings()};
    std::string many;
    for (int i = 0; i < 30000; ++i)
        many += std::string(static_cast<std::size_t>(i % 4), '.') + (i % 3 ? "x" : "") + "\r\n";
    const std::vector<std::string> bodies{
        ".\r\n", "..\r\n", "...\r\n.x\r\n.\r\n", "a\r\n.\r\nMAIL FROM:<evil@x>\r\n", "\r\n\r\n.\r\n\r\n", many};
    for (const auto& body : bodies)
        BOOST_TEST(link.send(envelope(), message(body), nothing).outcome == SendOutcome::sent);
    const auto held = server.messages();
    BOOST_REQUIRE(held.size() == bodies.size());
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        BOOST_TEST((held[i] == message(bodies[i])), "body " << i);
        BOOST_TEST(!server.envelope(static_cast<int>(i) + 1)["bare_lf"].get<bool>());
    }
}

BOOST_AUTO_TEST_CASE(a_lone_line_feed_never_leaves) {
    const TemporaryFolder scratch;
    const SmtpServer server{scratch / "box"};
    SmtpLink link{server.settings()};
    for (const auto* bad : {"a\n.\nMAIL FROM:<evil@x>\r\n", "a\r.\r\n", "a\r\n.\n", "no end", "", "é\r\n"})
        BOOST_CHECK_THROW(link.send(envelope(), bad, nothing), std::logic_error);
    BOOST_TEST(link.send(envelope(), message(), nothing).outcome == SendOutcome::sent);
    BOOST_TEST(server.messages().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_refused_message_does_not_stop_the_next_one) {
    const TemporaryFolder scratch;
    const SmtpServer server{scratch / "box", {"--fault", "greylist"}};
    SmtpLink link{server.settings()};
    for (const auto* to : {"a@x.example", "b@x.example"}) {
        BOOST_TEST(link.send(envelope(to), message(), nothing).outcome == SendOutcome::later);
        BOOST_TEST(link.send(envelope(to), message(), nothing).outcome == SendOutcome::sent);
    }
    BOOST_TEST(server.messages().size() == 2U);
    BOOST_TEST(server.envelope(2)["rcpt_tos"].dump() == R"(["b@x.example"])");
}

BOOST_AUTO_TEST_CASE(starttls_checks_the_chain_and_the_name) {
    const TemporaryFolder scratch;
    const Certificates good{scratch, "IP:127.0.0.1"}, other{scratch, "DNS:autre.example"};
    const SmtpServer server{scratch / "box", {"--starttls", good.certificate, good.key, "--auth", "office", "secret"}};
    auto settings = server.settings(Security::starttls);
    settings.user = "office";
    settings.password = "secret";
    BOOST_CHECK_THROW(SmtpLink{settings}, core::TryLater);  // The system's authorities do not know this one.
    settings.ca_file = other.authority;
    BOOST_CHECK_THROW(SmtpLink{settings}, core::TryLater);
    settings.ca_file = good.authority;
    SmtpLink link{settings};
    BOOST_TEST(link.send(envelope(), message(), nothing).outcome == SendOutcome::sent);
    BOOST_TEST(link.send(envelope(), message(), nothing).outcome == SendOutcome::sent);
    BOOST_TEST(server.envelope(1)["tls"].get<bool>());
    BOOST_TEST(server.envelope(1)["login"].get<std::string>() == "office");
    settings.password = "wrong";
    BOOST_CHECK_THROW(SmtpLink{settings}, core::TryLater);
    BOOST_TEST(server.messages().size() == 2U);

    const SmtpServer stranger{scratch / "other", {"--starttls", other.certificate, other.key}};
    auto known_authority = stranger.settings(Security::starttls);
    known_authority.ca_file = other.authority;  // Which vouches for another name.
    BOOST_CHECK_THROW(SmtpLink{known_authority}, core::TryLater);
}

BOOST_AUTO_TEST_CASE(tls_from_the_first_byte_with_a_slow_reply) {
    const TemporaryFolder scratch;
    const Certificates good{scratch, "IP:127.0.0.1"};
    const SmtpServer server{scratch / "box", {"--tls", good.certificate, good.key, "--fault", "slow-dot", "6"}};
    auto settings = server.settings(Security::tls);
    settings.ca_file = good.authority;
    settings.final_reply_timeout = seconds{2};
    SmtpLink link{settings};
    const auto start = steady_clock::now();
    BOOST_TEST(link.send(envelope(), message(), nothing).outcome == SendOutcome::uncertain);
    BOOST_TEST((steady_clock::now() - start < milliseconds{3500}));
    BOOST_TEST((steady_clock::now() - start > milliseconds{1500}));
}

BOOST_AUTO_TEST_CASE(a_silent_handshake_ends) {
    ScriptedServer server{{"220 x\r\n", "250-x\r\n250 STARTTLS\r\n", "220 go\r\n"}, ScriptedServer::AtTheEnd::silence};
    auto settings = impatient(server.port());
    settings.security = Security::starttls;
    BOOST_CHECK_THROW(SmtpLink{settings}, core::TryLater);
    BOOST_TEST(server.heard().find("MAIL") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(clear_text_is_never_a_way_out) {
    const TemporaryFolder scratch;
    const SmtpServer server{scratch / "box"};
    BOOST_CHECK_THROW(SmtpLink{server.settings(Security::starttls)}, core::TryLater);
    auto far = server.settings(Security::none);
    far.host = "relay.example";
    far.user = "office";
    BOOST_CHECK_THROW(SmtpLink{far}, core::BadSetup);
    auto missing = server.settings(Security::starttls);
    missing.ca_file = scratch / "none.pem";
    BOOST_CHECK_THROW(SmtpLink{missing}, core::BadSetup);
    auto liar = server.settings();
    liar.hello_name = "x\r\nMAIL FROM:<evil@x>";
    BOOST_CHECK_THROW(SmtpLink{liar}, core::BadSetup);
}

BOOST_AUTO_TEST_CASE(login_works_both_ways) {
    const TemporaryFolder scratch;
    const SmtpServer server{scratch / "box", {"--auth", "office", "sécret"}};
    auto settings = server.settings();
    settings.user = "office";
    settings.password = "sécret";
    BOOST_TEST(SmtpLink{settings}.send(envelope(), message(), nothing).outcome == SendOutcome::sent);
    settings.password = "sécreT";
    BOOST_CHECK_THROW(SmtpLink{settings}, core::TryLater);

    ScriptedServer old{
        {"220 x\r\n", "250-x\r\n250 AUTH LOGIN\r\n", "334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n", "235 ok\r\n"}};
    auto login = impatient(old.port());
    login.user = "office";
    login.password = "secret";
    { const SmtpLink link{login}; }
    BOOST_TEST(old.heard() == "EHLO localhost\r\nAUTH LOGIN\r\nb2ZmaWNl\r\nc2VjcmV0\r\nQUIT\r\n");
}

BOOST_AUTO_TEST_CASE(the_window_of_doubt_is_short) {
    const TemporaryFolder scratch;
    const SmtpServer server{scratch / "box"};
    SmtpLink link{server.settings()};
    std::vector<double> windows;
    for (int i = 0; i < 40; ++i) {
        steady_clock::time_point marked;
        const auto result =
            link.send(envelope(), message(std::string(900, 'x').append("\r\n")), [&] { marked = steady_clock::now(); });
        windows.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - marked).count());
        BOOST_TEST(result.outcome == SendOutcome::sent);
    }
    std::sort(windows.begin(), windows.end());
    BOOST_TEST_MESSAGE("window ms: median " << windows[20] << ", p95 " << windows[37]);
    BOOST_TEST(windows[20] < 20.0);  // With Nagle's algorithm: above 40.
}

BOOST_AUTO_TEST_SUITE_END()
