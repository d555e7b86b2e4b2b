#pragma once

#include "core/durations.h"
#include "core/finding.h"
#include "core/procedure.h"

namespace pipeline {

/// Stage `check`: a dossier and the rules of its procedure to an answer for every rule, and findings for those that do
/// not hold.
/// Trusts: the reading's three answers; a doubt never counts as yes or no; what a person settled stands.
/// Pure: no clock, file or log; `today` is the day limits are counted from.
/// The rules are data (templates/procedures; docs/procedures.md), the few algorithms they name are
/// pipeline/functions.h.
core::CheckResult check(const core::DossierView& dossier, const core::Procedure& procedure,
                        const core::FormLayout& form, const core::ReferenceTables& tables, core::Date today);

}  // namespace pipeline
