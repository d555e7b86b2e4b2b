#include "ocr/border.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ocr/ink.h"

namespace ocr {

namespace {

constexpr double line_mm = 0.3;  ///< Printed width of a border.
constexpr int reach_px = static_cast<int>(1.2 * ink_px_per_mm);
constexpr int most_pieces = 8;  ///< A side is looked at piece by piece: strokes cross some of them.
constexpr double least_piece_px = 5;
constexpr float line_ink = 0.15F;     ///< Light a printed line takes at least.
constexpr double least_cover = 0.75;  ///< Share of a piece that is inked along the line.
constexpr double guard_px = 1.2;      ///< Blur of the line on either side.

struct Picture {
    const std::vector<float>& taken;
    int width, height;
    float at(int x, int y) const {
        if (x < 0 || y < 0 || x >= width || y >= height) return 0;
        return taken[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

struct Seen {
    double along, across, thick;
};

/// Where the line crosses one piece of a side.
std::optional<Seen> line_in_piece(const Picture& picture, bool level, double expected, int from, int to) {
    const int first = static_cast<int>(std::lround(expected)) - reach_px;
    std::vector<double> cover(static_cast<std::size_t>(2 * reach_px + 1), 0), weight = cover;
    for (std::size_t k = 0; k < cover.size(); ++k)
        for (int t = from; t < to; ++t) {
            const int across = first + static_cast<int>(k);
            const float taken = level ? picture.at(t, across) : picture.at(across, t);
            cover[k] += taken > line_ink;
            weight[k] += std::clamp(taken, 0.0F, 0.6F);
        }
    const auto best = static_cast<std::size_t>(std::max_element(weight.begin(), weight.end()) - weight.begin());
    if (cover[best] < least_cover * (to - from)) return std::nullopt;
    std::size_t low = best, high = best;
    while (low > 0 && cover[low - 1] > 0.5 * (to - from)) --low;
    while (high + 1 < cover.size() && cover[high + 1] > 0.5 * (to - from)) ++high;
    if (low == 0 || high + 1 == cover.size() || high - low > static_cast<std::size_t>(3 * line_mm * ink_px_per_mm))
        return std::nullopt;
    double sum = 0, at = 0;
    for (std::size_t k = low; k <= high; ++k)
        sum += weight[k], at += weight[k] * (first + static_cast<double>(k) + 0.5);
    return Seen{(from + to) / 2.0, at / sum, static_cast<double>(high - low + 1)};
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

struct FoundLine {
    Border::Line line;
    bool seen = false;
    double thick = 0;
};

FoundLine find_line(const Picture& picture, bool level, double expected, double from, double to) {
    FoundLine found{.line = {expected, 0}};
    std::vector<Seen> seen;
    const int pieces = std::clamp(static_cast<int>((to - from) / least_piece_px), 2, most_pieces);
    const double step = (to - from) / pieces;
    for (int i = 0; i < pieces; ++i)
        if (const auto piece = line_in_piece(picture, level, expected, static_cast<int>(from + i * step),
                                             static_cast<int>(from + (i + 1) * step)))
            seen.push_back(*piece);
    if (seen.size() < 2) return found;
    std::vector<double> slopes, offsets, thick;
    for (std::size_t i = 0; i < seen.size(); ++i)
        for (std::size_t j = i + 1; j < seen.size(); ++j)
            slopes.push_back((seen[j].across - seen[i].across) / (seen[j].along - seen[i].along));
    found.line.slope = std::clamp(median(slopes), -0.02, 0.02);
    for (const auto& s : seen) offsets.push_back(s.across - found.line.slope * s.along), thick.push_back(s.thick);
    found.line.offset = median(offsets);
    found.thick = median(thick);
    found.seen = true;
    return found;
}

}  // namespace

Border::Side Border::side_of(int px, int py) const {
    const double x = px + 0.5, y = py + 0.5;
    const double depth = std::min({x - left.at(y), right.at(y) - x, y - top.at(x), bottom.at(x) - y});
    return depth > half_px ? Side::inside : depth < -half_px ? Side::outside : Side::on;
}

core::Box Border::interior() const {
    const double middle_x = (left.offset + right.offset) / 2, middle_y = (top.offset + bottom.offset) / 2;
    return {static_cast<int>(left.at(middle_y) + half_px + 1), static_cast<int>(top.at(middle_x) + half_px + 1),
            static_cast<int>(right.at(middle_y) - half_px), static_cast<int>(bottom.at(middle_x) - half_px)};
}

Border find_border(const std::vector<float>& taken, int width, int height, const core::BoxMm& box) {
    const Picture picture{taken, width, height};
    const double left = ink_margin_mm * ink_px_per_mm, top = left;
    const double right = left + box.width() * ink_px_per_mm, bottom = top + box.height() * ink_px_per_mm;
    // Away from the other sides.
    const double corner = std::min(ink_px_per_mm, 0.15 * std::min(box.width(), box.height()) * ink_px_per_mm);
    const std::array found{find_line(picture, false, left, top + corner, bottom - corner),
                           find_line(picture, true, top, left + corner, right - corner),
                           find_line(picture, false, right, top + corner, bottom - corner),
                           find_line(picture, true, bottom, left + corner, right - corner)};
    Border border{.left = found[0].line, .top = found[1].line, .right = found[2].line, .bottom = found[3].line};
    std::vector<double> shifts, thick;
    const std::array expected{left, top, right, bottom};
    const std::array middle{(top + bottom) / 2, (left + right) / 2, (top + bottom) / 2, (left + right) / 2};
    for (std::size_t i = 0; i < 4; ++i)
        if (found[i].seen)
            shifts.push_back(std::abs(found[i].line.at(middle[i]) - expected[i]) / ink_px_per_mm),
                thick.push_back(found[i].thick);
    const double width_px = thick.empty() ? line_mm * ink_px_per_mm : std::max(median(thick), line_mm * ink_px_per_mm);
    // A side that is not seen may be anywhere near its place: the band is wider.
    border.half_px = width_px / 2 + (shifts.size() < 4 ? 2 * guard_px : guard_px);
    if (!shifts.empty()) border.shift_mm = median(shifts);
    return border;
}

}  // namespace ocr
