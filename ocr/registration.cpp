#include "ocr/registration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "ocr/marks.h"
#include "ocr/pix.h"

namespace ocr {

namespace {

constexpr double reduced_mark_px = 13;  ///< Width of a mark on the reduced page: fine enough, and quick.
constexpr double most_skew_rad = 0.21;  ///< 12 degrees.
constexpr double most_stretch = 1.06;   ///< Width against height (scanner feed, fax).
constexpr double most_shear = 0.06;
constexpr double most_perspective_mm = 4;  ///< How far a mark may be from the affine map of all four.
constexpr double most_code_error_mm = 3;   ///< Beyond, the marks are not those of this page.
constexpr double lost_mark_cost = 0.8;     ///< Four fair marks are preferred to three good ones.
constexpr double cut_mark_cost = 0.15;

struct Sheet {
    const core::Raster& page;
    int rotated;
    std::optional<core::Point> code_px;
    core::Point code_mm;
    const core::FormPageLayout& layout;
    double width_mm, height_mm;
};

core::Point middle(const core::BoxMm& box) { return {(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2}; }

/// A direction of the upright sheet as it lies on the page.
core::Point turned(core::Point v, int rotated) {
    if (rotated == 90) return {-v.y, v.x};
    if (rotated == 180) return {-v.x, -v.y};
    if (rotated == 270) return {v.y, -v.x};
    return v;
}

/// What one mm may be in px: by the code, by the resolution said, by the size of the page. Nearly equal ones once.
std::vector<double> scales(const Sheet& sheet, const std::optional<core::Box>& code_box) {
    std::vector<double> guesses;
    const double code_side = std::sqrt(sheet.layout.code.width() * sheet.layout.code.height());
    // The box around a code turned a little is wider than the code: 5 % for 3 degrees.
    if (code_box && code_side > 0)
        guesses.push_back(std::sqrt(1.0 * code_box->width() * code_box->height()) / code_side / 1.03);
    guesses.push_back(sheet.page.dpi / 25.4);
    guesses.push_back(std::sqrt(1.0 * sheet.page.width * sheet.page.height / (sheet.width_mm * sheet.height_mm)));
    std::vector<double> kept;
    for (const double guess : guesses) {
        const bool known =
            std::any_of(kept.begin(), kept.end(), [&](double k) { return std::abs(guess / k - 1) < 0.06; });
        if (!known && guess > 2 && guess < 60) kept.push_back(guess);
    }
    return kept;
}

/// Where a mark may be: seen from the code when there is one, else from the middle of the page.
core::Box region_of(const Sheet& sheet, core::Point mark, double scale) {
    const bool seen = sheet.code_px.has_value();
    const core::Point from_mm = seen ? sheet.code_mm : core::Point{sheet.width_mm / 2, sheet.height_mm / 2};
    const core::Point from_px = seen ? *sheet.code_px : core::Point{sheet.page.width / 2.0, sheet.page.height / 2.0};
    const core::Point way = turned({mark.x - from_mm.x, mark.y - from_mm.y}, sheet.rotated);
    const double reach = scale * ((seen ? 8 : 20) + 0.22 * std::hypot(way.x, way.y));
    const double x = from_px.x + way.x * scale, y = from_px.y + way.y * scale;
    return {static_cast<int>(x - reach), static_cast<int>(y - reach), static_cast<int>(x + reach),
            static_cast<int>(y + reach)};
}

struct Choice {
    Homography sheet;
    double cost = 0, error_mm = -1;
    int marks = 0;
};

/// The affine part stands as a sheet does: the quarter turn said, a little skew, hardly any stretch or shear.
bool plausible(const Homography& h, int rotated) {
    const core::Point right{h.m[0], h.m[3]}, down{h.m[1], h.m[4]};
    const double x_scale = std::hypot(right.x, right.y), y_scale = std::hypot(down.x, down.y);
    if (x_scale < 1 || y_scale < 1) return false;
    const double stretch = std::max(x_scale / y_scale, y_scale / x_scale);
    const double shear = std::abs(right.x * down.x + right.y * down.y) / (x_scale * y_scale);
    const bool mirrored = right.x * down.y - right.y * down.x < 0;
    const core::Point level = turned({1, 0}, rotated);
    const double skew = std::acos(std::clamp((right.x * level.x + right.y * level.y) / x_scale, -1.0, 1.0));
    return !mirrored && stretch < most_stretch && shear < most_shear && skew < most_skew_rad;
}

/// Spread of measured mark sides against those the map predicts; negative when one of them is impossible.
double side_misfit(const Homography& h, const std::vector<PointPair>& pairs, const std::vector<double>& sides,
                   double side_mm) {
    double worst = 0;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const double ratio = sides[i] / (h.px_per_mm(pairs[i].mm) * side_mm);
        worst = std::max(worst, std::abs(ratio - 1));
    }
    return worst < 0.18 ? worst : -1;
}

std::optional<Choice> judge(const Sheet& sheet, const std::vector<PointPair>& pairs, const std::vector<double>& sides) {
    const auto affine = fit_affine(pairs);
    if (!affine || !plausible(*affine, sheet.rotated)) return std::nullopt;
    const double scale = affine->px_per_mm({0, 0});
    double bent = 0;
    for (const auto& [mm, px] : pairs) bent = std::max(bent, distance((*affine)(mm), px) / scale);
    if (bent > most_perspective_mm) return std::nullopt;

    Choice choice{.sheet = *affine, .error_mm = bent, .marks = static_cast<int>(pairs.size())};
    if (pairs.size() == 4) {
        const auto full = fit_homography(pairs);
        if (!full) return std::nullopt;
        choice.sheet = *full;
    }
    const double misfit = side_misfit(choice.sheet, pairs, sides, sheet.layout.mark_side_mm);
    if (misfit < 0) return std::nullopt;
    if (sheet.code_px) {
        choice.error_mm = distance(choice.sheet(sheet.code_mm), *sheet.code_px) / choice.sheet.px_per_mm(sheet.code_mm);
        if (choice.error_mm > most_code_error_mm) return std::nullopt;
    } else if (pairs.size() < 4) {
        return std::nullopt;  // Three marks and nothing to check them on.
    }
    choice.cost = 0.3 * bent + 0.3 * choice.error_mm + 2 * misfit;
    if (pairs.size() < 4) choice.cost += lost_mark_cost, choice.error_mm += lost_mark_mm;
    return choice;
}

/// Every combination of one candidate a corner, or none at one corner.
std::optional<Choice> best_choice(const Sheet& sheet, const std::array<std::vector<MarkCandidate>, 4>& corners) {
    std::optional<Choice> best;
    std::array<std::size_t, 4> pick{};  // corners[i].size() stands for none.
    while (true) {
        std::vector<PointPair> pairs;
        std::vector<double> sides;
        double cost = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            if (pick[i] == corners[i].size()) continue;
            const auto& mark = corners[i][pick[i]];
            pairs.push_back({sheet.layout.marks[i], mark.centre});
            sides.push_back(mark.side);
            cost += 1 - mark.score + (mark.whole ? 0 : cut_mark_cost);
        }
        if (pairs.size() >= 3)
            if (auto choice = judge(sheet, pairs, sides)) {
                choice->cost += cost;
                if (!best || choice->cost < best->cost) best = choice;
            }
        std::size_t i = 0;
        while (i < 4 && ++pick[i] > corners[i].size()) pick[i++] = 0;
        if (i == 4) return best;
    }
}

std::optional<Choice> at_scale(const Sheet& sheet, double scale) {
    const double side = sheet.layout.mark_side_mm * scale;
    const ReducedPage reduced(sheet.page, std::max(1, static_cast<int>(side / reduced_mark_px)));
    const core::Point centre{sheet.width_mm / 2, sheet.height_mm / 2};
    std::array<std::vector<MarkCandidate>, 4> corners;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto mark = sheet.layout.marks[i];
        corners[i] = find_marks(sheet.page, reduced, region_of(sheet, mark, scale), side,
                                turned({centre.x - mark.x, centre.y - mark.y}, sheet.rotated));
    }
    return best_choice(sheet, corners);
}

}  // namespace

Registration register_page(const core::Raster& page, int rotated, const std::optional<core::Box>& code_box,
                           const core::FormLayout& form, const core::FormPageLayout& layout) {
    if (layout.marks.size() != 4) return {};
    Sheet sheet{.page = page,
                .rotated = rotated,
                .code_mm = middle(layout.code),
                .layout = layout,
                .width_mm = form.width_mm,
                .height_mm = form.height_mm};
    if (code_box) sheet.code_px = core::Point{(code_box->x0 + code_box->x1) / 2.0, (code_box->y0 + code_box->y1) / 2.0};

    std::optional<Choice> best;
    for (const double scale : scales(sheet, code_box)) {
        const auto choice = at_scale(sheet, scale);
        if (choice && (!best || choice->cost < best->cost)) best = choice;
        if (best && best->marks == 4 && best->error_mm < 0.8) break;
    }
    if (!best) return {};
    return {.sheet = best->sheet, .error_mm = best->error_mm, .marks = best->marks};
}

}  // namespace ocr
