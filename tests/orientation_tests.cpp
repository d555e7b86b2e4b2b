#include "ocr/orientation.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cctype>

#include "ocr/deskew.h"
#include "ocr/working_page.h"
#include "tests/drawn_page.h"

namespace {

using drawn::Sheet;

ocr::WorkingPage working(const core::Raster& raster) {
    return ocr::make_working_page(raster, *ocr::to_grey(*ocr::to_pix(raster)));
}

std::vector<std::string> capitals(std::vector<std::string> lines) {
    for (auto& line : lines)
        for (auto& c : line)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(std::toupper(c));
    return lines;
}

Sheet form() {
    Sheet sheet;
    for (int i = 0; i < 12; ++i)
        sheet.rect({20, 30 + i * 18.0, 190, 30.3 + i * 18.0})
            .text(22, 36 + i * 18.0, "Nom et prénom du signataire :", 9);
    return sheet.rect({20, 30, 20.3, 228}).rect({190, 30, 190.3, 228});
}

Sheet figures() {
    Sheet sheet;
    for (int i = 0; i < 30; ++i)
        for (int k = 0; k < 5; ++k)
            sheet.text(20 + k * 34.0, 30 + i * 8.0, std::to_string(1234 + i * 77 * k) + ",50", 10);
    return sheet;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(orientation_tests)

BOOST_AUTO_TEST_CASE(pages_of_text_are_sure_in_every_turn) {
    const Sheet sheets[]{Sheet().lines(20, 25, drawn::prose(41)),
                         Sheet().lines(20, 25, drawn::prose(60, 3), 9, "Times-Roman"),
                         Sheet().lines(20, 40, drawn::prose(25, 2), 9.5, "Courier")};
    for (const auto& sheet : sheets) {
        const auto flat = sheet.render(200);
        for (const int turned : {0, 90, 180, 270})
            for (const double skew : {-5.0, 1.5}) {
                const auto page =
                    working(drawn::scanned(flat, {.turned = turned, .skew_deg = skew, .noise = 12, .jpeg = 50}));
                const auto orientation = ocr::find_orientation(*page.ink);
                BOOST_TEST_CONTEXT("turned " << turned << ", skew " << skew) {
                    BOOST_TEST(orientation.rotated == turned);
                    BOOST_TEST(orientation.candidates.empty());
                }
            }
    }
}

BOOST_AUTO_TEST_CASE(a_sure_answer_is_never_wrong_and_a_doubt_holds_the_truth) {
    struct Row {
        const char* title;
        Sheet sheet;
    };
    const Row rows[]{{"capitals", Sheet().lines(20, 25, capitals(drawn::prose(40, 4)), 10)},
                     {"a title", Sheet().text(60, 100, "ATTESTATION DE FORMATION", 24, "Helvetica-Bold")},
                     {"two lines", Sheet().lines(20, 25, drawn::prose(2, 1))},
                     {"a form", form()},
                     {"columns of figures", figures()},
                     {"a single word", Sheet().text(90, 150, "Néant")}};
    for (const auto& row : rows)
        for (const int turned : {0, 90, 180, 270}) {
            const auto page =
                working(drawn::scanned(row.sheet.render(200), {.turned = turned, .skew_deg = -1, .noise = 10}));
            const auto orientation = ocr::find_orientation(*page.ink);
            BOOST_TEST_CONTEXT(row.title << ", turned " << turned) {
                if (orientation.candidates.empty())
                    BOOST_TEST(orientation.rotated == turned);
                else
                    BOOST_TEST(std::count(orientation.candidates.begin(), orientation.candidates.end(), turned) == 1);
            }
        }
}

BOOST_AUTO_TEST_CASE(skew_is_measured_clockwise_and_undone) {
    const auto flat = Sheet().lines(20, 40, drawn::prose(30)).render(200);
    for (const double skew : {-6.0, -2.5, -0.3, 0.0, 0.4, 3.0, 6.0}) {
        const auto page = working(drawn::scanned(flat, {.skew_deg = skew, .noise = 10}));
        BOOST_TEST(std::abs(ocr::find_skew(*page.ink) - skew) < 0.12);
        const auto levelled = ocr::level(*page.grey, skew);
        BOOST_TEST(std::abs(ocr::find_skew(*ocr::own(pixThresholdToBinary(levelled.get(), 150), "threshold"))) < 0.12);
    }
}

BOOST_AUTO_TEST_CASE(a_page_without_lines_has_no_skew) {
    BOOST_TEST(ocr::find_skew(*working(Sheet().render(200)).ink) == 0);
    BOOST_TEST(ocr::find_skew(*working(Sheet().text(104, 284, "3", 10).render(200)).ink) == 0);
    BOOST_TEST(ocr::find_orientation(*working(Sheet().render(200)).ink).candidates.size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()
