#pragma once

#include "pipeline/case.h"

namespace pipeline {

/// Whether what is demanded holds, in three answers (Kleene's logic), or that there is nothing to judge.
Verdict judge(const core::Test& test, const Case& dossier, const Instance& instance);

}  // namespace pipeline
