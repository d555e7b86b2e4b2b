#pragma once

#include <span>

#include "core/finding.h"
#include "pipeline/case.h"

namespace pipeline {

/// Sheets among the `pages` of a dossier that came through the scanner badly: too poor to be read, cut, double fed, or
/// a form that lies where nothing can be answered. Each is a doubt, « Numériser de nouveau … », and a question to a
/// person until somebody answered that the sheet will do. What was read from it counts as it was read.
void add_bad_sheets(const Case& dossier, std::span<const core::DossierPage> pages, core::CheckResult& result);

}  // namespace pipeline
