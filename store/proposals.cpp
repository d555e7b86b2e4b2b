#include "store/proposals.h"

#include <stdexcept>

#include "store/connection.h"
#include "store/journal.h"
#include "store/json_text.h"

namespace store {
namespace {

/// What makes two proposals the same: all but date and signature.
core::Decision content(core::Decision decision) {
    decision.date = {};
    decision.signatory.clear();
    return decision;
}

}  // namespace

core::Proposal Proposals::propose(const core::Decision& decision) {
    core::Proposal proposal{.decision = content(decision), .proposed_at = connection_.now()};
    connection_.transaction([&] {
        if (auto before = standing(decision.dossier)) {
            if (content(before->decision) == proposal.decision) {
                proposal = *std::move(before);
                return;
            }
            connection_.change(
                "UPDATE proposals SET state = 'replaced' WHERE dossier = :dossier AND state = 'standing'",
                decision.dossier);
        }
        proposal.version =
            connection_.value<int>("SELECT COUNT(*) FROM proposals WHERE dossier = :dossier", decision.dossier) + 1;
        connection_.change(
            "INSERT INTO proposals (dossier, version, outcome, half_days, motives, instructor, signatory, proposed_at, "
            "signed_at, state) VALUES (:dossier, :version, :outcome, :half_days, :motives, :instructor, '', :at, 0, "
            "'standing')",
            decision.dossier, proposal.version, decision.outcome, decision.days.halves(),
            texts_to_json(decision.motives), decision.instructor, proposal.proposed_at);
        journal_.append(decision.instructor, "decision_proposed", decision.dossier, core::to_text(decision.outcome));
    });
    return proposal;
}

std::optional<core::Proposal> Proposals::standing(std::string_view dossier) {
    auto found = connection_.row<int, core::DecisionOutcome, int, std::string, std::string, std::string, core::Instant,
                                 core::Instant>(
        "SELECT version, outcome, half_days, motives, instructor, signatory, proposed_at, signed_at FROM proposals "
        "WHERE dossier = :dossier AND state = 'standing'",
        dossier);
    if (!found) return std::nullopt;
    auto& [version, outcome, half_days, motives, instructor, signatory, proposed_at, signed_at] = *found;
    return core::Proposal{.decision = {.dossier = std::string{dossier},
                                       .outcome = outcome,
                                       .days = core::HalfDays::of_halves(half_days),
                                       .motives = texts_from_json(motives),
                                       .instructor = std::move(instructor),
                                       .signatory = std::move(signatory)},
                          .version = version,
                          .proposed_at = proposed_at,
                          .signed_at = signed_at};
}

void Proposals::sign(std::string_view dossier, std::string_view who) {
    connection_.transaction([&] {
        const auto proposal = standing(dossier);
        if (!proposal) throw std::logic_error{"no proposal to sign: " + std::string{dossier}};
        if (proposal->is_signed() && proposal->decision.signatory == who) return;
        connection_.change(
            "UPDATE proposals SET signatory = :who, signed_at = :now WHERE dossier = :dossier AND state = 'standing'",
            who, connection_.now(), dossier);
        journal_.append(who, "decision_signed", dossier, core::to_text(proposal->decision.outcome));
    });
}

void Proposals::taken(std::string_view dossier) {
    connection_.change("UPDATE proposals SET state = 'taken' WHERE dossier = :dossier AND state = 'standing'", dossier);
}

bool Proposals::withdraw(std::string_view dossier, std::string_view who, std::string_view why) {
    bool withdrawn = false;
    connection_.transaction([&] {
        withdrawn = connection_.change(
                        "UPDATE proposals SET state = 'withdrawn' WHERE dossier = :dossier AND state = 'standing'",
                        dossier) == 1;
        if (withdrawn) journal_.append(who, "proposal_withdrawn", dossier, why);
    });
    return withdrawn;
}

}  // namespace store
