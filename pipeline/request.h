#pragma once

#include "core/dossier.h"
#include "core/outcome.h"
#include "pipeline/installation.h"

namespace pipeline {

/// A valid demande.xml as a dossier that is not yet registered. Which trainings there are is said by the procedures:
/// another one, or one that belongs to the other kind of procedure, is refused (invalid_demande) with the remedy.
core::Outcome<core::Dossier> dossier_of(core::Fields request, const Catalogue& catalogue);

}  // namespace pipeline
