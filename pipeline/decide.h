#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/decision.h"
#include "core/outcome.h"
#include "pipeline/installation.h"
#include "store/store.h"

/// Stage `decide`.
/// Does: records what a named instructor decided, with the decision's letters and what carries them, in one
/// transaction. Trusts: no machine: there is no decision without an instructor of the settings. Refuses with:
/// unknown_dossier, wrong_state, not_allowed (who, or days that do not fit), field_missing (motive, days).
namespace pipeline {

struct DecisionRequest {
    std::string dossier;
    core::DecisionOutcome outcome = core::DecisionOutcome::refus;
    std::optional<core::HalfDays> days;  ///< accord-partiel; accord-total grants what was asked.
    std::vector<std::string> motives;    ///< French; due for anything but accord-total.
    std::string instructor;              ///< Login.
};

/// What the request asks for, once everything about it was found good; nothing is recorded. The decision that stands
/// already, when it is the same.
core::Outcome<core::Decision> ready_decision(const Installation& office, store::Store& store,
                                             const DecisionRequest& request);

/// Makes a decision exist: its letters and what carries them, its place on the agenda, in one transaction. The same
/// decision again gives the same answer and makes nothing twice. not_allowed where the settings ask for two persons
/// and a second one has not signed.
core::Outcome<core::Decision> take(const Installation& office, store::Store& store, const core::Decision& decision,
                                   std::string_view who);

/// Both, at once.
core::Outcome<core::Decision> decide(const Installation& office, store::Store& store, const DecisionRequest& request);

/// The letter to the collectivité (PDF) as it would leave, marked as a draft; nothing is kept.
core::Outcome<std::string> preview(const Installation& office, store::Store& store, const core::Decision& decision);

/// What carries the letters of the decision that stands, the agent's copy with it; empty when none stands.
std::vector<core::Dispatch> decision_dispatches(store::Store& store, const std::string& dossier);

/// A session's decisions from a file: header `dossier;decision;jours;motif`, motives separated by `|`. data_invalid
/// names the line.
core::Outcome<std::vector<DecisionRequest>> parse_decisions(std::string_view csv, const std::string& instructor);

/// Dossiers whose decision has left become `notified`. Says how many.
int note_notified(store::Store& store);

}  // namespace pipeline
