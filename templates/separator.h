#pragma once

#include <string>
#include <string_view>

#include "core/kind.h"
#include "core/outcome.h"
#include "core/page_code.h"

namespace templates {

/// A sheet the mailroom lays before the pages of a dossier, or before a supporting document: large text for people, one
/// large code for the reader. A4 PDF. std::logic_error for the code of a form page.
core::Outcome<std::string> print_separator(const core::PageCode& code);

/// French, for a heading: « Attestation de formation ».
std::string_view kind_title(core::Kind kind);

}  // namespace templates
