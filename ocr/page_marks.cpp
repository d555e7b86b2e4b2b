#include "ocr/page_marks.h"

#include <algorithm>
#include <cmath>

#include "ocr/forest.h"
#include "ocr/models/models.h"

namespace ocr {

namespace {

constexpr double px_per_mm = 200 / 25.4;  ///< Of the working page.
constexpr int rule_px = 110;              ///< Straight along an axis for 14 mm: printed.
constexpr double trusted = 0.5;           ///< Confidence of a word that hides no mark.
constexpr double letter_rise = 1.35;      ///< A letter is no taller than this many times its word.
constexpr int reduction = 4;              ///< Groups are formed on a page four times smaller: 2 px a mm.
constexpr int join_px = 5;                ///< There: strokes up to 2.5 mm apart belong together.
constexpr double least_long_mm = 5, least_across_mm = 2, least_ink_mm2 = 2.5;
constexpr double most_long_mm = 160;
constexpr std::size_t most_groups = 12;

core::Box box_of(Boxa* boxes, int i) {
    l_int32 x = 0, y = 0, w = 0, h = 0;
    boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
    return {x, y, x + w, y + h};
}

BoxaPtr pieces_of(Pix* ink) { return BoxaPtr(pixConnCompBB(ink, 8)); }

/// The working page upright, and the way back.
class UprightInk {
  public:
    UprightInk(const core::Raster& raster, const WorkingPage& working, int rotated)
        : raster_(raster), rotated_(rotated), scale_(working.scale), ink_(upright(*working.ink, rotated)) {
        // A turned picture shares nothing with the working page; an upright one is its clone.
        ink_ = own(pixCopy(nullptr, ink_.get()), "pixCopy");
    }

    Pix* ink() const { return ink_.get(); }
    double mm(int px) const { return px / px_per_mm; }

    core::Box as_decoded(const core::Box& b) const {
        return box_as_decoded({static_cast<int>(b.x0 / scale_), static_cast<int>(b.y0 / scale_),
                               static_cast<int>(std::ceil(b.x1 / scale_)), static_cast<int>(std::ceil(b.y1 / scale_))},
                              rotated_, raster_.width, raster_.height);
    }
    core::Box from_decoded(const core::Box& decoded) const {
        const auto b = box_upright(decoded, rotated_, raster_.width, raster_.height);
        return {static_cast<int>(b.x0 * scale_), static_cast<int>(b.y0 * scale_),
                static_cast<int>(std::ceil(b.x1 * scale_)), static_cast<int>(std::ceil(b.y1 * scale_))};
    }
    /// From mm of the upright page to px as decoded.
    Homography sheet() const {
        std::vector<PointPair> pairs;
        for (const core::Point corner : {core::Point{0, 0}, {200, 0}, {200, 200}, {0, 200}}) {
            const double to_px = px_per_mm / scale_;
            pairs.push_back({corner, point_as_decoded({corner.x * to_px, corner.y * to_px}, rotated_, raster_.width,
                                                      raster_.height)});
        }
        return *fit_homography(pairs);
    }

  private:
    const core::Raster& raster_;
    int rotated_;
    double scale_;
    PixPtr ink_;
};

void take_away(Pix* ink, const core::Box& b) {
    const BoxPtr box(boxCreate(b.x0, b.y0, b.width(), b.height()));
    pixClearInRect(ink, box.get());
}

void take_rules_away(Pix* ink) {
    const auto level = own(pixOpenBrick(nullptr, ink, rule_px, 1), "pixOpenBrick");
    const auto upright = own(pixOpenBrick(nullptr, ink, 1, rule_px), "pixOpenBrick");
    pixOr(level.get(), level.get(), upright.get());
    const auto wide = own(pixDilateBrick(nullptr, level.get(), 3, 3), "pixDilateBrick");
    pixSubtract(ink, ink, wide.get());
}

/// Letters of words that were read. What is larger than the letters of its word stays: a stroke across it.
void take_words_away(Pix* ink, const std::vector<core::Box>& words) {
    constexpr int cell = 64;
    const int columns = pixGetWidth(ink) / cell + 1, rows = pixGetHeight(ink) / cell + 1;
    std::vector<std::vector<const core::Box*>> at(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows));
    for (const auto& word : words)
        for (int j = std::max(0, word.y0 / cell); j <= std::min(rows - 1, word.y1 / cell); ++j)
            for (int i = std::max(0, word.x0 / cell); i <= std::min(columns - 1, word.x1 / cell); ++i)
                at[static_cast<std::size_t>(j * columns + i)].push_back(&word);
    const auto pieces = pieces_of(ink);
    for (int i = 0; i < boxaGetCount(pieces.get()); ++i) {
        const auto b = box_of(pieces.get(), i);
        const int x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
        for (const auto* word : at[static_cast<std::size_t>(y / cell * columns + x / cell)]) {
            const bool inside = x >= word->x0 && x < word->x1 && y >= word->y0 && y < word->y1;
            if (inside && b.height() <= letter_rise * word->height() && b.width() <= word->width() * 1.1) {
                take_away(ink, b);
                break;
            }
        }
    }
}

/// Boxes of groups of strokes near one another, those with most ink first.
std::vector<core::Box> groups_in(Pix* ink) {
    const auto small = own(pixReduceRankBinaryCascade(ink, 1, 1, 0, 0), "pixReduceRankBinaryCascade");
    const auto joined =
        own(pixDilateBrick(nullptr, small.get(), 2 * join_px / 2 + 1, 2 * join_px / 2 + 1), "pixDilateBrick");
    const auto found = pieces_of(joined.get());
    struct Group {
        core::Box box;
        double ink_mm2;
    };
    std::vector<Group> groups;
    for (int i = 0; i < boxaGetCount(found.get()); ++i) {
        auto b = box_of(found.get(), i);
        b = {(b.x0 + join_px / 2) * reduction, (b.y0 + join_px / 2) * reduction, (b.x1 - join_px / 2) * reduction,
             (b.y1 - join_px / 2) * reduction};
        const double wide = b.width() / px_per_mm, high = b.height() / px_per_mm;
        if (std::max(wide, high) < least_long_mm || std::min(wide, high) < least_across_mm) continue;
        if (std::max(wide, high) > most_long_mm) continue;
        const auto part = crop(*ink, b);
        l_int32 count = 0;
        if (part) pixCountPixels(part.get(), &count, nullptr);
        const double area = count / (px_per_mm * px_per_mm);
        if (area >= least_ink_mm2) groups.push_back({b, area});
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](const Group& a, const Group& b) { return a.ink_mm2 > b.ink_mm2; });
    std::vector<core::Box> boxes;
    for (const auto& group : groups)
        if (boxes.size() < most_groups) boxes.push_back(group.box);
    return boxes;
}

/// What text recognition made of the place.
void add_words(const core::Box& box, const std::vector<core::Box>& placed, std::span<const core::Word> words,
               Features& f) {
    double covered = 0, sure = 0, count = 0, near = 0;
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const auto& w = placed[i];
        const int x = std::min(box.x1, w.x1) - std::max(box.x0, w.x0),
                  y = std::min(box.y1, w.y1) - std::max(box.y0, w.y0);
        if (x > 0 && y > 0) {
            covered += static_cast<double>(x) * y, ++count;
            sure += words[i].confidence * x * y;
        } else if (x > -10 * px_per_mm && y > -10 * px_per_mm) {
            ++near;
        }
    }
    f.part("page");
    f.add("covered", covered / std::max(1.0, 1.0 * box.width() * box.height()));
    f.add("sure", covered > 0 ? sure / covered : 0);
    f.add("words", count);
    f.add("near", near);
}

const Forest& signature_forest() {
    static const Forest forest(models::page_signatures());
    return forest;
}

const Forest& stamp_forest() {
    static const Forest forest(models::page_stamps());
    return forest;
}

enum GroupClass : std::size_t { no_class, initials_class, signature_class };  // As in the model.

core::PageSignature answer(double most_share, const ErrorTargets& targets) {
    const auto& forest = signature_forest();
    core::PageSignature page;
    const double is_signed = forest.probability(signature_class, most_share);
    page.score = std::max(is_signed, 1 - is_signed);
    if (most_share >= forest.threshold(signature_class, targets.wrong_page))
        page.state = core::ZoneState::signed_;
    else if (most_share <= forest.floor(signature_class, targets.wrong_page))
        page.state = core::ZoneState::empty;
    return page;
}

}  // namespace

std::vector<InkGroup> ink_groups(const core::Raster& raster, const WorkingPage& working, int rotated,
                                 std::span<const core::Word> words) {
    const UprightInk page(raster, working, rotated);
    std::vector<core::Box> placed, read;
    for (const auto& word : words) {
        placed.push_back(page.from_decoded(word.box));
        if (word.confidence >= trusted) read.push_back(placed.back());
    }
    take_rules_away(page.ink());
    take_words_away(page.ink(), read);
    const auto near = own(pixDilateBrick(nullptr, page.ink(), 7, 7), "pixDilateBrick");
    const auto sheet = page.sheet();
    std::vector<InkGroup> groups;
    for (const auto& box : groups_in(page.ink())) {
        const core::BoxMm area{page.mm(box.x0), page.mm(box.y0), page.mm(box.x1), page.mm(box.y1)};
        const auto to_px = [](double px, double from_mm) {
            return static_cast<int>(((px + 0.5) / ink_px_per_mm + from_mm - ink_margin_mm) * px_per_mm);
        };
        const auto ours = [&](int x, int y) {
            const int px = to_px(x, area.x0), py = to_px(y, area.y0);
            l_uint32 on = 0;
            return px >= box.x0 - 4 && px < box.x1 + 4 && py >= box.y0 - 4 && py < box.y1 + 4 &&
                   pixGetPixel(near.get(), px, py, &on) == 0 && on != 0;
        };
        auto facts = facts_of(ink_among(raster, sheet, area, ours));
        const auto back = [&](const core::Box& b) {
            if (b.width() == 0) return core::Box{};
            return page.as_decoded(
                {to_px(b.x0, area.x0), to_px(b.y0, area.y0), to_px(b.x1, area.x0), to_px(b.y1, area.y0)});
        };
        InkGroup group{.box = page.as_decoded(box),
                       .pen = back(facts.pen),
                       .stamp = back(facts.stamp),
                       .features = std::move(facts.features)};
        add_words(box, placed, words, group.features);
        groups.push_back(std::move(group));
    }
    return groups;
}

PageMarks find_marks(const core::Raster& raster, const WorkingPage& working, int rotated,
                     std::span<const core::Word> words, const ErrorTargets& targets) {
    constexpr double likely = 0.5;
    PageMarks found;
    double most = 0;
    const auto& signatures = signature_forest();
    const auto& stamps = stamp_forest();
    const auto add = [&](core::MarkKind kind, double score, const core::Box& box, const core::Box& whole) {
        if (score >= likely) found.marks.push_back({kind, score, box.width() > 0 ? box : whole});
    };
    for (const auto& group : ink_groups(raster, working, rotated, words)) {
        const auto shares = signatures.shares(group.features.values());
        most = std::max(most, shares[signature_class]);
        add(core::MarkKind::signature, signatures.probability(signature_class, shares[signature_class]), group.pen,
            group.box);
        add(core::MarkKind::initials, signatures.probability(initials_class, shares[initials_class]), group.pen,
            group.box);
        add(core::MarkKind::stamp, stamps.probability(1, stamps.shares(group.features.values())[1]), group.stamp,
            group.box);
    }
    found.signature = answer(most, targets);
    return found;
}

}  // namespace ocr
