#include "ocr/page_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ocr/pix.h"

namespace ocr {

core::Point PageMap::as_decoded(const core::Point& level_point) const {
    const bool sideways = rotated % 180 != 0;
    const int upright_width = sideways ? decoded_height : decoded_width;
    const int upright_height = sideways ? decoded_width : decoded_height;
    const double angle = skew_deg * std::numbers::pi / 180;
    // Both images have the same centre.
    const double dx = level_point.x - level_width / 2.0, dy = level_point.y - level_height / 2.0;
    return point_as_decoded({(dx * std::cos(angle) - dy * std::sin(angle)) / scale + upright_width / 2.0,
                             (dx * std::sin(angle) + dy * std::cos(angle)) / scale + upright_height / 2.0},
                            rotated, decoded_width, decoded_height);
}

core::Box PageMap::as_decoded(const core::Box& box) const {
    double left = decoded_width, top = decoded_height, right = 0, bottom = 0;
    for (const int x : {box.x0, box.x1})
        for (const int y : {box.y0, box.y1}) {
            const auto p = as_decoded(core::Point{static_cast<double>(x), static_cast<double>(y)});
            left = std::min(left, p.x), right = std::max(right, p.x);
            top = std::min(top, p.y), bottom = std::max(bottom, p.y);
        }
    const auto within = [](double value, int most) {
        return std::clamp(static_cast<int>(std::lround(value)), 0, most);
    };
    return {within(left, decoded_width), within(top, decoded_height), within(right, decoded_width),
            within(bottom, decoded_height)};
}

}  // namespace ocr
