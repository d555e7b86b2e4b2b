#pragma once

#include "core/durations.h"
#include "core/finding.h"
#include "core/procedure.h"

namespace pipeline {

/// Dossier to findings: what is missing, doubtful or contradictory.
/// Does: fields, days, signatures and stamp of the form (paper only), pieces due for the grounds invoked.
/// Trusts: the reading's three answers; a doubt never counts as yes or no. Pure: no clock, file or log.
/// `form_pages` is how many pages the signed form has and which zone stands on which (for lost pages).
/// Sources: décret 2008-512 art. 17 to 19 (grounds), art. 6 to 16 (durations); procedure of the office.
core::CheckResult check(const core::DossierView& dossier, const core::Procedure& procedure,
                        const core::FormLayout& form, const core::ReferenceTables& tables);

}  // namespace pipeline
