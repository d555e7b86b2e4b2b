#include "templates/haru.h"

#include <boost/test/unit_test.hpp>
#include <thread>

#include "core/failures.h"
#include "tests/printed.h"

namespace {

using templates::Face;
using templates::HaruDoc;

const templates::DocumentInfo info{
    .title = "Courrier d’essai « œ »",
    .date = core::Date{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{3}}};

std::string said(const core::Outcome<std::string>& outcome) { return outcome ? "" : core::describe(outcome.refusal()); }

HaruDoc document() {
    HaruDoc doc(templates::fonts_of(), info);
    doc.add_page();
    return doc;
}

std::string line_pdf(const std::string& text, Face face = Face::sans) {
    auto doc = document();
    doc.text(20, 30, text, {.face = face, .size = 10});
    auto bytes = doc.bytes();
    BOOST_REQUIRE_MESSAGE(bytes, said(bytes));
    return *std::move(bytes);
}

std::string from_hex(std::string_view digits) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
    return bytes;
}

/// An RGB PNG of 2 by 2 pixels: red, green, blue, near black.
const std::string png = from_hex(
    "89504E470D0A1A0A0000000D4948445200000002000000020802000000FDD49A73000000154944415478DA63F8CFC0C0F09F81114808080800"
    "001A5B"
    "032F79D634F10000000049454E44AE426082");

}  // namespace

BOOST_AUTO_TEST_SUITE(haru_tests)

BOOST_AUTO_TEST_CASE(french_comes_back_as_it_went_in) {
    const std::string line = "Œuvre d’été à Çà-et-là : « cœur » – 12 € … NGUYỄN, Łukasz, Ÿ ; ½ n° 3";
    for (std::size_t face = 0; face < templates::face_count; ++face)
        BOOST_TEST(printed::File(line_pdf(line, static_cast<Face>(face))).text().starts_with(line + "\n"));
}

BOOST_AUTO_TEST_CASE(no_break_spaces_come_back_as_spaces) {
    const auto text = printed::File(line_pdf("« cœur » ; 12 € : oui ?")).text();
    BOOST_TEST(text.starts_with("« cœur » ; 12 € : oui ?\n"));
    BOOST_TEST(
        printed::File(line_pdf("a b", Face::mono)).text().starts_with("a b\n"));  // Mono has no U+202F of its own.
}

BOOST_AUTO_TEST_CASE(an_accent_on_its_own_joins_its_letter) {
    BOOST_TEST(printed::File(line_pdf("De\u0301cision, franc\u0327ais")).text().starts_with("Décision, français\n"));
}

BOOST_AUTO_TEST_CASE(fonts_are_embedded_subset_and_readable) {
    auto doc = document();
    for (std::size_t face = 0; face < templates::face_count; ++face)
        doc.text(20, 30 + 6.0 * static_cast<double>(face), "Été", {.face = static_cast<Face>(face)});
    const auto bytes = doc.bytes();
    BOOST_REQUIRE(bytes);
    const printed::File file(*bytes);
    BOOST_TEST(printed::fault_of(file) == "");
    const auto fonts = file.fonts();
    BOOST_TEST(fonts.size() == templates::face_count);
    for (const auto& font : fonts)
        BOOST_TEST((font.find("+Liberation") != std::string::npos && font.find("yes yes yes") != std::string::npos),
                   font);
}

BOOST_AUTO_TEST_CASE(a_rare_character_takes_the_whole_face) {
    const auto common = line_pdf("Ivan"), rare = line_pdf("Иван Ωμέγα");
    BOOST_TEST(printed::File(rare).text().starts_with("Иван Ωμέγα\n"));
    BOOST_TEST(common.size() < 40'000);
    BOOST_TEST(rare.size() > common.size());
}

BOOST_AUTO_TEST_CASE(what_no_face_draws_is_refused_by_name) {
    struct Row {
        const char* title;
        std::string text;
        const char* named;
    };
    const Row rows[]{
        {"a Chinese name", "Société 中", "« 中 » (U+4E2D)"},
        {"an emoji, beyond the BMP", "Bravo \U0001F389", "(U+1F389)"},
        {"a byte that is not UTF-8", "Caf\xE9", "(U+FFFD)"},
        {"a surrogate", "a\xED\xA0\x80", "(U+FFFD)"},
        {"an overlong slash", "a\xC0\xAF", "(U+FFFD)"},
        {"a cut sequence", "caf\xC3", "(U+FFFD)"},
        {"a line feed", "deux\nlignes", "(U+000A)"},
        {"a tab", "a\tb", "(U+0009)"},
        {"a NUL", std::string("a\0b", 3), "(U+0000)"},
    };
    for (const auto& row : rows) {
        auto doc = document();
        doc.text(20, 30, "avant", {});
        doc.text(20, 40, row.text, {});
        doc.text(20, 50, "\U0001F600", {});  // The first one is kept.
        const auto bytes = doc.bytes();
        BOOST_REQUIRE_MESSAGE(!bytes, row.title);
        BOOST_TEST((bytes.refusal().reason == core::Reason::glyph_missing), row.title);
        BOOST_TEST(bytes.refusal().detail.find(row.named) != std::string::npos,
                   row.title << ": " << bytes.refusal().detail);
    }
}

BOOST_AUTO_TEST_CASE(the_same_input_gives_the_same_bytes) {
    const auto draw = [](core::Date date) {
        auto other = info;
        other.date = date;
        HaruDoc doc(templates::fonts_of(), other);
        doc.add_page();
        doc.text(20, 30, "Décision", {});
        doc.rectangle(20, 40, 30, 10, 0.3);
        return *doc.bytes();
    };
    const auto next = core::Date{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{4}};
    BOOST_TEST((draw(info.date) == draw(info.date)));
    BOOST_TEST((draw(info.date) != draw(next)));
}

BOOST_AUTO_TEST_CASE(a_missing_font_is_refused_at_once) {
    BOOST_CHECK_EXCEPTION(templates::fonts_of("/nonexistent"), core::BadSetup, [](const core::BadSetup& fault) {
        return std::string(fault.what()).find("fonts-liberation2") != std::string::npos;
    });
    BOOST_CHECK_THROW(templates::FontFace("/dev/null"), core::BadSetup);
    BOOST_CHECK_THROW(templates::FontFace(std::string(TEST_SOURCE_DIR) + "/CMakeLists.txt"),
                      core::BadSetup);
}

BOOST_AUTO_TEST_CASE(misuse_is_a_bug_and_says_so) {
    HaruDoc empty(templates::fonts_of(), info);
    BOOST_CHECK_THROW(empty.text(1, 1, "sans page", {}), std::logic_error);
    BOOST_CHECK_THROW(empty.go_to(1), std::logic_error);
    auto done = document();
    BOOST_TEST(bool(done.bytes()));
    BOOST_CHECK_THROW(static_cast<void>(done.bytes()), std::logic_error);
    HaruDoc flat(templates::fonts_of(), info);
    flat.add_page(-1, 297);  // libharu refuses the width and keeps the error.
    BOOST_CHECK_THROW(static_cast<void>(flat.bytes()), std::logic_error);
}

BOOST_AUTO_TEST_CASE(an_image_that_is_none_is_refused) {
    std::vector<std::string> wrong{"not an image", "", "\xFF\xD8 not a JPEG", png.substr(0, 8)};
    for (std::size_t size = 0; size + 12 < png.size(); size += 5) wrong.push_back(png.substr(0, size));
    for (const auto& bytes : wrong) {
        const auto made = templates::read_picture(bytes);
        BOOST_REQUIRE(!made);
        BOOST_TEST((made.refusal().reason == core::Reason::damaged));
    }
}

BOOST_AUTO_TEST_CASE(an_image_and_shapes_are_drawn_whole) {
    auto doc = document();
    const auto picture = templates::read_picture(png);
    BOOST_REQUIRE(picture);
    doc.picture(*picture, {10, 10, 30, 30});
    doc.picture(*picture, {40, 10, 60, 30});
    doc.line(10, 40, 60, 40, 0.2, templates::grey(0.5));
    doc.dashed_line(10, 45, 60, 45, 0.2, 1, 0.5);
    doc.fill_rectangle(10, 50, 5, 5);
    doc.move_to(10, 60), doc.curve_to(20, 60, 20, 70, 10, 70), doc.close_path(), doc.stroke_path(0.3);
    doc.add_rectangle(40, 60, 2, 2), doc.add_rectangle(44, 60, 2, 2), doc.fill_path();
    const auto bytes = doc.bytes();
    BOOST_REQUIRE_MESSAGE(bytes, said(bytes));
    BOOST_TEST(printed::fault_of(printed::File(*bytes)) == "");
}

BOOST_AUTO_TEST_CASE(places_are_millimetres_from_the_top_left) {
    auto doc = document();
    doc.text(110, 59, "REPERE", {.size = 10});
    doc.text_right(190, 70, "DROITE", {.size = 10});
    const auto bytes = doc.bytes();
    BOOST_REQUIRE(bytes);
    const auto words = printed::File(*bytes).words(1);
    BOOST_REQUIRE(words.size() == 2);
    BOOST_TEST(std::abs(words[0].box.x0 - 110) < 0.3);
    BOOST_TEST((words[0].box.y0 < 59 && words[0].box.y1 > 59 && words[0].box.y1 < 60.5));
    BOOST_TEST(std::abs(words[1].box.x1 - 190) < 0.3);
}

BOOST_AUTO_TEST_CASE(a_page_can_be_taken_up_again) {
    auto doc = document();
    doc.add_page();
    for (int page = 1; page <= doc.page_count(); ++page) {
        doc.go_to(page);
        doc.text(180, 285, std::to_string(page) + "/2", {});
    }
    const printed::File file(*doc.bytes());
    BOOST_TEST(file.pages() == 2);
    BOOST_TEST(file.words(1).at(0).text == "1/2");
    BOOST_TEST(file.words(2).at(0).text == "2/2");
}

BOOST_AUTO_TEST_CASE(kerning_and_spaces_count_in_the_width) {
    const auto& fonts = templates::fonts_of();
    const auto width = [&](const char* text, double tracking = 0) {
        return templates::text_width(fonts, text, {.size = 10, .tracking = tracking});
    };
    BOOST_TEST(width("AV") < width("A") + width("V"));
    BOOST_TEST(width("abc", 100) > width("abc"));
    BOOST_TEST(width("a\u202Fb") < width("a b"));
    BOOST_TEST(width("") == 0);
}

BOOST_AUTO_TEST_CASE(threads_share_the_fonts) {
    const auto draw = [] {
        auto doc = document();
        doc.text(20, 30, "Avec AVATAR, Été, 12 € : « œ »", {.face = Face::serif_bold});
        return *doc.bytes();
    };
    const auto expected = draw();
    std::array<std::string, 4> made;
    {
        std::vector<std::jthread> threads;
        for (auto& bytes : made) threads.emplace_back([&bytes, &draw] { bytes = draw(); });
    }
    for (const auto& bytes : made) BOOST_TEST((bytes == expected));
}

BOOST_AUTO_TEST_SUITE_END()
