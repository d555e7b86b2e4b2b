#include "ocr/ruled_boxes.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ocr {

namespace {

constexpr double meet_mm = 0.8;  ///< Lines end within this of the line they meet.
constexpr double least_cell_mm = 2.5, least_long_side_mm = 3;
constexpr double most_cell_width_mm = 200, most_cell_height_mm = 150;
constexpr double least_square_mm = 2.3, most_square_mm = 7;
constexpr double corner_share = 0.3;  ///< Of a corner is ink; a round letter leaves it bare.
constexpr double line_room_mm = 6;    ///< Written above a line.
constexpr double least_line_mm = 15;

/// A rule with its place across and its stretch along.
struct Line {
    double at, from, to;
};

struct Lines {
    std::vector<Line> level, upright;
};

Lines lines_of(const std::vector<core::Rule>& rules) {
    Lines lines;
    for (const auto& r : rules) {
        if (std::abs(r.to.y - r.from.y) < std::abs(r.to.x - r.from.x))
            lines.level.push_back({(r.from.y + r.to.y) / 2, std::min(r.from.x, r.to.x), std::max(r.from.x, r.to.x)});
        else
            lines.upright.push_back({(r.from.x + r.to.x) / 2, std::min(r.from.y, r.to.y), std::max(r.from.y, r.to.y)});
    }
    const auto by_place = [](const Line& a, const Line& b) { return a.at < b.at; };
    std::sort(lines.level.begin(), lines.level.end(), by_place);
    std::sort(lines.upright.begin(), lines.upright.end(), by_place);
    return lines;
}

bool covers(const Line& line, double from, double to) { return line.from < from + meet_mm && line.to > to - meet_mm; }

/// The nearest line beyond `at` that runs along the whole stretch.
std::optional<Line> next_line(const std::vector<Line>& lines, double at, double from, double to) {
    for (const auto& line : lines)
        if (line.at > at + least_cell_mm && covers(line, from, to)) return line;
    return std::nullopt;
}

bool inside(const core::BoxMm& inner, const core::BoxMm& outer) {
    return inner.x0 > outer.x0 - meet_mm && inner.y0 > outer.y0 - meet_mm && inner.x1 < outer.x1 + meet_mm &&
           inner.y1 < outer.y1 + meet_mm;
}

bool meets(const core::BoxMm& a, const core::BoxMm& b) {
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

}  // namespace

std::vector<core::BoxMm> cells_of(const std::vector<core::Rule>& rules) {
    const auto lines = lines_of(rules);
    std::vector<core::BoxMm> cells;
    for (const auto& top : lines.level)
        for (const auto& left : lines.upright) {
            // From the corner where the two meet: the nearest line to the right, then the nearest below.
            if (left.at < top.from - meet_mm || left.at > top.to - least_cell_mm) continue;
            if (top.at < left.from - meet_mm || top.at > left.to - least_cell_mm) continue;
            const auto right = next_line(lines.upright, left.at, top.at, top.at + least_cell_mm);
            if (!right || right->at > top.to + meet_mm || right->at - left.at > most_cell_width_mm) continue;
            const auto bottom = next_line(lines.level, top.at, left.at, right->at);
            if (!bottom || bottom->at - top.at > most_cell_height_mm) continue;
            if (!covers(left, top.at, bottom->at) || !covers(*right, top.at, bottom->at)) continue;
            const core::BoxMm cell{left.at, top.at, right->at, bottom->at};
            if (std::max(cell.width(), cell.height()) < least_long_side_mm) continue;
            cells.push_back(cell);
        }
    // A frame around others is no cell to write in.
    std::vector<core::BoxMm> smallest;
    for (const auto& cell : cells) {
        const auto holds = std::any_of(cells.begin(), cells.end(), [&](const core::BoxMm& other) {
            return !(other == cell) && inside(other, cell) &&
                   other.width() * other.height() < 0.9 * cell.width() * cell.height();
        });
        if (!holds && std::find(smallest.begin(), smallest.end(), cell) == smallest.end()) smallest.push_back(cell);
    }
    return smallest;
}

std::vector<core::BoxMm> squares_of(const Pix& ink, int dpi) {
    const double px = dpi / 25.4;
    Pixa* made = nullptr;
    const BoxaPtr boxes(pixConnComp(lept(ink), &made, 8));
    const PixaPtr pieces(made);
    std::vector<core::BoxMm> squares;
    for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
        int x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes.get(), i, &x, &y, &w, &h);
        const double width = w / px, height = h / px;
        if (std::min(width, height) < least_square_mm || std::max(width, height) > most_square_mm ||
            std::abs(width - height) > 0.6)
            continue;
        const PixPtr piece(pixaGetPix(pieces.get(), i, L_CLONE));
        // Ink all along its outline, none within: a letter O has no corners, a filled square no inside.
        const int edge = std::max(1, static_cast<int>(std::lround(0.25 * px)));
        int inner = 0, corners = 0;
        const auto count = [&](int x0, int y0, int x1, int y1) {
            const auto part = crop(*piece, {x0, y0, x1, y1});
            int pixels = 0;
            if (part) pixCountPixels(part.get(), &pixels, nullptr);
            return pixels;
        };
        const int third = std::max(w / 4, 2 * edge);
        inner = count(third, third, w - third, h - third);
        for (const int cx : {0, w - 2 * edge})
            for (const int cy : {0, h - 2 * edge})
                corners += count(cx, cy, cx + 2 * edge, cy + 2 * edge) > corner_share * 4 * edge * edge;
        const int top = count(0, 0, w, 2 * edge), bottom = count(0, h - 2 * edge, w, h),
                  left = count(0, 0, 2 * edge, h), right = count(w - 2 * edge, 0, w, h);
        const int least = std::min({top, bottom, left, right});
        if (inner == 0 && corners == 4 && least >= 0.8 * std::min(w, h))
            squares.push_back({x / px, y / px, (x + w) / px, (y + h) / px});
    }
    return squares;
}

std::vector<core::BoxMm> writing_lines(const std::vector<core::Rule>& rules, const std::vector<core::BoxMm>& cells,
                                       const std::vector<core::BoxMm>& words) {
    std::vector<core::BoxMm> rooms;
    for (const auto& line : lines_of(rules).level) {
        if (line.to - line.from < least_line_mm) continue;
        const core::BoxMm room{line.from, line.at - line_room_mm, line.to, line.at - 0.2};
        const core::BoxMm seen{room.x0 + 1, room.y0 + 1.5, room.x1 - 1, room.y1 - 0.3};
        const bool taken = std::any_of(words.begin(), words.end(), [&](const auto& w) { return meets(w, seen); });
        const bool in_cell = std::any_of(cells.begin(), cells.end(), [&](const auto& c) {
            return meets(c, {room.x0 + 1, room.y0 + 1, room.x1 - 1, line.at + 1});
        });
        if (!taken && !in_cell) rooms.push_back(room);
    }
    return rooms;
}

}  // namespace ocr
