#include "ocr/registration.h"

#include <cmath>

#include "tests/drawing/form_sheet.h"

namespace {

using drawing::Canvas;
using drawing::Placing;
using drawing::Scan;

struct Found {
    ocr::Registration registration;
    double worst_mm = 0;  ///< Of the centres of the zones.
};

Found find(const Canvas& canvas, const core::Raster& raster, const core::FormLayout& layout) {
    Found found{.registration = drawing::found_on(raster, canvas.sheet(), layout).registration};
    for (const auto& zone : layout.pages.front().zones) {
        const core::Point middle{(zone.box.x0 + zone.box.x1) / 2, (zone.box.y0 + zone.box.y1) / 2};
        const auto is = canvas.sheet()(middle), got = found.registration.sheet(middle);
        found.worst_mm = std::max(found.worst_mm, ocr::distance(is, got) / canvas.sheet().px_per_mm(middle));
    }
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(registration_tests)

BOOST_AUTO_TEST_CASE(zones_are_found_within_half_a_millimetre) {
    const struct {
        const char* title;
        Placing placing;
        Scan scan;
    } rows[]{
        {"clean", {}, {}},
        {"200 dpi, 94 %", {.dpi = 200, .scale = 0.94}, {}},
        {"102 %", {.scale = 1.02, .shift_x_mm = 1}, {}},
        {"upside down, skewed", {.dpi = 200, .rotated = 180, .skew_deg = -3}, {}},
        {"quarter turn", {.dpi = 200, .rotated = 90, .skew_deg = 2}, {.noise = 10}},
        {"three quarters",
         {.dpi = 200, .rotated = 270, .skew_deg = -5, .margin_mm = 4},
         {.noise = 8, .jpeg_quality = 30}},
        {"10 degrees", {.dpi = 150, .skew_deg = 10, .scale = 0.94, .margin_mm = 15}, {}},
        {"fax", {.dpi = 200, .skew_deg = 1, .scale = 0.97}, {.noise = 12, .fax = true}},
        {"150 dpi, colour, JPEG", {.dpi = 150, .skew_deg = 4, .margin_mm = 5}, {.jpeg_quality = 30, .colour = true}},
        {"600 dpi", {.dpi = 600, .skew_deg = 1}, {}},
        {"uneven light", {.dpi = 200, .skew_deg = 2}, {.uneven = 0.5}},
        {"photographed", {.dpi = 200, .skew_deg = 3, .perspective = 0.03, .margin_mm = 6}, {.uneven = 0.3}},
    };
    const auto layout = drawing::signature_sheet();
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.title) {
            drawing::Random random(7);
            Canvas canvas(row.placing);
            drawing::print(canvas, layout, random);
            const auto found = find(canvas, canvas.scan(row.scan, random), layout);
            BOOST_TEST(found.registration.found());
            BOOST_TEST(found.registration.error_mm < 0.4);
            BOOST_TEST(found.worst_mm < 0.5);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
