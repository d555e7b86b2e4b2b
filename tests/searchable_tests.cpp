#include <boost/test/unit_test.hpp>

#include "tests/decoding.h"

using namespace tests;

namespace {

constexpr int wide = 1240, high = 1754;

core::Page read_page(const core::Raster& raster, int rotated = 0) {
    const auto word = [](const char* text, core::Box box, int line) { return core::Word{text, 0.9, box, line}; };
    return {.page = 1,
            .width_px = raster.width,
            .height_px = raster.height,
            .rotated = rotated,
            .text_source = core::TextSource::ocr,
            .words = {word("L’arrêté", {100, 400, 240, 430}, 0), word("œuvre", {260, 408, 360, 430}, 0),
                      word("1 234,50", {100, 460, 240, 490}, 1), word("€", {260, 460, 280, 490}, 1),
                      word("маме", {300, 465, 380, 490}, 1)}};
}

core::Outcome<std::string> searchable(const Bytes& file, const std::vector<core::Page>& pages) {
    return pipeline::searchable_pdf({file.begin(), file.end()}, pages, limits_for_tests());
}

/// The text that poppler finds in the searchable PDF of a file of one page, blanks as one.
std::string text_in(const Bytes& file, core::TextSource source = core::TextSource::ocr) {
    const auto decoded = decode_all(file);
    BOOST_TEST_REQUIRE(decoded.pages.size() == 1U);
    auto page = read_page(decoded.pages.front());
    page.text_source = source;
    const auto pdf = searchable(file, {page});
    BOOST_TEST_REQUIRE(static_cast<bool>(pdf));
    const auto facts = pipeline::check_pdf(std::span(reinterpret_cast<const std::uint8_t*>(pdf->data()), pdf->size()),
                                           limits_for_tests());
    BOOST_TEST_REQUIRE(static_cast<bool>(facts));
    BOOST_TEST(facts->ends_properly);
    std::string text;
    for (const char c : facts->pages.at(0)) {
        const bool blank = c == ' ' || c == '\n' || c == '\f';
        if (!blank || (!text.empty() && text.back() != ' ')) text += blank ? ' ' : c;
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

Bytes scan_pdf(const std::string& dictionary, const Bytes& data, const std::string& more = "",
               const std::string& extra = "") {
    PdfMaker pdf;
    pdf.add_scan(dictionary, data, wide * 0.48, high * 0.48, more, extra);
    return pdf.finish();
}

core::Raster paper() { return marked_page(wide, high, 1, 1); }

bool holds(const std::string& whole, const Bytes& part) {
    return whole.find(std::string(part.begin(), part.end())) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(searchable_tests)

BOOST_AUTO_TEST_CASE(the_words_come_back_from_every_kind_of_file) {
    const auto jpeg = jpeg_of(paper(), 150);
    const auto dictionary = image_dictionary(paper(), "/DCTDecode");
    const std::pair<const char*, Bytes> rows[]{
        {"pdf", scan_pdf(dictionary, jpeg)},
        {"pdf, turned right", scan_pdf(dictionary, jpeg, "/Rotate 90")},
        {"pdf, upside down", scan_pdf(dictionary, jpeg, "/Rotate 180")},
        {"pdf, turned left", scan_pdf(dictionary, jpeg, "/Rotate 270")},
        {"jpeg", jpeg},
        {"jpeg, EXIF quarter right", jpeg_of(paper(), 150, 6)},
        {"jpeg, EXIF mirrored", jpeg_of(paper(), 150, 2)},
        {"tiff, G4", tiff_of({paper()}, {.compression = 4, .bits = 1})},
        {"png, colour", png_of(marked_page(wide, high, 3, 1))},
    };
    for (const auto& [title, file] : rows)
        BOOST_TEST(text_in(file) == "L’arrêté œuvre 1 234,50 € маме", title << ": " << text_in(file));
}

BOOST_AUTO_TEST_CASE(images_are_kept_byte_for_byte) {
    const auto jpeg = jpeg_of(paper(), 150);
    const auto fax = g4_data(paper());
    const auto fax_dictionary =
        image_dictionary(paper(), "/CCITTFaxDecode") + " /DecodeParms << /K -1 /Columns 1240 /Rows 1754 >>";
    for (const auto& [file, image] : {std::pair{scan_pdf(image_dictionary(paper(), "/DCTDecode"), jpeg), jpeg},
                                      {scan_pdf(fax_dictionary, fax), fax},
                                      {jpeg, jpeg}}) {
        const auto pdf = searchable(file, {read_page(paper())});
        BOOST_TEST_REQUIRE(static_cast<bool>(pdf));
        BOOST_TEST(holds(*pdf, image));
        BOOST_TEST(*pdf == *searchable(file, {read_page(paper())}));
    }
}

BOOST_AUTO_TEST_CASE(what_a_page_shows_is_the_same_with_its_text) {
    for (const auto& file : {jpeg_of(paper(), 150, 6), tiff_of({paper()}, {.compression = 4, .bits = 1}),
                             scan_pdf(image_dictionary(paper(), "/DCTDecode"), jpeg_of(paper(), 150), "/Rotate 270")}) {
        const auto before = decode_all(file);
        const auto pdf = searchable(file, {read_page(before.pages.at(0))});
        BOOST_TEST_REQUIRE(static_cast<bool>(pdf));
        const auto after = decode_all({pdf->begin(), pdf->end()});
        BOOST_TEST_REQUIRE(after.pages.size() == 1U);
        BOOST_TEST((after.pages[0].pixels == before.pages[0].pixels));
    }
}

BOOST_AUTO_TEST_CASE(visible_text_is_left_alone_and_invisible_text_gives_way) {
    BOOST_TEST(text_in(pdf_of_texts({"Bonjour"}), core::TextSource::layer) == "Bonjour");
    const auto lie = scan_pdf(image_dictionary(paper(), "/DCTDecode"), jpeg_of(paper(), 150), "",
                              "BT 3 Tr /F1 12 Tf 72 300 Td (mensonge) Tj ET");
    BOOST_TEST(text_in(lie) == "L’arrêté œuvre 1 234,50 € маме");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_refused) {
    const auto whole = jpeg_of(paper(), 150);
    const std::pair<Bytes, core::Reason> rows[]{
        {{}, core::Reason::empty_file},
        {{'P', 'K', 3, 4, 0}, core::Reason::unsupported},
        {{'%', 'P', 'D', 'F', '-', '1'}, core::Reason::damaged},
        {{whole.begin(), whole.begin() + 2000}, core::Reason::damaged},
    };
    for (const auto& [file, reason] : rows) {
        const auto pdf = searchable(file, {read_page(paper())});
        BOOST_TEST_REQUIRE(!pdf);
        BOOST_TEST(core::to_text(pdf.refusal().reason) == core::to_text(reason));
    }
}

BOOST_AUTO_TEST_SUITE_END()
