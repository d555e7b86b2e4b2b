#pragma once

#include <string>

#include "core/delivery.h"
#include "core/outcome.h"
#include "pipeline/installation.h"
#include "store/store.h"

/// What is reported of a dispatch after it left, and what follows: an alarm, a clock that stops, a decision that is not
/// notified, a postal copy that is proposed. Nothing is sent again by itself.
namespace pipeline {

/// In the caller's transaction. `source`: the arrival that told, or who.
void note_report(const Installation& office, store::Store& store, const core::Dispatch& dispatch, core::Delivery what,
                 const std::string& reason, const std::string& source);

/// By a person: the envelope came back. Refuses with unknown_dossier, wrong_state.
core::Outcome<core::Dispatch> note_returned(const Installation& office, store::Store& store, const std::string& id,
                                            const std::string& reason, const std::string& who);

/// By a person: the letter of a message that did not arrive leaves by post, to the registered address; a request for
/// missing parts is asked again, with a delay of its own. The same order again gives the same dispatch. Refuses with
/// unknown_dossier, wrong_state (it waits, or it arrived), address_overflow (no usable postal address).
core::Outcome<core::Dispatch> copy_by_post(const Installation& office, store::Store& store, const std::string& id,
                                           const std::string& who);

}  // namespace pipeline
