#pragma once

#include <string>
#include <vector>

/// What PDF/A-2, PDF/A-3 (ISO 19005) and PDF/UA-1 (ISO 14289) ask that a program can check, checked through qpdf: a
/// second opinion on what HaruDoc writes. Not a full validator: see docs/letters.md for what is checked by others.
namespace pdf_rules {

/// Empty when all is well; else one sentence a fault.
std::vector<std::string> faults_of(const std::string& pdf);

/// The structure types in reading order, `Document P P H1 …`; spans of cells as `TD2`.
std::string outline_of(const std::string& pdf);

}  // namespace pdf_rules
