#include "pipeline/propose.h"

#include <algorithm>

#include "core/failures.h"

namespace pipeline {
namespace {

using core::DispatchState;
using core::Reason;
using core::Refusal;

/// The state it had before it was on an agenda or decided, as the journal tells.
core::DossierState state_before(store::Store& store, const std::string& dossier) {
    constexpr std::string_view prefix = "dossier_";
    auto state = core::DossierState::received;
    for (const auto& event : store.journal().of(dossier)) {
        if (!event.what.starts_with(prefix)) continue;
        const auto moved = core::from_text<core::DossierState>(std::string_view{event.what}.substr(prefix.size()));
        if (moved && *moved < core::DossierState::in_session) state = *moved;
    }
    return state;
}

/// Back to where it was before it was decided.
void reopen(store::Store& store, const std::string& dossier, const std::string& who) {
    store.dossiers().move(dossier, state_before(store, dossier), who, "décision annulée");
    for (const auto& session : store.sessions().list()) {
        if (session.state != core::SessionState::open) continue;
        const auto agenda = store.sessions().agenda(session.month);
        if (std::any_of(agenda.begin(), agenda.end(), [&](const auto& item) { return item.dossier == dossier; }))
            store.sessions().join(session.month, dossier, who);
    }
}

core::Outcome<Undone> reverse(store::Store& store, const core::Decision& decision, const std::string& who,
                              const std::string& why) {
    const auto dispatches = decision_dispatches(store, decision.dossier);
    for (const auto& dispatch : dispatches)
        if (dispatch.state != DispatchState::waiting && dispatch.state != DispatchState::held)
            return Refusal{Reason::wrong_state,
                           "la décision du dossier " + decision.dossier + " a commencé à partir (" + dispatch.id +
                               ", « " + std::string{core::to_text(dispatch.state)} +
                               " ») : elle ne peut plus être annulée ici ; une décision notifiée se retire dans les "
                               "conditions du CRPA (art. L242-1 et suivants)"};
    store.transaction([&] {
        for (const auto& dispatch : dispatches)
            if (!store.outbox().cancel(dispatch.id, who))
                throw core::TryLater("l'envoi " + dispatch.id + " vient de changer d'état");
        store.dossiers().reverse_decision(decision.dossier, who, why);
        reopen(store, decision.dossier, who);
    });
    return Undone::decision;
}

}  // namespace

core::Outcome<core::Proposal> propose(const Installation& office, store::Store& store, const DecisionRequest& request) {
    const auto decision = ready_decision(office, store, request);
    if (!decision) return decision.refusal();
    if (store.dossiers().decision(request.dossier))
        return Refusal{Reason::wrong_state, "la même décision est déjà prise pour le dossier " + request.dossier};
    if (const auto letter = preview(office, store, *decision); !letter) return letter.refusal();
    return store.proposals().propose(*decision);
}

core::Outcome<core::Proposal> sign(const Installation& office, store::Store& store, const std::string& dossier,
                                   const std::string& who) {
    if (const auto person = core::person_who_may(office.config.users, who, core::Act::sign); !person)
        return person.refusal();
    const auto proposal = store.proposals().standing(dossier);
    if (!proposal) return Refusal{Reason::wrong_state, "aucune proposition pour le dossier " + dossier};
    if (proposal->decision.instructor == who)
        return Refusal{Reason::not_allowed, "« " + who + " » a proposé cette décision : une autre personne la signe"};
    store.proposals().sign(dossier, who);
    auto agreed = *store.proposals().standing(dossier);
    if (store.sessions().pending(dossier)) return agreed;
    if (const auto taken = take_proposal(office, store, agreed, who); !taken) return taken.refusal();
    return agreed;
}

core::Outcome<core::Decision> take_proposal(const Installation& office, store::Store& store,
                                            const core::Proposal& proposal, const std::string& who) {
    const auto& proposed = proposal.decision;
    auto ready = ready_decision(office, store,
                                {.dossier = proposed.dossier,
                                 .outcome = proposed.outcome,
                                 .days = proposed.days.halves() > 0 ? std::optional{proposed.days} : std::nullopt,
                                 .motives = proposed.motives,
                                 .instructor = proposed.instructor});
    if (!ready) return ready;
    if (!proposed.signatory.empty()) ready->signatory = proposed.signatory;
    return take(office, store, *ready, who);
}

core::Outcome<Undone> undo(const Installation& office, store::Store& store, const std::string& dossier,
                           const std::string& who, const std::string& why) {
    if (const auto person = core::person_who_may(office.config.users, who, core::Act::decide); !person)
        return person.refusal();
    if (!store.dossiers().find(dossier)) return Refusal{Reason::unknown_dossier, dossier};
    if (store.proposals().withdraw(dossier, who, why)) return Undone::proposal;
    if (const auto decision = store.dossiers().decision(dossier)) return reverse(store, *decision, who, why);
    return Refusal{Reason::wrong_state, "ni proposition ni décision à annuler pour le dossier " + dossier};
}

}  // namespace pipeline
