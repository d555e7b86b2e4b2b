#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "core/raster.h"
#include "pipeline/installation.h"
#include "store/store.h"

/// Templates seen before they are used.
/// Does: composes a letter, a message or a form from the files being edited, with sample data, given data or those of a
/// real dossier. Trusts: the person at the keyboard; a PDF is drawn in the sandboxed child all the same.
/// Touches: nothing. Refuses with: template_invalid (the faults), and what rendering refuses with.
namespace pipeline {

/// With data, or the template's sample when there are none. A form is printed; a message (`courriel`) has no pages and
/// is given as the text it is.
struct Seen {
    std::string pdf;   ///< Empty for a message.
    std::string text;  ///< Of a message.
};
core::Outcome<Seen> see_template(const std::filesystem::path& templates, const std::string& name,
                                 const std::optional<core::Fields>& data, core::Date date);

/// A letter as it would leave for a dossier, with the templates of `office`, marked as a draft. What the dossier does
/// not have yet (a decision, a complement) is taken from the letter's sample.
core::Outcome<std::string> see_letter_for(const Installation& office, store::Store& store, const std::string& letter,
                                          const std::string& dossier);
/// The installation with one letter as it is being edited.
core::Outcome<Installation> with_edited(const Installation& office, const std::string& letter);

/// The pages of a PDF of ours, drawn.
core::Outcome<std::vector<core::Raster>> pages_of(const std::string& pdf, DecodeLimits limits, int dpi);
/// Pictures NAME-1.png … of a PDF of ours. Those of more pages, left by an earlier run, are removed.
core::Outcome<int> write_pictures(const std::string& pdf, const std::filesystem::path& folder, const std::string& name,
                                  const DecodeLimits& limits, int dpi);
std::string png_of(const core::Raster& page);

/// Calls `changed` whenever a file of the folder of templates has been written, until it answers false.
void watch_templates(const std::filesystem::path& templates, const std::function<bool()>& changed);

}  // namespace pipeline
