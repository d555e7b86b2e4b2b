#include "ocr/stamp.h"

#include <cmath>
#include <numbers>

#include "ocr/ink.h"

namespace {

using ocr::Bits;

constexpr double px = ocr::ink_px_per_mm;

/// Half a millimetre wide; lengths in mm.
void line(Bits& bits, core::Point from, core::Point to) {
    const int steps = static_cast<int>(std::hypot(to.x - from.x, to.y - from.y) * px * 2) + 1;
    for (int i = 0; i <= steps; ++i)
        for (int thick = -2; thick <= 2; ++thick)
            for (int across = -2; across <= 2; ++across) {
                const double share = 1.0 * i / steps;
                const int x = static_cast<int>((from.x + (to.x - from.x) * share) * px) + thick;
                const int y = static_cast<int>((from.y + (to.y - from.y) * share) * px) + across;
                if (bits.inside(x, y)) bits.set(x, y);
            }
}

/// A rectangle of 40 x 15 mm about (40, 20), turned; `inked` of each side is drawn.
Bits framed(double turn_deg, double inked = 1) {
    Bits bits(640, 320);
    const double c = std::cos(turn_deg * std::numbers::pi / 180), s = std::sin(turn_deg * std::numbers::pi / 180);
    const auto at = [&](double u, double v) { return core::Point{40 + u * c - v * s, 20 + u * s + v * c}; };
    const core::Point corners[]{at(-20, -7.5), at(20, -7.5), at(20, 7.5), at(-20, 7.5)};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto a = corners[i], b = corners[(i + 1) % 4];
        line(bits, a, {a.x + (b.x - a.x) * inked, a.y + (b.y - a.y) * inked});
    }
    return bits;
}

void circle(Bits& bits, core::Point centre, double radius) {
    for (int i = 0; i < 120; ++i) {
        const double a = i * std::numbers::pi / 60, b = (i + 1) * std::numbers::pi / 60;
        line(bits, {centre.x + radius * std::cos(a), centre.y + radius * std::sin(a)},
             {centre.x + radius * std::cos(b), centre.y + radius * std::sin(b)});
    }
}

std::vector<ocr::Pixel> strokes_of(const Bits& bits) {
    std::vector<ocr::Pixel> strokes;
    for (const auto& shape : ocr::shapes_of(bits))
        strokes.insert(strokes.end(), shape.spine.begin(), shape.spine.end());
    return strokes;
}

constexpr core::Box whole{0, 0, 640, 320};

}  // namespace

BOOST_AUTO_TEST_SUITE(stamp_tests)

BOOST_AUTO_TEST_CASE(a_frame_is_found_at_any_turn_of_a_hand_stamp) {
    for (const double turn : {-18.0, -7.0, 0.0, 3.3, 12.0}) BOOST_TEST_CONTEXT("turned by " << turn) {
            const auto frame = ocr::find_frame(framed(turn));
            BOOST_REQUIRE(frame);
            BOOST_TEST(std::abs((frame->u1 - frame->u0) / px - 40) < 1.5);
            BOOST_TEST(std::abs((frame->v1 - frame->v0) / px - 15) < 1.5);
            BOOST_TEST(std::abs(frame->angle * 180 / std::numbers::pi - turn) < 1);
        }
}

BOOST_AUTO_TEST_CASE(a_frame_with_a_pen_stroke_across_is_found_all_the_same) {
    auto bits = framed(4);
    line(bits, {15, 12}, {70, 30});
    BOOST_TEST(ocr::find_frame(bits).has_value());
}

BOOST_AUTO_TEST_CASE(what_has_not_four_sides_is_no_frame) {
    Bits lines(640, 320);
    line(lines, {10, 10}, {60, 10});
    line(lines, {10, 25}, {60, 25});
    BOOST_TEST(!ocr::find_frame(lines));
    BOOST_TEST(!ocr::find_frame(framed(0, 0.4)));
    BOOST_TEST(!ocr::find_frame(Bits(640, 320)));
}

BOOST_AUTO_TEST_CASE(a_ring_is_found_with_the_ring_inside_it) {
    Bits bits(640, 320);
    circle(bits, {30, 20}, 15);
    circle(bits, {30, 20}, 9);
    const auto strokes = strokes_of(bits);
    const auto ring = ocr::find_ring(strokes, whole);
    BOOST_REQUIRE(ring);
    BOOST_TEST(ring->inked > 0.9);
    const auto radii = ocr::concentric_radii(ring->circle, strokes, whole);
    BOOST_TEST(std::abs(*std::max_element(radii.begin(), radii.end()) / px - 15) < 0.7);
    BOOST_TEST(std::abs(*std::min_element(radii.begin(), radii.end()) / px - 9) < 0.7);
}

BOOST_AUTO_TEST_CASE(lines_and_zigzags_are_no_ring) {
    Bits bits(640, 320);
    for (int i = 0; i < 8; ++i) line(bits, {10.0 + 5 * i, 10.0 + 15 * (i % 2)}, {15.0 + 5 * i, 25.0 - 15 * (i % 2)});
    BOOST_TEST(!ocr::find_ring(strokes_of(bits), whole));
}

BOOST_AUTO_TEST_CASE(a_signature_across_a_ring_stays_when_the_stamp_is_taken_away) {
    Bits bits(640, 320);
    circle(bits, {40, 20}, 14);
    circle(bits, {40, 20}, 9);
    for (int i = 0; i < 10; ++i) line(bits, {15.0 + 5 * i, 14.0 + 12 * (i % 2)}, {20.0 + 5 * i, 26.0 - 12 * (i % 2)});
    const auto shapes = ocr::shapes_of(bits);
    const auto stamp = ocr::find_stamp(bits, shapes, whole);
    BOOST_REQUIRE(stamp.found());
    BOOST_TEST(stamp.ring.has_value());
    double left = 0, all = 0;
    for (const auto& shape : ocr::shapes_of(ocr::without_stamp(bits, stamp))) left += shape.length;
    for (const auto& shape : shapes) all += shape.length;
    const double rings = 2 * std::numbers::pi * (14 + 9);
    BOOST_TEST(left < all - 0.8 * rings);
    BOOST_TEST(left > 0.6 * (all - rings));
}

BOOST_AUTO_TEST_SUITE_END()
