#pragma once

#include <string>
#include <vector>

#include "core/arrival.h"
#include "pipeline/assemble.h"
#include "pipeline/installation.h"
#include "store/store.h"

namespace pipeline {

/// In the caller's transaction: pages and pieces of an arrival join their dossiers; safe to run again. A number printed
/// on a form but not yet in the register opens its dossier with what was read on the form. Gives the dossiers to check.
std::vector<std::string> register_pages(const Installation& office, store::Store& store, const core::Arrival& arrival,
                                        const Assembly& assembly);

/// The request as read on a form, in its typed zones and check boxes; only what was read with confidence.
core::Fields fields_read(const core::FormLayout& layout, const std::vector<core::Page>& pages);

}  // namespace pipeline
