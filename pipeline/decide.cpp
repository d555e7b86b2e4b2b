#include "pipeline/decide.h"

#include <algorithm>

#include "core/cadres.h"
#include "core/delivery.h"
#include "core/failures.h"
#include "pipeline/compose.h"
#include "pipeline/csv.h"

namespace pipeline {
namespace {

using core::DecisionOutcome;
using core::Reason;
using core::Refusal;

/// Which states allow which outcome: without object may be seen at any time, the rest wants a complete dossier.
std::optional<Refusal> state_fault(const core::Dossier& dossier, DecisionOutcome outcome) {
    const auto state = dossier.state;
    if (state == core::DossierState::complete || state == core::DossierState::in_session) return std::nullopt;
    if (outcome == DecisionOutcome::sans_objet && state < core::DossierState::in_session) return std::nullopt;
    return Refusal{Reason::wrong_state, "le dossier " + dossier.number + " est « " + std::string{core::to_text(state)} +
                                            " » ; une décision demande un dossier complet"};
}

/// Total when all days due are dispensed, partial below (décret 2008-512, art. 17 to 19): the days due are fixed for
/// the integration; for a professionalisation employer and agent agree on them, between the least and the most.
core::Outcome<core::HalfDays> days_granted(const Installation& office, const DecisionRequest& request,
                                           const core::Dossier& dossier) {
    const auto asked = core::HalfDays::parse(core::field(dossier.data, "jours"));
    const auto* duration =
        core::find_duration(office.catalogue.tables, dossier.training, core::field(dossier.data, "agent.categorie"));
    if (!asked) return Refusal{Reason::field_missing, "jours demandés"};
    switch (request.outcome) {
        case DecisionOutcome::accord_total:
            if (request.days && *request.days != *asked)
                return Refusal{Reason::not_allowed, "un accord total porte sur les " + asked->phrase() + " demandés"};
            if (duration != nullptr && *asked < duration->least)
                return Refusal{Reason::not_allowed, "la demande porte sur " + asked->phrase() +
                                                        " pour une formation de " + duration->least.phrase() +
                                                        " : décider un accord partiel"};
            return *asked;
        case DecisionOutcome::accord_partiel:
            if (!request.days) return Refusal{Reason::field_missing, "nombre de jours accordés (--jours N)"};
            if (request.days->halves() == 0 || *request.days > *asked ||
                (duration != nullptr && *request.days >= duration->most))
                return Refusal{Reason::not_allowed,
                               "un accord partiel porte sur plus de 0 jour, moins que la durée due, et au plus ce qui "
                               "est demandé"};
            return *request.days;
        case DecisionOutcome::refus:
        case DecisionOutcome::sans_objet:
            break;
    }
    if (request.days && request.days->halves() > 0) return Refusal{Reason::not_allowed, "aucun jour n'est accordé ici"};
    return core::HalfDays{};
}

std::optional<Refusal> fault(const Installation& office, const DecisionRequest& request, const core::Dossier& dossier) {
    if (const auto person = core::person_who_may(office.config.users, request.instructor, core::Act::decide); !person)
        return person.refusal();
    if (request.outcome != DecisionOutcome::accord_total && request.motives.empty())
        return Refusal{Reason::field_missing, "motif de la décision (--motif « … »)"};
    return state_fault(dossier, request.outcome);
}

/// Integration leaves by post, professionalisation by e-mail (procedure of the office).
Carrier carrier_of(const core::Dossier& dossier) {
    return dossier.procedure == core::ProcedureKind::integration ? Carrier::post : Carrier::mail;
}

struct DecisionLetters {
    Correspondence decision;
    Correspondence copy;
};

core::Outcome<DecisionLetters> compose(const Installation& office, store::Store& store, const store::DossierRow& row,
                                       const core::Decision& decision, int version) {
    const Composer composer{office, store.spool()};
    auto data = letter_data(office, row);
    add_decision(data, decision, office, row);
    auto letter = composer.to_collectivite(std::string{core::to_text(decision.outcome)}, version, row, data,
                                           carrier_of(row.dossier));
    if (!letter) return letter.refusal();
    auto copy = composer.to_agent(row, data, *letter);
    if (!copy) return copy.refusal();
    return DecisionLetters{*std::move(letter), *std::move(copy)};
}

/// The author of the act by name: who decides, when they may sign.
std::string signatory_of(const Config& config, const std::string& login) {
    const auto* person = core::find_person(config.users, login);
    return person != nullptr && person->has(core::Role::signataire) ? login : std::string{};
}

std::optional<Refusal> two_persons_fault(const Config& config, const core::Decision& decision) {
    if (!config.two_persons) return std::nullopt;
    if (!decision.signatory.empty() && decision.signatory != decision.instructor) return std::nullopt;
    return Refusal{Reason::not_allowed, "dossier " + decision.dossier +
                                            " : la décision attend la signature d'une seconde personne (« vaguemestre "
                                            "sign »)"};
}

}  // namespace

core::Outcome<core::Decision> ready_decision(const Installation& office, store::Store& store,
                                             const DecisionRequest& request) {
    const auto row = store.dossiers().find(request.dossier);
    if (!row) return Refusal{Reason::unknown_dossier, request.dossier};
    const auto days = days_granted(office, request, row->dossier);
    core::Decision decision{.dossier = request.dossier,
                            .outcome = request.outcome,
                            .days = days ? *days : core::HalfDays{},
                            .motives = request.motives,
                            .instructor = request.instructor,
                            .signatory = signatory_of(office.config, request.instructor),
                            .date = core::office_date(office.clock())};
    if (const auto standing = store.dossiers().decision(request.dossier)) {
        decision.date = standing->date;
        if (*standing == decision) return decision;
        return Refusal{Reason::wrong_state, "une décision est déjà prise pour le dossier " + request.dossier};
    }
    if (auto wrong = fault(office, request, row->dossier)) return *std::move(wrong);
    if (!days) return days.refusal();
    return decision;
}

core::Outcome<core::Decision> take(const Installation& office, store::Store& store, const core::Decision& decision,
                                   std::string_view who) {
    if (const auto standing = store.dossiers().decision(decision.dossier); standing && *standing == decision)
        return decision;
    if (auto wrong = two_persons_fault(office.config, decision)) return *std::move(wrong);
    const auto row = store.dossiers().find(decision.dossier);
    if (!row) return Refusal{Reason::unknown_dossier, decision.dossier};

    const auto version = store.dossiers().decisions_taken(decision.dossier) + 1;
    const auto letters = compose(office, store, *row, decision, version);
    if (!letters) return letters.refusal();
    return store.transaction([&]() -> core::Outcome<core::Decision> {
        auto taken = store.dossiers().decide(decision);
        if (!taken) return taken;
        if (store.dossiers().decisions_taken(decision.dossier) != version)
            throw core::TryLater("dossier " + decision.dossier + " : décision modifiée pendant la composition");
        for (const auto* made : {&letters->decision, &letters->copy}) {
            store.dossiers().add_letter(made->letter);
            store.outbox().add(made->dispatch);
        }
        store.proposals().taken(decision.dossier);
        store.sessions().end_item(decision.dossier, core::AgendaState::decided, who, "");
        store.dossiers().move(decision.dossier, core::DossierState::decided, who, core::to_text(decision.outcome));
        return taken;
    });
}

core::Outcome<core::Decision> decide(const Installation& office, store::Store& store, const DecisionRequest& request) {
    const auto decision = ready_decision(office, store, request);
    return decision ? take(office, store, *decision, request.instructor) : decision;
}

core::Outcome<std::string> preview(const Installation& office, store::Store& store, const core::Decision& decision) {
    const auto row = store.dossiers().find(decision.dossier);
    if (!row) return Refusal{Reason::unknown_dossier, decision.dossier};
    auto data = letter_data(office, *row);
    add_decision(data, decision, office, *row);
    const Composer composer{office, store.spool()};
    return composer.draft(std::string{core::to_text(decision.outcome)}, *row, data, carrier_of(row->dossier));
}

std::vector<core::Dispatch> decision_dispatches(store::Store& store, const std::string& dossier) {
    const auto decision = store.dossiers().decision(dossier);
    if (!decision) return {};
    auto dispatches = store.outbox().of(dossier);
    const auto version = store.dossiers().decisions_taken(dossier);
    const auto kind = std::string{core::to_text(decision->outcome)} + "-";
    std::erase_if(dispatches, [&](const core::Dispatch& dispatch) {
        std::string_view letter = dispatch.letter_kind;
        if (letter.starts_with(core::postal_copy_prefix)) letter.remove_prefix(core::postal_copy_prefix.size());
        return dispatch.letter_version != version || !(letter.starts_with(kind) || letter.starts_with("copie-agent-"));
    });
    return dispatches;
}

core::Outcome<std::vector<DecisionRequest>> parse_decisions(std::string_view csv, const std::string& instructor) {
    const auto table = parse_csv(csv);
    if (!table) return table.refusal();
    if (table->header.size() != 4)
        return Refusal{Reason::data_invalid, "ligne 1 : 4 colonnes attendues (dossier;decision;jours;motif)"};
    std::vector<DecisionRequest> requests;
    for (const auto& [line, fields] : table->rows) {
        const auto at = "ligne " + std::to_string(line) + " : ";
        const auto outcome = core::from_text<DecisionOutcome>(fields[1]);
        if (!outcome) return Refusal{Reason::data_invalid, at + "décision inconnue « " + fields[1] + " »"};
        const auto days = core::HalfDays::parse(fields[2]);
        if (!fields[2].empty() && !days) return Refusal{Reason::data_invalid, at + "jours « " + fields[2] + " »"};
        DecisionRequest request{.dossier = fields[0], .outcome = *outcome, .days = days, .instructor = instructor};
        for (const auto& motive : core::split_fields(fields[3], '|'))
            if (!motive.empty()) request.motives.push_back(motive);
        requests.push_back(std::move(request));
    }
    return requests;
}

int note_notified(store::Store& store) {
    int count = 0;
    for (const auto& row : store.dossiers().list(core::DossierState::decided)) {
        const auto dispatches = decision_dispatches(store, row.dossier.number);
        const bool left = std::any_of(dispatches.begin(), dispatches.end(), [&](const core::Dispatch& d) {
            return d.addressee == core::Addressee::collectivite && core::has_left(d);
        });
        if (!left) continue;
        store.transaction(
            [&] { store.dossiers().move(row.dossier.number, core::DossierState::notified, store::program, ""); });
        ++count;
    }
    return count;
}

}  // namespace pipeline
