#include "pipeline/decode.h"

#include <fstream>

#include "core/failures.h"
#include "tests/decoding.h"
#include "tests/documents.h"

using namespace tests;

namespace {

struct Accepted {
    std::string title;
    Bytes file;
    int pages = 1, channels = 1, dpi = 300, width = 1240, height = 1754, corner = 0;
};

core::Raster page(int number = 1) { return marked_page(1240, 1754, 1, number); }
core::Raster colour_page() { return marked_page(1240, 1754, 3, 1); }

constexpr double wide = 1240 / 300.0 * 72, high = 1754 / 300.0 * 72;

Bytes scan_pdf(const std::string& dictionary, const Bytes& data, const std::string& more = "",
               const std::string& extra = "", const std::string& matrix = "") {
    PdfMaker pdf;
    pdf.add_scan(dictionary, data, wide, high, more, extra, matrix);
    return pdf.finish();
}

std::vector<Accepted> accepted_images() {
    const auto tall = marked_page(864, 1100, 1, 1);
    return {
        {"tiff, plain grey", tiff_of({page()}, {})},
        {"tiff, 1 bit G4", tiff_of({page()}, {.compression = 4, .bits = 1})},
        {"tiff, 1 bit G3", tiff_of({page()}, {.compression = 3, .bits = 1})},
        {"tiff, LZW colour", tiff_of({colour_page()}, {.compression = 5}), 1, 3},
        {"tiff, deflate grey", tiff_of({page()}, {.compression = 8})},
        {"tiff, JPEG grey", tiff_of({page()}, {.compression = 7})},
        {"tiff, 16 bits", tiff_of({page()}, {.bits = 16})},
        {"tiff, tiles", tiff_of({page()}, {.tile = 256})},
        {"tiff, tiles of colour, LZW", tiff_of({colour_page()}, {.compression = 5, .tile = 128}), 1, 3},
        {"tiff, tiles of JPEG", tiff_of({page()}, {.compression = 7, .tile = 512})},
        {"tiff, three pages", tiff_of({page(1), page(2), page(3)}, {.compression = 4, .bits = 1}), 3},
        {"tiff, resolution in centimetres", tiff_of({page()}, {.x_dpi = 200, .y_dpi = 200, .centimetres = true}), 1, 1,
         200},
        {"tiff, no resolution: guessed from A4", tiff_of({page()}, {.resolution = false}), 1, 1, 150},
        {"tiff, 1 dpi: guessed from A4", tiff_of({page()}, {.x_dpi = 1, .y_dpi = 1}), 1, 1, 150},
        {"tiff, upside down by its tag", tiff_of({page()}, {.orientation = 3}), 1, 1, 300, 1240, 1754, 2},
        {"tiff, turned right by its tag", tiff_of({page()}, {.orientation = 6}), 1, 1, 300, 1754, 1240, 1},
        {"tiff, standard fax of 204 by 98", tiff_of({tall}, {.compression = 3, .bits = 1, .x_dpi = 204, .y_dpi = 98}),
         1, 1, 204, 864, 2290},
        {"jpeg, grey", jpeg_of(page(), 300)},
        {"jpeg, colour", jpeg_of(colour_page(), 200), 1, 3, 200},
        {"jpeg, colour file of a grey page", jpeg_of(grey_as_colour(page()), 300)},
        {"jpeg, a telephone's 72 dpi", jpeg_of(page(), 72), 1, 1, 150},
        {"jpeg, EXIF half turn", jpeg_of(page(), 300, 3), 1, 1, 300, 1240, 1754, 2},
        {"jpeg, EXIF quarter right", jpeg_of(page(), 300, 6), 1, 1, 300, 1754, 1240, 1},
        {"jpeg, EXIF quarter left", jpeg_of(page(), 300, 8), 1, 1, 300, 1754, 1240, 3},
        {"jpeg, EXIF mirrored", jpeg_of(page(), 300, 2), 1, 1, 300, 1240, 1754, 1},
        {"png, grey", png_of(page())},
        {"png, colour", png_of(colour_page()), 1, 3},
        {"png, palette of greys", palette_png_of(page())},
        {"png, palette of colours", palette_png_of(colour_page()), 1, 3},
    };
}

std::vector<Accepted> accepted_pdfs() {
    const auto grey = image_dictionary(page(), ""), jpeg = image_dictionary(page(), "/DCTDecode");
    const auto fax = image_dictionary(page(), "/CCITTFaxDecode") + " /DecodeParms << /K -1 /Columns 1240 /Rows 1754 >>";
    auto negative = page();
    for (auto& value : negative.pixels) value = static_cast<std::uint8_t>(255 - value);
    return {
        {"pdf, raw grey scan", scan_pdf(grey, page().pixels)},
        {"pdf, JPEG scan", scan_pdf(jpeg, jpeg_of(page(), 300))},
        {"pdf, JPEG colour scan", scan_pdf(image_dictionary(colour_page(), "/DCTDecode"), jpeg_of(colour_page(), 300)),
         1, 3},
        {"pdf, G4 scan", scan_pdf(fax, g4_data(page()))},
        {"pdf, JBIG2 scan", scan_pdf(image_dictionary(page(), "/JBIG2Decode"), jbig2_data(page()))},
        {"pdf, JPEG 2000 scan", scan_pdf(image_dictionary(page(), "/JPXDecode"), jp2_of(page()))},
        {"pdf, JPEG 2000 colour scan", scan_pdf(image_dictionary(colour_page(), "/JPXDecode"), jp2_of(colour_page())),
         1, 3},
        {"pdf, inverted by Decode", scan_pdf(grey + " /Decode [1 0]", negative.pixels)},
        {"pdf, page turned right", scan_pdf(jpeg, jpeg_of(page(), 300), "/Rotate 90"), 1, 1, 300, 1754, 1240, 1},
        {"pdf, page turned left", scan_pdf(jpeg, jpeg_of(page(), 300), "/Rotate 270"), 1, 1, 300, 1754, 1240, 3},
        {"pdf, page upside down", scan_pdf(jpeg, jpeg_of(page(), 300), "/Rotate 180"), 1, 1, 300, 1240, 1754, 2},
        {"pdf, image laid upside down",
         scan_pdf(jpeg, jpeg_of(page(), 300), "", "",
                  "-" + std::to_string(wide) + " 0 0 -" + std::to_string(high) + " " + std::to_string(wide) + " " +
                      std::to_string(high)),
         1, 1, 300, 1240, 1754, 2},
        {"pdf, scan with an invisible layer",
         scan_pdf(jpeg, jpeg_of(page(), 300), "", "BT 3 Tr /F1 12 Tf 72 300 Td (mensonge) Tj ET")},
        {"pdf, scan with something stamped on it",
         scan_pdf(jpeg, jpeg_of(page(), 300), "", "BT /F1 12 Tf 200 100 Td (Tampon) Tj ET")},
    };
}

void check(const Accepted& row) {
    BOOST_TEST_CONTEXT(row.title) {
        const auto got = decode_all(row.file);
        BOOST_TEST((got.refusal ? core::describe(*got.refusal) : "") == "");
        BOOST_TEST_REQUIRE(static_cast<int>(got.pages.size()) == row.pages);
        for (int i = 0; i < row.pages; ++i) {
            const core::Raster& raster = got.pages[static_cast<std::size_t>(i)];
            BOOST_TEST(raster.channels == row.channels);
            BOOST_TEST(raster.dpi == row.dpi);
            BOOST_TEST(std::abs(raster.width - row.width) <= 1);
            BOOST_TEST(std::abs(raster.height - row.height) <= 1);
            BOOST_TEST(corner_of_square(raster) == row.corner);
            if (row.corner == 0) BOOST_TEST(bars_of(raster) == i + 1);
            BOOST_TEST(raster.layer.empty());
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decode_tests)

BOOST_AUTO_TEST_CASE(image_files_give_their_pages) {
    for (const auto& row : accepted_images()) check(row);
}

BOOST_AUTO_TEST_CASE(scans_in_pdf_give_their_own_pixels) {
    for (const auto& row : accepted_pdfs()) check(row);
}

BOOST_AUTO_TEST_CASE(a_scan_is_taken_out_of_its_pdf_bit_for_bit) {
    const auto got = decode_all(scan_pdf(image_dictionary(page(), ""), page().pixels));
    BOOST_TEST_REQUIRE(got.pages.size() == 1U);
    BOOST_TEST((got.pages[0].pixels == page().pixels));
}

BOOST_AUTO_TEST_CASE(a_born_digital_page_keeps_its_words_where_they_stand) {
    const auto got = decode_all(pdf_of_texts({"Attestation de formation", "Programme"}));
    BOOST_TEST_REQUIRE(got.pages.size() == 2U);
    const core::Raster& first = got.pages[0];
    BOOST_TEST(first.width == 2480);
    BOOST_TEST(first.dpi == 300);
    BOOST_TEST_REQUIRE(first.layer.size() == 3U);
    BOOST_TEST(first.layer[0].text == "Attestation");
    BOOST_TEST(first.layer[2].text == "formation");
    BOOST_TEST(first.layer[2].line == 0);
    // 72 pt from the left, baseline 141.89 pt from the top.
    BOOST_TEST(std::abs(first.layer[0].box.x0 - 300) <= 4);
    BOOST_TEST(std::abs(first.layer[0].box.y1 - 591) <= 16);
    BOOST_TEST(first.layer[0].box.y0 < 560);
}

BOOST_AUTO_TEST_CASE(words_of_a_turned_page_follow_the_pixels) {
    PdfMaker pdf;
    pdf.add_page("100 50 695.28 891.89", "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>",
                 "BT /F1 24 Tf 172 750 Td (Coin) Tj ET", "/Rotate 180");
    const auto got = decode_all(pdf.finish());
    BOOST_TEST_REQUIRE(got.pages.size() == 1U);
    BOOST_TEST_REQUIRE(got.pages[0].layer.size() == 1U);
    const core::Box box = got.pages[0].layer[0].box;
    int dark = 0, all_dark = 0;
    for (int y = 0; y < got.pages[0].height; ++y)
        for (int x = 0; x < got.pages[0].width; ++x) {
            const bool ink = got.pages[0].pixels[static_cast<std::size_t>(y * got.pages[0].width + x)] < 128;
            all_dark += ink;
            dark += ink && x >= box.x0 && x < box.x1 && y >= box.y0 && y < box.y1;
        }
    BOOST_TEST(all_dark > 500);
    BOOST_TEST(dark > all_dark * 9 / 10);
}

BOOST_AUTO_TEST_CASE(a_layer_with_hidden_text_is_not_believed) {
    PdfMaker pdf;
    pdf.add_page("0 0 595 842", "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>",
                 "BT /F1 12 Tf 72 700 Td (Visible) Tj 3 Tr 0 -20 Td (cache) Tj ET");
    const auto got = decode_all(pdf.finish());
    BOOST_TEST_REQUIRE(got.pages.size() == 1U);
    BOOST_TEST(got.pages[0].layer.empty());
}

BOOST_AUTO_TEST_CASE(pages_come_one_at_a_time_and_in_order) {
    std::vector<int> bars;
    const auto file = tiff_of({page(1), page(2), page(3), page(4)}, {.compression = 4, .bits = 1});
    const auto count = pipeline::decode(std::span<const std::uint8_t>(file), limits_for_tests(),
                                        [&](core::Raster&& raster, int number) {
                                            BOOST_TEST(number == static_cast<int>(bars.size()) + 1);
                                            bars.push_back(bars_of(raster));
                                        });
    BOOST_TEST(count.operator bool());
    BOOST_TEST((bars == std::vector<int>{1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(pages_before_the_first_wanted_are_counted_and_not_given) {
    const std::vector<Bytes> files{
        tiff_of({page(1), page(2), page(3)}, {.compression = 4, .bits = 1}),
        pdf_of_texts({"un", "deux", "trois"}),
    };
    for (const auto& file : files)
        for (const int first : {1, 3, 4, 9}) {
            std::vector<int> numbers;
            const auto count = pipeline::decode(
                std::span<const std::uint8_t>(file), limits_for_tests(),
                [&](core::Raster&&, int number) { numbers.push_back(number); }, first);
            BOOST_TEST_REQUIRE(count.operator bool());
            BOOST_TEST(*count == 3);
            BOOST_TEST(numbers.size() == static_cast<std::size_t>(std::max(0, 4 - first)));
            if (!numbers.empty()) BOOST_TEST(numbers.front() == first);
        }
    for (const Bytes& file : {png_of(page()), jpeg_of(page(), 300)}) {
        const auto count = pipeline::decode(
            std::span<const std::uint8_t>(file), limits_for_tests(), [](core::Raster&&, int) { BOOST_ERROR("given"); },
            2);
        BOOST_TEST_REQUIRE(count.operator bool());
        BOOST_TEST(*count == 1);
    }
}

BOOST_AUTO_TEST_CASE(what_the_sink_throws_comes_through) {
    const auto file = png_of(page());
    BOOST_CHECK_THROW((void)pipeline::decode(std::span<const std::uint8_t>(file), limits_for_tests(),
                                             [](core::Raster&&, int) { throw core::TryLater("disque plein"); }),
                      core::TryLater);
}

BOOST_AUTO_TEST_CASE(our_letters_can_be_reopened) {
    const auto letter = pdf_of_texts({"Accord total", "Voies de recours"});
    const auto facts = pipeline::check_pdf(std::span<const std::uint8_t>(letter), limits_for_tests());
    BOOST_TEST_REQUIRE(facts.operator bool());
    BOOST_TEST(facts->ends_properly);
    BOOST_TEST_REQUIRE(facts->pages.size() == 2U);
    BOOST_TEST(facts->pages[1].starts_with("Voies de recours"));

    const Bytes cut(letter.begin(), letter.end() - 200);
    const auto broken = pipeline::check_pdf(std::span<const std::uint8_t>(cut), limits_for_tests());
    BOOST_TEST((!broken || !broken->ends_properly));
}

BOOST_AUTO_TEST_CASE(a_missing_decoder_is_the_installation_s_fault) {
    auto limits = limits_for_tests();
    limits.program = "/nonexistent/vaguemestre";
    const auto file = png_of(page());
    BOOST_CHECK_THROW((void)pipeline::decode(std::span<const std::uint8_t>(file), limits, [](core::Raster&&, int) {}),
                      core::BadSetup);
}

BOOST_AUTO_TEST_SUITE_END()
