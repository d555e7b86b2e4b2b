// Blank pages: what paper, machines and people leave on the back of a sheet; which of it is writing?
#include <array>
#include <cmath>
#include <numbers>
#include <string>

#include "bench/form_pages.h"
#include "bench/scoring.h"
#include "ocr/reader.h"
#include "tests/drawing/cases.h"
#include "tests/drawing/pens.h"
#include "tests/drawn_page.h"

namespace {

using drawing::Canvas;
using drawing::Random;
using drawing::uniform;
using scoring::Verdict;

constexpr unsigned rounds = 20, short_rounds = 1;

struct Back {
    const char* kind;
    bool blank;
    void (*draw)(drawn::Sheet&, Canvas&, Random&, bool tuning);
};

void holes(Canvas& canvas, Random& random, int count) {
    const double first = count == 2 ? 108.5 : 28.5, x = uniform(random, 9, 13), radius = uniform(random, 2.6, 3.1);
    for (int i = 0; i < count; ++i) {
        const double y = first + 80.0 * i + uniform(random, -3, 3);
        const bool ring = drawing::chance(random, 0.4);
        canvas.disc({x, y}, radius, drawing::black, ring ? 0.5 : 0.95);
    }
}

/// Text of the other side, mirrored, soft and pale; drawn as rows of strokes.
void show_through(Canvas& canvas, Random& random, double strength) {
    for (int line = 0; line < 34; ++line)
        drawing::write(canvas, drawing::printed("NOITAMROF ED EDNAMED AL TNEVUORPPA", {30, 30 + line * 6.5}, 3),
                       uniform(random, 0.5, 0.8), {0.9, 0.9, 0.9}, strength);
}

constexpr std::array backs{
    Back{"white", true, [](drawn::Sheet&, Canvas&, Random&, bool) {}},
    Back{"dust", true,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool) {
             for (int i = 0; i < 60; ++i)
                 canvas.disc({uniform(random, 3, 207), uniform(random, 3, 294)}, uniform(random, 0.04, 0.16),
                             drawing::black, uniform(random, 0.3, 0.9));
         }},
    Back{"punch holes", true,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool) {
             holes(canvas, random, drawing::chance(random, 0.5) ? 2 : 4);
         }},
    Back{"staple and fold", true,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool) {
             const double x = uniform(random, 8, 16), y = uniform(random, 8, 16), turn = uniform(random, -0.9, 0.9);
             canvas.stroke(
                 {{x - 5 * std::cos(turn), y - 5 * std::sin(turn)}, {x + 5 * std::cos(turn), y + 5 * std::sin(turn)}},
                 0.5, drawing::black, 0.8);
             const double fold = uniform(random, 90, 110);
             canvas.stroke({{0, fold}, {210, fold + uniform(random, -1, 1)}}, uniform(random, 0.3, 0.8),
                           {0.8, 0.8, 0.8}, 0.6);
         }},
    Back{"show-through", true,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool tuning) {
             show_through(canvas, random, tuning ? uniform(random, 0.3, 1) : uniform(random, 0.2, 1.1));
         }},
    Back{"dirty edges", true,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool) {
             const double side = uniform(random, 1, 4);
             canvas.rectangle({-5, -5, side, 300}, drawing::black, 0.9);
             canvas.rectangle({-5, -5, 215, uniform(random, 0.5, 3)}, drawing::black, 0.7);
         }},
    Back{"streaks", true,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool) {
             for (int i = 0; i < 2; ++i) {
                 const double x = uniform(random, 20, 190);
                 canvas.stroke({{x, -2}, {x, 299}}, uniform(random, 0.1, 0.35), drawing::black,
                               uniform(random, 0.4, 0.9));
             }
         }},
    Back{"stain", true,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool) {
             canvas.smear({uniform(random, 40, 170), uniform(random, 40, 250)}, uniform(random, 15, 40),
                          uniform(random, 0.1, 0.25));
         }},
    Back{"page number", false,
         [](drawn::Sheet& sheet, Canvas&, Random& random, bool) {
             const std::string text =
                 random() % 2 ? std::to_string(random() % 40 + 1) : "- " + std::to_string(random() % 9 + 1) + " -";
             sheet.text(random() % 2 ? 104 : 190, random() % 3 ? 287 : 12, text, uniform(random, 8, 11));
         }},
    Back{"one word", false,
         [](drawn::Sheet& sheet, Canvas&, Random& random, bool) {
             sheet.text(uniform(random, 25, 150), uniform(random, 30, 260),
                        random() % 2 ? "Annexe" : "Page laissée vide", uniform(random, 8, 12));
         }},
    Back{"signature alone", false,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool tuning) {
             const double x = uniform(random, 25, 130), y = uniform(random, 30, 250);
             drawing::write(canvas,
                            drawing::signature(tuning ? drawing::Hand::loops : drawing::Hand::knot,
                                               {x, y, x + 45, y + 16}, random),
                            0.45, drawing::blue);
         }},
    Back{"pencil note", false,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool) {
             drawing::write(
                 canvas,
                 drawing::handwritten("VU LE 3 MARS", {uniform(random, 20, 120), uniform(random, 20, 260)}, 5, random),
                 0.4, drawing::pencil, uniform(random, 0.6, 0.9));
         }},
    Back{"stamp alone", false,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool) {
             drawing::stamp(canvas, drawing::every_stamp[random() % 6],
                            {uniform(random, 40, 160), uniform(random, 40, 250)}, drawing::stamp_blue, random);
         }},
    Back{"small print at the foot", false,
         [](drawn::Sheet& sheet, Canvas&, Random& random, bool) {
             sheet.text(25, 283, "Imprimé par nos soins - ne pas jeter sur la voie publique", uniform(random, 6, 7.5));
         }},
    Back{"note over show-through", false,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool) {
             show_through(canvas, random, 0.6);
             drawing::write(canvas,
                            drawing::handwritten("RETOUR AU SERVICE", {40, uniform(random, 60, 240)}, 5, random), 0.5,
                            drawing::blue);
         }},
    Back{"initials by a hole", false,
         [](drawn::Sheet&, Canvas& canvas, Random& random, bool) {
             holes(canvas, random, 2);
             drawing::write(canvas,
                            drawing::initials({uniform(random, 30, 180), uniform(random, 40, 260)}, true, random), 0.4,
                            drawing::black);
         }},
};

}  // namespace

int main(int argc, char** argv) {
    const auto options = scoring::options_from(argc, argv);
    const scoring::Report report(options);
    const bool tuning = options.seed == scoring::tuning_seed;
    ocr::Reader reader;
    const auto count = static_cast<unsigned>(backs.size()) * (options.is_short ? short_rounds : rounds);
    for (unsigned i = 0; i < count; ++i) {
        Random random(options.seed * 5'000'011U + i);
        const auto& back = backs[i % backs.size()];
        drawn::Sheet sheet;
        Canvas canvas({.dpi = 200});
        back.draw(sheet, canvas, random, tuning);
        auto page = sheet.render(200);
        canvas.ink_over(page);
        auto wear = scoring::wear_of(i / static_cast<unsigned>(backs.size()) % 5, tuning, random);  // Scanners' ways.
        wear.capture.dpi = std::min(wear.capture.dpi, 200);
        const auto raster = drawing::captured(page, wear.capture, wear.scan, random);
        const bool blank = reader.read(raster, {}).page.blank;
        report.add({.question = "blank",
                    .item = std::to_string(i),
                    .kind = back.kind,
                    .truth = back.blank ? "blank" : "ink",
                    .answer = blank ? "blank" : "ink",
                    .score = 0.9,
                    .verdict = blank == back.blank ? Verdict::right : Verdict::wrong},
                   [&] { return raster; });
    }
    return 0;
}
