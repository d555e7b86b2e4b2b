#pragma once

#include <span>
#include <vector>

#include "core/form_layout.h"
#include "ocr/registration.h"

/// Which page of which form is this, when no code says so? Known by what it prints.
namespace ocr {

struct FormCandidate {
    const core::FormLayout* form = nullptr;
    int page = 0;     ///< From 1.
    int rotated = 0;  ///< Quarter turn that it was found at.
    Start start;
    double agreement = 0;  ///< Share of the form's words and rules that say so.
};

/// The likeliest pages, best first; none when the page looks like no form. `rotated` and `skew_deg`: how the page lies,
/// up to a half turn. Every word and rule of the page votes, with each word and rule of a form of its own length, for
/// the size of the form and the place of its middle; a form that is there is voted for by most of what it prints.
std::vector<FormCandidate> search_forms(const RegistrationView& view, int rotated, double skew_deg,
                                        std::span<const core::FormLayout> forms);

}  // namespace ocr
