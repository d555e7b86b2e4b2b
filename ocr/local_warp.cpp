#include "ocr/local_warp.h"

#include <cmath>

namespace ocr {

namespace {

// A feeder's rollers pull a whole line of the sheet at once: what is seen tells more about its own height. Across, a
// curled sheet shifts up and down, hardly sideways.
struct Reach {
    double x_mm, y_mm;
};
constexpr Reach sideways{90, 16}, up_and_down{45, 16};
constexpr double far_away = 6;  ///< Squares of these reaches.
constexpr double doubt = 0.5;   ///< Weight of sightings close by that are half believed.
// A plane is laid through what is near. It is held near nothing as if by this weight, and near level as if by sightings
// of this moment (weight times mm squared): paper bends by hundredths.
constexpr double held = 0.05, held_level = 40;

double square_mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value * value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

template <class Pulls>
double bent(const Pulls& pulls) {
    std::vector<double> by;
    by.reserve(pulls.size());
    for (const auto& pull : pulls) by.push_back(pull.by);
    return square_mean(by);
}

Homography shifted(const Homography& map, double xx, double xy, double ox, double yx, double yy, double oy) {
    const auto& m = map.m;
    return {{m[0] * xx + m[1] * yx, m[0] * xy + m[1] * yy, m[0] * ox + m[1] * oy + m[2], m[3] * xx + m[4] * yx,
             m[3] * xy + m[4] * yy, m[3] * ox + m[4] * oy + m[5], m[6] * xx + m[7] * yx, m[6] * xy + m[7] * yy,
             m[6] * ox + m[7] * oy + m[8]}};
}

}  // namespace

LocalWarp::LocalWarp(std::span<const Sighting> sightings, const Homography& map) {
    const auto back = map.inverse();
    for (const auto& seen : sightings) {
        const auto at = back(seen.px);
        auto& pulls = seen.tells == Axis::x ? x_ : y_;
        order_.emplace_back(seen.tells, pulls.size());
        pulls.push_back({seen.mm, seen.tells == Axis::x ? at.x - seen.mm.x : at.y - seen.mm.y, seen.weight});
    }
    noise_ = square_mean(misses());
    bent_x_ = bent(x_), bent_y_ = bent(y_);
}

LocalWarp::Said LocalWarp::said(Axis axis, core::Point mm, const Pull* without) const {
    const auto& pulls = axis == Axis::x ? x_ : y_;
    const auto reach = axis == Axis::x ? sideways : up_and_down;
    double w = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0, v = 0, vx = 0, vy = 0;
    for (const auto& pull : pulls) {
        if (&pull == without) continue;
        const double dx = pull.mm.x - mm.x, dy = pull.mm.y - mm.y;
        const double far = dx * dx / (reach.x_mm * reach.x_mm) + dy * dy / (reach.y_mm * reach.y_mm);
        if (far > far_away) continue;
        const double weight = pull.weight * std::exp(-far);
        w += weight, x += weight * dx, y += weight * dy;
        xx += weight * dx * dx, xy += weight * dx * dy, yy += weight * dy * dy;
        v += weight * pull.by, vx += weight * pull.by * dx, vy += weight * pull.by * dy;
    }
    // By Cramer's rule: the height of the plane here.
    const double a = w + held, b = xx + held_level, c = yy + held_level;
    const double minor_a = b * c - xy * xy, minor_x = x * c - xy * y, minor_y = x * xy - b * y;
    const double determinant = a * minor_a - x * minor_x + y * minor_y;
    return {(v * minor_a - vx * minor_x + vy * minor_y) / determinant, w};
}

core::Point LocalWarp::shift(core::Point mm) const {
    return {said(Axis::x, mm, nullptr).by, said(Axis::y, mm, nullptr).by};
}

Homography LocalWarp::beside(const Homography& map, core::Point mm) const {
    const auto by = shift(mm);
    return shifted(map, 1, 0, by.x, 0, 1, by.y);
}

Homography LocalWarp::around(const Homography& map, core::Point mm) const {
    constexpr double step = 5;
    const auto here = shift(mm), right = shift({mm.x + step, mm.y}), down = shift({mm.x, mm.y + step});
    const double xx = 1 + (right.x - here.x) / step, xy = (down.x - here.x) / step;
    const double yx = (right.y - here.y) / step, yy = 1 + (down.y - here.y) / step;
    return shifted(map, xx, xy, mm.x + here.x - xx * mm.x - xy * mm.y, yx, yy, mm.y + here.y - yx * mm.x - yy * mm.y);
}

std::vector<double> LocalWarp::misses() const {
    std::vector<double> all;
    all.reserve(order_.size());
    for (const auto& [axis, at] : order_) {
        const auto& pull = (axis == Axis::x ? x_ : y_)[at];
        all.push_back(pull.by - said(axis, pull.mm, &pull).by);
    }
    return all;
}

double LocalWarp::error_mm(core::Point mm) const {
    double variance = noise_;
    for (const auto axis : {Axis::x, Axis::y})
        variance += (axis == Axis::x ? bent_x_ : bent_y_) * doubt / (said(axis, mm, nullptr).weight + doubt);
    return std::sqrt(variance);
}

}  // namespace ocr
