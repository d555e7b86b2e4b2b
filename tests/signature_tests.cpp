#include "ocr/signature.h"

#include "ocr/registration.h"
#include "tests/drawing/cases.h"
#include "tests/drawing/form_sheet.h"

namespace {

using core::ZoneState;
using drawing::Content;

struct Count {
    int zones = 0, is_signed = 0, wrong_signed = 0, wrong_empty = 0, doubt_on_signed = 0;
    int blank = 0, doubt_on_blank = 0, stamps = 0, stamps_seen = 0;
};

void add(Count& count, Content content, const ocr::SignatureVerdict& verdict) {
    ++count.zones;
    if (drawing::is_signed(content)) {
        ++count.is_signed;
        count.wrong_empty += verdict.state == ZoneState::empty;
        count.doubt_on_signed += verdict.state == ZoneState::doubt;
    } else {
        count.wrong_signed += verdict.state == ZoneState::signed_;
    }
    if (content == Content::nothing) ++count.blank, count.doubt_on_blank += verdict.state != ZoneState::empty;
    if (content == Content::stamp) ++count.stamps, count.stamps_seen += verdict.stamped;
}

/// The quick version of bench/score_signature_zones: other seeds, the same writers and wear.
Count score(int pages, drawing::Writers writers) {
    Count count;
    const auto layout = drawing::signature_sheet();
    const auto& zones = layout.pages.front().zones;
    for (int page = 0; page < pages; ++page) {
        drawing::Random random(77U + static_cast<unsigned>(page));
        const auto wear = drawing::any_wear(random);
        drawing::Canvas canvas(wear.placing);
        drawing::print(canvas, layout, random);
        std::vector<Content> truth;
        for (std::size_t i = 0; i < zones.size(); ++i) {
            truth.push_back(
                static_cast<Content>((static_cast<std::size_t>(page) * zones.size() + i) % drawing::content_count));
            drawing::draw(canvas, zones[i].box, truth[i], writers, random);
        }
        const auto raster = canvas.scan(wear.scan, random);
        for (std::size_t i = 0; i < zones.size(); ++i)
            add(count, truth[i], ocr::judge_signature(ocr::ink_of(raster, canvas.sheet(), zones[i].box)));
    }
    return count;
}

/// One zone of the sheet with this content, scanned clean.
ocr::SignatureVerdict judge(Content content, unsigned seed, const drawing::Scan& scan = {}) {
    drawing::Random random(seed);
    drawing::Canvas canvas({.dpi = 200});
    const auto layout = drawing::signature_sheet();
    drawing::print(canvas, layout, random);
    const auto& box = layout.pages.front().zones[4].box;
    drawing::draw(canvas, box, content, drawing::Writers::scoring, random);
    return ocr::judge_signature(ocr::ink_of(canvas.scan(scan, random), canvas.sheet(), box));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signature_tests)

BOOST_AUTO_TEST_CASE(clean_boxes_get_the_answer_a_person_gives) {
    const struct {
        Content content;
        ZoneState expected;
        bool stamped;
    } rows[]{
        {Content::signature, ZoneState::signed_, false},
        {Content::signature_over_border, ZoneState::signed_, false},
        {Content::nothing, ZoneState::empty, false},
        {Content::show_through, ZoneState::empty, false},
        {Content::initials, ZoneState::doubt, false},
        {Content::date, ZoneState::doubt, false},
        {Content::typed_name, ZoneState::doubt, false},
        {Content::line, ZoneState::doubt, false},
        {Content::crossed_out, ZoneState::doubt, false},
        {Content::tick, ZoneState::doubt, false},
        {Content::stamp, ZoneState::doubt, true},
        {Content::stamp_and_date, ZoneState::doubt, true},
        {Content::tail_from_elsewhere, ZoneState::doubt, false},
    };
    for (const auto& row : rows) BOOST_TEST_CONTEXT(core::to_text(row.content)) {
            const auto verdict = judge(row.content, 11, {.colour = true});
            BOOST_TEST(core::to_text(verdict.state) == core::to_text(row.expected));
            BOOST_TEST(verdict.stamped == row.stamped);
        }
}

BOOST_AUTO_TEST_CASE(a_stamp_in_grey_is_never_a_signature) {
    for (unsigned seed = 0; seed < 8; ++seed) {
        const auto verdict = judge(Content::stamp, seed);
        BOOST_TEST_CONTEXT("seed " << seed) {
            BOOST_TEST((verdict.state != ZoneState::signed_));
            BOOST_TEST((verdict.state != ZoneState::empty));
        }
    }
}

/// A name across the whole box says who; it does not sign.
BOOST_AUTO_TEST_CASE(a_name_in_capitals_is_a_doubt) {
    const auto layout = drawing::signature_sheet();
    const auto& box = layout.pages.front().zones[4].box;
    const drawing::Scan scans[]{{}, {.colour = true}, {.noise = 6, .fax = true}};
    for (const auto* name : {"LEMOINE", "BEAUVAL", "DUHAMEL", "MARTIN", "PREVEL"})
        for (std::size_t how = 0; how < std::size(scans); ++how) BOOST_TEST_CONTEXT(name << ", scan " << how) {
                drawing::Random random(9);
                drawing::Canvas canvas({.dpi = 200});
                drawing::print(canvas, layout, random);
                const double height = std::min(12.0, 12.0 * (box.width() - 8) / drawing::width_of(name, 12));
                drawing::write(canvas, drawing::handwritten(name, {box.x0 + 4, box.y0 + 4}, height, random), 0.5,
                               drawing::blue);
                const auto verdict =
                    ocr::judge_signature(ocr::ink_of(canvas.scan(scans[how], random), canvas.sheet(), box));
                BOOST_TEST(core::to_text(verdict.state) == "doubt");
            }
}

BOOST_AUTO_TEST_CASE(worn_pages_of_unknown_writers_are_scored) {
    const auto count = score(11, drawing::Writers::scoring);
    BOOST_TEST_MESSAGE(count.zones << " zones, wrong signed " << count.wrong_signed << ", wrong empty "
                                   << count.wrong_empty << ", doubt on signed " << count.doubt_on_signed << " of "
                                   << count.is_signed);
    BOOST_TEST(count.wrong_signed <= 4);
    BOOST_TEST(count.wrong_empty <= 1);
    BOOST_TEST(count.doubt_on_signed <= count.is_signed / 6);
    BOOST_TEST(count.doubt_on_blank == 0);
    BOOST_TEST(count.stamps_seen >= count.stamps - 1);
}

BOOST_AUTO_TEST_SUITE_END()
