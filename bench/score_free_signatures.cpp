// Pages that are no form of ours: are they signed, and where are the signatures, initials and stamps?
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/scoring.h"
#include "ocr/pix.h"
#include "ocr/reader.h"
#include "tests/drawing/free_page.h"

namespace {

using core::ZoneState;
using scoring::Verdict;

constexpr int pages = 640, short_pages = 20;

core::Box on_scan(const core::BoxMm& b, const drawing::Canvas& canvas) {
    core::Box box{1 << 20, 1 << 20, 0, 0};
    for (const core::Point corner : {core::Point{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}) {
        const auto p = canvas.sheet()(corner);
        box = {std::min(box.x0, static_cast<int>(p.x)), std::min(box.y0, static_cast<int>(p.y)),
               std::max(box.x1, static_cast<int>(p.x)), std::max(box.y1, static_cast<int>(p.y))};
    }
    return box;
}

/// Intersection over union of 0.3, or the centre of what was found in what was drawn.
bool found_at(const core::Box& truth, const core::Box& found) {
    const double x = std::min(truth.x1, found.x1) - std::max(truth.x0, found.x0);
    const double y = std::min(truth.y1, found.y1) - std::max(truth.y0, found.y0);
    const double both = x > 0 && y > 0 ? x * y : 0;
    const double either = 1.0 * truth.width() * truth.height() + 1.0 * found.width() * found.height() - both;
    const int cx = (found.x0 + found.x1) / 2, cy = (found.y0 + found.y1) / 2;
    return both > 0.3 * either || (cx >= truth.x0 && cx < truth.x1 && cy >= truth.y0 && cy < truth.y1);
}

struct Drawn {
    std::string name, kind;
    core::Raster raster;
    std::vector<core::Mark> marks;
    bool is_signed = false;
};

Drawn drawn(int number, unsigned seed) {
    drawing::Random random(seed * 100019U + static_cast<unsigned>(number));
    const auto paper = static_cast<drawing::Paper>(static_cast<std::size_t>(number) % drawing::paper_count);
    const auto degradation = static_cast<drawing::Degradation>(static_cast<std::size_t>(number) / drawing::paper_count %
                                                               drawing::degradation_count);
    const auto wear = drawing::worn(degradation, random);
    drawing::Canvas canvas(wear.placing);
    const auto page = drawing::draw_free_page(canvas, paper, drawing::scoring_cast(), random);
    Drawn result{.name = std::to_string(number) + "-" + std::string(core::to_text(degradation)),
                 .kind = std::string(core::to_text(paper)),
                 .raster = canvas.scan(wear.scan, random),
                 .is_signed = page.is_signed()};
    for (const auto& mark : page.marks) result.marks.push_back({mark.kind, 1, on_scan(mark.box, canvas)});
    return result;
}

/// The page a quarter as fine, what was found framed.
core::Raster picture_of(const Drawn& page, const std::vector<core::Mark>& found) {
    auto pix = ocr::own(pixConvertTo32(ocr::to_pix(page.raster).get()), "pixConvertTo32");
    for (const auto& mark : found) {
        const ocr::BoxPtr box(boxCreate(mark.box.x0, mark.box.y0, mark.box.width(), mark.box.height()));
        const int kind = static_cast<int>(mark.kind);
        pixRenderBoxArb(pix.get(), box.get(), 8, kind == 0 ? 220 : 0, kind == 1 ? 180 : 0, kind == 2 ? 220 : 0);
    }
    return ocr::to_raster(*ocr::own(pixScaleAreaMap(pix.get(), 0.25F, 0.25F), "pixScaleAreaMap"));
}

void score_page(const scoring::Report& report, const Drawn& page, const core::Page& read) {
    const auto answer = read.signature.value_or(core::PageSignature{});
    const auto right = page.is_signed ? ZoneState::signed_ : ZoneState::empty;
    report.add({.question = "free-signatures",
                .item = page.name,
                .kind = page.kind,
                .truth = page.is_signed ? "signed" : "empty",
                .answer = std::string(core::to_text(answer.state)),
                .score = answer.score,
                .verdict = answer.state == right              ? Verdict::right
                           : answer.state == ZoneState::doubt ? Verdict::doubt
                                                              : Verdict::wrong},
               [&] { return picture_of(page, read.marks); });
}

void score_boxes(const scoring::Report& report, const Drawn& page, const std::vector<core::Mark>& found) {
    const auto item = [&](std::size_t i, core::MarkKind kind, const char* truth, const char* answer, double score) {
        report.add({.question = "free-signatures/boxes",
                    .item = page.name + "-" + truth + std::to_string(i),
                    .kind = std::string(core::to_text(kind)),
                    .truth = truth,
                    .answer = answer,
                    .score = score,
                    .verdict = std::string_view(truth) == answer ? Verdict::right : Verdict::wrong},
                   [&] { return picture_of(page, found); });
    };
    for (std::size_t i = 0; i < page.marks.size(); ++i) {
        const auto& mark = page.marks[i];
        const auto at = std::find_if(found.begin(), found.end(), [&](const core::Mark& f) {
            return f.kind == mark.kind && found_at(mark.box, f.box);
        });
        item(i, mark.kind, "there", at != found.end() ? "there" : "missed", at != found.end() ? at->score : 0);
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        const bool there = std::any_of(page.marks.begin(), page.marks.end(), [&](const core::Mark& mark) {
            return mark.kind == found[i].kind && found_at(mark.box, found[i].box);
        });
        if (!there) item(i, found[i].kind, "nothing", "false box", found[i].score);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = scoring::options_from(argc, argv);
    const scoring::Report report(options);
    ocr::Reader reader;
    for (int number = 0; number < (options.is_short ? short_pages : pages); ++number) {
        const auto page = drawn(number, options.seed);
        const auto read = reader.read(page.raster, {}).page;
        score_page(report, page, read);
        score_boxes(report, page, read.marks);
    }
    return 0;
}
