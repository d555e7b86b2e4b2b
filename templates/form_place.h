#pragma once

#include <vector>

#include "templates/form.h"
#include "templates/xml.h"

namespace templates {

/// Template to places: walks the elements of a valid form, page by page, and gives each its box. Faults of the template
/// that show only here (a line too full, a page too long) are added to `faults`.
Form place_form(const XmlDoc& doc, std::vector<SchemaFault>& faults);

/// What place_form cannot see while it places: see parse_form.
void check_form(const Form& form, std::vector<SchemaFault>& faults);

}  // namespace templates
