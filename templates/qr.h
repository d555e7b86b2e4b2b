#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/geometry.h"

namespace templates {

class HaruDoc;

/// A code of black and white modules, without its quiet zone (4 modules, left blank by whoever places it).
struct MatrixCode {
    int width = 0, height = 0;  ///< Modules.
    std::vector<bool> dark;     ///< Row by row from the top left.

    bool at(int x, int y) const { return dark[static_cast<std::size_t>(y * width + x)]; }
    bool operator==(const MatrixCode&) const = default;
};

enum class CodeKind { qr, data_matrix };

/// Error correction Q for a QR code. Nothing when the text does not fit.
std::optional<MatrixCode> make_code(CodeKind kind, std::string_view text);
/// std::logic_error when the text does not fit a QR code.
MatrixCode make_qr(std::string_view text);

/// Millimetres the quiet zone takes on each side of a code drawn in a box of this width.
double quiet_zone_mm(const MatrixCode& code, double width_mm);

/// As black rectangles: sharp at any resolution, nothing to compress. As wide as the box, from its top.
void draw_code(HaruDoc& page, const MatrixCode& code, const core::BoxMm& box);

}  // namespace templates
