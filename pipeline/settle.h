#pragma once

#include "core/finding.h"
#include "pipeline/installation.h"
#include "store/store.h"

namespace pipeline {

/// Checks one dossier and commits what follows, with the end of the job: findings, state, the acknowledgement (once)
/// and the request for what is missing (one for each distinct set). A dossier already decided is left alone.
void settle(const Installation& office, store::Store& store, const store::Job& job);

/// What the rules say of a dossier today. core::BadSetup when its training has no procedure.
core::CheckResult check_now(const Installation& office, store::Store& store, const store::DossierRow& row);

/// All a check may look at, from the store.
core::DossierView view_of(store::Store& store, const store::DossierRow& row);

}  // namespace pipeline
