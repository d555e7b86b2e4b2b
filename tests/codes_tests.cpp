#include "ocr/codes.h"

#include <boost/test/unit_test.hpp>

#include "core/identifiers.h"
#include "tests/drawn_page.h"

namespace {

const core::BoxMm printed{174, 16, 190, 32};

std::string page_code() {
    return core::PageCode{
        .form = "integration", .version = 1, .dossier = core::DossierNumber::make(2026, 123).text(), .page = 2}
        .text();
}

std::vector<ocr::FoundCode> find(const core::Raster& page) { return ocr::find_codes(page, *ocr::to_pix(page)); }

drawn::Sheet letter() { return drawn::Sheet().lines(20, 50, drawn::prose(30)); }

bool inside(const core::Box& inner, const core::Box& outer) {
    return inner.x0 >= outer.x0 && inner.y0 >= outer.y0 && inner.x1 <= outer.x1 && inner.y1 <= outer.y1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(codes_tests)

BOOST_AUTO_TEST_CASE(our_code_is_read_in_every_quarter_turn_with_skew) {
    const auto sheet = letter().code(page_code(), printed).render(200);
    for (const int turned : {0, 90, 180, 270})
        for (const double skew : {-5.0, 2.0}) {
            const auto page = drawn::scanned(
                sheet, {.turned = turned, .skew_deg = skew, .noise = 12, .blur = 1, .shade = 0.4, .jpeg = 50});
            const auto codes = find(page);
            BOOST_TEST_CONTEXT("turned " << turned << ", skew " << skew) {
                BOOST_REQUIRE(codes.size() == 1);
                BOOST_TEST(codes[0].code.text == page_code());
                BOOST_TEST(codes[0].code.format == "QRCode");
                BOOST_TEST(codes[0].rotated == turned);
                BOOST_REQUIRE(codes[0].ours.has_value());
                BOOST_TEST(codes[0].ours->page == 2);
            }
        }
}

BOOST_AUTO_TEST_CASE(the_box_lies_where_the_code_was_printed) {
    const double scale = 300 / 25.4;
    const auto sheet = letter().code(page_code(), printed).render(300);
    for (const int turned : {0, 90, 180, 270}) {
        const auto codes = find(drawn::scanned(sheet, {.turned = turned}));
        BOOST_REQUIRE(codes.size() == 1);
        const auto box = ocr::box_upright(codes[0].code.box, turned, turned % 180 ? sheet.height : sheet.width,
                                          turned % 180 ? sheet.width : sheet.height);
        BOOST_TEST(std::abs(box.x0 - printed.x0 * scale) < 4);
        BOOST_TEST(std::abs(box.y0 - printed.y0 * scale) < 4);
        BOOST_TEST(std::abs(box.x1 - printed.x1 * scale) < 4);
        BOOST_TEST(std::abs(box.y1 - printed.y1 * scale) < 4);
    }
}

BOOST_AUTO_TEST_CASE(a_code_in_the_middle_of_a_page_is_found_too) {
    const auto sheet = letter().rect({80, 100, 130, 150}, 1).code(page_code(), {95, 115, 111, 131}).render(300);
    const auto codes = find(drawn::scanned(sheet, {.skew_deg = 1, .noise = 10}));
    BOOST_REQUIRE(codes.size() == 1);
    BOOST_TEST(codes[0].ours.has_value());
}

BOOST_AUTO_TEST_CASE(other_codes_are_read_but_are_not_ours) {
    struct Row {
        const char* title;
        std::string text;
        const char* format;
        core::BoxMm box;
    };
    const Row rows[]{{"a web address", "https://valmer.example/dispense", "QRCode", {20, 250, 40, 270}},
                     {"ours with a wrong check character",
                      page_code().substr(0, page_code().size() - 1) + "?",
                      "QRCode",
                      {174, 16, 190, 32}},
                     {"a courier's label", "CF 2026 0042", "Code128", {110, 15, 180, 27}}};
    for (const auto& row : rows) {
        const auto sheet = letter().code(row.text, row.box, row.format).render(200);
        for (const int turned : {0, 270}) {
            const auto page = drawn::scanned(sheet, {.turned = turned, .skew_deg = 1, .noise = 6, .jpeg = 60});
            const auto codes = find(page);
            BOOST_TEST_CONTEXT(row.title << ", turned " << turned) {
                BOOST_REQUIRE(codes.size() == 1);
                BOOST_TEST(codes[0].code.text == row.text);
                BOOST_TEST(codes[0].code.format == row.format);
                BOOST_TEST(!codes[0].ours.has_value());
                BOOST_TEST(inside(codes[0].code.box, {0, 0, page.width, page.height}));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_clean_data_matrix_is_read) {
    const auto sheet = letter().code("VALMER 2026 0042 PIECE JOINTE", {20, 15, 36, 31}, "DataMatrix").render(300);
    const auto codes = find(sheet);
    BOOST_REQUIRE(codes.size() == 1);
    BOOST_TEST(codes[0].code.format == "DataMatrix");
}

BOOST_AUTO_TEST_CASE(the_same_label_twice_does_not_end_the_process) {
    const auto sheet = letter()
                           .code("CF 2026 0042", {110, 15, 180, 27}, "Code128")
                           .code("CF 2026 0042", {20, 250, 90, 262}, "Code128")
                           .code("CF 2026 0043", {110, 250, 180, 262}, "Code128")
                           .render(300);
    const auto codes = find(sheet);
    BOOST_TEST(codes.size() >= 1);
}

BOOST_AUTO_TEST_CASE(pages_without_a_code_give_none) {
    for (unsigned seed = 0; seed < 4; ++seed)
        for (const char* font : {"Times-Roman", "Courier-Bold"}) {
            const auto sheet = drawn::Sheet().lines(20, 20, drawn::prose(55, seed), 9, font).render(200);
            const auto page = drawn::scanned(sheet, {.turned = seed % 2 ? 90 : 0, .skew_deg = seed * 0.7, .noise = 15});
            BOOST_TEST(find(page).empty());
        }
    drawn::Sheet bars;
    for (int i = 0; i < 60; ++i) bars.rect({20 + i * 2.5, 20, 20 + i * 2.5 + 0.4 + i % 3 * 0.5, 270});
    BOOST_TEST(find(bars.render(150)).empty());
    BOOST_TEST(
        find(core::Raster{.width = 3, .height = 3, .channels = 1, .dpi = 200, .pixels = {0, 9, 0, 9, 0, 9, 0, 9, 0}})
            .empty());
}

BOOST_AUTO_TEST_SUITE_END()
