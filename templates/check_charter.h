#pragma once

#include "templates/check_nodes.h"

namespace templates {

/// The look of all documents: text that can be read, places that stay on the page and apart, an address to show.
void check_charter(const Charter& charter, TemplateSources& sources, std::vector<TemplateFault>& faults);

/// The faces of the charter; null, and a fault at the name of the file, when one cannot be read.
const Fonts* fonts_or_fault(const Charter& charter, TemplateSources& sources, std::vector<TemplateFault>& faults);

}  // namespace templates
