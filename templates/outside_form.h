#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/form_layout.h"
#include "core/outcome.h"
#include "templates/schema.h"

namespace templates {

/// A form that others print: an administrator names its zones, the eye knows it by what it prints (no marks, no code).
/// One XML file each, templates/imprimes/*.xml, schema templates/schema/imprime.rng.
struct OutsideForm {
    std::string title;
    core::FormLayout layout;

    bool operator==(const OutsideForm&) const = default;
};

/// Refuses (template_invalid, lines named) what the schema refuses, zones that leave the page, overlap or share an id,
/// a page whose print is missing or too poor to be found again by.
core::Outcome<OutsideForm> parse_outside_form(std::string_view bytes, std::string name, const Schema& schema);

/// The zones alone, as a person wrote them: what is printed may be missing. For `form learn --zones`.
core::Outcome<OutsideForm> parse_zones(std::string_view bytes, std::string name, const Schema& schema);

/// The XML of such a form; reading it gives the same form, lengths rounded to a hundredth of a millimetre.
std::string xml_of(const OutsideForm& form);

/// All of templates/imprimes, sorted by id. core::BadSetup when one is wrong or bears the id of another.
std::vector<OutsideForm> load_outside_forms(const std::filesystem::path& templates);

Schema outside_form_schema(const std::filesystem::path& templates);

}  // namespace templates
