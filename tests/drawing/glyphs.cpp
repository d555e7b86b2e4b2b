#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "tests/drawing/pens.h"

namespace drawing {

namespace {

struct Glyph {
    char letter;
    std::string_view strokes;  ///< Points xy on a grid 0-4 by 0-6, y downwards; strokes parted by a space.
};

constexpr std::array glyphs{Glyph{'A', "062046 1333"},
                            Glyph{'B', "00063647340300 00304132 3203"},
                            Glyph{'C', "41301001051636 3645"},
                            Glyph{'D', "00063645413000"},
                            Glyph{'E', "40000646 0333"},
                            Glyph{'F', "400006 0333"},
                            Glyph{'G', "4130100105163645 45432343"},
                            Glyph{'H', "0006 4046 0343"},
                            Glyph{'I', "2026"},
                            Glyph{'J', "4045361605"},
                            Glyph{'K', "0006 400346"},
                            Glyph{'L', "000646"},
                            Glyph{'M', "0600234046"},
                            Glyph{'N', "06004640"},
                            Glyph{'O', "103041453616050110"},
                            Glyph{'P', "06003041423303"},
                            Glyph{'Q', "103041453616050110 2446"},
                            Glyph{'R', "06003041423303 2346"},
                            Glyph{'S', "4130100112324345361605"},
                            Glyph{'T', "0040 2026"},
                            Glyph{'U', "000516364540"},
                            Glyph{'V', "002640"},
                            Glyph{'W', "0016233640"},
                            Glyph{'X', "0046 4006"},
                            Glyph{'Y', "002340 2326"},
                            Glyph{'Z', "00400646"},
                            Glyph{'0', "103041453616050110"},
                            Glyph{'1', "021026"},
                            Glyph{'2', "01103041420646"},
                            Glyph{'3', "01103041422333444536160 5"},
                            Glyph{'4', "30044434 3136"},
                            Glyph{'5', "400003334445361605"},
                            Glyph{'6', "4130100105163645443303"},
                            Glyph{'7', "004016"},
                            Glyph{'8', "1030414233130201 10 1304051636454433"},
                            Glyph{'9', "4333130201103041453616"},
                            Glyph{'/', "4006"},
                            Glyph{'-', "1333"},
                            Glyph{'.', "2526"}};

constexpr double cell_width = 4.0 / 6, gap_width = 1.6 / 6;  ///< In heights.

template <class Place>
Drawing place_text(std::string_view text, double height, Place place) {
    Drawing drawing;
    double x = 0;
    for (const char letter : text) {
        for (const auto& glyph : glyphs) {
            if (glyph.letter != letter) continue;
            Stroke stroke;
            std::string_view rest = glyph.strokes;
            while (rest.size() >= 2) {
                if (rest.front() == ' ') {
                    drawing.push_back(std::exchange(stroke, {}));
                    rest.remove_prefix(1);
                    continue;
                }
                if (rest[1] == ' ') break;
                stroke.push_back(place(x + (rest[0] - '0') * height / 6, (rest[1] - '0') * height / 6));
                rest.remove_prefix(2);
            }
            drawing.push_back(std::move(stroke));
        }
        x += (cell_width + gap_width) * height;
    }
    return drawing;
}

}  // namespace

double width_of(std::string_view capitals, double height) {
    return static_cast<double>(capitals.size()) * (cell_width + gap_width) * height;
}

Drawing printed(std::string_view capitals, core::Point at, double height) {
    return place_text(capitals, height, [&](double x, double y) { return core::Point{at.x + x, at.y + y}; });
}

Drawing on_arc(std::string_view capitals, core::Point centre, double radius, double height, double from) {
    return place_text(capitals, height, [&](double x, double y) {
        const double angle = from + x / radius, r = radius - y;
        return core::Point{centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)};
    });
}

Drawing handwritten(std::string_view capitals, core::Point at, double height, Random& random) {
    const double slant = uniform(random, -0.1, 0.35), wobble = 0.07 * height;
    auto drawing = place_text(capitals, height, [&](double x, double y) {
        return core::Point{at.x + x + slant * (height - y) + uniform(random, -wobble, wobble),
                           at.y + y + uniform(random, -wobble, wobble)};
    });
    return drawing;
}

}  // namespace drawing
