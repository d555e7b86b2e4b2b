#include "ocr/page_marks.h"

#include <algorithm>

#include "tests/drawing/free_page.h"
#include "tests/drawing/rubber.h"

namespace {

using core::MarkKind;
using core::ZoneState;

/// A letter with its text read, and what is drawn on it.
struct Letter {
    drawing::Canvas canvas;
    drawing::Random random{5};
    std::vector<core::BoxMm> words;

    explicit Letter(const drawing::Placing& placing = {.dpi = 200}) : canvas(placing) {
        const auto& font = drawing::scoring_cast().text_fonts.front();
        for (int line = 0; line < 14; ++line)
            for (int word = 0; word < 8; ++word) {
                const core::Point at{25.0 + 20 * word, 60.0 + 6 * line};
                drawing::write(canvas, font.text("dossier", at, 2.4), {.colour = drawing::print_black});
                words.push_back({at.x, at.y - 2.6, at.x + font.width_of("dossier", 2.4), at.y + 0.8});
            }
    }

    ocr::PageMarks found(int rotated = 0) {
        const auto raster = canvas.scan({.noise = 3, .colour = true}, random);
        const auto read = drawing::words_as_read({.words = words}, canvas, random);
        return ocr::find_marks(raster, ocr::make_working_page(raster, *ocr::to_grey(*ocr::to_pix(raster))), rotated,
                               read);
    }
    core::Point on_scan(core::Point mm) const { return canvas.sheet()(mm); }
};

constexpr core::BoxMm signing{115, 180, 165, 200};

void sign(Letter& letter) {
    drawing::write(letter.canvas, drawing::signature(drawing::Hand::knot, signing, letter.random),
                   {.colour = drawing::blue, .width = 0.5}, letter.random);
}

bool holds(const core::Box& box, core::Point p) { return p.x > box.x0 && p.x < box.x1 && p.y > box.y0 && p.y < box.y1; }

bool has(const ocr::PageMarks& found, MarkKind kind, core::Point on_scan) {
    return std::any_of(found.marks.begin(), found.marks.end(),
                       [&](const core::Mark& mark) { return mark.kind == kind && holds(mark.box, on_scan); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(page_marks_tests)

BOOST_AUTO_TEST_CASE(a_letter_without_marks_has_none) {
    const auto found = Letter().found();
    BOOST_TEST(found.marks.empty());
    BOOST_TEST(core::to_text(found.signature.state) == "empty");
}

BOOST_AUTO_TEST_CASE(a_signature_is_found_where_it_is) {
    Letter letter;
    sign(letter);
    const auto found = letter.found();
    BOOST_TEST(has(found, MarkKind::signature, letter.on_scan({140, 190})));
    BOOST_TEST((found.signature.state != ZoneState::empty));
}

BOOST_AUTO_TEST_CASE(boxes_are_those_of_the_page_as_decoded_whichever_way_it_lies) {
    for (const int rotated : {90, 180, 270}) BOOST_TEST_CONTEXT("turned by " << rotated) {
            Letter letter({.dpi = 200, .rotated = rotated});
            sign(letter);
            BOOST_TEST(has(letter.found(rotated), MarkKind::signature, letter.on_scan({140, 190})));
        }
}

BOOST_AUTO_TEST_CASE(a_stamp_alone_is_a_stamp_and_no_signature) {
    Letter letter;
    drawing::stamp(letter.canvas, drawing::Stamp::round_double, {140, 200}, drawing::violet, letter.random);
    const auto found = letter.found();
    BOOST_TEST(has(found, MarkKind::stamp, letter.on_scan({140, 200})));
    BOOST_TEST(!has(found, MarkKind::signature, letter.on_scan({140, 200})));
    BOOST_TEST((found.signature.state != ZoneState::signed_));
}

BOOST_AUTO_TEST_CASE(a_rule_and_a_framed_title_are_no_marks) {
    Letter letter;
    letter.canvas.outline({40, 30, 170, 45}, 0.5, drawing::print_black);
    letter.canvas.stroke({{25, 160}, {185, 160}}, 0.4, drawing::print_black);
    BOOST_TEST(letter.found().marks.empty());
}

BOOST_AUTO_TEST_SUITE_END()
