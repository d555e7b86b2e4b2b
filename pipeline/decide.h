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

/// The same decision again gives the same answer and makes nothing twice.
core::Outcome<core::Decision> decide(const Installation& office, store::Store& store, const DecisionRequest& request);

/// A session's decisions from a file: header `dossier;decision;jours;motif`, motives separated by `|`. data_invalid
/// names the line.
core::Outcome<std::vector<DecisionRequest>> parse_decisions(std::string_view csv, const std::string& instructor);

/// Dossiers whose decision has left become `notified`. Says how many.
int note_notified(store::Store& store);

}  // namespace pipeline
