#pragma once

#include <optional>
#include <vector>

#include "core/raster.h"
#include "core/reading.h"
#include "ocr/form_finder.h"
#include "ocr/working_page.h"

namespace ocr {

/// What went wrong when the sheet was fed, as far as the page shows it: text that runs off an edge, a zone of a form
/// that lies beyond it, a page too long to be one sheet.
std::vector<core::PageFault> faults_of(const core::Raster& raster, const WorkingPage& page,
                                       const std::optional<FoundForm>& form);

}  // namespace ocr
