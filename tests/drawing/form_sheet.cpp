#include "tests/drawing/form_sheet.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "tests/drawing/pens.h"

namespace drawing {

namespace {

core::FormPageLayout bare_page() {
    return {.marks = {{10, 10}, {200, 10}, {200, 287}, {10, 287}}, .code = {172, 14, 192, 34}};
}

}  // namespace

core::FormLayout signature_sheet() {
    auto page = bare_page();
    for (int i = 0; i < 12; ++i) {
        const double x = i % 2 == 0 ? 18 : 108, y = 46 + 39 * (i / 2);
        page.zones.push_back({.id = "signature_" + std::to_string(i),
                              .kind = core::ZoneKind::signature,
                              .box = {x, y, x + (i % 4 < 2 ? 80 : 70), y + (i % 3 == 0 ? 30 : 25)}});
    }
    return {.id = "integration", .version = 1, .pages = {page}};
}

core::FormLayout mixed_sheet() {
    auto page = bare_page();
    for (int i = 0; i < 12; ++i) {
        const double x = 20 + 14 * i;
        page.zones.push_back(
            {.id = "case_" + std::to_string(i), .kind = core::ZoneKind::checkbox, .box = {x, 60, x + 4, 64}});
    }
    page.zones.push_back({.id = "agent_nom", .kind = core::ZoneKind::text, .box = {40, 80, 120, 87}});
    page.zones.push_back({.id = "date_agent", .kind = core::ZoneKind::date, .box = {40, 100, 80, 108}});
    page.zones.push_back({.id = "signature_agent", .kind = core::ZoneKind::signature, .box = {20, 130, 95, 160}});
    page.zones.push_back({.id = "cachet_autorite", .kind = core::ZoneKind::stamp, .box = {110, 130, 165, 175}});
    return {.id = "integration", .version = 1, .pages = {page}};
}

core::PageCode code_of(const core::FormLayout& layout) {
    return {.use = core::PageCode::Use::form_page, .form = layout.id, .version = layout.version, .page = 1};
}

void print(Canvas& canvas, const core::FormLayout& layout, Random& random, int without_mark) {
    const auto& page = layout.pages.front();
    const double half = page.mark_side_mm / 2;
    for (int i = 0; i < 4; ++i) {
        const auto c = page.marks[static_cast<std::size_t>(i)];
        if (i != without_mark) canvas.rectangle({c.x - half, c.y - half, c.x + half, c.y + half}, print_black);
    }
    constexpr int modules = 29;
    const double module = page.code.width() / modules;
    const auto finder = [](int i, int j) { return std::max(std::abs(i - 3), std::abs(j - 3)); };
    for (int j = 0; j < modules; ++j)
        for (int i = 0; i < modules; ++i) {
            const int ring = std::min({finder(i, j), finder(modules - 1 - i, j), finder(i, modules - 1 - j)});
            const bool dark = ring <= 4 ? ring != 2 && ring != 4 : chance(random, 0.5);
            const double x = page.code.x0 + i * module, y = page.code.y0 + j * module;
            if (dark) canvas.rectangle({x, y, x + module, y + module}, print_black);
        }
    for (const auto& zone : page.zones) {
        canvas.outline(zone.box, border_mm, print_black);
        write(canvas, printed("SIGNATURE ET DATE", {zone.box.x0, zone.box.y0 - 3.2}, 2.2), 0.28, print_black);
    }
    write(canvas, printed("DEMANDE DE DISPENSE DE FORMATION", {24, 20}, 4.5), 0.6, print_black);
}

ocr::FoundForm found_on(const core::Raster& scan, const std::function<core::Point(core::Point)>& to_px,
                        const core::FormLayout& layout) {
    const auto& b = layout.pages.front().code;
    core::Box box{1 << 20, 1 << 20, 0, 0};
    for (const core::Point corner : {core::Point{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}) {
        const auto p = to_px(corner);
        box.x0 = std::min(box.x0, static_cast<int>(p.x)), box.x1 = std::max(box.x1, static_cast<int>(p.x));
        box.y0 = std::min(box.y0, static_cast<int>(p.y)), box.y1 = std::max(box.y1, static_cast<int>(p.y));
    }
    const auto left = to_px({b.x0, b.y0}), right = to_px({b.x1, b.y0});
    const double degrees = std::atan2(right.y - left.y, right.x - left.x) * 180 / std::numbers::pi;
    const int quarters = static_cast<int>(std::lround(degrees / 90));
    const ocr::FoundCode code{.code = {.box = box},
                              .ours = code_of(layout),
                              .rotated = (quarters + 4) % 4 * 90,
                              .skew_deg = degrees - quarters * 90};
    return ocr::find_coded_form(ocr::make_working_page(scan, *ocr::to_grey(*ocr::to_pix(scan))), code, {&layout, 1});
}

}  // namespace drawing
