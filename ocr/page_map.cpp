#include "ocr/page_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ocr/pix.h"

namespace ocr {

core::Box PageMap::as_decoded(const core::Box& box) const {
    const bool sideways = rotated % 180 != 0;
    const int upright_width = sideways ? decoded_height : decoded_width;
    const int upright_height = sideways ? decoded_width : decoded_height;
    const double angle = skew_deg * std::numbers::pi / 180;
    double left = upright_width, top = upright_height, right = 0, bottom = 0;
    for (const int x : {box.x0, box.x1})
        for (const int y : {box.y0, box.y1}) {
            // Both images have the same centre.
            const double dx = x - level_width / 2.0;
            const double dy = y - level_height / 2.0;
            const double to_x = (dx * std::cos(angle) - dy * std::sin(angle)) / scale + upright_width / 2.0;
            const double to_y = (dx * std::sin(angle) + dy * std::cos(angle)) / scale + upright_height / 2.0;
            left = std::min(left, to_x);
            top = std::min(top, to_y);
            right = std::max(right, to_x);
            bottom = std::max(bottom, to_y);
        }
    const auto within = [](double value, int most) {
        return std::clamp(static_cast<int>(std::lround(value)), 0, most);
    };
    const core::Box upright_box{within(left, upright_width), within(top, upright_height), within(right, upright_width),
                                within(bottom, upright_height)};
    return box_as_decoded(upright_box, rotated, decoded_width, decoded_height);
}

}  // namespace ocr
