#include "ocr/homography.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

namespace ocr {

namespace {

constexpr double sheet_scale = 0.01;  ///< mm are brought near 1 so that the normal equations stay well conditioned.

/// Normal equations of a small least squares problem, solved by elimination with pivoting.
template <std::size_t N>
class LeastSquares {
  public:
    void add(const std::array<double, N>& row, double value, double weight = 1) {
        for (std::size_t i = 0; i < N; ++i) {
            for (std::size_t j = 0; j < N; ++j) a_[i][j] += weight * row[i] * row[j];
            a_[i][N] += weight * row[i] * value;
        }
    }

    std::optional<std::array<double, N>> solve() {
        for (std::size_t column = 0; column < N; ++column) {
            std::size_t pivot = column;
            for (std::size_t row = column + 1; row < N; ++row)
                if (std::abs(a_[row][column]) > std::abs(a_[pivot][column])) pivot = row;
            if (std::abs(a_[pivot][column]) < 1e-9) return std::nullopt;
            std::swap(a_[column], a_[pivot]);
            for (std::size_t row = 0; row < N; ++row) {
                if (row == column) continue;
                const double factor = a_[row][column] / a_[column][column];
                for (std::size_t k = column; k <= N; ++k) a_[row][k] -= factor * a_[column][k];
            }
        }
        std::array<double, N> solution{};
        for (std::size_t i = 0; i < N; ++i) solution[i] = a_[i][N] / a_[i][i];
        return solution;
    }

  private:
    std::array<std::array<double, N + 1>, N> a_{};
};

/// One step of fit_sightings: each adds one equation across the direction in which it may slide.
class SightingsFit {
  public:
    SightingsFit(const Homography& map, Freedom freedom) : map_(map), freedom_(freedom) {
        const auto middle = map({105, 148.5});  // Pixels are brought near 1 around the middle of a sheet.
        scale_ = std::max(1.0, map.px_per_mm({105, 148.5}) / sheet_scale);
        origin_ = middle;
    }

    void add(const Sighting& seen, double weight) {
        const double x = (seen.mm.x - 105) * sheet_scale, y = (seen.mm.y - 148.5) * sheet_scale;
        const double u = (seen.px.x - origin_.x) / scale_, v = (seen.px.y - origin_.y) / scale_;
        const auto n = across(seen);
        const double value = n.x * u + n.y * v;
        switch (freedom_) {
            case Freedom::similarity:
                similarity_.add({n.x * x + n.y * y, n.y * x - n.x * y, n.x, n.y}, value, weight);
                break;
            case Freedom::affine:
                affine_.add({n.x * x, n.x * y, n.x, n.y * x, n.y * y, n.y}, value, weight);
                break;
            case Freedom::perspective:
                perspective_.add({n.x * x, n.x * y, n.x, n.y * x, n.y * y, n.y, -value * x, -value * y}, value, weight);
                break;
        }
    }

    std::optional<Homography> solve() {
        std::array<double, 8> h{};
        switch (freedom_) {
            case Freedom::similarity: {
                const auto s = similarity_.solve();
                if (!s) return std::nullopt;
                h = {(*s)[0], -(*s)[1], (*s)[2], (*s)[1], (*s)[0], (*s)[3], 0, 0};
                break;
            }
            case Freedom::affine: {
                const auto s = affine_.solve();
                if (!s) return std::nullopt;
                std::copy(s->begin(), s->end(), h.begin());
                break;
            }
            case Freedom::perspective: {
                const auto s = perspective_.solve();
                if (!s) return std::nullopt;
                h = *s;
                break;
            }
        }
        return unscaled(h);
    }

  private:
    /// Unit vector in px across the direction in which the sighting may slide.
    core::Point across(const Sighting& seen) const {
        const bool x = seen.tells == Axis::x;
        const auto from = map_(seen.mm), to = map_({seen.mm.x + (x ? 0 : 1), seen.mm.y + (x ? 1 : 0)});
        const double length = std::max(1e-9, distance(from, to));
        return {(to.y - from.y) / length, -(to.x - from.x) / length};
    }

    Homography unscaled(const std::array<double, 8>& h) const {
        // px = origin + scale * h(mm'), mm' = (mm - middle) * sheet_scale.
        const auto whole = [&](double a, double b, double c, double pa, double pb, double offset) {
            return std::array<double, 3>{scale_ * a + offset * pa, scale_ * b + offset * pb, scale_ * c + offset};
        };
        const auto first = whole(h[0], h[1], h[2], h[6], h[7], origin_.x);
        const auto second = whole(h[3], h[4], h[5], h[6], h[7], origin_.y);
        const auto shifted = [](double a, double b, double c) {
            const double x = a * sheet_scale, y = b * sheet_scale;
            return std::array<double, 3>{x, y, c - x * 105 - y * 148.5};
        };
        const auto r0 = shifted(first[0], first[1], first[2]), r1 = shifted(second[0], second[1], second[2]),
                   r2 = shifted(h[6], h[7], 1);
        Homography map{{r0[0], r0[1], r0[2], r1[0], r1[1], r1[2], r2[0], r2[1], r2[2]}};
        for (auto& value : map.m) value /= r2[2];
        return map;
    }

    const Homography& map_;
    Freedom freedom_;
    double scale_ = 1;
    core::Point origin_;
    LeastSquares<4> similarity_;
    LeastSquares<6> affine_;
    LeastSquares<8> perspective_;
};

}  // namespace

core::Point Homography::operator()(core::Point mm) const {
    const double w = m[6] * mm.x + m[7] * mm.y + m[8];
    return {(m[0] * mm.x + m[1] * mm.y + m[2]) / w, (m[3] * mm.x + m[4] * mm.y + m[5]) / w};
}

Homography Homography::inverse() const {
    return {{m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4], m[5] * m[6] - m[3] * m[8],
             m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5], m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7],
             m[0] * m[4] - m[1] * m[3]}};
}

double Homography::px_per_mm(core::Point mm) const {
    const auto here = (*this)(mm);
    const double across = distance(here, (*this)({mm.x + 1, mm.y}));
    const double down = distance(here, (*this)({mm.x, mm.y + 1}));
    return std::sqrt(across * down);
}

std::optional<Homography> fit_homography(std::span<const PointPair> pairs) {
    if (pairs.size() < 4) return std::nullopt;
    // Pixels are brought near 1 as well, by the spread of the points.
    double most = 1;
    for (const auto& [mm, px] : pairs) most = std::max({most, std::abs(px.x), std::abs(px.y)});

    LeastSquares<8> problem;
    for (const auto& [mm, px] : pairs) {
        const double x = mm.x * sheet_scale, y = mm.y * sheet_scale;
        const double u = px.x / most, v = px.y / most;
        problem.add({x, y, 1, 0, 0, 0, -u * x, -u * y}, u);
        problem.add({0, 0, 0, x, y, 1, -v * x, -v * y}, v);
    }
    const auto h = problem.solve();
    if (!h) return std::nullopt;
    const auto& c = *h;
    return Homography{{c[0] * most * sheet_scale, c[1] * most * sheet_scale, c[2] * most, c[3] * most * sheet_scale,
                       c[4] * most * sheet_scale, c[5] * most, c[6] * sheet_scale, c[7] * sheet_scale, 1}};
}

std::optional<Homography> fit_affine(std::span<const PointPair> pairs) {
    if (pairs.size() < 3) return std::nullopt;
    LeastSquares<3> across, down;
    for (const auto& [mm, px] : pairs) {
        const std::array<double, 3> row{mm.x * sheet_scale, mm.y * sheet_scale, 1};
        across.add(row, px.x);
        down.add(row, px.y);
    }
    const auto u = across.solve();
    const auto v = down.solve();
    if (!u || !v) return std::nullopt;
    return Homography{{(*u)[0] * sheet_scale, (*u)[1] * sheet_scale, (*u)[2], (*v)[0] * sheet_scale,
                       (*v)[1] * sheet_scale, (*v)[2], 0, 0, 1}};
}

double miss_mm(const Homography& map, const Sighting& seen) {
    const auto at = map.inverse()(seen.px);
    return seen.tells == Axis::x ? at.x - seen.mm.x : at.y - seen.mm.y;
}

std::optional<Homography> fit_sightings(std::span<const Sighting> sightings, const Homography& start, Freedom freedom,
                                        double tolerance_mm) {
    constexpr double held = 0.002;  ///< Share of the weight that holds the corners of the sheet where they were.
    constexpr int rounds = 6;
    Homography map = start;
    for (int round = 0; round < rounds; ++round) {
        SightingsFit fit(map, freedom);
        const auto back = map.inverse();
        double total = 0;
        for (const auto& seen : sightings) {
            const auto at = back(seen.px);
            const double off = (seen.tells == Axis::x ? at.x - seen.mm.x : at.y - seen.mm.y) / tolerance_mm;
            if (std::abs(off) >= 1) continue;
            const double weight = seen.weight * std::pow(1 - off * off, 2);
            fit.add(seen, weight);
            total += weight;
        }
        for (const core::Point corner : {core::Point{0, 0}, {210, 0}, {210, 297}, {0, 297}})
            for (const auto axis : {Axis::x, Axis::y}) fit.add({corner, map(corner), axis}, held * total);
        const auto next = fit.solve();
        if (!next) return std::nullopt;
        map = *next;
    }
    return map;
}

double distance(core::Point a, core::Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

}  // namespace ocr
