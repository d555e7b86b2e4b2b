#include "pipeline/deliver.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>

#include "core/failures.h"
#include "mail/message.h"
#include "store/sha256.h"

namespace pipeline {
namespace {

using core::Dispatch;
using mail::SendOutcome;
using mail::SendResult;

/// The frozen bytes, once they agree with the row in everything that must.
core::Outcome<std::string> bytes_to_send(const Dispatch& dispatch, const store::Spool& spool) {
    const auto fault = [](const char* what) { return core::Refusal{core::Reason::damaged, what}; };
    std::string frozen;
    try {
        frozen = spool.read(dispatch.message_sha256);
    } catch (const store::DamagedBlob&) {
        return fault("octets figés manquants ou altérés");
    }
    const auto message = mail::reread(frozen);
    if (!message) return message.refusal();
    if (message->to != dispatch.recipient) return fault("destinataire différent de celui du message figé");
    if (message->message_id != dispatch.message_id) return fault("identifiant différent de celui du message figé");
    const auto& parts = message->attachments;
    const bool pdf_there = !dispatch.attached || dispatch.pdf_sha256.empty()
                               ? parts.empty()
                               : std::any_of(parts.begin(), parts.end(), [&](const auto& part) {
                                     return store::sha256(part) == dispatch.pdf_sha256;
                                 });
    if (!pdf_there) return fault("PDF différent de celui du message figé");
    return frozen;
}

/// With tagged addresses, what comes back names its message by the address it comes to.
core::EmailAddress envelope_sender(const MailSettings& settings, const Dispatch& dispatch) {
    if (!settings.tagged) return settings.from;
    const auto at = settings.from.text().find('@');
    const auto tagged = core::EmailAddress::parse(settings.from.text().substr(0, at) + "+" +
                                                  dispatch.message_id.substr(0, dispatch.message_id.find('@')) +
                                                  settings.from.text().substr(at));
    return tagged ? *tagged : settings.from;
}

/// One round.
class Round {
  public:
    Round(store::Store& store, const MailSettings& settings) : store_(store), settings_(settings) {}

    void recover();
    void deliver(const Dispatch& dispatch);
    const Deliveries& done() const { return done_; }

  private:
    bool connect();
    SendResult send(const Dispatch& dispatch, const core::EmailAddress& to, const std::string& frozen);
    void put_aside(const Dispatch& dispatch, const core::Refusal& fault);
    void record(const Dispatch& dispatch, const SendResult& result);
    void record_later(const Dispatch& dispatch, const SendResult& result);
    void alarm(std::string_view what, const Dispatch& dispatch, std::string_view why);

    store::Store& store_;
    const MailSettings& settings_;
    std::unique_ptr<mail::SmtpLink> link_;  ///< Null, or a connection that may have been lost.
    Deliveries done_;
};

void Round::alarm(std::string_view what, const Dispatch& dispatch, std::string_view why) {
    store_.journal().append(store::program, what, dispatch.id, why);
    spdlog::error("dispatch={} stage=deliver alarm={}", dispatch.id, what);
}

void Round::recover() {
    store_.transaction([&] {
        const auto in_doubt = store_.outbox().list(core::DispatchState::final_dot);
        done_.recovered = store_.outbox().recover_at_start();
        for (const auto& dispatch : in_doubt) alarm("alarm_message_uncertain", dispatch, "arrêt pendant l'envoi");
    });
}

/// A relay that is away is asked once a round.
bool Round::connect() {
    if (!done_.relay_trouble.empty()) return false;
    link_.reset();
    try {
        link_ = std::make_unique<mail::SmtpLink>(settings_.relay);
        return true;
    } catch (const core::TryLater& trouble) {
        done_.relay_trouble = trouble.what();
        spdlog::warn("stage=deliver outcome=relay_away");
        return false;
    }
}

SendResult Round::send(const Dispatch& dispatch, const core::EmailAddress& to, const std::string& frozen) {
    bool marked = false;
    const auto mark = [&] {
        store_.outbox().mark_final_dot(dispatch);
        marked = true;
    };
    while (true) {
        const bool used = link_ && link_->usable();
        if (!used && !connect()) return {SendOutcome::later, 0, done_.relay_trouble};
        auto result = link_->send({.from = envelope_sender(settings_, dispatch), .to = to, .id = dispatch.message_id},
                                  frozen, mark);
        const bool hung_up = result.code == 0 || result.code == 421;
        const bool between_two_messages = used && !marked && result.outcome == SendOutcome::later && hung_up;
        if (!between_two_messages) return result;  // Else a new connection is due.
    }
}

void Round::deliver(const Dispatch& dispatch) {
    const auto to = core::EmailAddress::parse(dispatch.recipient);
    if (!to) return put_aside(dispatch, {core::Reason::data_invalid, "adresse"});
    const auto frozen = bytes_to_send(dispatch, store_.spool());
    if (!frozen) return put_aside(dispatch, frozen.refusal());
    record(dispatch, send(dispatch, *to, *frozen));
}

void Round::put_aside(const Dispatch& dispatch, const core::Refusal& fault) {
    store_.transaction([&] {
        store_.outbox().mark_waiting(dispatch, store_.now(), fault.detail);
        if (!store_.outbox().hold(dispatch.id, store::program))
            throw std::logic_error("a message put back cannot be held");
        alarm("alarm_message_held", dispatch, fault.detail);
    });
    ++done_.held;
}

void Round::record(const Dispatch& dispatch, const SendResult& result) {
    auto& outbox = store_.outbox();
    switch (result.outcome) {
        case SendOutcome::sent:
            outbox.mark_sent(dispatch, result.reply, mail::queue_id(result.reply));
            ++done_.sent;
            break;
        case SendOutcome::refused:
            store_.transaction([&] {
                outbox.mark_refused(dispatch, result.reply);
                alarm("alarm_message_refused", dispatch, "refus du serveur, code " + std::to_string(result.code));
            });
            ++done_.refused;
            break;
        case SendOutcome::uncertain:
            store_.transaction([&] {
                outbox.mark_uncertain(dispatch, result.reply);
                alarm("alarm_message_uncertain", dispatch, "point final sans réponse");
            });
            ++done_.uncertain;
            break;
        case SendOutcome::later:
            return record_later(dispatch, result);
    }
    spdlog::info("dispatch={} stage=deliver attempt={} code={}", dispatch.id, dispatch.attempt, result.code);
}

void Round::record_later(const Dispatch& dispatch, const SendResult& result) {
    const auto age = store_.now() - dispatch.created_at;
    const bool answered = result.code != 0;  // A relay that is away is our trouble, not the addressee's.
    store_.transaction([&] {
        if (answered && age >= retry::give_up_after && dispatch.attempt >= retry::least_attempts) {
            store_.outbox().mark_refused(dispatch, result.reply);
            alarm("alarm_message_refused", dispatch, "abandon après " + std::to_string(dispatch.attempt) + " essais");
            ++done_.refused;
            return;
        }
        store_.outbox().mark_waiting(dispatch, store_.now() + retry::delay_after(dispatch.attempt), result.reply);
        ++done_.waiting;
        const auto past = store_.journal().of(dispatch.id);
        const bool told =
            std::any_of(past.begin(), past.end(), [](const auto& event) { return event.what == "alarm_message_late"; });
        if (age >= retry::alarm_after && !told) alarm("alarm_message_late", dispatch, "non parti après 4 heures");
    });
    spdlog::warn("dispatch={} stage=deliver outcome=later attempt={} code={}", dispatch.id, dispatch.attempt,
                 result.code);
}

}  // namespace

std::chrono::minutes retry::delay_after(int attempt) {
    auto delay = first;
    for (int i = 1; i < attempt && delay < longest; ++i) delay *= 2;
    return std::min(delay, longest);
}

Deliveries deliver_due(store::Store& store, const MailSettings& settings, const std::stop_token& stop) {
    Round round{store, settings};
    round.recover();
    const auto due = store.now();
    while (!stop.stop_requested()) {
        const auto dispatch = store.outbox().claim_due(due);
        if (!dispatch) break;
        round.deliver(*dispatch);
    }
    return round.done();
}

}  // namespace pipeline
