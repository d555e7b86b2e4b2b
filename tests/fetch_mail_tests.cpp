#include "pipeline/fetch_mail.h"

#include <spdlog/spdlog.h>
#include <sys/file.h>

#include <algorithm>
#include <set>

#include "core/failures.h"
#include "store/names.h"
#include "tests/mail_servers.h"
#include "tests/scripted_server.h"
#include "tests/store_home.h"

namespace {

using mail::BoxProtocol;
using mail::Security;
using mail_servers::Dovecot;
using mail_servers::PlainFolder;
namespace fs = std::filesystem;

constexpr std::array protocols{BoxProtocol::pop3, BoxProtocol::imap};

struct Boxes {
    Boxes() { spdlog::set_level(spdlog::level::off); }
    ~Boxes() { spdlog::set_level(spdlog::level::info); }

    pipeline::FetchReport fetch(const mail::BoxSettings& settings) {
        return pipeline::fetch_box(store, home.home, settings);
    }
    std::set<std::string> taken() {
        std::set<std::string> all;
        for (const auto& arrival : store.arrivals().list()) all.insert(store.spool().read(arrival.sha256));
        return all;
    }

    StoreHome home;
    store::Store store = home.open();
};

std::string message(const std::string& text) {
    return "From: a@b.example\r\nSubject: x\r\n\r\n" + text + "\r\n.une ligne qui commence par un point\r\n..\r\n";
}

/// One server for the whole suite.
struct Server {
    PlainFolder folder;
    Dovecot dovecot{folder};
};
Server& server() {
    static Server one;
    return one;
}

bool box_is_empty(const fs::path& maildir) {
    for (const auto* part : {"new", "cur"})
        if (fs::exists(maildir / part) && !fs::is_empty(maildir / part)) return false;
    return true;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(fetch_mail_tests, Boxes)

BOOST_AUTO_TEST_CASE(every_message_of_a_box_becomes_an_arrival_and_leaves_the_box) {
    const std::vector<std::string> messages{message("un"),
                                            message("deux"),
                                            "\r\n",
                                            "From: x@y.example\r\n\r\n",
                                            "pas même un en-tête\r\n",
                                            message(std::string(3'000'000, 'x'))};
    for (const auto protocol : protocols) {
        for (const auto security : {Security::tls, Security::starttls}) {
            StoreHome fresh;
            auto own = fresh.open();
            server().dovecot.put("dispenses", messages);
            const auto report = pipeline::fetch_box(own, fresh.home, server().dovecot.box(protocol, security));
            BOOST_TEST_CONTEXT(core::to_text(protocol) << " " << static_cast<int>(security)) {
                BOOST_TEST(report.trouble == "");
                BOOST_TEST(report.taken == static_cast<int>(messages.size()));
                std::set<std::string> bytes;
                for (const auto& arrival : own.arrivals().list()) {
                    BOOST_TEST((arrival.channel == core::Channel::mail));
                    bytes.insert(own.spool().read(arrival.sha256));
                }
                BOOST_TEST((bytes == std::set<std::string>{messages.begin(), messages.end()}));
                BOOST_TEST(own.jobs().counts().ready == static_cast<long long>(messages.size()));
                BOOST_TEST(box_is_empty(server().dovecot.maildir("dispenses")));
                BOOST_TEST(pipeline::fetch_box(own, fresh.home, server().dovecot.box(protocol, security)).taken == 0);
            }
        }
    }
    BOOST_TEST(!fs::is_empty(server().dovecot.maildir("dispenses") / ".Recus" / "cur"), "IMAP keeps them apart");
}

BOOST_AUTO_TEST_CASE(what_was_taken_before_a_crash_is_put_away_and_not_taken_twice) {
    for (const auto protocol : protocols) {
        StoreHome fresh;
        auto own = fresh.open();
        const auto settings = server().dovecot.box(protocol);
        server().dovecot.put("dispenses", {message("avant " + std::string{core::to_text(protocol)})});
        {
            // As far as the commit: the process dies before the box hears of it.
            const auto box = mail::open_mailbox(settings);
            const auto entry = box->list().at(0);
            auto incoming = own.spool().incoming();
            box->fetch(entry, [&](std::string_view bytes) { incoming.append(bytes); });
            const auto blob = incoming.commit();
            own.arrivals().add({.key = pipeline::key_of_message(settings, entry, blob.sha256),
                                .sha256 = blob.sha256,
                                .name = "x.eml",
                                .size = blob.size,
                                .channel = core::Channel::mail});
        }
        BOOST_TEST(!box_is_empty(server().dovecot.maildir("dispenses")));
        const auto report = pipeline::fetch_box(own, fresh.home, settings);
        BOOST_TEST(report.trouble == "");
        BOOST_TEST(report.taken == 0);
        BOOST_TEST(report.known == 1);
        BOOST_TEST(own.arrivals().list().size() == 1U);
        BOOST_TEST(box_is_empty(server().dovecot.maildir("dispenses")));
    }
}

BOOST_AUTO_TEST_CASE(one_session_a_box_at_a_time) {
    const auto path = store::box_lock_path(home.home, "dispenses");
    const int held = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0640);
    BOOST_REQUIRE(flock(held, LOCK_EX) == 0);
    server().dovecot.put("dispenses", {message("attend")});
    const auto report = fetch(server().dovecot.box(BoxProtocol::imap));
    BOOST_TEST(report.trouble.find("déjà en cours") != std::string::npos);
    BOOST_TEST(report.taken == 0);
    close(held);
    BOOST_TEST(fetch(server().dovecot.box(BoxProtocol::imap)).taken == 1);
    for (const auto* wrong : {"", "a/b", "..x y", "é"})
        BOOST_CHECK_THROW(store::box_lock_path(home.home, wrong), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_server_that_cannot_be_trusted_or_reached_gets_no_password) {
    const auto good = server().dovecot.box(BoxProtocol::imap);
    for (const auto protocol : protocols) {
        auto other_authority = server().dovecot.box(protocol);
        other_authority.ca_file.clear();
        auto other_name = server().dovecot.box(protocol);
        other_name.host = "127.0.0.1";
        auto wrong_password = server().dovecot.box(protocol);
        wrong_password.password = "faux";
        auto away = server().dovecot.box(protocol);
        away.port = 1;
        auto no_starttls = server().dovecot.box(protocol);
        no_starttls.security = Security::starttls;  // On the port of TLS.
        no_starttls.timeout = std::chrono::seconds{2};
        for (const auto& [title, settings] :
             std::vector<std::pair<const char*, mail::BoxSettings>>{{"unknown authority", other_authority},
                                                                    {"name not in the certificate", other_name},
                                                                    {"wrong password", wrong_password},
                                                                    {"nobody listens", away},
                                                                    {"no STARTTLS", no_starttls}}) {
            const auto report = fetch(settings);
            BOOST_TEST(!report.trouble.empty(), core::to_text(protocol) << ": " << title);
            BOOST_TEST(report.trouble.find("secret") == std::string::npos);
        }
    }
    auto clear = good;
    clear.security = Security::none;
    clear.host = "messagerie.example";
    BOOST_CHECK_THROW(mail::open_mailbox(clear), core::BadSetup);
    auto no_file = good;
    no_file.ca_file = "/nonexistent.pem";
    BOOST_CHECK_THROW(mail::open_mailbox(no_file), core::BadSetup);
    auto odd_folder = good;
    odd_folder.folder = "IN\"BOX";
    BOOST_CHECK_THROW(mail::open_mailbox(odd_folder), core::BadSetup);
    BOOST_TEST(store.arrivals().list().empty());
}

BOOST_AUTO_TEST_CASE(a_connection_cut_in_the_middle_of_a_message_gives_no_arrival) {
    using smtp_fixture::ScriptedServer;
    mail::BoxSettings settings{.name = "coupe",
                               .host = "127.0.0.1",
                               .security = Security::none,
                               .user = "u",
                               .password = "p",
                               .timeout = std::chrono::seconds{2}};
    settings.protocol = BoxProtocol::pop3;
    {
        ScriptedServer cut{{"+OK ready\r\n", "+OK\r\n", "+OK\r\n", "+OK\r\n1 100\r\n.\r\n",
                            "+OK 100 octets\r\nFrom: a@b.example\r\n\r\nla moiti"}};
        settings.port = cut.port();
        const auto report = fetch(settings);
        BOOST_TEST(!report.trouble.empty());
        BOOST_TEST(cut.heard().find("DELE") == std::string::npos);
    }
    BOOST_TEST(store.arrivals().list().empty());
}

BOOST_AUTO_TEST_SUITE_END()
