// Check boxes: sheets of boxes with what people leave in them, worn, scanned and photographed, registered and answered.
#include <array>
#include <string>

#include "bench/form_pages.h"
#include "bench/scoring.h"
#include "ocr/checkbox.h"
#include "tests/drawing/check_marks.h"
#include "tests/drawing/form_sheet.h"

namespace {

using core::ZoneState;
using drawing::CheckMark;
using scoring::Verdict;

constexpr unsigned sheets = 60, short_sheets = 4;  ///< Of 132 boxes.

Verdict verdict_on(CheckMark mark, ZoneState state) {
    if (drawing::is_doubtful(mark)) return state == ZoneState::doubt ? Verdict::right : Verdict::wrong;
    if (state == ZoneState::doubt) return Verdict::doubt;
    return (state == ZoneState::checked) == drawing::is_checked(mark) ? Verdict::right : Verdict::wrong;
}

const char* truth_of(CheckMark mark) {
    return drawing::is_doubtful(mark) ? "doubt" : drawing::is_checked(mark) ? "checked" : "empty";
}

/// The sheet at 300 dpi, its boxes filled; what was put in each, in their order.
core::Raster drawn(const core::FormLayout& layout, unsigned number, bool tuning, std::vector<CheckMark>& truth,
                   drawing::Random& random) {
    drawing::Canvas canvas({.dpi = 300});
    drawing::print(canvas, layout, random);
    const unsigned style = 2 * static_cast<unsigned>(random() % 4) + (tuning ? 0 : 1);
    const auto& zones = layout.pages.front().zones;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        truth.push_back(static_cast<CheckMark>((number * zones.size() + i * 7) % drawing::check_mark_count));
        drawing::draw_check(canvas, zones[i].box, truth.back(), style, random);
    }
    auto raster = canvas.scan({.blur_px = 0.3, .noise = 0, .paper = 1, .colour = true}, random);
    return raster;
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = scoring::options_from(argc, argv);
    const scoring::Report report(options);
    const bool tuning = options.seed == scoring::tuning_seed;
    const auto layout = drawing::checkbox_sheet();
    const auto& page = layout.pages.front();
    for (unsigned number = 0; number < (options.is_short ? short_sheets : sheets); ++number) {
        drawing::Random random(options.seed * 4'000'037U + number);
        // Short: one of every fifth way only, of 300 dpi at most.
        const auto wear = scoring::wear_of(options.is_short ? number * 4 + 1 : number, tuning, random);
        std::vector<CheckMark> truth;
        auto sheet = drawn(layout, number, tuning, truth, random);
        const auto raster = drawing::captured(sheet, wear.capture, wear.scan, random);
        const drawing::Lie lie(wear.capture);
        const auto found = drawing::found_on(raster, lie, layout).registration;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            const auto& box = page.zones[i].box;
            const core::Point middle{(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2};
            const auto px = lie(middle);
            if (px.x < 0 || px.y < 0 || px.x >= raster.width || px.y >= raster.height) continue;
            const bool placed = found.found() && found.error_at(middle) >= 0 && found.error_at(middle) < 0.8;
            const auto map = found.at(middle);
            const auto answer = placed ? ocr::judge_checkbox(ocr::ink_of(raster, map, box)) : ocr::CheckboxVerdict{};
            report.add({.question = "check-boxes",
                        .item = std::to_string(number) + "-" + std::to_string(i),
                        .kind = std::string{core::to_text(truth[i])},
                        .truth = truth_of(truth[i]),
                        .answer = std::string{core::to_text(answer.state)},
                        .score = answer.score,
                        .verdict = verdict_on(truth[i], answer.state)},
                       [&] {
                           return ocr::flatten(raster, map, {box.x0 - 4, box.y0 - 4, box.x1 + 4, box.y1 + 4}, 12);
                       });
        }
    }
    return 0;
}
