#pragma once

#include <string>

#include "core/dossier.h"
#include "core/outcome.h"
#include "pipeline/installation.h"
#include "store/store.h"

namespace pipeline {

/// One page of an arrival as a PNG, for a person to look at; decoded again in the sandbox, from a scan, a deposit or a
/// message alike. Refuses as decode() does, and with data_invalid when the arrival has no such page.
core::Outcome<std::string> page_picture(const Installation& office, store::Store& store, const core::PageRef& ref);

}  // namespace pipeline
