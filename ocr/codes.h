#pragma once

#include <optional>
#include <vector>

#include "core/page_code.h"
#include "core/raster.h"
#include "core/reading.h"
#include "ocr/pix.h"

/// Finds and reads the codes of a page as decoded, whatever its quarter turn.
///
/// Does: looks for our QR code in the corners first (sub-millisecond), then for anything that has the shape of a matrix
/// code, then on the whole page. A page whose own code was found is not searched further.
/// Trusts: nothing; what a code says is only text until core::PageCode accepts its check character.
/// Known faults: zxing-cpp 1.4 reads next to no DataMatrix off a scanned page; use QR for what must come back.
namespace ocr {

struct FoundCode {
    core::Code code;
    std::optional<core::PageCode> ours;  ///< Set when the text is a page code with a right check character.
    int rotated = 0;                     ///< Degrees clockwise by which the code was turned: 0, 90, 180, 270.
    double skew_deg = 0;                 ///< Beyond the quarter turn, clockwise; to within a degree.

    bool operator==(const FoundCode&) const = default;
};

/// `grey`: the same page, 8 bit. In reading order of the page as decoded; our own first. Boxes in px as decoded.
std::vector<FoundCode> find_codes(const core::Raster& page, const Pix& grey);

}  // namespace ocr
