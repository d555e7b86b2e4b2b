// Codes: form pages worn in every way, and pages of all sorts that bear none.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "bench/form_pages.h"
#include "bench/scoring.h"
#include "ocr/codes.h"
#include "tests/drawn_page.h"

namespace {

using scoring::Verdict;

constexpr unsigned coded_rounds = 60, short_coded_rounds = 1;  ///< Of every way a page comes in.
constexpr unsigned bare_pages = 2000, short_bare_pages = 24;

std::vector<ocr::FoundCode> codes_of(const core::Raster& raster) {
    return ocr::find_codes(raster, *ocr::to_grey(*ocr::to_pix(raster)));
}

void score_coded(const scoring::Options& options, const scoring::Report& report) {
    scoring::FormPrinter printer(SOURCE_DIR "/templates");
    const auto kinds = static_cast<unsigned>(scoring::wear_count());
    for (unsigned i = 0; i < kinds * (options.is_short ? short_coded_rounds : coded_rounds); ++i) {
        drawing::Random random(options.seed * 2'000'003U + i);
        const auto wear = scoring::wear_of(i, options.seed == scoring::tuning_seed, random);
        if (!wear.code_whole || (options.is_short && (i % 2 == 1 || wear.capture.dpi > 300))) continue;
        auto page = printer.print(i / kinds * 11 + i);
        scoring::lose_marks(page.sheet, page.layout.pages.front(), wear.lost_marks, random);
        const auto raster = drawing::captured(page.sheet, wear.capture, wear.scan, random);
        const core::PageCode truth{
            .form = page.layout.id, .version = page.layout.version, .dossier = page.dossier, .page = page.page};
        const auto codes = codes_of(raster);
        const auto answer = codes.empty() ? std::string("none") : codes.front().code.text;
        report.add({.question = "codes",
                    .item = "form-" + std::to_string(i),
                    .kind = wear.kind,
                    .truth = truth.text(),
                    .answer = answer,
                    .score = codes.empty() ? 0.5 : 1,
                    .verdict = answer == truth.text() ? Verdict::right
                               : codes.empty()        ? Verdict::doubt
                                                      : Verdict::wrong},
                   [&] { return raster; });
    }
}

/// Pages that bear no code but look as if: grids, hatching, tables, dots, small print, bars of no code, grain.
drawn::Sheet bare_sheet(unsigned number, drawing::Random& random) {
    using drawing::uniform;
    drawn::Sheet sheet;
    const auto kind = number % 8;
    if (kind == 0)
        sheet.lines(20, 25, drawn::prose(50, number), uniform(random, 7, 11),
                    number % 3 ? "Times-Roman" : "Courier-Bold");
    if (kind == 1)  // A table with figures.
        for (int row = 0; row < 30; ++row) {
            sheet.stroke({{15, 20 + row * 8.0}, {195, 20 + row * 8.0}}, 0.3);
            for (int column = 0; column < 8; ++column)
                sheet.text(17 + column * 23, 26 + row * 8.0, std::to_string(random() % 100000), 8);
        }
    if (kind == 2)  // A chequered square, and another.
        for (int square = 0; square < 4; ++square) {
            const double x0 = uniform(random, 15, 160), y0 = uniform(random, 15, 240), cell = uniform(random, 0.5, 1.2);
            for (int i = 0; i < 25; ++i)
                for (int j = 0; j < 25; ++j)
                    if (random() % 2)
                        sheet.rect({x0 + i * cell, y0 + j * cell, x0 + (i + 1) * cell, y0 + (j + 1) * cell});
        }
    if (kind == 3) {  // Bars of changing width.
        double x = 30;
        while (x < 150) {
            const double width = 0.3 + 0.3 * static_cast<double>(random() % 4);
            sheet.rect({x, 40, x + width, 60});
            x += width + 0.3 + 0.3 * static_cast<double>(random() % 4);
        }
        sheet.lines(20, 90, drawn::prose(25, number), 10);
    }
    if (kind == 4)  // Nested squares, as in the corners of codes, at random.
        for (int i = 0; i < 14; ++i) {
            const double x = uniform(random, 15, 180), y = uniform(random, 15, 260), module = uniform(random, 0.4, 1);
            sheet.rect({x, y, x + 7 * module, y + 7 * module});
            sheet.rect({x + module, y + module, x + 6 * module, y + 6 * module}, 1);
            sheet.rect({x + 2 * module, y + 2 * module, x + 5 * module, y + 5 * module});
        }
    if (kind == 5)  // A drawing: hatching and arcs.
        for (int i = 0; i < 120; ++i) {
            const double x = uniform(random, 10, 190), y = uniform(random, 10, 270);
            sheet.stroke({{x, y}, {x + uniform(random, -30, 30), y + uniform(random, -30, 30)}},
                         uniform(random, 0.1, 1));
        }
    if (kind == 6) sheet.lines(15, 15, drawn::prose(95, number), 5.5);
    if (kind == 7)  // Half-tone.
        for (int i = 0; i < 70; ++i)
            for (int j = 0; j < 50; ++j) {
                const double r = 0.2 + 0.5 * std::abs(std::sin(i * 0.13) * std::cos(j * 0.2 + number));
                sheet.rect({20 + i * 1.2, 40 + j * 1.2, 20 + i * 1.2 + r, 40 + j * 1.2 + r});
            }
    return sheet;
}

void score_bare(const scoring::Options& options, const scoring::Report& report) {
    static constexpr std::array kinds{"prose",          "table",   "chequered",   "bars",
                                      "nested squares", "drawing", "small print", "half-tone"};
    static constexpr std::array resolutions{120, 150, 200};
    for (unsigned i = 0; i < (options.is_short ? short_bare_pages : bare_pages); ++i) {
        drawing::Random random(options.seed * 3'000'017U + i);
        const auto sheet = bare_sheet(i, random).render(resolutions[random() % resolutions.size()]);
        const auto raster = drawn::scanned(sheet, {.turned = static_cast<int>(random() % 4) * 90,
                                                   .skew_deg = drawing::uniform(random, -4, 4),
                                                   .noise = drawing::uniform(random, 0, 25),
                                                   .blur = static_cast<int>(random() % 2),
                                                   .shade = drawing::uniform(random, 0, 0.4),
                                                   .jpeg = random() % 2 ? 40 : 0,
                                                   .seed = i + 1});
        const auto codes = codes_of(raster);
        report.add({.question = "codes",
                    .item = "bare-" + std::to_string(i),
                    .kind = std::string("no code: ") + kinds[i % kinds.size()],
                    .truth = "none",
                    .answer = codes.empty() ? "none" : "read: " + codes.front().code.text,
                    .score = 1,
                    .verdict = codes.empty() ? Verdict::right : Verdict::wrong},
                   [&] { return raster; });
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = scoring::options_from(argc, argv);
    const scoring::Report report(options);
    score_coded(options, report);
    score_bare(options, report);
    return 0;
}
