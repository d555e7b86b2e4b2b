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

enum class Axis { x, y };

/// Something of the sheet seen on the page. A rule tells only the coordinate across it: of a level one, y.
struct Sighting {
    core::Point mm, px;
    Axis tells = Axis::x;
    double weight = 1;
};

/// How far a sighting is from where the map has it: in mm, along its axis, positive when it was seen further on.
double miss_mm(const Homography& map, const Sighting& seen);

enum class Freedom { similarity, affine, perspective };

/// The map nearest to the sightings, starting from one that is nearly right; sightings more than `tolerance_mm` off are
/// let go. What they do not determine stays as it was. Nothing when they contradict each other.
std::optional<Homography> fit_sightings(std::span<const Sighting> sightings, const Homography& start, Freedom freedom,
                                        double tolerance_mm);

}  // namespace ocr
