// What the classifiers of marks are trained on: zones and pages of known truth, drawn, worn, measured. For
// scripts/train-marks.
//
//     mark_features zones|pages --cast training|calibration --hands DIR --text DIR [--first N] [--count N]
//
// `--hands`, `--text`: folders of fonts, of hands and of print; each cast takes its share of them. Prints the names of
// the columns, then one row an example (a zone, or a group of strokes of a page): class, stamped, content or kind of
// page, degradation, figures.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include "ocr/ink.h"
#include "ocr/page_marks.h"
#include "tests/drawing/cases.h"
#include "tests/drawing/form_sheet.h"
#include "tests/drawing/free_page.h"

namespace {

using drawing::Content;

struct Options {
    std::string what = "zones", cast = "training", hands, text;
    unsigned first = 0, count = 100;
};

const char* class_of(Content content) {
    return drawing::is_signed(content) ? "signed" : drawing::is_half_signed(content) ? "half" : "unsigned";
}

void print_names(const ocr::Features& features) {
    std::printf("class\tstamped\tcontent\tdegradation");
    for (const auto& name : features.names()) std::printf("\t%s", name.c_str());
    std::putchar('\n');
}

void print_row(const char* kind, bool stamped, std::string_view content, drawing::Degradation degradation,
               const ocr::Features& features) {
    std::printf("%s\t%d\t%s\t%s", kind, stamped, std::string(content).c_str(),
                std::string(core::to_text(degradation)).c_str());
    for (const float value : features.values()) std::printf("\t%.5g", static_cast<double>(value));
    std::putchar('\n');
}

/// One zone in its window of the sheet; the map is off by what a registration is.
void example(const drawing::Cast& cast, unsigned number, bool with_names) {
    drawing::Random random(number * 2654435761U + static_cast<unsigned>(cast.writers) * 97U);
    const auto content = static_cast<Content>(number % drawing::content_count);
    const auto degradation =
        static_cast<drawing::Degradation>(number / drawing::content_count % drawing::degradation_count);
    auto wear = drawing::worn(degradation, random);
    if (wear.placing.dpi == 300 && drawing::chance(random, 0.6)) wear.placing.dpi = 200;  // Finer is rarely other.
    const double w = drawing::uniform(random, 48, 95), h = drawing::uniform(random, 19, 36);
    const core::BoxMm box{60, 130, 60 + w, 130 + h};
    wear.placing.window = core::BoxMm{box.x0 - 8, box.y0 - 8, box.x1 + 8, box.y1 + 8};
    drawing::Canvas canvas(wear.placing);
    canvas.outline(box, drawing::border_mm, drawing::print_black);
    if (drawing::chance(random, 0.5))
        canvas.outline({box.x0, box.y1 + drawing::uniform(random, 0, 6), box.x1, box.y1 + 30}, drawing::border_mm,
                       drawing::print_black);
    drawing::write(canvas, cast.text_fonts.front().text("Signature de l'agent", {box.x0, box.y0 - 1}, 2),
                   {.colour = drawing::print_black});
    drawing::draw(canvas, box, content, cast, random);
    const auto raster = canvas.scan(wear.scan, random);
    const double off_x = drawing::uniform(random, -0.3, 0.3), off_y = drawing::uniform(random, -0.3, 0.3);
    const auto ink =
        ocr::ink_of(raster, canvas.sheet(), {box.x0 + off_x, box.y0 + off_y, box.x1 + off_x, box.y1 + off_y});
    const auto features = ocr::facts_of(ink).features;
    if (with_names) print_names(features);
    print_row(class_of(content), drawing::is_stamped(content), core::to_text(content), degradation, features);
}

double overlap(const core::Box& a, const core::Box& b) {
    const double x = std::min(a.x1, b.x1) - std::max(a.x0, b.x0), y = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
    return x > 0 && y > 0 ? x * y : 0;
}

core::Box on_scan(const core::BoxMm& b, const drawing::Canvas& canvas) {
    core::Box box{1 << 20, 1 << 20, 0, 0};
    for (const core::Point corner : {core::Point{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}) {
        const auto p = canvas.sheet()(corner);
        box = {std::min(box.x0, static_cast<int>(p.x)), std::min(box.y0, static_cast<int>(p.y)),
               std::max(box.x1, static_cast<int>(p.x)), std::max(box.y1, static_cast<int>(p.y))};
    }
    return box;
}

/// The mark of this kind of which the group holds a good part.
bool holds(const ocr::InkGroup& group, core::MarkKind kind, const drawing::FreePage& page,
           const drawing::Canvas& canvas) {
    return std::any_of(page.marks.begin(), page.marks.end(), [&](const drawing::DrawnMark& mark) {
        const auto box = on_scan(mark.box, canvas);
        return mark.kind == kind && overlap(box, group.box) > 0.35 * box.width() * box.height();
    });
}

/// The groups of one page.
void page_examples(const drawing::Cast& cast, unsigned number, bool& with_names) {
    drawing::Random random(number * 2246822519U + 31U + static_cast<unsigned>(cast.writers) * 97U);
    const auto paper = static_cast<drawing::Paper>(number % drawing::paper_count);
    const auto degradation = static_cast<drawing::Degradation>(random() % drawing::degradation_count);
    auto wear = drawing::worn(degradation, random);
    wear.placing.dpi = std::min(wear.placing.dpi, 200);
    drawing::Canvas canvas(wear.placing);
    const auto page = drawing::draw_free_page(canvas, paper, cast, random);
    const auto raster = canvas.scan(wear.scan, random);
    const auto words = drawing::words_as_read(page, canvas, random);
    const auto working = ocr::make_working_page(raster, *ocr::to_grey(*ocr::to_pix(raster)));
    for (const auto& group : ocr::ink_groups(raster, working, wear.placing.rotated, words)) {
        const bool is_signature = holds(group, core::MarkKind::signature, page, canvas);
        const bool is_initials = holds(group, core::MarkKind::initials, page, canvas);
        if (std::exchange(with_names, false)) print_names(group.features);
        print_row(is_signature  ? "signature"
                  : is_initials ? "initials"
                                : "none",
                  holds(group, core::MarkKind::stamp, page, canvas), core::to_text(paper), degradation, group.features);
    }
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Figures of generated zones, for training"};
    app.add_option("what", options.what)->check(CLI::IsMember({"zones", "pages"}));
    app.add_option("--cast", options.cast)->check(CLI::IsMember({"training", "calibration"}));
    app.add_option("--hands", options.hands, "Folder of handwriting fonts")->required();
    app.add_option("--text", options.text, "Folder of text fonts")->required();
    app.add_option("--first", options.first);
    app.add_option("--count", options.count);
    CLI11_PARSE(app, argc, argv);
    const auto cast =
        drawing::cast_of(options.cast == "training" ? drawing::Writers::training : drawing::Writers::calibration,
                         options.hands, options.text);
    bool with_names = true;
    for (unsigned i = options.first; i < options.first + options.count; ++i) {
        if (options.what == "pages")
            page_examples(cast, i, with_names);
        else
            example(cast, i, std::exchange(with_names, false));
    }
    return 0;
}
