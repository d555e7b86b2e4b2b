#include "tests/drawing/cases.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace drawing {

namespace {

template <class T, std::size_t N>
T one_of(const T (&values)[N], Random& random) {
    return values[random() % N];
}

struct Pen {
    Colour colour;
    double width, opacity;
};

Pen any_pen(Random& random) {
    return {one_of({black, blue, blue, Colour{0.1, 0.12, 0.35}}, random), uniform(random, 0.28, 0.7),
            uniform(random, 0.85, 1)};
}

Colour stamp_ink(Random& random) { return one_of({violet, stamp_blue, red, black, stamp_green}, random); }

core::Point in(const core::BoxMm& box, double room_x, double room_y, Random& random) {
    return {uniform(random, box.x0 + room_x, std::max(box.x0 + room_x, box.x1 - room_x)),
            uniform(random, box.y0 + room_y, std::max(box.y0 + room_y, box.y1 - room_y))};
}

core::BoxMm place_for_signature(const core::BoxMm& box, double least, double most, Random& random) {
    const double w = box.width() * uniform(random, least, most),
                 h = std::max(9.0, box.height() * uniform(random, least, most));
    const double x = uniform(random, box.x0 + 1, box.x1 - 1 - w),
                 y = uniform(random, box.y0 + 1, std::max(box.y0 + 1, box.y1 - 1 - h));
    return {x, y, x + w, std::min(y + h, box.y1 - 1)};
}

void sign(Canvas& canvas, const core::BoxMm& place, Writers writers, const Pen& pen, Random& random) {
    const Hand hand = writers == Writers::tuning ? one_of(tuning_hands, random) : one_of(scoring_hands, random);
    write(canvas, signature(hand, place, random), pen.width, pen.colour, pen.opacity);
}

/// What happened to the box without anybody writing in it.
void wear_only(Canvas& canvas, const core::BoxMm& box, Content content, Writers writers, Random& random) {
    if (content == Content::dust) {
        for (int i = 0, n = static_cast<int>(uniform(random, 3, 25)); i < n; ++i)
            canvas.disc(in(box, 1, 1, random), uniform(random, 0.06, 0.4), black, uniform(random, 0.4, 1));
    } else if (content == Content::shadow) {
        canvas.smear(in(box, 2, 2, random), uniform(random, 6, 30), uniform(random, 0.2, 0.6));
        if (chance(random, 0.5))
            canvas.rectangle({box.x0 - 2, box.y0 + 8, box.x1 + 2, box.y0 + 9 + uniform(random, 0, 4)}, black, 0.12);
    } else if (content == Content::show_through) {
        const Pen pale{black, uniform(random, 0.5, 0.9), uniform(random, 0.04, 0.09)};
        sign(canvas, place_for_signature(box, 0.6, 0.9, random), writers, pale, random);
    } else if (content == Content::streak) {
        const double x = uniform(random, box.x0 + 3, box.x1 - 3);
        canvas.stroke({{x, box.y0 - 4}, {x + 0.2, box.y1 + 4}}, uniform(random, 0.1, 0.35), black,
                      uniform(random, 0.3, 1));
        if (chance(random, 0.4)) canvas.stroke({{x + 4, box.y0 - 4}, {x + 4.2, box.y1 + 4}}, 0.15, black, 0.6);
    }
}

/// Somebody wrote, but did not sign.
void written_only(Canvas& canvas, const core::BoxMm& box, Content content, Random& random) {
    const Pen pen = any_pen(random);
    const auto put = [&](const Drawing& drawing) { write(canvas, drawing, pen.width, pen.colour, pen.opacity); };
    const double w = box.width(), h = box.height();
    if (content == Content::line) {
        const double y = uniform(random, 0.2, 0.8), bend = uniform(random, -3, 3);
        put({{{box.x0 + 0.1 * w, box.y0 + y * h},
              {box.x0 + 0.5 * w, box.y0 + y * h + bend},
              {box.x0 + uniform(random, 0.6, 0.9) * w, box.y0 + uniform(random, 0.2, 0.8) * h}}});
    } else if (content == Content::crossed_out) {
        put({{{box.x0 + 2, box.y0 + 2}, {box.x1 - 2, box.y1 - 2}}});
        if (chance(random, 0.6))
            put({{{box.x0 + 2, box.y1 - 2}, {box.x1 - 2, box.y0 + 2}}});
        else
            put({{{box.x0 + 2, box.y0 + 2},
                  {box.x1 - 4, box.y0 + 2.5},
                  {box.x0 + 3, box.y1 - 3},
                  {box.x1 - 3, box.y1 - 2}}});
    } else if (content == Content::tick) {
        const auto c = in(box, 8, 6, random);
        if (chance(random, 0.5))
            put({{{c.x - 3, c.y}, {c.x - 1, c.y + 3}, {c.x + uniform(random, 3, 7), c.y - uniform(random, 3, 6)}}});
        else
            put({{{c.x - 3, c.y - 3}, {c.x + 3, c.y + 3}}, {{c.x - 3, c.y + 3}, {c.x + 3, c.y - 3}}});
    } else if (content == Content::initials) {
        put(initials(in(box, 8, 6, random), chance(random, 0.4), random));
    } else if (content == Content::date) {
        const auto text = one_of(
            {std::string_view("12/11/2026"), std::string_view("LE 3.9.26"), std::string_view("27-10-2026")}, random);
        put(handwritten(text, {box.x0 + 3, uniform(random, box.y0 + 2, box.y1 - 8)}, uniform(random, 3, 4.6), random));
    } else if (content == Content::typed_name) {
        const double height = uniform(random, 2.2, 3.8);
        write(canvas, printed("ODILE TESNIERE", {box.x0 + 4, uniform(random, box.y0 + 3, box.y1 - 8)}, height),
              height * 0.13, print_black);
        if (chance(random, 0.4)) write(canvas, printed("MAIRE", {box.x0 + 8, box.y1 - 4}, 2.5), 0.35, print_black);
    } else if (content == Content::mention) {
        put(running_words(chance(random, 0.5) ? "2281" : "339", {box.x0 + 4, box.y0 + 0.45 * h},
                          uniform(random, 1.5, 2.2), random));
        if (chance(random, 0.5)) put(handwritten("12/11/26", {box.x0 + 5, box.y0 + 0.6 * h}, 3.4, random));
    }
}

void draw_stamp(Canvas& canvas, const core::BoxMm& box, Random& random) {
    // Some are pressed so near the border that part of the ring lies outside.
    const double room = chance(random, 0.3) ? 8 : 15;
    const core::Point centre{uniform(random, box.x0 + 14, box.x1 - 14),
                             std::clamp(uniform(random, box.y0 + room, box.y1 - room), box.y0 + 9, box.y1 - 9)};
    stamp(canvas, one_of(every_stamp, random), centre, stamp_ink(random), random);
}

void tail_from_elsewhere(Canvas& canvas, const core::BoxMm& box, Writers writers, Random& random) {
    const bool above = chance(random, 0.5);
    const double deep = uniform(random, 1.5, 5), x = uniform(random, box.x0, box.x0 + 0.3 * box.width());
    const core::BoxMm place =
        above ? core::BoxMm{x, box.y0 - 8, x + 45, box.y0 + deep} : core::BoxMm{x, box.y1 - deep, x + 45, box.y1 + 8};
    sign(canvas, place, writers, any_pen(random), random);
}

void signed_by_somebody(Canvas& canvas, const core::BoxMm& box, Content content, Writers writers, Random& random) {
    Pen pen = any_pen(random);
    auto place = place_for_signature(box, 0.5, 0.9, random);
    if (content == Content::faint_signature)
        pen = {one_of({pencil, blue}, random), uniform(random, 0.3, 0.5), uniform(random, 0.5, 0.7)};
    if (content == Content::small_signature) place = place_for_signature(box, 0.33, 0.42, random);
    if (content == Content::signature_over_border) {
        place = place_for_signature(box, 0.7, 0.9, random);
        const double off = uniform(random, 2, 5) * (chance(random, 0.5) ? 1 : -1);
        const double to = off > 0 ? box.y1 - place.y1 + off : box.y0 - place.y0 + off;
        place.y0 += to, place.y1 += to;
    }
    if (content == Content::signature_and_stamp) draw_stamp(canvas, box, random);
    if (content == Content::signature_and_name) written_only(canvas, box, Content::typed_name, random);
    sign(canvas, place, writers, pen, random);
}

}  // namespace

void draw(Canvas& canvas, const core::BoxMm& box, Content content, Writers writers, Random& random) {
    if (is_signed(content)) return signed_by_somebody(canvas, box, content, writers, random);
    if (content < Content::line) return wear_only(canvas, box, content, writers, random);
    if (content == Content::tail_from_elsewhere) return tail_from_elsewhere(canvas, box, writers, random);
    if (is_stamped(content)) {
        draw_stamp(canvas, box, random);
        if (content == Content::stamp_and_date) written_only(canvas, box, Content::date, random);
        if (content == Content::stamp_and_initials) written_only(canvas, box, Content::initials, random);
        return;
    }
    written_only(canvas, box, content, random);
}

Wear any_wear(Random& random) {
    Wear wear;
    wear.placing.dpi = chance(random, 0.6) ? 200 : 300;
    wear.placing.rotated = chance(random, 0.2) ? 180 : 0;
    wear.placing.skew_deg = chance(random, 0.3) ? uniform(random, -5, 5) : uniform(random, -1, 1);
    wear.placing.margin_mm = std::abs(wear.placing.skew_deg) > 2 ? 6 : 0;
    wear.placing.scale = uniform(random, 0.94, 1.02);
    wear.scan.noise = uniform(random, 2, 10);
    wear.scan.blur_px = uniform(random, 0, 1.2);
    wear.scan.uneven = chance(random, 0.4) ? uniform(random, 0, 0.4) : 0;
    const double kind = uniform(random, 0, 1);
    wear.scan.colour = kind < 0.4;
    wear.scan.fax = kind > 0.8;
    if (wear.scan.fax) wear.scan.uneven = 0;
    wear.scan.jpeg_quality = chance(random, 0.6) ? one_of({30, 50, 75, 85}, random) : 0;
    return wear;
}

}  // namespace drawing
