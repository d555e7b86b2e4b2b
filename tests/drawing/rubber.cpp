#include "tests/drawing/rubber.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace drawing {

namespace {

constexpr double pi = std::numbers::pi;

template <class T, std::size_t N>
T one_of(const T (&values)[N], Random& random) {
    return values[random() % N];
}

/// The stamp as it lies: everything is drawn about (0, 0), then turned and moved.
class Rubber {
  public:
    Rubber(Canvas& canvas, const Font& font, core::Point centre, Random& random)
        : canvas_(canvas),
          font_(font),
          centre_(centre),
          tilt_(uniform(random, -0.4, 0.4)),
          opacity_(uniform(random, 0.45, 1)),
          patchy_(chance(random, 0.6) ? uniform(random, 0.05, 0.4) : 0),
          line_(uniform(random, 0.25, 0.8)),
          colour_(one_of({violet, stamp_blue, stamp_blue, red, black, stamp_green, Colour{0.45, 0.45, 0.47},
                          Colour{0.2, 0.22, 0.3}},
                         random)) {}

    void outline(const Stroke& line, double width = 0) {
        Stroke there;
        for (const auto p : line) there.push_back(placed(p));
        canvas_.stroke(there, width > 0 ? width : line_, colour_, opacity_, patchy_);
    }
    void ring(double radius, double flat = 1, double width = 0) {
        Stroke line;
        for (int i = 0; i <= 72; ++i)
            line.push_back({radius * std::cos(i * pi / 36), radius * flat * std::sin(i * pi / 36)});
        outline(line, width);
    }
    void frame(double w, double h) { outline({{-w, -h}, {w, -h}, {w, h}, {-w, h}, {-w, -h}}); }
    /// Centred at y, no wider than `most`.
    void row(std::string_view text, double y, double height, double most) {
        const double wide = font_.width_of(text, height);
        const double size = wide > most ? height * most / wide : height;
        put(font_.text(text, {-font_.width_of(text, size) / 2, y + size / 2}, size));
    }
    /// Along a circle, read from inside; `above` the centre or below it.
    void arc(std::string_view text, double radius, double height, bool above) {
        auto glyphs = font_.text(text, {0, 0}, height);
        const double wide = font_.width_of(text, height), spread = std::min(1.25, 1.7 * pi * radius / 2 / wide);
        for (auto& glyph : glyphs)
            for (auto& contour : glyph)
                for (auto& p : contour) {
                    const double turn = (p.x - wide / 2) * spread / radius;
                    const double r = above ? radius - p.y : radius + p.y;
                    p = above ? core::Point{r * std::sin(turn), -r * std::cos(turn)}
                              : core::Point{r * std::sin(turn), r * std::cos(turn)};
                }
        put(std::move(glyphs));
    }
    void emblem(Random& random) {
        const int points = static_cast<int>(uniform(random, 5, 12));
        Stroke star;
        for (int i = 0; i <= 2 * points; ++i) {
            const double r = i % 2 == 0 ? 3.4 : uniform(random, 1.2, 3), a = i * pi / points;
            star.push_back({r * std::sin(a), -r * std::cos(a)});
        }
        outline(star, uniform(random, 0.25, 0.7));
    }

    const core::BoxMm& extent() const { return extent_; }

  private:
    core::Point placed(core::Point p) {
        const core::Point there{centre_.x + p.x * std::cos(tilt_) - p.y * std::sin(tilt_),
                                centre_.y + p.x * std::sin(tilt_) + p.y * std::cos(tilt_)};
        extent_ = {std::min(extent_.x0, there.x), std::min(extent_.y0, there.y), std::max(extent_.x1, there.x),
                   std::max(extent_.y1, there.y)};
        return there;
    }
    void put(std::vector<Outlines> glyphs) {
        for (auto& glyph : glyphs) {
            for (auto& contour : glyph)
                for (auto& p : contour) p = placed(p);
            canvas_.letters(glyph, colour_, opacity_, patchy_);
        }
    }

    Canvas& canvas_;
    const Font& font_;
    core::Point centre_;
    double tilt_, opacity_, patchy_, line_;
    Colour colour_;
    core::BoxMm extent_{1e9, 1e9, -1e9, -1e9};
};

}  // namespace

core::BoxMm rubber_stamp(Canvas& canvas, const Cast& cast, core::Point centre, bool dater, Random& random) {
    const auto& font = cast.text_fonts[random() % cast.text_fonts.size()];
    const bool scoring = cast.writers == Writers::scoring;
    const std::string place = scoring ? one_of({"BRIVAL", "VALMER", "ORNEVILLE"}, random)
                                      : one_of({"SAINT AUBIN", "MONTREL", "LE HAVET", "CORBIGNY"}, random);
    const std::string body = scoring
                                 ? one_of({"MAIRIE DE ", "COMMUNE DE ", "VILLE DE "}, random)
                                 : one_of({"DEPARTEMENT DE ", "SYNDICAT DE ", "CENTRE DE GESTION ", "MAIRIE "}, random);
    const auto& name = cast.names[random() % cast.names.size()];
    Rubber rubber(canvas, font, centre, random);
    if (dater) {
        const double w = uniform(random, 15, 23), h = uniform(random, 7, 11);
        if (chance(random, 0.7)) rubber.frame(w, h);
        rubber.row(chance(random, 0.5) ? "COURRIER ARRIVE" : "RECU LE", -0.55 * h, 2.6, 1.8 * w);
        rubber.row(scoring ? "12 NOV. 2026" : one_of({"04 MAI 2025", "28 JAN. 2026", "17/06/2025"}, random), 0,
                   uniform(random, 3, 4.6), 1.7 * w);
        rubber.row(body + place, 0.6 * h, 2.2, 1.8 * w);
        return rubber.extent();
    }
    const double radius = uniform(random, 10, 17.5);
    switch (random() % 6U) {
        case 0:
            rubber.ring(radius);
            rubber.arc(body + place, radius - 3.2, 2.2, true);
            rubber.emblem(random);
            if (chance(random, 0.5)) rubber.arc("CALVADOS", radius - 1.2, 2.2, false);
            break;
        case 1:
            rubber.ring(radius), rubber.ring(radius - 4.2, 1, 0.3);
            rubber.arc(body + place, radius - 3.4, 2.4, true);
            chance(random, 0.5) ? rubber.emblem(random) : rubber.row(place, 0, 2.4, 1.3 * radius);
            break;
        case 2:
            rubber.ring(radius * 1.25, 0.62);
            if (chance(random, 0.5)) rubber.ring(radius * 1.15, 0.58, 0.3);
            rubber.row(body, -2.4, 2.4, 1.8 * radius), rubber.row(place, 2.2, 3, 1.7 * radius);
            break;
        case 3: {
            const double w = uniform(random, 15, 26), h = uniform(random, 7, 11);
            rubber.frame(w, h);
            if (chance(random, 0.3)) rubber.frame(w - 1, h - 1);
            rubber.row(body + place, -0.5 * h, 2.8, 1.8 * w), rubber.row("1 PLACE DE L EGLISE", 0, 2.2, 1.7 * w);
            rubber.row("Tel. 02 00 00 00 00", 0.5 * h, 2.2, 1.6 * w);
            break;
        }
        case 4:
            rubber.row(chance(random, 0.5) ? "Le Maire," : "Pour le President", -5.5, 2.8, 40);
            rubber.row(name, 0, 3, 44);
            if (chance(random, 0.6)) rubber.row(body + place, 5.2, 2.4, 44);
            break;
        default:
            rubber.ring(radius, 1, 0.9);
            for (int i = -1; i <= 1; ++i) rubber.row(i == 0 ? place : body, 4.0 * i, i == 0 ? 3 : 2.2, 1.5 * radius);
            break;
    }
    return rubber.extent();
}

}  // namespace drawing
