#include "tests/drawing/cases.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "tests/drawing/rubber.h"

namespace drawing {

namespace {

template <class T, std::size_t N>
T one_of(const T (&values)[N], Random& random) {
    return values[random() % N];
}

Pen any_pen(Random& random) {
    return {.colour = one_of(
                {black, blue, blue, Colour{0.1, 0.12, 0.35}, Colour{0.05, 0.25, 0.5}, Colour{0.25, 0.2, 0.55}}, random),
            .width = uniform(random, 0.22, 0.7),
            .opacity = uniform(random, 0.75, 1),
            .pressure = chance(random, 0.6) ? uniform(random, 0.1, 0.9) : 0,
            .patchy = chance(random, 0.25) ? uniform(random, 0, 0.2) : 0};
}

Pen felt(Random& random) {
    return {.colour = one_of({black, blue, Colour{0.02, 0.02, 0.05}}, random),
            .width = uniform(random, 0.8, 1.6),
            .opacity = uniform(random, 0.9, 1),
            .pressure = uniform(random, 0, 0.5)};
}

core::Point in(const core::BoxMm& box, double room_x, double room_y, Random& random) {
    return {uniform(random, box.x0 + room_x, std::max(box.x0 + room_x, box.x1 - room_x)),
            uniform(random, box.y0 + room_y, std::max(box.y0 + room_y, box.y1 - room_y))};
}

core::BoxMm place_for_signature(const core::BoxMm& box, double least, double most, Random& random) {
    const double w = box.width() * uniform(random, least, most),
                 h = std::min(box.height() - 2, std::max(9.0, box.height() * uniform(random, least, most)));
    const double x = uniform(random, box.x0 + 1, std::max(box.x0 + 1, box.x1 - 1 - w)),
                 y = uniform(random, box.y0 + 1, std::max(box.y0 + 1, box.y1 - 1 - h));
    return {x, y, x + w, std::min(y + h, box.y1 - 1)};
}

Pen pale(Random& random) {
    return {.colour = black, .width = uniform(random, 0.5, 0.9), .opacity = uniform(random, 0.03, 0.09)};
}

/// What happened to the box without anybody writing in it.
void wear_only(Canvas& canvas, const core::BoxMm& box, Content content, const Cast& cast, Random& random) {
    if (content == Content::dust) {
        for (int i = 0, n = static_cast<int>(uniform(random, 3, 40)); i < n; ++i)
            canvas.disc(in(box, 1, 1, random), uniform(random, 0.06, 0.4), black, uniform(random, 0.4, 1));
    } else if (content == Content::shadow) {
        canvas.smear(in(box, 2, 2, random), uniform(random, 6, 30), uniform(random, 0.2, 0.6));
    } else if (content == Content::fold) {
        const double y = uniform(random, box.y0 + 2, box.y1 - 2), tilt = uniform(random, -1, 1);
        const double thick = uniform(random, 0.3, 5), dark = uniform(random, 0.06, 0.3);
        const std::array<core::Point, 4> crease{
            {{box.x0 - 8, y}, {box.x1 + 8, y + tilt}, {box.x1 + 8, y + tilt + thick}, {box.x0 - 8, y + thick}}};
        canvas.fill(crease, black, dark);
    } else if (content == Content::show_through) {
        if (chance(random, 0.6))
            cast.sign(canvas, place_for_signature(box, 0.6, 0.9, random), pale(random), random);
        else
            for (int line = 0; line < 4; ++line) {  // Print on the back, mirrored.
                auto glyphs = cast.text_fonts[random() % cast.text_fonts.size()].text("reglement interieur du service",
                                                                                      {0, 0}, 2.4);
                for (auto& glyph : glyphs)
                    for (auto& contour : glyph)
                        for (auto& p : contour) p = {box.x1 - 3 - p.x, box.y0 + 5 + 6 * line + p.y};
                write(canvas, glyphs, pale(random));
            }
    } else if (content == Content::streak) {
        const double x = uniform(random, box.x0 + 3, box.x1 - 3);
        canvas.stroke({{x, box.y0 - 9}, {x + 0.2, box.y1 + 9}}, uniform(random, 0.1, 0.35), black,
                      uniform(random, 0.3, 1));
        if (chance(random, 0.4)) canvas.stroke({{x + 4, box.y0 - 9}, {x + 4.2, box.y1 + 9}}, 0.15, black, 0.6);
    } else if (content == Content::staple) {
        const auto c = in(box, 8, 5, random);
        const double turn = uniform(random, -0.8, 0.8), half = uniform(random, 4, 6.5);
        const core::Point a{c.x - half * std::cos(turn), c.y - half * std::sin(turn)},
            b{c.x + half * std::cos(turn), c.y + half * std::sin(turn)};
        if (chance(random, 0.5))
            canvas.stroke({a, b}, uniform(random, 0.4, 0.8), {0.3, 0.3, 0.32}, uniform(random, 0.4, 1));
        canvas.disc(a, uniform(random, 0.25, 0.6), black), canvas.disc(b, uniform(random, 0.25, 0.6), black);
    } else if (content == Content::punch_hole) {
        const core::Point c{
            chance(random, 0.5) ? box.x0 + uniform(random, -1, 7) : uniform(random, box.x0 + 4, box.x1 - 4),
            uniform(random, box.y0 + 2, box.y1 - 2)};
        canvas.disc(c, uniform(random, 2.5, 3.2), chance(random, 0.7) ? black : Colour{0.6, 0.6, 0.6},
                    uniform(random, 0.6, 1));
    }
}

core::BoxMm somewhere(const core::BoxMm& box, double wide, double high, Random& random) {
    const double x = uniform(random, box.x0 + 1, std::max(box.x0 + 1, box.x1 - wide - 1));
    const double y = uniform(random, box.y0 + 1, std::max(box.y0 + 1, box.y1 - high - 1));
    return {x, y, x + wide, y + high};
}

/// Handwritten text of a given height of capitals; in stick letters or in the hand of a font.
void note(Canvas& canvas, const core::BoxMm& box, std::string text, double height, bool capitals, const Cast& cast,
          const Pen& pen, Random& random) {
    if (capitals)
        std::transform(text.begin(), text.end(), text.begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (chance(random, 0.45) && capitals) {
        height = std::min(height, height * (box.width() - 4) / width_of(text, height));
        const auto at = somewhere(box, width_of(text, height), height, random);
        return write(canvas, handwritten(text, {at.x0, at.y0}, height, random), pen, random);
    }
    auto glyphs = font_hand(cast.hand_fonts[random() % cast.hand_fonts.size()], text, {0, 0}, height,
                            uniform(random, -0.05, 0.3), random);
    const auto has = extent(glyphs);
    const double shrink = std::min({1.0, (box.width() - 3) / has.width(), (box.height() - 2) / has.height()});
    const auto at = somewhere(box, has.width() * shrink, has.height() * shrink, random);
    write(canvas, fitted(std::move(glyphs), at), pen);
}

void typed(Canvas& canvas, const core::BoxMm& box, const Cast& cast, Random& random) {
    const auto& font = cast.text_fonts[random() % cast.text_fonts.size()];
    const auto& name = cast.names[random() % cast.names.size()];
    const double height = uniform(random, 1.9, 3.6);
    const auto at = somewhere(box, font.width_of(name, height), 2.4 * height, random);
    const Pen ink{.colour = print_black, .opacity = uniform(random, 0.8, 1)};
    write(canvas, font.text(name, {at.x0, at.y0 + height}, height), ink);
    if (chance(random, 0.5))
        write(canvas,
              font.text(one_of({"Le Maire", "Directrice generale", "Pour le President"}, random),
                        {at.x0, at.y0 + 2.6 * height}, height * 0.9),
              ink);
}

void tick(Canvas& canvas, const core::BoxMm& box, const Pen& pen, Random& random) {
    const auto c = in(box, 8, 6, random);
    const double s = uniform(random, 0.6, 1.5);
    if (chance(random, 0.5))
        write(canvas,
              {{{c.x - 3 * s, c.y},
                {c.x - 1 * s, c.y + 3 * s},
                {c.x + uniform(random, 3, 7) * s, c.y - uniform(random, 3, 6) * s}}},
              pen, random);
    else
        write(canvas,
              {{{c.x - 3 * s, c.y - 3 * s}, {c.x + 3 * s, c.y + 3 * s}},
               {{c.x - 3 * s, c.y + 3 * s}, {c.x + 3 * s, c.y - 3 * s}}},
              pen, random);
}

std::string any_date(Random& random) {
    const auto two = [&](int from, int to) {
        const auto value = std::to_string(from + static_cast<int>(random() % static_cast<unsigned>(to - from + 1)));
        return value.size() < 2 ? "0" + value : value;
    };
    const std::string mark = one_of({"/", "-", ".", "/"}, random);
    return (chance(random, 0.3) ? "le " : "") + two(1, 28) + mark + two(1, 12) + mark +
           (chance(random, 0.5) ? "20" : "") + two(24, 27);
}

/// Somebody wrote, but did not sign.
void written_only(Canvas& canvas, const core::BoxMm& box, Content content, const Cast& cast, Random& random) {
    const Pen pen = any_pen(random);
    const auto put = [&](const Drawing& drawing) { write(canvas, drawing, pen, random); };
    const double w = box.width(), h = box.height();
    const bool scoring = cast.writers == Writers::scoring;
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
        tick(canvas, box, pen, random);
    } else if (content == Content::initials) {
        const double size = uniform(random, 3.5, 7);
        const auto centre = in(box, 8, 6, random);
        if (chance(random, 0.5)) return put(initials(centre, chance(random, 0.4), random));
        std::string letters{static_cast<char>('A' + random() % 26U), static_cast<char>('A' + random() % 26U)};
        if (chance(random, 0.4)) letters.insert(1, ".");
        write(canvas,
              fitted(font_hand(cast.hand_fonts[random() % cast.hand_fonts.size()], letters, {0, 0}, size, 0.1, random),
                     {centre.x - size, centre.y - size / 2, centre.x + size, centre.y + size / 2}),
              pen);
    } else if (content == Content::capitals) {
        auto name = cast.names[random() % cast.names.size()];
        if (chance(random, 0.6)) name = name.substr(name.find(' ') + 1);
        note(canvas, box, name, uniform(random, 3.2, 11), true, cast, pen, random);
    } else if (content == Content::date) {
        note(canvas, box, any_date(random), uniform(random, 2.6, 5), chance(random, 0.5), cast, pen, random);
    } else if (content == Content::typed_name) {
        typed(canvas, box, cast, random);
    } else if (content == Content::mention) {
        const core::BoxMm upper{box.x0, box.y0, box.x1, box.y0 + 0.5 * h},
            lower{box.x0, box.y0 + 0.5 * h, box.x1, box.y1};
        const std::string text =
            scoring ? one_of({"lu et approuve", "bon pour accord", "avis favorable", "vu et transmis"}, random)
                    : one_of({"Lu et approuve", "bon pour accord", "Accord", "favorable sous reserve", "vu",
                              "pour information", "a completer"},
                             random);
        if (chance(random, 0.25))
            put(running_words(chance(random, 0.5) ? "2281" : "339", {box.x0 + 4, box.y0 + 0.4 * h},
                              uniform(random, 1.5, 2.2), random));
        else
            note(canvas, upper, text, uniform(random, 2.4, 4.5), false, cast, pen, random);
        if (chance(random, 0.4))
            note(canvas, lower, any_date(random), uniform(random, 2.6, 4), false, cast, pen, random);
    } else if (content == Content::fluid) {
        if (chance(random, 0.7)) note(canvas, box, any_date(random), 4, false, cast, pen, random);
        const double edge = uniform(random, 0.85, 1);
        for (int i = 0; i < 6; ++i) {
            const double y = box.y0 + 2 + i * (h - 4) / 6, far = uniform(random, 0, 3);
            const std::array<core::Point, 4> patch{{{box.x0 + 2 + far, y - 0.6},
                                                    {box.x1 - 3 + far, y - 0.8},
                                                    {box.x1 - 2, y + h / 6 + 0.6},
                                                    {box.x0 + 3, y + h / 6 + 0.4}}};
            canvas.paint(patch, edge);
        }
    }
}

void draw_stamp(Canvas& canvas, const core::BoxMm& box, bool dater, const Cast& cast, Random& random) {
    // Some are pressed so near the border that part of the ring lies outside.
    const double room = chance(random, 0.3) ? 8 : 15;
    const core::Point centre{uniform(random, box.x0 + 14, box.x1 - 14),
                             std::clamp(uniform(random, box.y0 + room, box.y1 - room), box.y0 + 9, box.y1 - 9)};
    if (chance(random, 0.7) || dater)
        rubber_stamp(canvas, cast, centre, dater, random);
    else
        stamp(canvas, one_of(every_stamp, random), centre,
              one_of({violet, stamp_blue, red, black, stamp_green}, random), random);
}

void tail_from_elsewhere(Canvas& canvas, const core::BoxMm& box, const Cast& cast, Random& random) {
    const double deep = uniform(random, 1, 4.5);
    const double side = uniform(random, 0, 1);
    const double x = uniform(random, box.x0, box.x0 + 0.3 * box.width());
    core::BoxMm place{x, box.y0 - uniform(random, 8, 16), x + 45, box.y0 + deep};
    if (side > 0.4) place = {x, box.y1 - deep, x + 45, box.y1 + uniform(random, 8, 16)};
    if (side > 0.8) place = {box.x1 - deep, box.y0 + 5, box.x1 + uniform(random, 20, 40), box.y1 - 5};
    cast.sign(canvas, place, any_pen(random), random);
}

void signed_by_somebody(Canvas& canvas, const core::BoxMm& box, Content content, const Cast& cast, Random& random) {
    Pen pen = any_pen(random);
    auto place = place_for_signature(box, 0.42, 0.9, random);
    const core::BoxMm left{box.x0, box.y0, box.x0 + 0.45 * box.width(), box.y1}, right{left.x1, box.y0, box.x1, box.y1};
    switch (content) {
        case Content::faint_signature:
            pen = {.colour = one_of({pencil, blue, pencil}, random),
                   .width = uniform(random, 0.25, 0.5),
                   .opacity = uniform(random, 0.45, 0.7),
                   .pressure = uniform(random, 0, 0.6)};
            break;
        case Content::small_signature:
            place = place_for_signature(box, 0.28, 0.4, random);
            break;
        case Content::felt_signature:
        case Content::felt_signature_and_stamp:
            pen = felt(random);
            break;
        case Content::signature_over_border: {
            place = place_for_signature(box, 0.7, 0.95, random);
            const double off = uniform(random, 1.5, 6) * (chance(random, 0.5) ? 1 : -1);
            const double to = off > 0 ? box.y1 - place.y1 + off : box.y0 - place.y0 + off;
            place.y0 += to, place.y1 += to;
            if (chance(random, 0.4)) place.x1 = box.x1 + uniform(random, 1, 5);
            break;
        }
        case Content::signature_and_name:
            typed(canvas, box, cast, random);
            break;
        case Content::signature_and_date:
            note(canvas, left, any_date(random), uniform(random, 2.6, 4.4), false, cast, pen, random);
            place = place_for_signature(right, 0.7, 0.98, random);
            break;
        case Content::signature_and_mention:
            note(canvas, {box.x0, box.y0, box.x1, box.y0 + 0.35 * box.height()}, "lu et approuve",
                 uniform(random, 2.4, 3.6), false, cast, pen, random);
            place = place_for_signature({box.x0, box.y0 + 0.35 * box.height(), box.x1, box.y1}, 0.5, 0.95, random);
            break;
        case Content::signature_over_fluid:
            written_only(canvas, box, Content::fluid, cast, random);
            break;
        case Content::signature_and_tail:
            tail_from_elsewhere(canvas, box, cast, random);
            break;
        default:
            break;
    }
    if (is_stamped(content) && chance(random, 0.6))
        draw_stamp(canvas, box, chance(random, 0.15), cast, random);
    else if (is_stamped(content)) {  // Pressed over the signature, or beside it.
        cast.sign(canvas, place, pen, random);
        return draw_stamp(canvas, box, false, cast, random);
    }
    cast.sign(canvas, place, pen, random);
}

}  // namespace

void draw(Canvas& canvas, const core::BoxMm& box, Content content, const Cast& cast, Random& random) {
    if (is_signed(content)) return signed_by_somebody(canvas, box, content, cast, random);
    if (content < Content::fluid) return wear_only(canvas, box, content, cast, random);
    if (content == Content::tail_from_elsewhere) return tail_from_elsewhere(canvas, box, cast, random);
    if (is_stamped(content)) {
        draw_stamp(canvas, box, content == Content::dater, cast, random);
        if (content == Content::stamp_and_date) written_only(canvas, box, Content::date, cast, random);
        if (content == Content::stamp_and_name) typed(canvas, box, cast, random);
        if (content == Content::stamp_and_initials) written_only(canvas, box, Content::initials, cast, random);
        return;
    }
    written_only(canvas, box, content, cast, random);
}

Wear worn(Degradation degradation, Random& random) {
    Wear wear;
    auto& [placing, scan] = wear;
    placing.dpi = chance(random, 0.6) ? 200 : 300;
    placing.rotated = chance(random, 0.15) ? 180 : 0;
    placing.skew_deg = uniform(random, -1, 1);
    placing.scale = uniform(random, 0.97, 1.01);
    scan.noise = uniform(random, 2, 6);
    scan.blur_px = uniform(random, 0, 0.8);
    scan.colour = chance(random, 0.5);
    scan.jpeg_quality = chance(random, 0.6) ? one_of({50, 75, 85}, random) : 0;
    switch (degradation) {
        case Degradation::clean:
            scan.noise = 2, scan.colour = true, scan.jpeg_quality = 90;
            break;
        case Degradation::grey:
            scan.colour = false;
            break;
        case Degradation::colour_jpeg_30:
            scan.colour = true, scan.jpeg_quality = 30;
            break;
        case Degradation::grey_jpeg_30:
            scan.colour = false, scan.jpeg_quality = 30;
            break;
        case Degradation::fax:
        case Degradation::dark_fax:
        case Degradation::light_fax:
            scan.fax = true, scan.colour = false, scan.noise = uniform(random, 1, 5);
            scan.fax_threshold = degradation == Degradation::fax        ? uniform(random, 0.58, 0.66)
                                 : degradation == Degradation::dark_fax ? uniform(random, 0.68, 0.8)
                                                                        : uniform(random, 0.46, 0.56);
            break;
        case Degradation::noisy:
            scan.noise = uniform(random, 7, 12);
            break;
        case Degradation::uneven:
            scan.uneven = uniform(random, 0.2, 0.45);
            break;
        case Degradation::blurred:
            scan.blur_px = uniform(random, 1, 2.2);
            break;
        case Degradation::skewed:
            placing.skew_deg = uniform(random, 2, 5) * (chance(random, 0.5) ? 1 : -1), placing.margin_mm = 6;
            break;
        case Degradation::shrunk:
            placing.scale = uniform(random, 0.94, 0.965);
            break;
        case Degradation::fine:
            placing.dpi = 400;
            break;
        case Degradation::coarse:
            placing.dpi = 150;
            break;
        case Degradation::tinted:
            scan.paper = uniform(random, 0.72, 0.88), scan.colour = true;
            break;
        case Degradation::photocopy:
            scan.colour = false, scan.blur_px = uniform(random, 0.6, 1.2), scan.contrast = uniform(random, 1.6, 2.6),
            scan.jpeg_quality = 60;
            break;
    }
    return wear;
}

}  // namespace drawing
