// Registration: the product's forms, printed, filled, worn, scanned and photographed; is the page found, as what, and
// how far is each zone from where it is?
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "bench/form_pages.h"
#include "bench/scoring.h"
#include "ocr/codes.h"
#include "ocr/deskew.h"
#include "ocr/form_finder.h"
#include "ocr/orientation.h"

namespace {

using scoring::Verdict;

constexpr unsigned rounds = 30, short_rounds = 1;  ///< Of every way a page comes in.
constexpr double within_mm = 0.5;

struct Answer {
    std::string word;
    double error_mm = -1;  ///< As the product says.
    double worst_mm = 0;
    std::optional<ocr::FoundForm> form;
};

double worst_of(const ocr::Registration& found, const core::FormPageLayout& page, const drawing::Lie& lie,
                const core::Raster& raster) {
    double worst = 0;
    for (const auto& zone : page.zones) {
        const core::Point middle{(zone.box.x0 + zone.box.x1) / 2, (zone.box.y0 + zone.box.y1) / 2};
        const auto is = lie(middle);
        const bool off = is.x < 0 || is.y < 0 || is.x > raster.width || is.y > raster.height;
        if (!off && found.error_at(middle) >= 0)
            worst = std::max(worst, ocr::distance(is, found.at(middle)(middle)) / found.sheet.px_per_mm(middle));
    }
    return worst;
}

std::optional<ocr::FoundForm> find(const core::Raster& raster, const std::vector<core::FormLayout>& layouts) {
    const auto grey = ocr::to_grey(*ocr::to_pix(raster));
    const auto codes = ocr::find_codes(raster, *grey);
    const auto working = ocr::make_working_page(raster, *grey);
    if (!codes.empty() && codes.front().ours) return ocr::find_coded_form(working, codes.front(), layouts);
    const int turn = ocr::find_orientation(*working.ink).rotated;
    return ocr::find_printed_form(working, turn, ocr::find_skew(*ocr::upright(*working.ink, turn)), layouts);
}

Answer answer_to(const scoring::PrintedPage& page, const drawing::Lie& lie, const core::Raster& raster,
                 const std::vector<core::FormLayout>& layouts) {
    Answer answer{.form = find(raster, layouts)};
    if (!answer.form || !answer.form->registration.found()) return {.word = "not found"};
    const auto& match = answer.form->match;
    answer.error_mm = match.error_mm;
    answer.worst_mm = worst_of(answer.form->registration, *answer.form->page(), lie, raster);
    if (match.id != page.layout.id || match.version != page.layout.version || match.page != page.page)
        answer.word = "other form";
    else if (!match.dossier.empty() && match.dossier != page.dossier)
        answer.word = "other dossier";
    else
        answer.word = answer.worst_mm > within_mm ? "misplaced" : "placed";
    return answer;
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = scoring::options_from(argc, argv);
    const scoring::Report report(options);
    scoring::FormPrinter printer(SOURCE_DIR "/templates");
    const auto kinds = static_cast<unsigned>(scoring::wear_count());
    for (unsigned i = 0; i < kinds * (options.is_short ? short_rounds : rounds); ++i) {
        drawing::Random random(options.seed * 1'000'003U + i);
        const auto wear = scoring::wear_of(i, options.seed == scoring::tuning_seed, random);
        if (options.is_short && wear.capture.dpi > 300) continue;
        auto page = printer.print(i / kinds * 11 + i);
        scoring::lose_marks(page.sheet, page.layout.pages[static_cast<std::size_t>(page.page - 1)], wear.lost_marks,
                            random);
        const auto raster = drawing::captured(page.sheet, wear.capture, wear.scan, random);
        const auto answer = answer_to(page, drawing::Lie(wear.capture), raster, printer.layouts());
        report.add({.question = "registration",
                    .item = std::to_string(i) + "-" + page.layout.id + "-" + std::to_string(page.page),
                    .kind = wear.kind,
                    .truth = "placed",
                    .answer = answer.word,
                    .score = answer.error_mm < 0 ? 0 : 1 / (1 + answer.error_mm / within_mm * answer.error_mm),
                    .verdict = answer.word == "placed"      ? Verdict::right
                               : answer.word == "not found" ? Verdict::doubt
                                                            : Verdict::wrong},
                   [&] { return raster; });
    }
    return 0;
}
