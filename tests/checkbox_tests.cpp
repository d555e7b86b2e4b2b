#include "ocr/checkbox.h"

#include "tests/drawing/form_sheet.h"
#include "tests/drawing/pens.h"

namespace {

using core::ZoneState;
using drawing::Canvas;
using drawing::Drawing;
using drawing::Scan;

/// Drawn in a box of side 1 whose top left corner is (0, 0).
struct Row {
    const char* title;
    ZoneState expected;
    Drawing drawing;
    double pen_mm = 0.4;
};

Drawing hatching() {
    drawing::Stroke line;
    for (int i = 0; i <= 10; ++i) line.push_back({0.12 + 0.76 * (i % 2), 0.1 + 0.08 * i});
    return {line};
}

Drawing struck_out() {
    auto drawing = hatching();
    drawing.push_back({{-0.5, -0.4}, {1.5, 1.4}});
    drawing.push_back({{-0.5, 1.4}, {1.5, -0.4}});
    return drawing;
}

const Row rows[]{
    {"nothing", ZoneState::empty, {}},
    {"a speck", ZoneState::empty, {{{0.5, 0.5}, {0.52, 0.5}}}, 0.3},
    {"a tick", ZoneState::checked, {{{0.15, 0.5}, {0.42, 0.88}, {0.9, 0.1}}}},
    {"a tick that leaves the box", ZoneState::checked, {{{0.15, 0.5}, {0.42, 0.88}, {1.3, -0.35}}}},
    {"a cross", ZoneState::checked, {{{0.1, 0.1}, {0.9, 0.9}}, {{0.9, 0.1}, {0.1, 0.9}}}},
    {"a large cross", ZoneState::checked, {{{-0.3, -0.3}, {1.3, 1.3}}, {{1.3, -0.3}, {-0.3, 1.3}}}},
    {"a filled box", ZoneState::checked, hatching(), 0.5},
    {"a box filled to the brim", ZoneState::checked, hatching(), 1.1},
    {"a fine pen", ZoneState::checked, {{{0.15, 0.5}, {0.42, 0.88}, {0.9, 0.1}}}, 0.25},
    {"a line across several boxes", ZoneState::doubt, {{{-1.5, 0.5}, {2.5, 0.6}}}},
    {"a filled box struck out", ZoneState::doubt, struck_out(), 0.55},
    {"a printed cross", ZoneState::checked, {{{0.2, 0.2}, {0.8, 0.8}}, {{0.8, 0.2}, {0.2, 0.8}}}},
    {"a dot meant or not", ZoneState::doubt, {{{0.4, 0.5}, {0.6, 0.5}}}, 0.7},
};

ZoneState answer(const Canvas& canvas, const core::Raster& raster, const core::BoxMm& box) {
    return ocr::judge_checkbox(ocr::ink_of(raster, canvas.sheet(), box)).state;
}

void check_all(const char* how, const drawing::Placing& placing, const Scan& scan) {
    drawing::Random random(3);
    Canvas canvas(placing);
    const auto layout = drawing::mixed_sheet();
    drawing::print(canvas, layout, random);
    const auto& zones = layout.pages.front().zones;
    for (std::size_t i = 0; i < std::size(rows); ++i)
        for (auto stroke : rows[i].drawing) {
            for (auto& p : stroke) p = {zones[i].box.x0 + 4 * p.x, zones[i].box.y0 + 4 * p.y};
            canvas.stroke(stroke, rows[i].pen_mm, drawing::blue);
        }
    const auto raster = canvas.scan(scan, random);
    for (std::size_t i = 0; i < std::size(rows); ++i) BOOST_TEST_CONTEXT(how << ", " << rows[i].title)
    BOOST_TEST(core::to_text(answer(canvas, raster, zones[i].box)) == core::to_text(rows[i].expected));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(checkbox_tests)

BOOST_AUTO_TEST_CASE(marks_that_are_meant_are_told_from_those_that_are_not) {
    check_all("300 dpi", {}, {});
    check_all("200 dpi, colour, JPEG", {.dpi = 200, .skew_deg = 1, .scale = 0.96},
              {.jpeg_quality = 50, .colour = true});
}

BOOST_AUTO_TEST_CASE(a_fax_is_read_as_well) {
    check_all("fax", {.dpi = 200, .skew_deg = -2}, {.noise = 8, .fax = true});
}

BOOST_AUTO_TEST_CASE(a_filled_box_is_the_same_with_its_label_on_any_side) {
    const core::Point sides[]{{-1.4 - drawing::width_of("SIGNE", 3), 0.5}, {5.4, 0.5}, {-1, -4.4}, {-1, 5.4}};
    for (const auto side : sides) BOOST_TEST_CONTEXT("label at " << side.x << ", " << side.y) {
            drawing::Random random(4);
            Canvas canvas({.dpi = 200});
            const core::BoxMm box{60, 60, 64, 64};
            canvas.stroke({{60, 60}, {64, 60}, {64, 64}, {60, 64}, {60, 60}}, drawing::border_mm, drawing::black);
            drawing::write(canvas, drawing::printed("SIGNE", {box.x0 + side.x, box.y0 + side.y}, 3), 0.4,
                           drawing::black);
            for (auto stroke : hatching()) {
                for (auto& p : stroke) p = {box.x0 + 4 * p.x, box.y0 + 4 * p.y};
                canvas.stroke(stroke, 0.8, drawing::black);
            }
            BOOST_TEST(core::to_text(answer(canvas, canvas.scan({}, random), box)) == "checked");
        }
}

BOOST_AUTO_TEST_SUITE_END()
