#pragma once

#include <string>

#include "templates/data_model.h"
#include "templates/xml.h"

namespace templates {

/// The reference of the templates' language, as Markdown in French: each element of the schema with what it holds and
/// its attributes, then each field of the data. Everything said comes from the schema's `a:documentation` and from the
/// data model.
std::string schema_reference(const XmlDoc& schema, const DataModel& model);

}  // namespace templates
