#pragma once

#include <vector>

#include "core/durations.h"
#include "core/facts.h"
#include "core/reading.h"

namespace pipeline {

/// Recognised page to facts.
/// Does: takes from a page what a check of its kind needs: holder, title, dates, durations, organism, grade … by the
/// wordings of templates/pieces/facts.xml, by the place of labels and values, and by the marks found on the page.
/// Trusts: the page's kind (set by recognise), its words and boxes. Pure: same page, same answer.
/// What is not surely there is left out; a fact below core::sure_fact is for a person to confirm.
std::vector<core::Fact> find_facts(const core::Page& page, const core::FactRules& rules,
                                   const core::ReferenceTables& tables);

}  // namespace pipeline
