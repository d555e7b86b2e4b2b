#pragma once

#include <string>
#include <string_view>

#include "core/session.h"
#include "pipeline/decide.h"

/// Stage `propose`: what comes before a decision exists, and its undoing before it leaves.
/// Does: keeps what an instructor proposes, takes the signature of a second person, withdraws or reverses. Trusts: no
/// machine. Refuses with: what `decide` refuses; not_allowed when who proposed signs; wrong_state when nothing stands,
/// or when the letter has begun to leave.
namespace pipeline {

/// The decision is prepared; the letter can be seen (`preview`), and nothing exists.
core::Outcome<core::Proposal> propose(const Installation& office, store::Store& store, const DecisionRequest& request);

/// A signatory makes the standing proposal their own. Off any agenda the decision exists at once; on one, when the
/// session closes.
core::Outcome<core::Proposal> sign(const Installation& office, store::Store& store, const std::string& dossier,
                                   const std::string& who);

/// A proposal and its decision in one: the person of the request, or the signatory, stands as author.
core::Outcome<core::Decision> take_proposal(const Installation& office, store::Store& store,
                                            const core::Proposal& proposal, const std::string& who);

enum class Undone { proposal, decision };

/// Withdraws the standing proposal; else reverses the decision and cancels its letters, as long as none has begun to
/// leave. The dossier is complete again, and back on its agenda while the session is open.
core::Outcome<Undone> undo(const Installation& office, store::Store& store, const std::string& dossier,
                           const std::string& who, const std::string& why);

}  // namespace pipeline
