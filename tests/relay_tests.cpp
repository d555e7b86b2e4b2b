/// The whole way of a message: outbox, a real relay, servers that refuse, the report in a real mailbox, and back.
#include <spdlog/spdlog.h>

#include <map>

#include "core/delivery.h"
#include "core/identifiers.h"
#include "mail/message.h"
#include "pipeline/deliver.h"
#include "pipeline/fetch_mail.h"
#include "pipeline/process.h"
#include "tests/mail_servers.h"
#include "tests/office_fixture.h"

namespace {

using core::Delivery;
using mail_servers::Dovecot;
using mail_servers::PlainFolder;
using mail_servers::Postfix;

struct Loop : Office {
    Loop() {
        spdlog::set_level(spdlog::level::off);
        office.config.mail.from = "dispenses@office.example";
    }
    ~Loop() { spdlog::set_level(spdlog::level::info); }

    std::string queue(const std::string& to) {
        const int number = ++count;
        const auto dossier = core::DossierNumber::make(2026, number).text();
        store.dossiers().add({.number = dossier}, core::Channel::online, "", "test");
        const auto pdf = "%PDF " + dossier;
        const std::string hash = std::to_string(number);
        mail::OutgoingMessage message{
            .from = *core::EmailAddress::parse("dispenses@office.example"),
            .to = *core::EmailAddress::parse(to),
            .subject = "Décision",
            .text = "Bonjour.\n",
            .attachments = {{.name = "décision.pdf", .bytes = pdf}},
            .message_id = "vaguemestre-" + std::string(32 - hash.size(), '0') + hash + ".1@office.example",
            .date = now};
        return store.outbox()
            .add({.dossier = dossier,
                  .letter_kind = "accord-total-professionnalisation",
                  .recipient = to,
                  .pdf_sha256 = store::sha256(pdf),
                  .message_id = message.message_id,
                  .message_sha256 = store.spool().put(*mail::freeze(message))})
            .dispatch.id;
    }

    /// Fetches and reads until every dispatch is reported on, or time is over.
    void collect(const mail::BoxSettings& box, const std::map<std::string, Delivery>& expected) {
        pipeline::Processor processor{office};
        for (int tries = 0; tries < 150; ++tries) {
            pipeline::fetch_box(store, home, box);
            while (const auto job = store.jobs().claim("test", std::chrono::minutes{1}, {"read"})) processor.work(*job);
            bool all = true;
            for (const auto& [id, delivery] : expected) all = all && delivery_of(id) == delivery;
            if (all) return;
            std::this_thread::sleep_for(std::chrono::milliseconds{200});
        }
    }
    Delivery delivery_of(const std::string& id) { return core::delivery_of(*store.outbox().find(id)); }

    int count = 0;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(relay_tests, Loop)

BOOST_AUTO_TEST_CASE(bounces_of_a_real_relay_refusing_in_ten_ways_are_attached_to_their_dispatch,
                     *boost::unit_test::precondition([](auto) { return Postfix::possible(); })) {
    const PlainFolder place;
    const Dovecot dovecot{place};
    const Postfix postfix{place, "maximal_queue_lifetime = 1s\nbounce_queue_lifetime = 1s\n"};

    std::map<std::string, Delivery> expected;
    std::map<std::string, std::string> reports;
    BOOST_TEST(Postfix::refusals().size() == 10U);
    for (const auto& refusal : Postfix::refusals()) {
        const auto id = queue(refusal.local + "@refus.example");
        expected[id] = Delivery::bounced;
        reports[id] = refusal.status + " " + refusal.reason;
    }
    const auto good = queue("rh@ok.example");
    expected[good] = Delivery::delivered;

    const pipeline::MailSettings settings{
        .relay = postfix.settings(), .from = *core::EmailAddress::parse("dispenses@office.example"), .tagged = true};
    BOOST_TEST(pipeline::deliver_due(store, settings).sent == 11);
    for (const auto& [id, delivery] : expected) {
        const auto dispatch = *store.outbox().find(id);
        BOOST_TEST(!dispatch.queue_id.empty(), dispatch.reply);
        BOOST_TEST((core::delivery_of(dispatch) == Delivery::relayed));
    }

    collect(dovecot.box(mail::BoxProtocol::imap), expected);
    for (const auto& [id, delivery] : expected) {
        const auto dispatch = *store.outbox().find(id);
        BOOST_TEST_CONTEXT(dispatch.recipient) {
            BOOST_TEST(core::to_text(core::delivery_of(dispatch)) == core::to_text(delivery));
            if (delivery == Delivery::bounced) BOOST_TEST(dispatch.report == reports.at(id));
            BOOST_TEST((dispatch.state == core::DispatchState::sent), "nothing is sent again by itself");
        }
    }
    BOOST_TEST(store.outbox().lost_count() == 10);
    BOOST_TEST(store.mails().counts().unknown_reports == 0);
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_CASE(a_delay_is_told_by_a_real_relay_and_found_by_pop3,
                     *boost::unit_test::precondition([](auto) { return Postfix::possible(); })) {
    const PlainFolder place;
    const Dovecot dovecot{place};
    const Postfix postfix{place, "delay_warning_time = 1s\n"};
    const auto id = queue("muet@refus.example");
    const pipeline::MailSettings settings{.relay = postfix.settings(),
                                          .from = *core::EmailAddress::parse("dispenses@office.example")};
    BOOST_TEST(pipeline::deliver_due(store, settings).sent == 1);
    collect(dovecot.box(mail::BoxProtocol::pop3), {{id, Delivery::delayed}});
    BOOST_TEST((delivery_of(id) == Delivery::delayed));
    BOOST_TEST(store.outbox().find(id)->report == "4.4.1 la messagerie du destinataire ne répond pas");
    BOOST_TEST(store.outbox().lost_count() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
