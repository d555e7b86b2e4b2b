#pragma once

#include "core/arrival.h"
#include "pipeline/installation.h"
#include "store/spool.h"

namespace pipeline {

/// Puts a copy of a refused arrival and its reason in French into `.refuses/` of its watch folder, where the mailroom looks.
/// Safe to run again. Nothing for an arrival that did not come through a watch folder.
void show_refused(const Installation& office, const store::Spool& spool, const core::Arrival& arrival,
                  const core::Refusal& refusal);

}  // namespace pipeline
