#pragma once

#include <set>
#include <string>

#include "core/outcome.h"
#include "core/publication.h"
#include "pipeline/installation.h"
#include "store/store.h"

/// Templates in service.
/// Does: keeps each version of the templates that people put into service; the service uses the last one, never the
/// files being edited (`templates/`). Trusts: nothing that was not checked as a whole (templates/check.h).
/// Touches: spool, store (publications), `publies/`. Refuses with: template_invalid (the faults, line by line),
/// not_allowed, wrong_state (nothing changed, no earlier version), field_missing (no reason given).
namespace pipeline {

/// The folder that holds exactly the templates of a publication: made, or mended, from the spool when need be.
std::filesystem::path published_templates(const std::filesystem::path& home, store::Store& store,
                                          long long publication);
/// The number of the last publication; all of `templates/` is published as the first one when there is none.
/// core::BadSetup when they do not load.
long long ensure_published(const std::filesystem::path& home, store::Store& store);

struct PublishRequest {
    std::string name;  ///< Of templates::TemplateCheck::names; `tout` for all of them.
    std::string who, why;
};
/// Puts a template into service as it is edited now, with the fragments, pictures and sample it is made of, when all
/// templates together are without fault; a form whose zones moved needs a new `version`.
core::Outcome<core::Publication> publish(const Installation& office, store::Store& store,
                                         const PublishRequest& request);

/// A new publication in which a template and what it is made of are again as they were in `target` (0: before they last
/// changed). The files being edited are left alone.
core::Outcome<core::Publication> roll_back(const Installation& office, store::Store& store,
                                           const PublishRequest& request, long long target = 0);

/// The publications that changed a template or what it is made of, oldest first; all of them for an empty name.
std::vector<core::Publication> history(const Installation& office, store::Store& store, const std::string& name);
/// The templates made of any of these files.
std::vector<std::string> templates_using(const std::filesystem::path& templates, const core::TemplateFiles& changed);

}  // namespace pipeline
