#pragma once

#include <vector>

#include "templates/schema.h"

namespace templates {

/// The second pass of Schema: walks schema and document together. Knows what our schemas are made of: grammar, start,
/// define, ref, element, attribute, group, interleave, choice, optional, zeroOrMore, oneOrMore, mixed, text, data,
/// value,
/// empty. May miss a fault that libxml2 finds (an order, a rare pattern); it is asked only
/// when libxml2 has refused.
std::vector<SchemaFault> explain(const XmlDoc& schema, Element document);

}  // namespace templates
