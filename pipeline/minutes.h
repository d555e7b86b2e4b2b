#pragma once

#include <map>
#include <string>

#include "core/session.h"
#include "pipeline/installation.h"
#include "store/store.h"

namespace pipeline {

/// What a closed session leaves on paper, by file name: the minutes (procès-verbal: every dossier of the agenda, what
/// was decided, by whom, what was carried over and why) and the bordereau (every letter its decisions made), each as
/// PDF and CSV. Depends on the store alone: the same session gives the same bytes. The minutes end with the journal's
/// line and hash at the closing: printed and signed, they hold the chain.
std::map<std::string, std::string> session_files(const Installation& office, store::Store& store,
                                                 const core::Session& session);

/// French: "accord total", "refus" …
std::string outcome_phrase(core::DecisionOutcome outcome);

}  // namespace pipeline
