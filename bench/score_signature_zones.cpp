// Signature zones: forms with zones of known truth, worn and scanned by simulation, registered and answered.
#include <string>
#include <vector>

#include "bench/scoring.h"
#include "ocr/ink.h"
#include "ocr/signature.h"
#include "tests/drawing/cases.h"
#include "tests/drawing/form_sheet.h"

namespace {

using core::ZoneState;
using drawing::Content;
using scoring::Verdict;

constexpr int pages = 352, short_pages = 11;  // Of twelve zones.

Verdict verdict_on(Content content, ZoneState state) {
    if (drawing::is_signed(content))
        return state == ZoneState::signed_ ? Verdict::right
               : state == ZoneState::empty ? Verdict::wrong
                                           : Verdict::doubt;
    if (state == ZoneState::signed_) return Verdict::wrong;
    if (drawing::is_half_signed(content))
        return state == ZoneState::empty && content == Content::capitals ? Verdict::wrong : Verdict::right;
    return state == ZoneState::empty ? Verdict::right : Verdict::doubt;
}

struct Page {
    drawing::Degradation degradation;
    drawing::Wear wear;
    std::vector<Content> truth;
    core::Raster raster;
    ocr::Registration found;
};

Page drawn(const core::FormLayout& layout, int number, unsigned seed) {
    drawing::Random random(seed * 100003U + static_cast<unsigned>(number));
    Page page{.degradation =
                  static_cast<drawing::Degradation>(static_cast<std::size_t>(number) % drawing::degradation_count)};
    page.wear = drawing::worn(page.degradation, random);
    drawing::Canvas canvas(page.wear.placing);
    drawing::print(canvas, layout, random);
    const auto& zones = layout.pages.front().zones;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        page.truth.push_back(
            static_cast<Content>((static_cast<std::size_t>(number) * zones.size() + i) % drawing::content_count));
        drawing::draw(canvas, zones[i].box, page.truth[i], drawing::scoring_cast(), random);
    }
    page.raster = canvas.scan(page.wear.scan, random);
    page.found = drawing::found_on(page.raster, canvas.sheet(), layout).registration;
    return page;
}

void score_zone(const scoring::Report& report, const Page& page, const core::ZoneLayout& zone, Content content,
                const std::string& name) {
    const bool found = page.found.found() && page.found.error_mm <= 0.8;
    const auto answer =
        found ? ocr::judge_signature(ocr::ink_of(page.raster, page.found.sheet, zone.box)) : ocr::SignatureVerdict{};
    const std::string kind{core::to_text(content)};
    const auto picture = [&] {
        const auto& b = zone.box;
        return ocr::flatten(page.raster, page.found.sheet, {b.x0 - 4, b.y0 - 4, b.x1 + 4, b.y1 + 4},
                            ocr::ink_px_per_mm);
    };
    report.add({.question = "signature-zones",
                .item = name,
                .kind = kind,
                .truth = drawing::is_signed(content)        ? "signed"
                         : drawing::is_half_signed(content) ? "doubt"
                                                            : "empty",
                .answer = std::string{core::to_text(answer.state)},
                .score = answer.score,
                .verdict = verdict_on(content, answer.state)},
               picture);
    report.add({.question = "signature-zones/stamped",
                .item = name + "-stamped",
                .kind = kind,
                .truth = drawing::is_stamped(content) ? "stamped" : "not stamped",
                .answer = answer.stamped ? "stamped" : "not stamped",
                .score = answer.score,
                .verdict = answer.stamped == drawing::is_stamped(content) ? Verdict::right : Verdict::wrong},
               picture);
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = scoring::options_from(argc, argv);
    const scoring::Report report(options);
    const auto layout = drawing::signature_sheet();
    for (int number = 0; number < (options.is_short ? short_pages : pages); ++number) {
        const auto page = drawn(layout, number, options.seed);
        for (std::size_t i = 0; i < page.truth.size(); ++i)
            score_zone(
                report, page, layout.pages.front().zones[i], page.truth[i],
                std::to_string(number) + "-" + std::to_string(i) + "-" + std::string(core::to_text(page.degradation)));
    }
    return 0;
}
