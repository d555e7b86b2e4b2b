#include "ocr/frame.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "ocr/ink.h"

namespace ocr {

namespace {

constexpr double most_turn_deg = 20, turn_step_deg = 0.5;
constexpr double least_width_mm = 15, least_height_mm = 6, most_height_mm = 35;
constexpr double gap_mm = 1.5;    ///< Left blank by an unevenly inked stamp.
constexpr double corner_mm = 2;   ///< Long sides end one above the other within this.
constexpr double thick_mm = 0.5;  ///< A side is looked for in a strip of this width.
constexpr double least_inked = 0.6;
constexpr std::size_t most_turns = 4;  ///< A long stroke may gather more than the sides.

struct Turned {
    double u, v;
};

std::vector<Turned> turned(const std::vector<Pixel>& pixels, double angle) {
    const double c = std::cos(angle), s = std::sin(angle);
    std::vector<Turned> points;
    points.reserve(pixels.size());
    for (const auto p : pixels) points.push_back({p.x * c + p.y * s, -p.x * s + p.y * c});
    return points;
}

/// How many points fall on each line v = constant.
std::vector<int> rows_of(const std::vector<Turned>& points, double& first) {
    double low = 1e9, high = -1e9;
    for (const auto& p : points) low = std::min(low, p.v), high = std::max(high, p.v);
    first = std::floor(low);
    std::vector<int> rows(static_cast<std::size_t>(high - first) + 1, 0);
    for (const auto& p : points) ++rows[static_cast<std::size_t>(p.v - first)];
    return rows;
}

/// The turns at which ink gathers most on few lines, best first.
std::vector<double> likely_turns(const std::vector<Pixel>& all) {
    constexpr std::size_t enough = 4000;
    std::vector<Pixel> pixels;
    for (std::size_t i = 0; i < all.size(); i += 1 + all.size() / enough) pixels.push_back(all[i]);
    struct Turn {
        double angle, sharp;
    };
    std::vector<Turn> turns, peaks;
    for (double turn = -most_turn_deg; turn <= most_turn_deg; turn += turn_step_deg) {
        const double angle = turn * std::numbers::pi / 180;
        double first = 0, sharp = 0;
        for (const double row : rows_of(turned(pixels, angle), first)) sharp += row * row;
        turns.push_back({angle, sharp});
    }
    for (std::size_t i = 0; i < turns.size(); ++i)
        if ((i == 0 || turns[i].sharp >= turns[i - 1].sharp) &&
            (i + 1 == turns.size() || turns[i].sharp > turns[i + 1].sharp))
            peaks.push_back(turns[i]);
    std::sort(peaks.begin(), peaks.end(), [](const Turn& a, const Turn& b) { return a.sharp > b.sharp; });
    std::vector<double> angles;
    for (const auto& peak : peaks)
        if (angles.size() < most_turns) angles.push_back(peak.angle);
    return angles;
}

/// An inked stretch of a line.
struct Side {
    double v, u0, u1;
};

/// The longest stretch of each line without a gap.
std::vector<Side> long_sides(const std::vector<Turned>& points) {
    double first = 0;
    const auto rows = rows_of(points, first);
    std::vector<std::vector<double>> along(rows.size());
    for (const auto& p : points) along[static_cast<std::size_t>(p.v - first)].push_back(p.u);
    std::vector<Side> sides;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        auto& us = along[row];
        if (static_cast<double>(us.size()) < least_inked * least_width_mm * ink_px_per_mm) continue;
        std::sort(us.begin(), us.end());
        Side best{static_cast<double>(row) + first + 0.5, us[0], us[0]};
        for (std::size_t from = 0, i = 1; i <= us.size(); ++i) {
            if (i < us.size() && us[i] - us[i - 1] < gap_mm * ink_px_per_mm) continue;
            const bool full = static_cast<double>(i - from) > least_inked * (us[i - 1] - us[from]);
            if (full && us[i - 1] - us[from] > best.u1 - best.u0) best.u0 = us[from], best.u1 = us[i - 1];
            from = i;
        }
        if (best.u1 - best.u0 > least_width_mm * ink_px_per_mm) sides.push_back(best);
    }
    return sides;
}

double inked_across(const std::vector<Turned>& points, double u, double v0, double v1) {
    std::vector<bool> seen(static_cast<std::size_t>(v1 - v0) + 1, false);
    for (const auto& p : points)
        if (std::abs(p.u - u) < thick_mm * ink_px_per_mm && p.v >= v0 && p.v <= v1)
            seen[static_cast<std::size_t>(p.v - v0)] = true;
    return static_cast<double>(std::count(seen.begin(), seen.end(), true)) / static_cast<double>(seen.size());
}

std::optional<Frame> frame_at(const std::vector<Pixel>& pixels, double angle) {
    const double corner = corner_mm * ink_px_per_mm;
    const auto points = turned(pixels, angle);
    const auto sides = long_sides(points);
    // A stroke along a long side may lengthen it: its ends are those of the one or of the other.
    const auto covers = [&](const Side& side, double u0, double u1) {
        return side.u0 < u0 + corner && side.u1 > u1 - corner && u1 - u0 > least_width_mm * ink_px_per_mm;
    };
    std::optional<Frame> best;
    const auto consider = [&](const Side& top, const Side& bottom, double u0, double u1) {
        const Frame frame{angle, u0, u1, top.v, bottom.v};
        if (best && frame.v1 - frame.v0 <= best->v1 - best->v0) return;
        if (!covers(top, u0, u1) || !covers(bottom, u0, u1)) return;
        if (inked_across(points, u0, top.v, bottom.v) < least_inked) return;
        if (inked_across(points, u1, top.v, bottom.v) < least_inked) return;
        best = frame;
    };
    for (const auto& top : sides)
        for (const auto& bottom : sides) {
            const double height = bottom.v - top.v;
            if (height < least_height_mm * ink_px_per_mm || height > most_height_mm * ink_px_per_mm) continue;
            for (const double u0 : {std::min(top.u0, bottom.u0), std::max(top.u0, bottom.u0)})
                for (const double u1 : {std::max(top.u1, bottom.u1), std::min(top.u1, bottom.u1)})
                    consider(top, bottom, u0, u1);
        }
    return best;
}

}  // namespace

double Frame::distance(Pixel p) const {
    const double c = std::cos(angle), s = std::sin(angle), u = p.x * c + p.y * s, v = -p.x * s + p.y * c;
    const double du = std::max({u0 - u, u - u1, 0.0}), dv = std::max({v0 - v, v - v1, 0.0});
    if (du > 0 || dv > 0) return std::hypot(du, dv);
    return std::min({u - u0, u1 - u, v - v0, v1 - v});
}

double Frame::across(Pixel p) const {
    const double c = std::cos(angle), s = std::sin(angle), u = p.x * c + p.y * s, v = -p.x * s + p.y * c;
    const bool end = std::min(std::abs(u - u0), std::abs(u - u1)) < std::min(std::abs(v - v0), std::abs(v - v1));
    return end ? angle : angle + std::numbers::pi / 2;
}

std::vector<Pixel> Frame::corners() const {
    const double c = std::cos(angle), s = std::sin(angle);
    std::vector<Pixel> points;
    for (const auto& [u, v] : {std::pair{u0, v0}, {u1, v0}, {u1, v1}, {u0, v1}})
        points.push_back({static_cast<int>(std::lround(u * c - v * s)), static_cast<int>(std::lround(u * s + v * c))});
    return convex_hull(points);
}

std::optional<Frame> find_frame(const Bits& ink) {
    std::vector<Pixel> pixels;
    for (int y = 0; y < ink.height; ++y)
        for (int x = 0; x < ink.width; ++x)
            if (ink.on[ink.index(x, y)]) pixels.push_back({x, y});
    if (pixels.empty()) return std::nullopt;
    for (const double angle : likely_turns(pixels))
        if (const auto frame = frame_at(pixels, angle)) return frame;
    return std::nullopt;
}

}  // namespace ocr
