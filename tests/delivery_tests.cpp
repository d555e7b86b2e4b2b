#include "core/delivery.h"

#include "mail/message.h"
#include "mail/smtp.h"
#include "pipeline/config.h"
#include "tests/office_fixture.h"
#include "tests/scripted_server.h"

namespace {

using core::Delivery;
using core::DispatchState;

core::Dispatch in_state(DispatchState state, std::optional<Delivery> reported = {}) {
    core::Dispatch dispatch{.state = state};
    dispatch.reported = reported;
    return dispatch;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(delivery_tests)

BOOST_AUTO_TEST_CASE(the_state_says_what_is_known_until_something_is_reported) {
    for (const auto& [state, delivery] :
         {std::pair{DispatchState::waiting, Delivery::queued}, std::pair{DispatchState::connecting, Delivery::queued},
          std::pair{DispatchState::final_dot, Delivery::queued}, std::pair{DispatchState::sent, Delivery::relayed},
          std::pair{DispatchState::refused, Delivery::bounced},
          std::pair{DispatchState::uncertain, Delivery::uncertain}, std::pair{DispatchState::held, Delivery::held},
          std::pair{DispatchState::printed, Delivery::printed}})
        BOOST_TEST((core::delivery_of(in_state(state)) == delivery), core::to_text(state));
    BOOST_TEST((core::delivery_of(in_state(DispatchState::sent, Delivery::bounced)) == Delivery::bounced));
}

BOOST_AUTO_TEST_CASE(a_decision_is_notified_by_what_left_and_did_not_come_back) {
    BOOST_TEST(core::has_left(in_state(DispatchState::sent)));
    BOOST_TEST(core::has_left(in_state(DispatchState::printed)));
    BOOST_TEST(core::has_left(in_state(DispatchState::sent, Delivery::delayed)));
    BOOST_TEST(core::has_left(in_state(DispatchState::printed, Delivery::posted)));
    for (const auto state :
         {DispatchState::waiting, DispatchState::refused, DispatchState::uncertain, DispatchState::held})
        BOOST_TEST(!core::has_left(in_state(state)), core::to_text(state));
    BOOST_TEST(!core::has_left(in_state(DispatchState::sent, Delivery::bounced)));
    BOOST_TEST(!core::has_left(in_state(DispatchState::printed, Delivery::returned)));
}

BOOST_AUTO_TEST_CASE(which_report_counts) {
    using D = Delivery;
    struct Row {
        std::optional<D> earlier;
        D report;
        bool counts;
    };
    for (const auto& [earlier, report, counts] :
         {Row{{}, D::delayed, true}, Row{{}, D::bounced, true}, Row{D::delayed, D::delivered, true},
          Row{D::delayed, D::bounced, true}, Row{D::delayed, D::delayed, false}, Row{D::delivered, D::delayed, false},
          Row{D::delivered, D::delivered, false}, Row{D::delivered, D::bounced, true}, Row{D::delivered, D::read, true},
          Row{D::bounced, D::delivered, false}, Row{D::bounced, D::delayed, false}, Row{D::bounced, D::read, true},
          Row{D::read, D::bounced, false}, Row{D::read, D::delivered, false}, Row{D::returned, D::posted, false}})
        BOOST_TEST(core::supersedes(report, earlier) == counts, (earlier ? core::to_text(*earlier) : "-")
                                                                    << " then " << core::to_text(report));
}

BOOST_AUTO_TEST_CASE(reasons_are_told_in_french) {
    for (const auto& [status, diagnostic, reason] : std::vector<std::tuple<const char*, const char*, const char*>>{
             {"5.1.1", "", "boîte aux lettres inconnue"},
             {"4.2.2", "", "boîte aux lettres pleine"},
             {"5.7.26", "", "authentification du domaine refusée (DMARC)"},
             {"5.0.0", "550 user unknown", "boîte aux lettres inconnue"},
             {"", "552 Quota exceeded", "boîte aux lettres pleine"},
             {"", "550 Utilisateur inconnu", "boîte aux lettres inconnue"},
             {"5.7.999", "", "refusé par la politique de sécurité du destinataire"},
             {"5.1.99", "", "adresse refusée"},
             {"5.9.9", "", "non remis, sans raison donnée"},
             {"", "", "non remis, sans raison donnée"},
             {"x", "y", "non remis, sans raison donnée"}})
        BOOST_TEST(core::delivery_reason(status, diagnostic) == reason, status << " " << diagnostic);
}

BOOST_AUTO_TEST_CASE(the_relay_s_name_for_a_message_is_kept) {
    for (const auto& [reply, id] : std::vector<std::pair<const char*, const char*>>{
             {"250 2.0.0 Ok: queued as 4XQ2mV3kZz9", "4XQ2mV3kZz9"},
             {"250 OK id=1tFabc-0000Xy-2d", "1tFabc-0000Xy-2d"},
             {"250 2.0.0 8d1c2f3a Message accepted for delivery", "8d1c2f3a"},
             {"250 2.6.0 <x@y.example> [InternalId=12] Queued mail for delivery", ""},
             {"250 2.0.0 Ok", ""},
             {"", ""}})
        BOOST_TEST(mail::queue_id(reply) == id, reply);
}

BOOST_AUTO_TEST_CASE(delivery_reports_are_asked_for_when_the_relay_offers_them) {
    using smtp_fixture::ScriptedServer;
    const auto frozen = *mail::freeze({.from = *core::EmailAddress::parse("a+b@office.example"),
                                       .to = *core::EmailAddress::parse("rh@valmer.example"),
                                       .reply_to = core::EmailAddress::parse("a+VR-1@office.example"),
                                       .subject = "x",
                                       .text = "y",
                                       .message_id = "vaguemestre-1.1@office.example"});
    BOOST_TEST(frozen.find("\r\nReply-To: a+VR-1@office.example\r\n") != std::string::npos);
    for (const bool offered : {true, false}) {
        ScriptedServer relay{{"220 x\r\n", offered ? "250-x\r\n250 DSN\r\n" : "250 x\r\n", "250 2.1.0 Ok\r\n",
                              "250 2.1.5 Ok\r\n", "354 go\r\n", "250 2.0.0 Ok: queued as 4XQ2\r\n", "221 bye\r\n"}};
        {
            mail::SmtpLink link{{.host = "127.0.0.1", .port = relay.port(), .security = mail::Security::none}};
            const auto result = link.send({.from = *core::EmailAddress::parse("a+b@office.example"),
                                           .to = *core::EmailAddress::parse("rh@valmer.example"),
                                           .id = "vaguemestre-1.1@office.example"},
                                          frozen, [] {});
            BOOST_TEST((result.outcome == mail::SendOutcome::sent));
        }
        const auto& heard = relay.heard();
        const bool asked =
            heard.find("MAIL FROM:<a+b@office.example> RET=HDRS ENVID=vaguemestre-1.1@office.example\r\n") !=
                std::string::npos &&
            heard.find("RCPT TO:<rh@valmer.example> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;rh@valmer.example\r\n") !=
                std::string::npos;
        BOOST_TEST(asked == offered, heard);
    }
}

BOOST_FIXTURE_TEST_CASE(by_setting_a_message_carries_a_link_and_no_pdf, Office) {
    office.config.mail.attached = false;
    office.config.mail.link = "https://dispenses.cnfpt.example/dossiers/{dossier}";
    const auto number = complete_dossier(core::Training::pro_1er_emploi, "3");
    BOOST_REQUIRE(
        bool(pipeline::decide(office, store, {number, core::DecisionOutcome::accord_total, {}, {}, "instructeur"})));
    const auto dispatch = store.outbox().of(number).front();
    BOOST_TEST(!dispatch.attached);
    BOOST_TEST(!dispatch.pdf_sha256.empty(), "the letter is kept all the same");
    const auto message = mail::reread(store.spool().read(dispatch.message_sha256));
    BOOST_REQUIRE(bool(message));
    BOOST_TEST(message->attachments.empty());
}

BOOST_AUTO_TEST_SUITE_END()
