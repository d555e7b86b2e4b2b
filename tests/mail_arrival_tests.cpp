#include "pipeline/mail_arrival.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/delivery.h"
#include "pipeline/complement.h"
#include "pipeline/pack.h"
#include "pipeline/process.h"
#include "pipeline/settle.h"
#include "pipeline/undelivered.h"
#include "templates/separator.h"
#include "tests/bounces.h"
#include "tests/documents.h"
#include "tests/office_fixture.h"

namespace {

using bounces::wire;
using core::Delivery;
using std::chrono::hours;
using std::chrono::minutes;

/// An office with one dossier whose request for missing parts has left, and a worker that reads what comes in.
struct Inbox : Office {
    Inbox() {
        spdlog::set_level(spdlog::level::off);
        office.config.check_wait_minutes = 0;
        store.jobs().enqueue("check", dossier, now);
        const auto job = store.jobs().claim("test", minutes{1}, {"check"});
        pipeline::settle(office, store, *job);
        send(complement().id);
        now += hours{10};
    }
    ~Inbox() { spdlog::set_level(spdlog::level::info); }

    std::string dossier = complete_dossier(core::Training::integration, "5");

    core::Dispatch dispatch(const std::string& kind) {
        for (const auto& d : store.outbox().of(dossier))
            if (d.letter_kind.starts_with(kind)) return d;
        BOOST_REQUIRE(false);
        return {};
    }
    core::Dispatch complement() { return dispatch("complement-"); }
    core::Complement asked() { return *store.complements().standing(dossier); }

    /// The relay takes it.
    void send(const std::string& id) {
        while (const auto claimed = store.outbox().claim_due(now)) {
            store.outbox().mark_final_dot(*claimed);
            store.outbox().mark_sent(*claimed, "250 2.0.0 Ok: queued as 4XQ2", "4XQ2");
        }
        BOOST_REQUIRE((core::delivery_of(*store.outbox().find(id)) == Delivery::relayed));
    }

    /// The bytes come in and are read as the service reads them.
    std::string receive(const std::string& bytes, core::Channel channel = core::Channel::mail,
                        const std::string& name = "courriel.eml") {
        const auto sha = store.spool().put(bytes);
        const auto arrival =
            store.arrivals()
                .add({.key = sha + name, .sha256 = sha, .name = name, .size = bytes.size(), .channel = channel})
                .arrival;
        pipeline::Processor processor{office};
        for (int tries = 0; tries < 3; ++tries)
            if (const auto job = store.jobs().claim("test", minutes{1}, {"read"})) {
                try {
                    processor.work(*job);
                } catch (const core::TryLater&) {
                    store.jobs().put_back(*job, now, "");
                }
            }
        return arrival.id;
    }

    std::string letter(const std::string& head, const std::string& text, const std::string& pdf = {}) {
        const std::string start = "Return-Path: <x@y.example>\nTo: dispenses@cnfpt.example\n" + head +
                                  "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n--m\n"
                                  "Content-Type: text/plain; charset=utf-8\n\n" +
                                  text + "\n";
        if (pdf.empty()) return wire(start + "--m--\n");
        return wire(start + "--m\nContent-Type: application/pdf; name=piece.pdf\n\n") + pdf + "\r\n--m--\r\n";
    }
    static std::string pdf(const std::string& text) {
        const auto bytes = tests::pdf_of_texts({text});
        return {bytes.begin(), bytes.end()};
    }
    std::string from(const std::string& address) { return "From: <" + address + ">\n"; }
    std::string thread() { return "In-Reply-To: <" + complement().message_id + ">\nSubject: Re: x\n"; }
    store::MailRow mail(const std::string& arrival) {
        const auto row = store.mails().find(arrival);
        BOOST_REQUIRE(row.has_value());
        return *row;
    }
    bool joined(const std::string& arrival) {
        return store.dossiers().dossier_of({arrival, 1}).value_or("") == dossier;
    }
    bool stopped() { return !core::is_running(asked().delay); }
    int alarms(const std::string& id, const std::string& what) {
        const auto events = store.journal().of(id);
        return static_cast<int>(
            std::count_if(events.begin(), events.end(), [&](const auto& e) { return e.what == what; }));
    }
    std::string report(const std::string& action, const std::string& status, const std::string& diagnostic) {
        return wire(bounces::report(
            "Return-Path: <>\nFrom: MAILER-DAEMON@mx.valmer.example\nTo: dispenses@cnfpt.example\nSubject: Report\n",
            "x",
            "Reporting-MTA: dns; mx\nOriginal-Envelope-Id: " + complement().message_id +
                "\n\nFinal-Recipient: rfc822; rh@valmer.example\nAction: " + action + "\nStatus: " + status +
                "\nDiagnostic-Code: smtp; " + diagnostic + "\n",
            "Content-Type: text/rfc822-headers\n\nSubject: x\n"));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail_arrival_tests, Inbox)

BOOST_AUTO_TEST_CASE(an_answer_by_each_channel_finds_its_dossier) {
    const auto sheet = *templates::print_separator({.use = core::PageCode::Use::dossier_sheet, .dossier = dossier});
    const auto reference = asked().reference;
    struct Row {
        const char* title;
        std::string bytes;
        core::Channel channel;
        std::string name;
        std::string by;  // Of a message.
    };
    const std::string stranger = from("quelquun@ailleurs.example");
    const std::vector<Row> rows{
        {"a reply in the thread", letter(stranger + thread(), "Ci-joint.", pdf("Programme")), core::Channel::mail,
         "1.eml", "thread"},
        {"the reference in the subject",
         letter(stranger + "Subject: dossier [" + reference + "]\n", "Ci-joint.", pdf("Un")), core::Channel::mail,
         "2.eml", "reference"},
        {"the reference in the address",
         letter(stranger + "Cc: <dispenses+" + reference + "@cnfpt.example>\nSubject: x\n", "Ci-joint.", pdf("Deux")),
         core::Channel::mail, "3.eml", "reference"},
        {"the reference in the text", letter(stranger + "Subject: x\n", "> " + reference, pdf("Trois")),
         core::Channel::mail, "4.eml", "reference"},
        {"the number of a dossier that waits",
         letter(stranger + "Subject: dossier " + dossier + "\n", "x", pdf("Quatre")), core::Channel::mail, "5.eml",
         "number"},
        {"the answer sheet's code, from nobody known", letter(stranger + "Subject: x\n", "x", sheet),
         core::Channel::mail, "6.eml", ""},
        {"by post, under its answer sheet", sheet, core::Channel::post, "scan.pdf", ""}};
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.title) {
            const auto arrival = receive(row.bytes, row.channel, row.name);
            BOOST_TEST(joined(arrival));
            BOOST_TEST(asked().last_answer == arrival);
            BOOST_TEST(stopped());
            if (row.channel == core::Channel::mail) BOOST_TEST(mail(arrival).found_by == row.by);
            BOOST_TEST(store.jobs().list(store::JobState::ready).back().job.kind == "check");
        }
    }
}

BOOST_AUTO_TEST_CASE(an_upload_that_names_the_dossier_is_an_answer) {
    const std::string demande =
        R"(<?xml version="1.0" encoding="UTF-8"?>
<demande><numero>)" +
        dossier + R"(</numero><procedure>integration</procedure><type>INTEGRATION</type><date>2026-11-23</date>
<portee>TOTALE</portee><jours>5</jours><collectivite><denomination>Commune de Valmer-sur-Orne</denomination>
<type>commune</type><siret>21780003600014</siret><adresse><ligne>MAIRIE</ligne><ligne>14999 VALMER SUR ORNE</ligne></adresse>
<courriel>rh@valmer.example</courriel></collectivite><agent><nom>LEMOINE</nom><prenom>Anne-Laure</prenom>
<categorie>C</categorie></agent><motifs><formation><intitule>Accueil</intitule></formation></motifs><pieces><piece fichier="p.pdf" nature="programme_formation"/></pieces></demande>)";
    const auto arrival =
        receive(pipeline::pack_zip({{"demande.xml", demande}, {"p.pdf", pdf("Programme de formation")}}),
                core::Channel::online, "depot.zip");
    const auto refusal = store.arrivals().find(arrival)->refusal;
    BOOST_TEST(!refusal.has_value(), (refusal ? refusal->detail : ""));
    BOOST_TEST(joined(arrival));
    BOOST_TEST(asked().last_answer == arrival);
    BOOST_TEST(stopped());
}

BOOST_AUTO_TEST_CASE(a_number_that_anybody_can_write_opens_no_closed_dossier) {
    store.complements().close(asked(), core::ComplementState::withdrawn, "p", "");
    const auto unknown = receive(letter(from("x@ailleurs.example") + "Subject: " + dossier + "\n", "x", pdf("x")));
    BOOST_TEST(!joined(unknown));
    BOOST_TEST(store.dossiers().orphan_pages().size() == 1U, "its pages wait for a person");
    const auto registered = receive(letter(from("rh@valmer.example") + "Subject: " + dossier + "\n", "y", pdf("y")),
                                    core::Channel::mail, "b.eml");
    BOOST_TEST(joined(registered));
}

BOOST_AUTO_TEST_CASE(words_without_a_piece_wait_for_a_person) {
    const auto arrival = receive(letter(from("rh@valmer.example") + thread(), "L'agent a été nommé le 1er mars."));
    BOOST_TEST(mail(arrival).to_read);
    BOOST_TEST(mail(arrival).body.find("1er mars") != std::string::npos);
    BOOST_TEST(asked().last_answer == arrival);
    BOOST_TEST(stopped());
    BOOST_TEST(store.mails().counts().to_read == 1);
    BOOST_TEST(store.mails().mark_read(arrival));
    BOOST_TEST(store.mails().counts().to_read == 0);
}

BOOST_AUTO_TEST_CASE(a_message_with_nothing_in_it_is_registered_all_the_same) {
    const auto empty = receive(wire("From: a@b.example\n\n"));
    BOOST_TEST(mail(empty).to_read);
    BOOST_TEST((store.arrivals().find(empty)->fate == core::Fate::stored));
}

BOOST_AUTO_TEST_CASE(a_bounce_is_attached_told_and_answered_by_a_postal_copy) {
    const auto arrival = receive(report("failed", "5.1.1", "550 5.1.1 User unknown"));
    const auto lost = complement();
    BOOST_TEST((core::delivery_of(lost) == Delivery::bounced));
    BOOST_TEST(lost.report == "5.1.1 boîte aux lettres inconnue");
    BOOST_TEST(mail(arrival).dispatch == lost.id);
    BOOST_TEST(alarms(lost.id, "alarm_message_bounced") == 1);
    BOOST_TEST(stopped(), "nobody has read the request");
    BOOST_TEST(asked().last_answer.empty(), "a report is no answer");
    BOOST_TEST(store.outbox().lost_count() == 1);
    BOOST_TEST((lost.state == core::DispatchState::sent), "and nothing is sent again by itself");

    const auto copy = pipeline::copy_by_post(office, store, lost.id, "d.modele");
    BOOST_REQUIRE(bool(copy));
    BOOST_TEST((copy->channel == core::DispatchChannel::post));
    BOOST_TEST(asked().version == 2);
    BOOST_TEST(!stopped());
    BOOST_TEST(store.outbox().lost_count() == 0);
    const auto again = pipeline::copy_by_post(office, store, lost.id, "d.modele");
    BOOST_REQUIRE(bool(again));
    BOOST_TEST(again->id == copy->id);
}

BOOST_AUTO_TEST_CASE(what_is_reported_later_counts_as_it_should) {
    receive(report("delayed", "4.4.1", "timed out"), core::Channel::mail, "1");
    BOOST_TEST((core::delivery_of(complement()) == Delivery::delayed));
    BOOST_TEST(complement().report == "4.4.1 la messagerie du destinataire ne répond pas");
    BOOST_TEST(!stopped());
    receive(report("delivered", "2.0.0", "250 ok"), core::Channel::mail, "2");
    BOOST_TEST((core::delivery_of(complement()) == Delivery::delivered));
    receive(report("delayed", "4.4.1", "timed out again"), core::Channel::mail, "3");
    BOOST_TEST((core::delivery_of(complement()) == Delivery::delivered));
    BOOST_TEST(
        (pipeline::copy_by_post(office, store, complement().id, "p").refusal().reason == core::Reason::wrong_state));
    receive(report("failed", "5.2.2", "full"), core::Channel::mail, "4");
    BOOST_TEST((core::delivery_of(complement()) == Delivery::bounced), "a forwarder may accept and then give up");
    receive(report("delivered", "2.0.0", "250 ok, later"), core::Channel::mail, "5");
    BOOST_TEST((core::delivery_of(complement()) == Delivery::bounced));
}

BOOST_AUTO_TEST_CASE(a_report_settles_what_was_uncertain) {
    auto second = complement();
    second.letter_version = 9;
    second.message_id = "vaguemestre-ffffffffffffffffffffffffffffffff.1@cnfpt.example";
    const auto id = store.outbox().add(second).dispatch.id;
    const auto claimed = *store.outbox().claim_due(now);
    store.outbox().mark_final_dot(claimed);
    store.outbox().mark_uncertain(claimed, "?");
    const auto told = store.outbox().report(*store.outbox().find(id), Delivery::delivered, "", "A000001");
    BOOST_TEST(told);
    BOOST_TEST((store.outbox().find(id)->state == core::DispatchState::sent));
    BOOST_TEST((core::delivery_of(*store.outbox().find(id)) == Delivery::delivered));
}

BOOST_AUTO_TEST_CASE(an_automatic_reply_is_no_answer) {
    const auto arrival = receive(
        letter(from("rh@valmer.example") + thread() + "Auto-Submitted: auto-replied\n", "Absente.", pdf("logo")));
    BOOST_TEST(mail(arrival).nature == "auto_reply");
    BOOST_TEST(mail(arrival).dispatch == complement().id);
    BOOST_TEST(!stopped());
    BOOST_TEST(store.dossiers().orphan_pages().empty());
    BOOST_TEST(!mail(arrival).to_read);
}

BOOST_AUTO_TEST_CASE(a_report_that_names_nothing_of_ours_is_told) {
    receive(
        wire(bounces::report("Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nSubject: x\n", "x",
                             "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: "
                             "5.1.1\n",
                             "Content-Type: text/plain\n\n")));
    BOOST_TEST(store.mails().counts().unknown_reports == 1);
    BOOST_TEST(store.outbox().lost_count() == 0);
}

BOOST_AUTO_TEST_CASE(a_hostile_message_is_refused_its_bytes_kept_and_the_next_one_is_read) {
    std::string million = "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n";
    for (int i = 0; i < 200'000; ++i) million += "--m\r\n\r\n\r\n";
    const auto bomb = receive(million, core::Channel::mail, "bombe.eml");
    const auto found = *store.arrivals().find(bomb);
    BOOST_TEST((found.fate == core::Fate::refused));
    BOOST_TEST((found.refusal->reason == core::Reason::archive_unsafe));
    BOOST_TEST((store.spool().read(found.sha256) == million));
    const auto next = receive(letter(from("rh@valmer.example") + thread(), "Ci-joint.", pdf("Suite")),
                              core::Channel::mail, "suite.eml");
    BOOST_TEST(joined(next));
}

BOOST_AUTO_TEST_CASE(a_decision_that_comes_back_is_not_notified) {
    const auto number = complete_dossier(core::Training::pro_1er_emploi, "3");
    BOOST_REQUIRE(
        bool(pipeline::decide(office, store, {number, core::DecisionOutcome::accord_total, {}, {}, "instructeur"})));
    const auto sent = store.outbox().of(number).front();
    send(sent.id);
    BOOST_TEST(pipeline::note_notified(store) == 1);
    store.transaction([&] { pipeline::note_report(office, store, sent, Delivery::bounced, "5.1.1", "A000009"); });
    BOOST_TEST((store.dossiers().find(number)->dossier.state == core::DossierState::decided));
    BOOST_TEST(pipeline::note_notified(store) == 0);

    const auto copy = pipeline::copy_by_post(office, store, sent.id, "d.modele");
    BOOST_REQUIRE(bool(copy));
    BOOST_TEST(copy->letter_kind == "copie-postale-" + sent.letter_kind);
    BOOST_TEST(copy->pdf_sha256 == sent.pdf_sha256);
    store.transaction([&] { store.outbox().mark_printed(*copy, "2026-11-24"); });
    BOOST_TEST(pipeline::note_notified(store) == 1);
    BOOST_TEST(bool(store.outbox().mark_posted(copy->id, "1A12345678901", "courrier")));
    BOOST_TEST(store.outbox().find(copy->id)->tracking == "1A12345678901");
    const auto returned = pipeline::note_returned(office, store, copy->id, "non réclamé", "courrier");
    BOOST_REQUIRE(bool(returned));
    BOOST_TEST((core::delivery_of(*returned) == Delivery::returned));
    BOOST_TEST((store.dossiers().find(number)->dossier.state == core::DossierState::decided));
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
