#include "ocr/text_pieces.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace ocr {

namespace {

/// The value below which the given share lies; 0 without values. Reorders them.
double quantile(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

std::vector<core::Box> components(const Pix& ink) {
    const BoxaPtr boxes(pixConnCompBB(lept(ink), 8));
    std::vector<core::Box> list;
    for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
        int x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes.get(), i, &x, &y, &w, &h);
        list.push_back({x, y, x + w, y + h});
    }
    return list;
}

core::Box joined(const core::Box& a, const core::Box& b) {
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

// Rules.

struct Ruled {
    Rules rules;
    PixPtr without;  ///< The ink that is left.
};

/// Straight and thin runs of ink longer than the strokes of a title.
Ruled take_rules(const Pix& ink) {
    const int length = std::max(pixGetXRes(&ink) * 2 / 5, 20);
    const int thickest = std::max(pixGetXRes(&ink) / 16, 3);
    Ruled ruled{.without = own(pixCopy(nullptr, lept(ink)), "pixCopy")};  // The resolution too.
    for (const bool level : {true, false}) {
        const auto runs =
            own(pixOpenCompBrick(nullptr, lept(ink), level ? length : 1, level ? 1 : length), "pixOpenCompBrick");
        auto& list = level ? ruled.rules.horizontal : ruled.rules.vertical;
        for (const auto& box : components(*runs)) {
            if (std::min(box.width(), box.height()) > thickest) continue;
            list.push_back(box);
            const BoxPtr around(
                boxCreate(std::max(box.x0 - 1, 0), std::max(box.y0 - 1, 0), box.width() + 2, box.height() + 2));
            pixClearInRect(ruled.without.get(), around.get());
        }
    }
    return ruled;
}

// Characters.

/// Half of the height of all components is in components at most this high: about that of a character.
double usual_height(const std::vector<core::Box>& boxes, int least, int most) {
    std::vector<int> heights;
    for (const auto& box : boxes)
        if (box.height() >= least && box.height() <= most && box.width() <= 10 * box.height())
            heights.push_back(box.height());
    std::sort(heights.begin(), heights.end());
    double all = 0, sum = 0;
    for (const int height : heights) all += height;
    for (const int height : heights)
        if ((sum += height) * 2 >= all) return height;
    return 0;
}

struct Characters {
    std::vector<core::Box> letters;  ///< From the left.
    std::vector<core::Box> marks;    ///< Dots, accents, commas, hyphens, and dust.
};

/// A square with ink in its corners and along its sides, and none in its middle: a check box, not a letter.
bool is_frame(const Pix& ink, const core::Box& box, double usual) {
    const int size = std::min(box.width(), box.height());
    if (size < 0.8 * usual || std::max(box.width(), box.height()) > 1.25 * size) return false;
    const auto inked = [&](const core::Box& part) {
        int count = 0;
        const auto pixels = crop(ink, part);
        if (pixels) pixCountPixels(pixels.get(), &count, nullptr);
        return count > 0;
    };
    const int inset = size / 3, corner = std::max(size / 10, 2);
    const int middle_x = (box.x0 + box.x1 - corner) / 2, middle_y = (box.y0 + box.y1 - corner) / 2;
    for (const int x : {box.x0, middle_x, box.x1 - corner})
        for (const int y : {box.y0, middle_y, box.y1 - corner})
            if ((x != middle_x || y != middle_y) && !inked({x, y, x + corner, y + corner})) return false;
    return !inked({box.x0 + inset, box.y0 + inset, box.x1 - inset, box.y1 - inset});
}

Characters sort_out(const std::vector<core::Box>& boxes, const Pix& ink) {
    const int dpi = pixGetXRes(&ink);
    const int least = std::max(dpi / 50, 3);
    const int most = dpi * 2 / 3;
    const double usual = usual_height(boxes, least, most);
    Characters characters;
    for (const auto& box : boxes) {
        const bool stick = box.height() > 1.7 * usual && box.height() > 6 * box.width();  // What is left of a frame.
        if (stick || is_frame(ink, box, usual)) continue;
        const bool high_enough = box.height() >= least && box.height() >= 0.35 * usual;
        if (high_enough && box.height() <= std::min<double>(most, 5 * usual) && box.width() <= 25 * usual)
            characters.letters.push_back(box);
        else if (!high_enough && box.width() < 2.5 * usual && box.width() * box.height() > 1)
            characters.marks.push_back(box);
    }
    std::sort(characters.letters.begin(), characters.letters.end(),
              [](const core::Box& a, const core::Box& b) { return std::pair(a.x0, a.y0) < std::pair(b.x0, b.y0); });
    return characters;
}

// Runs of characters.

/// Letters one after the other on a line; what comes next is compared with the last few.
struct Run {
    std::vector<core::Box> letters;

    std::pair<int, int> band() const {
        constexpr std::size_t last = 8;
        const std::size_t from = letters.size() > last ? letters.size() - last : 0;
        int top = letters[from].y0, bottom = letters[from].y1;
        for (std::size_t i = from; i < letters.size(); ++i)
            top = std::min(top, letters[i].y0), bottom = std::max(bottom, letters[i].y1);
        return {top, bottom};
    }
    int end() const {
        constexpr std::size_t last = 4;  // An italic may end before the one that it follows.
        int x = letters.back().x1;
        for (std::size_t i = letters.size() > last ? letters.size() - last : 0; i < letters.size(); ++i)
            x = std::max(x, letters[i].x1);
        return x;
    }

    /// How well the letter goes on: the share of the lower one's height that is on the same level; nothing when it is
    /// too far, or of another size.
    std::optional<double> fit(const core::Box& letter) const {
        constexpr double widest_blank = 1.6;  ///< Heights of the line. Columns are wider apart.
        constexpr double most_ratio = 3.2;
        const auto [top, bottom] = band();
        const double height = bottom - top;
        const double gap = letter.x0 - end();
        if (gap > widest_blank * std::max<double>(height, letter.height()) || gap < -height) return {};
        if (height > most_ratio * letter.height() || letter.height() > most_ratio * height) return {};
        const double shared = std::min(bottom, letter.y1) - std::max(top, letter.y0);
        const double share = shared / std::min<double>(height, letter.height());
        if (share < 0.5) return {};
        return share - gap / (20 * height);
    }
};

std::vector<Run> runs_of(const std::vector<core::Box>& letters) {
    std::vector<Run> runs;
    std::vector<std::size_t> open;  // Runs that a letter may still follow.
    for (const auto& letter : letters) {
        std::erase_if(open, [&](std::size_t i) { return runs[i].end() + 200 + 4 * letter.height() < letter.x0; });
        std::optional<std::size_t> best;
        double best_fit = 0;
        for (const auto i : open) {
            const auto fit = runs[i].fit(letter);
            if (!fit || (best && *fit <= best_fit)) continue;
            best = i;
            best_fit = *fit;
        }
        if (best) {
            runs[*best].letters.push_back(letter);
        } else {
            open.push_back(runs.size());
            runs.push_back({{letter}});
        }
    }
    return runs;
}

// Measures of a line.

struct Heights {
    double baseline = 0;
    double usual = 0;  ///< Of most letters: without ascenders in running text.
    double high = 0;   ///< Of the highest ones.

    /// Capitals or figures alone, or short letters alone.
    bool one_height() const { return high < 1.22 * usual; }
};

Heights heights_of(const std::vector<core::Box>& letters) {
    std::vector<double> bottoms, tops;
    for (const auto& letter : letters) bottoms.push_back(letter.y1);
    Heights heights{.baseline = quantile(bottoms, 0.5)};
    for (const auto& letter : letters) tops.push_back(heights.baseline - letter.y0);
    heights.usual = quantile(tops, 0.5);
    heights.high = std::max(quantile(tops, 0.9), heights.usual);
    return heights;
}

/// Fonts differ little in what capitals and descenders measure against the letter x.
constexpr double capital_to_x = 1.42;
constexpr double depth_to_capital = 0.32;

/// The height of the letter x of the page's running text; 0 when there is none.
double usual_x(const std::vector<Heights>& all, const std::vector<Run>& runs) {
    std::vector<double> heights;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (!all[i].one_height()) heights.insert(heights.end(), runs[i].letters.size(), all[i].usual);
    return quantile(heights, 0.5);
}

TextPiece piece_of(const Run& run, const Heights& heights, double page_x) {
    TextPiece piece{.box = run.letters.front(), .ink = run.letters, .baseline = heights.baseline};
    for (const auto& letter : run.letters) piece.box = joined(piece.box, letter);
    const bool short_letters =
        heights.one_height() && page_x > 0 && heights.usual > 0.85 * page_x && heights.usual < 1.15 * page_x;
    piece.height = short_letters ? capital_to_x * heights.usual : heights.high;
    piece.depth = depth_to_capital * piece.height;
    return piece;
}

/// Gives each mark to the line it stands in, over or under.
void attach(const std::vector<core::Box>& marks, std::vector<TextPiece>& pieces) {
    std::vector<std::vector<core::Box>> given(pieces.size());
    for (const auto& mark : marks) {
        const double x = (mark.x0 + mark.x1) / 2.0;
        const double y = (mark.y0 + mark.y1) / 2.0;
        std::optional<std::size_t> best;
        double best_distance = 0.75;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const auto& piece = pieces[i];
            if (x < piece.box.x0 - 0.7 * piece.height || x > piece.box.x1 + 0.9 * piece.height) continue;
            const double distance = std::abs(y - piece.middle()) / piece.height;  // 0.5: capital height or baseline.
            if (distance >= best_distance + 0.15) continue;
            if (best && distance >= best_distance) continue;
            best = i;
            best_distance = distance;
        }
        if (best) given[*best].push_back(mark);
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        for (const auto& mark : given[i]) pieces[i].box = joined(pieces[i].box, mark);
        pieces[i].ink.insert(pieces[i].ink.end(), given[i].begin(), given[i].end());
        std::sort(pieces[i].ink.begin(), pieces[i].ink.end(),
                  [](const core::Box& a, const core::Box& b) { return std::pair(a.x0, a.y0) < std::pair(b.x0, b.y0); });
    }
}

/// Accents over capitals, dots and hyphens of large type are as high as the letters of small type: what is much lower
/// than a run beside it, over it or under it belongs to that run.
void demote_marks(std::vector<Run>& runs, std::vector<core::Box>& marks) {
    struct Extent {
        double x0, x1, y, height;
    };
    std::vector<Extent> extents;
    for (const auto& run : runs) {
        const auto heights = heights_of(run.letters);
        extents.push_back({run.letters.front().x0 * 1.0, run.letters.back().x1 * 1.0,
                           heights.baseline - heights.high / 2, heights.high});
    }
    const auto is_mark_of = [](const Extent& low, const Extent& high) {
        return high.height > 1.9 * low.height && low.x0 > high.x0 - high.height && low.x1 < high.x1 + high.height &&
               std::abs(low.y - high.y) < 0.95 * high.height;
    };
    for (std::size_t i = runs.size(); i-- > 0;) {
        const bool mark = std::any_of(extents.begin(), extents.end(),
                                      [&](const Extent& other) { return is_mark_of(extents[i], other); });
        if (!mark) continue;
        marks.insert(marks.end(), runs[i].letters.begin(), runs[i].letters.end());
        runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

}  // namespace

TextPieces find_text_pieces(const Pix& ink) {
    auto ruled = take_rules(ink);
    auto characters = sort_out(components(*ruled.without), *ruled.without);
    auto runs = runs_of(characters.letters);
    demote_marks(runs, characters.marks);
    std::vector<Heights> heights;
    for (const auto& run : runs) heights.push_back(heights_of(run.letters));
    const double page_x = usual_x(heights, runs);

    TextPieces found{.rules = std::move(ruled.rules)};
    for (std::size_t i = 0; i < runs.size(); ++i) found.pieces.push_back(piece_of(runs[i], heights[i], page_x));
    attach(characters.marks, found.pieces);
    return found;
}

}  // namespace ocr
