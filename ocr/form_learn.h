#pragma once

#include <span>

#include "core/form_layout.h"
#include "core/raster.h"
#include "ocr/pdf_fields.h"

namespace ocr {

/// The resolution a blank page is looked at: the one the eye works at, so that both see the same words.
inline constexpr int learning_dpi = 200;

/// What a blank page prints, and a draft of its zones.
///
/// Zones come from the fillable fields when there are any, laid on the boxes ruled around them; else from what is
/// ruled: cells, small squares, lines to write on, combs. Labels are the words beside, above or in them. A person names
/// and corrects the zones; what is printed needs no person. `page`: drawn at learning_dpi, with its words. `fields`: of
/// this page.
core::FormPageLayout learn_page(const core::Raster& page, std::span<const PdfField> fields);

}  // namespace ocr
