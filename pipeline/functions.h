#pragma once

#include "pipeline/case.h"

namespace pipeline {

/// The named functions of rules (core::Function). What cannot be worked out because something is absent is not given;
/// what is in doubt is a range.
Known call(core::Function function, const Case& dossier, const Instance& instance);

/// What an operand stands for.
Known value_of(const core::Operand& operand, const Case& dossier, const Instance& instance);

/// As a letter says it: « 5 jours », « 1er mars 2027 ».
std::string shown(const core::Operand& operand, const Known& known);

}  // namespace pipeline
