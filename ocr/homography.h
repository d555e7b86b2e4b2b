#pragma once

#include <array>
#include <optional>
#include <span>

#include "core/geometry.h"

namespace ocr {

struct PointPair {
    core::Point mm;  ///< On the upright sheet.
    core::Point px;  ///< On the page as decoded.
};

/// From mm on the upright sheet to px on the page as decoded.
struct Homography {
    std::array<double, 9> m{1, 0, 0, 0, 1, 0, 0, 0, 1};

    core::Point operator()(core::Point mm) const;
    /// From px back to mm.
    Homography inverse() const;
    /// Length in px of one mm along x and along y near a point.
    double px_per_mm(core::Point mm) const;
};

/// Least squares; four pairs or more. Nothing when they do not determine it.
std::optional<Homography> fit_homography(std::span<const PointPair> pairs);
/// Least squares without perspective; three pairs or more.
std::optional<Homography> fit_affine(std::span<const PointPair> pairs);

double distance(core::Point a, core::Point b);

}  // namespace ocr
