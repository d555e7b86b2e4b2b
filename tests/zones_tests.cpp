#include "ocr/zones.h"

#include <algorithm>

#include "tests/drawing/form_sheet.h"
#include "tests/drawing/pens.h"

namespace {

using core::ZoneState;
using drawing::Canvas;

core::Word word(const Canvas& canvas, const core::BoxMm& box, std::string text, int line, double confidence = 0.95) {
    const auto a = canvas.sheet()({box.x0, box.y0}), b = canvas.sheet()({box.x1, box.y1});
    return {.text = std::move(text),
            .confidence = confidence,
            .box = {static_cast<int>(std::min(a.x, b.x)), static_cast<int>(std::min(a.y, b.y)),
                    static_cast<int>(std::max(a.x, b.x)), static_cast<int>(std::max(a.y, b.y))},
            .line = line};
}

const core::Zone& zone(const ocr::FormReading& reading, const std::string& id) {
    return *std::find_if(reading.zones.begin(), reading.zones.end(), [&](const core::Zone& z) { return z.id == id; });
}

bool kept(const ocr::FormReading& reading, const std::string& id) {
    return std::any_of(reading.crops.begin(), reading.crops.end(),
                       [&](const ocr::Crop& c) { return c.zone == id && c.png.size() > 100; });
}

struct Filled {
    core::FormLayout layout = drawing::mixed_sheet();
    ocr::FormReading reading;
};

/// A form with a signature, a stamp, one ticked box, a typed name and a date written by hand.
Filled filled(const drawing::Placing& placing, const drawing::Scan& scan) {
    Filled form;
    drawing::Random random(5);
    Canvas canvas(placing);
    drawing::print(canvas, form.layout, random);
    const auto& zones = form.layout.pages.front().zones;
    drawing::write(canvas, drawing::signature(drawing::Hand::knot, {26, 133, 80, 156}, random), 0.5, drawing::blue);
    drawing::stamp(canvas, drawing::Stamp::round, {137, 152}, drawing::violet, random);
    canvas.stroke({{zones[3].box.x0 + 0.6, 62}, {zones[3].box.x0 + 1.7, 63.5}, {zones[3].box.x0 + 3.6, 60.4}}, 0.4,
                  drawing::blue);
    drawing::write(canvas, drawing::handwritten("12/11/2026", {42, 101.5}, 4, random), 0.4, drawing::blue);
    const std::vector<core::Word> words{
        word(canvas, {58, 81, 75, 86}, "LUC", 3), word(canvas, {41, 81, 56, 86}, "LEMOINE", 3),
        word(canvas, {130, 81, 150, 86}, "dehors", 3), word(canvas, {42, 101, 70, 107}, "1Z/ll/zOz6", 5, 0.3)};
    const auto page = canvas.scan(scan, random);
    form.reading = ocr::read_form(page, drawing::found_on(page, canvas.sheet(), form.layout), words);
    return form;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(zones_tests)

BOOST_AUTO_TEST_CASE(every_kind_of_zone_is_answered_at_any_quarter_turn) {
    for (const int rotated : {0, 90, 180, 270}) BOOST_TEST_CONTEXT("turned by " << rotated) {
            const auto form =
                filled({.dpi = 200, .rotated = rotated, .skew_deg = 1.5, .scale = 0.97}, {.colour = true});
            BOOST_TEST(form.reading.zones.size() == form.layout.pages.front().zones.size());
            BOOST_TEST(form.reading.match.error_mm >= 0);
            BOOST_TEST(form.reading.match.error_mm < 0.4);
            BOOST_TEST((zone(form.reading, "signature_agent").state == ZoneState::signed_));
            BOOST_TEST((zone(form.reading, "signature_agent").stamped == false));
            BOOST_TEST((zone(form.reading, "cachet_autorite").state == ZoneState::read));
            BOOST_TEST((zone(form.reading, "cachet_autorite").stamped == true));
            BOOST_TEST((zone(form.reading, "case_3").state == ZoneState::checked));
            BOOST_TEST((zone(form.reading, "case_4").state == ZoneState::empty));
            BOOST_TEST(zone(form.reading, "agent_nom").value == "LEMOINE LUC");
            BOOST_TEST((zone(form.reading, "date_agent").state == ZoneState::doubt));
            BOOST_TEST(zone(form.reading, "date_agent").value == "");
            for (const auto* id : {"signature_agent", "cachet_autorite", "date_agent"})
                BOOST_TEST(kept(form.reading, id));
            BOOST_TEST(!kept(form.reading, "case_4"));
        }
}

BOOST_AUTO_TEST_CASE(an_unfilled_form_is_empty_everywhere) {
    drawing::Random random(2);
    const auto layout = drawing::mixed_sheet();
    Canvas canvas({.dpi = 200, .skew_deg = -1});
    drawing::print(canvas, layout, random);
    const auto page = canvas.scan({.jpeg_quality = 40}, random);
    const auto reading = ocr::read_form(page, drawing::found_on(page, canvas.sheet(), layout), {});
    for (const auto& z : reading.zones) BOOST_TEST_CONTEXT(z.id) {
            BOOST_TEST((z.state == ZoneState::empty));
            BOOST_TEST(z.score > 0.5);
        }
}

BOOST_AUTO_TEST_CASE(a_page_that_cannot_be_registered_answers_nothing) {
    drawing::Random random(2);
    const auto layout = drawing::mixed_sheet();
    Canvas canvas({.dpi = 150});
    const auto page = canvas.scan({}, random);
    const auto reading = ocr::read_form(page, drawing::found_on(page, canvas.sheet(), layout), {});
    BOOST_TEST(reading.match.error_mm < 0);
    BOOST_TEST(reading.zones.size() == layout.pages.front().zones.size());
    for (const auto& z : reading.zones) BOOST_TEST((z.state == ZoneState::doubt && z.score == 0 && z.value.empty()));
}

BOOST_AUTO_TEST_CASE(a_page_number_the_form_does_not_have_gives_no_zones) {
    const auto layout = drawing::mixed_sheet();
    auto code = drawing::code_of(layout);
    code.page = 7;
    const core::Raster page{.width = 100, .height = 141, .pixels = std::vector<std::uint8_t>(14'100, 255)};
    const auto working = ocr::make_working_page(page, *ocr::to_grey(*ocr::to_pix(page)));
    const auto found = ocr::find_coded_form(working, {.ours = code}, {&layout, 1});
    const auto reading = ocr::read_form(page, found, {});
    BOOST_TEST(reading.zones.empty());
    BOOST_TEST(reading.match.error_mm < 0);
    BOOST_TEST(reading.match.trouble.find("page 7") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
