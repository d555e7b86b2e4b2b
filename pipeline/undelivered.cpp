#include "pipeline/undelivered.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "core/postal_address.h"
#include "pipeline/complement.h"
#include "pipeline/complement_letter.h"

namespace pipeline {
namespace {

using core::Delivery;
using core::Dispatch;
using core::Reason;
using core::Refusal;

/// Its decision went to nobody: the dossier waits again for its notification.
void take_back_notification(store::Store& store, const Dispatch& dispatch) {
    const auto row = store.dossiers().find(dispatch.dossier);
    const auto decision = store.dossiers().decision(dispatch.dossier);
    if (!row || !decision || row->dossier.state != core::DossierState::notified ||
        dispatch.addressee != core::Addressee::collectivite)
        return;
    const std::string kind{core::to_text(decision->outcome)};
    if (dispatch.letter_kind.starts_with(kind) ||
        dispatch.letter_kind.starts_with(std::string{core::postal_copy_prefix} + kind))
        store.dossiers().move(dispatch.dossier, core::DossierState::decided, store::program,
                              "non remis " + dispatch.id);
}

void note_lost(const Installation& office, store::Store& store, const Dispatch& dispatch, const std::string& what) {
    store.journal().append(store::program, "alarm_" + what, dispatch.id, dispatch.dossier);
    spdlog::error("dispatch={} alarm={}", dispatch.id, what);
    note_undelivered(office, store, dispatch);
    take_back_notification(store, dispatch);
}

core::Outcome<std::string> postal_recipient(store::Store& store, const Dispatch& dispatch) {
    const auto row = store.dossiers().find(dispatch.dossier);
    const auto& data = row->dossier.data;
    const auto own = core::lines_of(data, "agent.adresse.ligne");
    const bool to_agent = dispatch.addressee == core::Addressee::agent && !own.empty();
    const auto address = core::PostalAddress::make(to_agent ? own : core::lines_of(data, "collectivite.adresse.ligne"));
    if (!address) return address.refusal();
    std::string lines;
    for (const auto& line : address->lines()) lines += (lines.empty() ? "" : "\n") + line;
    return lines;
}

bool may_be_copied(Delivery delivery) {
    return delivery == Delivery::bounced || delivery == Delivery::returned || delivery == Delivery::uncertain ||
           delivery == Delivery::delayed;
}

core::Outcome<Dispatch> ask_again_by_post(const Installation& office, store::Store& store, const Dispatch& dispatch,
                                          const std::string& who) {
    const auto asked = ask_complement(office, store, {.dossier = dispatch.dossier, .who = who, .by_post = true});
    if (!asked) return asked.refusal();
    const auto all = store.outbox().of(dispatch.dossier);
    const auto made = std::find_if(all.begin(), all.end(), [&](const Dispatch& d) {
        return d.letter_kind == dispatch.letter_kind && d.letter_version == asked->version;
    });
    if (made == all.end()) throw std::logic_error("a complement without its letter: " + dispatch.dossier);
    return *made;
}

}  // namespace

void note_report(const Installation& office, store::Store& store, const Dispatch& dispatch, Delivery what,
                 const std::string& reason, const std::string& source) {
    const bool counts = store.outbox().report(dispatch, what, reason, source);
    if (counts && what == Delivery::bounced) note_lost(office, store, dispatch, "message_bounced");
}

core::Outcome<Dispatch> note_returned(const Installation& office, store::Store& store, const std::string& id,
                                      const std::string& reason, const std::string& who) {
    return store.transaction([&] {
        auto returned = store.outbox().mark_returned(id, reason, who);
        if (returned) note_lost(office, store, *returned, "envelope_returned");
        return returned;
    });
}

core::Outcome<Dispatch> copy_by_post(const Installation& office, store::Store& store, const std::string& id,
                                     const std::string& who) {
    const auto lost = store.outbox().find(id);
    if (!lost) return Refusal{Reason::unknown_dossier, "envoi inconnu : " + id};
    if (!lost->replaced_by.empty()) return *store.outbox().find(lost->replaced_by);
    const auto delivery = core::delivery_of(*lost);
    if (!may_be_copied(delivery))
        return Refusal{Reason::wrong_state, lost->id + " : " + std::string{core::to_text(delivery)} +
                                                " ; une copie postale remplace ce qui n'est pas arrivé"};
    if (lost->letter_kind.starts_with(complement_letter_kind)) {
        auto made = ask_again_by_post(office, store, *lost, who);
        if (made) store.outbox().mark_replaced(*lost, *made, who);
        return made;
    }

    const auto recipient = postal_recipient(store, *lost);
    if (!recipient) return recipient.refusal();
    Dispatch copy{.dossier = lost->dossier,
                  .letter_kind = std::string{core::postal_copy_prefix} + lost->letter_kind,
                  .letter_version = lost->letter_version,
                  .channel = core::DispatchChannel::post,
                  .addressee = lost->addressee,
                  .recipient = *recipient,
                  .siret = lost->siret,
                  .pdf_sha256 = lost->pdf_sha256};
    if (lost->letter_kind.starts_with(core::postal_copy_prefix)) {  // A copy that came back, too.
        copy.letter_kind = lost->letter_kind;
        copy.letter_version = lost->letter_version + 1;
    }
    return store.transaction([&]() -> core::Outcome<Dispatch> {
        store.dossiers().add_letter({.dossier = copy.dossier,
                                     .kind = copy.letter_kind,
                                     .version = copy.letter_version,
                                     .sha256 = copy.pdf_sha256,
                                     .date = core::office_date(office.clock())});
        const auto queued = store.outbox().add(copy).dispatch;
        store.outbox().mark_replaced(*lost, queued, who);
        return queued;
    });
}

}  // namespace pipeline
