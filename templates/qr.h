#pragma once

#include <string_view>
#include <vector>

#include "core/geometry.h"

namespace templates {

class HaruDoc;

/// A QR code, error correction Q, without its quiet zone (4 modules, left blank by whoever places it).
struct QrCode {
    int side = 0;            ///< Modules.
    std::vector<bool> dark;  ///< Row by row from the top left.

    bool at(int x, int y) const { return dark[static_cast<std::size_t>(y * side + x)]; }
    bool operator==(const QrCode&) const = default;
};

/// std::logic_error when the text does not fit a QR code.
QrCode make_qr(std::string_view text);

/// Millimetres the quiet zone takes on each side of a code drawn in a box of this width.
double quiet_zone_mm(const QrCode& code, double width_mm);

/// As black rectangles: sharp at any resolution, nothing to compress.
void draw_qr(HaruDoc& page, const QrCode& code, const core::BoxMm& box);

}  // namespace templates
