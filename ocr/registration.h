#pragma once

#include <optional>

#include "core/form_layout.h"
#include "core/geometry.h"
#include "core/raster.h"
#include "ocr/homography.h"

/// A printed form found again on a page: where every mm of the sheet lies.
///
/// Four marks give a homography, checked on the QR code, which is not used in the fit (without a code box: on how far
/// the marks are from a parallelogram). Three marks and the QR code give an affine map, checked on the code as well and
/// counted `lost_mark_mm` worse. Fewer marks, or marks that do not stand as on an A4 sheet printed at 94 to 102 %, are
/// no registration.
namespace ocr {

struct Registration {
    Homography sheet;
    double error_mm = -1;  ///< Negative: not registered.
    int marks = 0;         ///< Corner marks used.

    bool found() const { return error_mm >= 0; }
};

/// Added to the error when a corner mark is missing: nothing checks the map near that corner.
inline constexpr double lost_mark_mm = 0.2;

Registration register_page(const core::Raster& page, int rotated, const std::optional<core::Box>& code_box,
                           const core::FormLayout& form, const core::FormPageLayout& layout);

}  // namespace ocr
