// Scores signature zones: draws forms with zones of known truth, wears and scans them by simulation, reads them and
// counts the answers. `score_zones [--pages N] [--seed S] [--tuning] [--facts]`; --tuning uses the writers the
// thresholds were tuned on, else others; --facts prints one line a zone; `--keep DIR` writes a picture of each
// zone answered wrongly or with doubt.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

#include "ocr/ink.h"
#include "ocr/pix.h"
#include "ocr/registration.h"
#include "ocr/signature.h"
#include "tests/drawing/cases.h"
#include "tests/drawing/form_sheet.h"

namespace {

using core::ZoneState;
using drawing::Content;

struct Options {
    int pages = 100;
    unsigned seed = 1;
    drawing::Writers writers = drawing::Writers::scoring;
    bool facts = false;
    std::string keep;
};

struct Tally {
    int of = 0, is_signed = 0, empty = 0, doubt = 0, stamped = 0;
};

struct Score {
    std::map<Content, Tally> by_content;
    int unregistered = 0;
    double seconds = 0;
};

Options options_from(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--tuning") options.writers = drawing::Writers::tuning;
        if (argument == "--facts") options.facts = true;
        if (i + 1 == argc) break;
        if (argument == "--pages") options.pages = std::atoi(argv[i + 1]);
        if (argument == "--keep") options.keep = argv[i + 1];
        if (argument == "--seed") options.seed = static_cast<unsigned>(std::atoi(argv[i + 1]));
    }
    return options;
}

void print_facts(int page, std::size_t zone, Content content, const drawing::Wear& wear, const ocr::ZoneInk& ink,
                 const ocr::SignatureVerdict& v) {
    const auto& f = v.facts;
    const auto name = core::to_text(content);
    std::printf(
        "%d/%zu %.*s %d%s q%d %s %.2f len %.0f max %.0f w %.0f h %.0f tall %.1f outl %.2f str %.2f closed %.2f words "
        "%d "
        "n %d small %d "
        "foreign %.0f ink %.1f faint %.1f layers %d stamp %d border %.2f\n",
        page, zone, static_cast<int>(name.size()), name.data(), wear.placing.dpi,
        wear.scan.fax      ? "fax"
        : wear.scan.colour ? "col"
                           : "grey",
        wear.scan.jpeg_quality, std::string(core::to_text(v.state)).c_str(), v.score, f.length_mm, f.longest_mm,
        f.width_mm, f.height_mm, f.tallest_mm, f.outline, f.straight, f.closed, f.running_words, f.pieces,
        f.small_pieces, f.foreign_mm, f.ink_mm2, f.faint_mm2, f.layers, v.stamped, ink.border_shift_mm);
}

void keep_picture(const Options& options, int page, std::size_t zone, Content content, ZoneState state,
                  const core::Raster& raster, const ocr::Homography& sheet, const core::BoxMm& box) {
    const auto right = drawing::is_signed(content) ? ZoneState::signed_
                       : content < Content::line   ? ZoneState::empty
                                                   : ZoneState::doubt;
    if (options.keep.empty() || state == right || (right == ZoneState::doubt && state == ZoneState::empty)) return;
    const auto png = ocr::png_bytes(*ocr::to_pix(
        ocr::flatten(raster, sheet, {box.x0 - 4, box.y0 - 4, box.x1 + 4, box.y1 + 4}, ocr::ink_px_per_mm)));
    const auto name = options.keep + "/" + std::string(core::to_text(state)) + "-" +
                      std::string(core::to_text(content)) + "-" + std::to_string(page) + "-" + std::to_string(zone) +
                      ".png";
    std::ofstream(name, std::ios::binary)
        .write(reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
}

void score_page(int page, const Options& options, Score& score) {
    drawing::Random random(options.seed * 100003U + static_cast<unsigned>(page));
    const auto layout = drawing::signature_sheet();
    const auto wear = drawing::any_wear(random);
    drawing::Canvas canvas(wear.placing);
    drawing::print(canvas, layout, random);
    std::vector<Content> truth;
    const auto& zones = layout.pages.front().zones;
    for (std::size_t i = 0; i < zones.size(); ++i) {
        truth.push_back(
            static_cast<Content>((static_cast<std::size_t>(page) * zones.size() + i) % drawing::content_count));
        // The tail of a signature from next door must not fall into a box that is itself scored.
        drawing::draw(canvas, zones[i].box, truth[i], options.writers, random);
    }
    const auto raster = canvas.scan(wear.scan, random);

    const auto start = std::clock();
    const auto found = ocr::register_page(raster, wear.placing.rotated, drawing::code_box(canvas, layout), layout,
                                          layout.pages.front());
    if (!found.found() || found.error_mm > 0.8) {
        ++score.unregistered;
        return;
    }
    for (std::size_t i = 0; i < zones.size(); ++i) {
        const auto ink = ocr::ink_of(raster, found.sheet, zones[i].box);
        const auto verdict = ocr::judge_signature(ink);
        auto& tally = score.by_content[truth[i]];
        ++tally.of;
        tally.is_signed += verdict.state == ZoneState::signed_;
        tally.empty += verdict.state == ZoneState::empty;
        tally.doubt += verdict.state == ZoneState::doubt;
        tally.stamped += verdict.stamped;
        keep_picture(options, page, i, truth[i], verdict.state, raster, found.sheet, zones[i].box);
        if (options.facts) print_facts(page, i, truth[i], wear, ink, verdict);
    }
    score.seconds += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

void print_score(const Score& score, int pages) {
    std::printf("%-22s %5s %7s %6s %6s %8s\n", "content", "zones", "signed", "empty", "doubt", "stamped");
    int zones = 0, wrong_signed = 0, wrong_empty = 0, signed_zones = 0, signed_doubts = 0;
    for (const auto& [content, t] : score.by_content) {
        std::printf("%-22s %5d %7d %6d %6d %8d\n", std::string(core::to_text(content)).c_str(), t.of, t.is_signed,
                    t.empty, t.doubt, t.stamped);
        zones += t.of;
        if (drawing::is_signed(content))
            wrong_empty += t.empty, signed_zones += t.of, signed_doubts += t.doubt;
        else
            wrong_signed += t.is_signed;
    }
    std::printf(
        "%d zones on %d pages (%d not registered): wrong signed %d, wrong empty %d, doubt on signed %d of %d; %.1f ms "
        "a page of 12 zones\n",
        zones, pages, score.unregistered, wrong_signed, wrong_empty, signed_doubts, signed_zones,
        1000 * score.seconds / pages);
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = options_from(argc, argv);
    Score score;
    for (int page = 0; page < options.pages; ++page) score_page(page, options, score);
    print_score(score, options.pages);
    return 0;
}
