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
    void add(const std::array<double, N>& row, double value) {
        for (std::size_t i = 0; i < N; ++i) {
            for (std::size_t j = 0; j < N; ++j) a_[i][j] += row[i] * row[j];
            a_[i][N] += row[i] * value;
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

double distance(core::Point a, core::Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

}  // namespace ocr
