#pragma once

#include "pipeline/case.h"

namespace pipeline {

/// What a person is asked about what the machine saw. The same thing always has the same question.
core::Question zone_question(const SeenZone& seen, const std::string& label);
core::Question piece_question(const core::Piece& piece);
core::Question field_question(const std::string& path, const SeenZone& seen, const std::string& label);

/// Keys of questions, and so of settlements: `A000012/3/signature_agent`, `A000012/4`. That of a field is its path,
/// that of a rule `code:subject`, with `#` and the number of the ground or the piece where it is asked of several.
std::string zone_key(const core::PageRef& ref, const std::string& zone);
std::string piece_key(const core::Piece& piece);

/// The field that an answer to a question about a path goes to: the first line of one that repeats.
std::string data_path(const std::string& path);

/// What the machine answered of its own accord and without doubt: boxes of the form, kinds of pieces, and the fields
/// when they were read on paper. Settlements do not count: it is the machine that is examined.
std::vector<core::MachineAnswer> certain_answers(const core::DossierView& view, const core::FormLayout& form);

/// The code of what a piece is: its detail when it has one.
std::string nature_code(const core::Piece& piece);
/// « l'attestation de formation »; the code itself for a nature that only the data knows.
std::string nature_name(const core::Piece& piece);

}  // namespace pipeline
