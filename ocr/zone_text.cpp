#include "ocr/zone_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ocr/ink.h"
#include "ocr/marks.h"
#include "ocr/shapes.h"

namespace ocr {

namespace {

constexpr double least_writing_mm2 = 1.2;  ///< Ink of a few written characters.
constexpr double dust_mm = 1.0;
constexpr double edge_mm = 0.8;  ///< The printed line of the zone and its blur.
constexpr double quick_px_per_mm = 4;
constexpr double bare_mm2 = 0.6;  ///< Less darkness than that is no writing.

struct Placed {
    const core::Word* word;
    core::Point mm;
};

/// A quick look at the middle of a zone, coarse and without its border.
struct Glance {
    core::BoxMm area;
    core::Raster flat;
    int dark = 0;  ///< Greys below are ink.

    Glance(const core::Raster& page, const Homography& sheet, const core::BoxMm& box)
        : area{box.x0 + edge_mm, box.y0 + edge_mm, box.x1 - edge_mm, box.y1 - edge_mm} {
        if (!worth()) return;
        flat = flatten(page, sheet, area, quick_px_per_mm);
        std::vector<int> greys;
        for (int y = 0; y < flat.height; ++y)
            for (int x = 0; x < flat.width; ++x) greys.push_back(grey_at(flat, x, y));
        const auto paper = greys.begin() + static_cast<std::ptrdiff_t>(greys.size() * 7 / 10);
        std::nth_element(greys.begin(), paper, greys.end());
        dark = *paper - *paper * 12 / 100;
    }

    bool worth() const { return area.width() > 1 && area.height() > 1; }
    template <class Counts>
    int count(Counts counts) const {
        int number = 0;
        for (int y = 0; y < flat.height; ++y)
            for (int x = 0; x < flat.width; ++x) number += grey_at(flat, x, y) < dark && counts(x, y) ? 1 : 0;
        return number;
    }
    double mm2(int count) const { return count / (quick_px_per_mm * quick_px_per_mm); }
};

/// Most zones of a page hold printed words or nothing at all.
bool is_bare(const core::Raster& page, const Homography& sheet, const core::BoxMm& box) {
    const Glance glance(page, sheet, box);
    return glance.worth() && glance.mm2(glance.count([](int, int) { return true; })) < bare_mm2;
}

}  // namespace

ZoneText text_in(const core::ZoneLayout& zone, const Homography& sheet, std::span<const core::Word> words) {
    const Homography back = sheet.inverse();
    std::vector<Placed> placed;
    for (const auto& word : words) {
        const auto mm = back({(word.box.x0 + word.box.x1) / 2.0, (word.box.y0 + word.box.y1) / 2.0});
        if (mm.x > zone.box.x0 && mm.x < zone.box.x1 && mm.y > zone.box.y0 && mm.y < zone.box.y1)
            placed.push_back({&word, mm});
    }
    std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
        return a.word->line != b.word->line ? a.word->line < b.word->line : a.mm.x < b.mm.x;
    });
    ZoneText text{.words = static_cast<int>(placed.size())};
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const bool new_line = i > 0 && placed[i].word->line != placed[i - 1].word->line;
        if (i > 0 && zone.kind != core::ZoneKind::comb)
            text.value += new_line && zone.kind == core::ZoneKind::block ? '\n' : ' ';
        text.value += placed[i].word->text;
        text.confidence += placed[i].word->confidence / static_cast<double>(placed.size());
    }
    return text;
}

double unread_share(const core::Raster& page, const Homography& sheet, const core::BoxMm& box,
                    std::span<const core::Word> words) {
    const Glance glance(page, sheet, box);
    if (!glance.worth()) return 0;
    const auto back = sheet.inverse();
    std::vector<core::BoxMm> read;
    for (const auto& word : words) {
        const auto a = back({static_cast<double>(word.box.x0), static_cast<double>(word.box.y0)}),
                   b = back({static_cast<double>(word.box.x1), static_cast<double>(word.box.y1)});
        read.push_back({std::min(a.x, b.x) - edge_mm, std::min(a.y, b.y) - edge_mm, std::max(a.x, b.x) + edge_mm,
                        std::max(a.y, b.y) + edge_mm});
    }
    const int all = glance.count([](int, int) { return true; });
    const int unread = glance.count([&](int px, int py) {
        const double x = glance.area.x0 + px / quick_px_per_mm, y = glance.area.y0 + py / quick_px_per_mm;
        return std::none_of(read.begin(), read.end(),
                            [&](const core::BoxMm& b) { return x > b.x0 && x < b.x1 && y > b.y0 && y < b.y1; });
    });
    return glance.mm2(unread) < bare_mm2 ? 0 : static_cast<double>(unread) / std::max(1, all);
}

bool has_writing(const core::Raster& page, const Homography& sheet, const core::BoxMm& box) {
    if (is_bare(page, sheet, box)) return false;
    const auto ink = ink_of(page, sheet, box);
    double area = 0;
    for (const auto& s : shapes_of(ink.inside)) {
        const bool thin = std::min(s.width, s.height) < 0.7;
        const bool ruled = thin && s.size() > 2.5 && s.length < 1.3 * s.size();
        const bool at_edge =
            thin && (s.component.box.y1 <= ink.interior.y0 + 5 || s.component.box.y0 >= ink.interior.y1 - 5);
        if (!ruled && !at_edge && s.size() > dust_mm) area += s.area;
    }
    return area > least_writing_mm2;
}

}  // namespace ocr
