#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/form_layout.h"
#include "core/reading.h"
#include "ocr/codes.h"
#include "ocr/registration.h"

/// Which page of which form a page is, and where every mm of it lies.
///
/// A code says which; where no code is read, what the page prints does (form_search), when enough of it is in its place
/// and no other page of a form is as near. A form found by its print alone has no dossier.
/// Trusts: the code (already checked by its check character) and the layouts.
namespace ocr {

struct FoundForm {
    core::FormMatch match;
    const core::FormLayout* layout = nullptr;  ///< Null: the code names a form, a version or a page that is not known.
    int rotated = 0;                           ///< Quarter turn, degrees clockwise.
    Registration registration;

    const core::FormPageLayout* page() const {
        return layout != nullptr ? &layout->pages[static_cast<std::size_t>(match.page - 1)] : nullptr;
    }
};

/// The form whose code was read.
FoundForm find_coded_form(const WorkingPage& page, const FoundCode& code, std::span<const core::FormLayout> forms);

/// The form that a page without code shows, if any. `rotated`, `skew_deg`: how it lies, up to a half turn.
std::optional<FoundForm> find_printed_form(const WorkingPage& page, int rotated, double skew_deg,
                                           std::span<const core::FormLayout> forms);

}  // namespace ocr
