#pragma once

#include <optional>

#include "pipeline/decode.h"
#include "templates/outside_form.h"

namespace pipeline {

/// A blank PDF to the draft of a form that others print.
/// Does: opens the PDF in the sandbox, draws its pages, takes its fillable fields; each page's print and a draft of its
/// zones follow. `zones`: those of an earlier draft or of a hand, kept as they are; only what is printed is learnt.
/// Refuses as decode(), and with data_invalid when the pages are not of one size or `zones` has another number of them.
core::Outcome<templates::OutsideForm> learn_form(const Hostile& blank, const DecodeLimits& limits, std::string id,
                                                 const std::optional<templates::OutsideForm>& zones);

}  // namespace pipeline
