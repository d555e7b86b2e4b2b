#include "ocr/blank.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>
#include <numbers>

#include "ocr/working_page.h"
#include "tests/drawn_page.h"

namespace {

using drawn::Sheet;

ocr::Ink ink_of(const core::Raster& raster) {
    return ocr::find_ink(*ocr::make_working_page(raster, *ocr::to_grey(*ocr::to_pix(raster))).grey);
}

std::vector<core::Point> arc(core::Point centre, double radius, double turns = 1) {
    std::vector<core::Point> points;
    for (double a = 0; a <= turns * 2 * std::numbers::pi; a += 0.2)
        points.push_back({centre.x + radius * std::cos(a), centre.y + radius * std::sin(a)});
    return points;
}

Sheet punched(std::initializer_list<double> heights, double x = 11) {
    Sheet sheet;
    for (const double y : heights)
        for (double r = 0.25; r <= 2.75; r += 0.25) sheet.stroke(arc({x, y}, r), 0.4, 0.15);
    return sheet;
}

Sheet signature(double x, double y, double grey = 0.1) {
    return Sheet().stroke(
        {{x, y}, {x + 6, y - 9}, {x + 9, y + 3}, {x + 14, y - 4}, {x + 17, y + 1}, {x + 24, y - 2}, {x + 38, y - 5}},
        0.5, grey);
}

/// The other side's text, mirrored, pale and soft.
core::Raster shown_through(double strength) {
    auto pix = ocr::to_pix(Sheet().lines(25, 40, drawn::prose(30)).render(200));
    pix = ocr::own(pixFlipLR(nullptr, pix.get()), "pixFlipLR");
    auto raster = ocr::to_raster(*ocr::own(pixBlockconv(pix.get(), 3, 3), "pixBlockconv"));
    for (auto& value : raster.pixels) value = static_cast<std::uint8_t>(245 - (255 - value) * strength);
    raster.dpi = 200;
    return raster;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(blank_tests)

BOOST_AUTO_TEST_CASE(paper_without_ink_is_blank) {
    struct Row {
        const char* title;
        core::Raster page;
    };
    const auto specks = [] {
        Sheet sheet;
        for (int i = 0; i < 60; ++i)
            sheet.rect({20.0 + i * 37 % 170, 20.0 + i * 53 % 250, 20.2 + i * 37 % 170, 20.2 + i * 53 % 250});
        return sheet;
    }();
    const Row rows[]{
        {"white", Sheet().render(200)},
        {"scanned", drawn::scanned(Sheet().render(300), {.skew_deg = 1, .noise = 15, .jpeg = 40})},
        {"scanned in uneven light", drawn::scanned(Sheet().render(200), {.noise = 10, .shade = 0.5})},
        {"grey recycled paper", drawn::scanned(Sheet().rect({0, 0, 210, 297}, 0.75).render(200), {.noise = 12})},
        {"specks of dust", drawn::scanned(specks.render(300), {.noise = 10})},
        {"two punch holes", punched({108.5, 188.5}).render(200)},
        {"four punch holes, turned",
         drawn::scanned(punched({28.5, 108.5, 188.5, 268.5}).render(200), {.turned = 90, .noise = 8})},
        {"punch holes shown as rings",
         Sheet().stroke(arc({12, 108.5}, 2.75), 0.3, 0.4).stroke(arc({12, 188.5}, 2.75), 0.3, 0.4).render(200)},
        {"black edge of the scanner", Sheet().rect({0, 0, 4, 297}).rect({0, 0, 210, 3}).render(200)},
        {"black wedge of a skewed sheet", Sheet().stroke({{0, 0}, {0, 297}, {3, 297}, {12, 0}, {0, 0}}, 4).render(200)},
        {"fold across the page", drawn::scanned(Sheet().rect({0, 148.4, 210, 148.8}, 0.55).render(200), {.noise = 8})},
        {"staple", Sheet().stroke({{12, 14}, {21, 9}}, 0.6, 0.2).render(200)},
        {"streak of a dirty sensor", Sheet().rect({70, 0, 70.2, 297}, 0.4).render(300)},
        {"shadow of the lid", Sheet().rect({0, 285, 210, 297}, 0.6).rect({204, 0, 210, 297}, 0.5).render(200)},
    };
    for (const auto& row : rows) BOOST_TEST_CONTEXT(row.title) BOOST_TEST((ink_of(row.page) == ocr::Ink::none));
}

BOOST_AUTO_TEST_CASE(any_ink_of_a_hand_or_a_printer_is_not_blank) {
    struct Row {
        const char* title;
        Sheet sheet;
    };
    const Row rows[]{
        {"a lone page number at the bottom", Sheet().text(104, 284, "3", 10)},
        {"a lone page number in small type at the top right", Sheet().text(190, 15, "2", 8)},
        {"page 2 of 2", Sheet().text(98, 285, "2/2", 9)},
        {"a signature", signature(120, 200)},
        {"a signature in pencil", signature(120, 200, 0.55)},
        {"a signature at the foot", signature(150, 285)},
        {"initials", Sheet().stroke({{180, 270}, {183, 262}, {184, 270}, {187, 264}})},
        {"a tick", Sheet().stroke({{60, 100}, {62, 103}, {66, 96}})},
        {"a round stamp", Sheet().stroke(arc({150, 220}, 15), 0.6, 0.3).stroke(arc({150, 220}, 11), 0.4, 0.3)},
        {"one line of text", Sheet().text(25, 40, "Vu et approuvé")},
        {"a note in type of six points", Sheet().text(25, 280, "Document non contractuel", 6)},
        {"text only in the header", Sheet().text(20, 12, "Commune de Valmer-sur-Orne", 9)},
        {"light grey text", Sheet().text(20, 40, " ").stroke({{40, 40}, {44, 45}, {50, 40}}, 0.5, 0.6)},
        {"a picture", Sheet().rect({50, 60, 160, 200}, 0.4)},
        {"a picture to the borders", Sheet().rect({0, 0, 210, 180}, 0.15)},
        {"text between black edges and holes", punched({108.5, 188.5}).rect({0, 0, 4, 297}).text(60, 150, "Néant")},
    };
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.title) {
            BOOST_TEST((ink_of(row.sheet.render(300)) == ocr::Ink::present));
            const auto scanned =
                drawn::scanned(row.sheet.render(200), {.turned = 180, .skew_deg = 1, .noise = 8, .jpeg = 60});
            BOOST_TEST((ink_of(scanned) == ocr::Ink::present));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_shows_through_is_at_most_faint) {
    BOOST_TEST((ink_of(shown_through(0.08)) == ocr::Ink::none));
    for (const double strength : {0.15, 0.25, 0.3}) BOOST_TEST((ink_of(shown_through(strength)) != ocr::Ink::present));
}

BOOST_AUTO_TEST_CASE(tiny_and_black_rasters_are_no_trouble) {
    for (const int side : {1, 3, 17, 60}) {
        core::Raster raster{.width = side, .height = side, .channels = 1, .dpi = 300};
        raster.pixels.assign(static_cast<std::size_t>(side * side), 0);
        BOOST_CHECK_NO_THROW(ink_of(raster));
    }
}

BOOST_AUTO_TEST_SUITE_END()
