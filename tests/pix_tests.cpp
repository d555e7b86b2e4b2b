#include "ocr/pix.h"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

namespace {

/// A page without symmetry: every pixel differs from its neighbours.
core::Raster page(int width, int height, int channels) {
    core::Raster raster{.width = width, .height = height, .channels = channels, .dpi = 200};
    for (int i = 0; i < width * height * channels; ++i)
        raster.pixels.push_back(static_cast<std::uint8_t>(i * 37 + i / 7));
    return raster;
}

/// The sheet as a scanner sees it when it was turned clockwise.
ocr::PixPtr turned(const Pix& image, int degrees) {
    return ocr::own(pixRotateOrth(ocr::lept(image), degrees / 90), "pixRotateOrth");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pix_tests)

BOOST_AUTO_TEST_CASE(a_raster_survives_the_way_to_leptonica_and_back) {
    for (const int channels : {1, 3})
        for (const int width : {1, 2, 3, 4, 5, 17}) {
            const auto raster = page(width, 6, channels);
            const auto back = ocr::to_raster(*ocr::to_pix(raster));
            BOOST_TEST(back.width == raster.width);
            BOOST_TEST(back.height == raster.height);
            BOOST_TEST(back.channels == channels);
            BOOST_TEST(back.dpi == 200);
            BOOST_TEST(back.pixels == raster.pixels);
        }
}

BOOST_AUTO_TEST_CASE(a_raster_that_contradicts_itself_is_a_bug) {
    auto raster = page(4, 4, 1);
    raster.pixels.pop_back();
    BOOST_CHECK_THROW(ocr::to_pix(raster), std::logic_error);
    BOOST_CHECK_THROW(ocr::to_pix(core::Raster{}), std::logic_error);
    raster = page(4, 4, 1);
    raster.channels = 2;
    BOOST_CHECK_THROW(ocr::to_pix(raster), std::logic_error);
}

BOOST_AUTO_TEST_CASE(boxes_map_back_exactly_for_every_quarter_turn) {
    const auto sheet = ocr::to_pix(page(13, 29, 1));
    for (const int rotated : {0, 90, 180, 270}) {
        const auto decoded = turned(*sheet, rotated);
        const int width = pixGetWidth(decoded.get());
        const int height = pixGetHeight(decoded.get());
        BOOST_TEST(ocr::to_raster(*ocr::upright(*decoded, rotated)).pixels == ocr::to_raster(*sheet).pixels);
        for (int x0 = 0; x0 < 13; x0 += 3)
            for (int y0 = 0; y0 < 29; y0 += 5)
                for (int x1 = x0 + 1; x1 <= 13; x1 += 4)
                    for (int y1 = y0 + 1; y1 <= 29; y1 += 6) {
                        const core::Box box{x0, y0, x1, y1};
                        const auto there = ocr::box_as_decoded(box, rotated, width, height);
                        // The same ink under both boxes, and the way back is exact.
                        const auto seen = ocr::upright(*ocr::crop(*decoded, there), rotated);
                        BOOST_REQUIRE(ocr::to_raster(*seen).pixels == ocr::to_raster(*ocr::crop(*sheet, box)).pixels);
                        BOOST_REQUIRE((ocr::box_upright(there, rotated, width, height) == box));
                        const auto corner = ocr::point_as_decoded({double(x0), double(y0)}, rotated, width, height);
                        BOOST_REQUIRE((corner.x == there.x0 || corner.x == there.x1));
                        BOOST_REQUIRE((corner.y == there.y0 || corner.y == there.y1));
                    }
    }
}

BOOST_AUTO_TEST_CASE(only_quarter_turns_exist) {
    const auto sheet = ocr::to_pix(page(3, 3, 1));
    for (const int wrong : {-90, 1, 45, 360}) {
        BOOST_CHECK_THROW(ocr::upright(*sheet, wrong), std::logic_error);
        BOOST_CHECK_THROW(ocr::box_as_decoded({0, 0, 1, 1}, wrong, 3, 3), std::logic_error);
    }
}

BOOST_AUTO_TEST_CASE(a_crop_is_cut_at_the_borders) {
    const auto sheet = ocr::to_pix(page(10, 10, 1));
    const auto part = ocr::crop(*sheet, {-5, 8, 4, 50});
    BOOST_TEST(pixGetWidth(part.get()) == 4);
    BOOST_TEST(pixGetHeight(part.get()) == 2);
    BOOST_TEST(!ocr::crop(*sheet, {10, 0, 20, 5}));
    BOOST_TEST(!ocr::crop(*sheet, {5, 5, 5, 9}));
}

BOOST_AUTO_TEST_CASE(a_png_reads_back_as_the_same_pixels) {
    const auto sheet = ocr::to_pix(page(21, 9, 3));
    const auto bytes = ocr::png_bytes(*sheet);
    const ocr::PixPtr back(pixReadMem(bytes.data(), bytes.size()));
    BOOST_REQUIRE(back);
    BOOST_TEST(ocr::to_raster(*back).pixels == ocr::to_raster(*sheet).pixels);
}

BOOST_AUTO_TEST_SUITE_END()
