#include "pipeline/decide.h"

#include <algorithm>

#include "core/cadres.h"
#include "core/delivery.h"
#include "pipeline/compose.h"

namespace pipeline {
namespace {

using core::DecisionOutcome;
using core::Reason;
using core::Refusal;

const Instructor* find_instructor(const Config& config, const std::string& login) {
    const auto found = std::find_if(config.instructors.begin(), config.instructors.end(),
                                    [&](const Instructor& person) { return person.login == login; });
    return found == config.instructors.end() ? nullptr : &*found;
}

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
    if (find_instructor(office.config, request.instructor) == nullptr)
        return Refusal{Reason::not_allowed, "« " + request.instructor + " » n'est pas un instructeur des réglages"};
    if (request.outcome != DecisionOutcome::accord_total && request.motives.empty())
        return Refusal{Reason::field_missing, "motif de la décision (--motif « … »)"};
    return state_fault(dossier, request.outcome);
}

struct DecisionLetters {
    Correspondence decision;
    Correspondence copy;
};

/// Integration leaves by post, professionalisation by e-mail (procedure of the office).
core::Outcome<DecisionLetters> compose(const Installation& office, store::Store& store, const store::DossierRow& row,
                                       const core::Decision& decision) {
    const Composer composer{office, store.spool()};
    auto data = letter_data(office, row);
    add_decision(data, decision, office, row);
    const bool by_post = row.dossier.procedure == core::ProcedureKind::integration;
    auto letter = composer.to_collectivite(std::string{core::to_text(decision.outcome)}, 1, row, data,
                                           by_post ? Carrier::post : Carrier::mail);
    if (!letter) return letter.refusal();
    auto copy = composer.to_agent(row, data, *letter);
    if (!copy) return copy.refusal();
    return DecisionLetters{*std::move(letter), *std::move(copy)};
}

}  // namespace

core::Outcome<core::Decision> decide(const Installation& office, store::Store& store, const DecisionRequest& request) {
    const auto row = store.dossiers().find(request.dossier);
    if (!row) return Refusal{Reason::unknown_dossier, request.dossier};
    const auto days = days_granted(office, request, row->dossier);
    core::Decision decision{.dossier = request.dossier,
                            .outcome = request.outcome,
                            .days = days ? *days : core::HalfDays{},
                            .motives = request.motives,
                            .instructor = request.instructor,
                            .date = core::office_date(office.clock())};
    if (auto standing = store.dossiers().decision(request.dossier)) {
        decision.date = standing->date;
        if (*standing == decision) return *standing;
        return Refusal{Reason::wrong_state, "une décision est déjà prise pour le dossier " + request.dossier};
    }
    if (auto wrong = fault(office, request, row->dossier)) return *std::move(wrong);
    if (!days) return days.refusal();

    const auto letters = compose(office, store, *row, decision);
    if (!letters) return letters.refusal();
    return store.transaction([&]() -> core::Outcome<core::Decision> {
        auto taken = store.dossiers().decide(decision);
        if (!taken) return taken;
        for (const auto* made : {&letters->decision, &letters->copy}) {
            store.dossiers().add_letter(made->letter);
            store.outbox().add(made->dispatch);
        }
        store.dossiers().move(request.dossier, core::DossierState::decided, request.instructor,
                              core::to_text(request.outcome));
        return taken;
    });
}

core::Outcome<std::vector<DecisionRequest>> parse_decisions(std::string_view csv, const std::string& instructor) {
    std::vector<DecisionRequest> requests;
    int number = 0;
    for (const auto& line : core::split_fields(csv, '\n')) {
        if (++number == 1 || line.empty()) continue;
        const auto at = "ligne " + std::to_string(number) + " : ";
        const auto fields = core::split_fields(line, ';');
        if (fields.size() != 4)
            return Refusal{Reason::data_invalid, at + "4 colonnes attendues (dossier;decision;jours;motif)"};
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
        const auto dispatches = store.outbox().of(row.dossier.number);
        const auto decision = store.dossiers().decision(row.dossier.number);
        if (!decision) continue;
        const auto kind = std::string{core::to_text(decision->outcome)};
        const bool left = std::any_of(dispatches.begin(), dispatches.end(), [&](const core::Dispatch& d) {
            return d.addressee == core::Addressee::collectivite && core::has_left(d) &&
                   (d.letter_kind.starts_with(kind) ||
                    d.letter_kind.starts_with(std::string{core::postal_copy_prefix} + kind));
        });
        if (!left) continue;
        store.transaction(
            [&] { store.dossiers().move(row.dossier.number, core::DossierState::notified, store::program, ""); });
        ++count;
    }
    return count;
}

}  // namespace pipeline
