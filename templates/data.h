#pragma once

#include <string>
#include <string_view>

#include "core/fields.h"
#include "core/outcome.h"
#include "templates/schema.h"
#include "templates/xml.h"

namespace templates {

/// A data document (demande.xml and its like) to fields and back; the flattening is described in core/fields.h. An
/// element without children gives one field, its trimmed text; with children, theirs. What the flattening could not
/// give back is refused: text beside elements, a second element of a name that is not of `repeatable_elements`, names
/// with a dot or of a namespace. Refusals carry `reason`, name and line.
core::Outcome<core::Fields> fields_from_xml(std::string_view bytes, std::string name, const Schema* schema = nullptr,
                                            core::Reason reason = core::Reason::data_invalid);
core::Outcome<core::Fields> fields_of(const XmlDoc& doc, core::Reason reason = core::Reason::data_invalid);

/// The document the XPath expressions of letters and forms look at. A key that is no path or a value that XML cannot
/// hold (control character, malformed UTF-8) is a Refusal (data_invalid) naming the key.
core::Outcome<XmlDoc> xml_from_fields(const core::Fields& fields, const std::string& root_name);

}  // namespace templates
