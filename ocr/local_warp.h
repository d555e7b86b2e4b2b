#pragma once

#include <span>
#include <utility>
#include <vector>

#include "ocr/homography.h"

namespace ocr {

/// What a homography leaves: paper that a feeder pulled unevenly, that is curled or was copied askew. A smooth field of
/// shifts in mm, from what was seen nearby; none where nothing was.
class LocalWarp {
  public:
    LocalWarp() = default;
    LocalWarp(std::span<const Sighting> sightings, const Homography& map);

    /// Added to a point of the sheet before the map.
    core::Point shift(core::Point mm) const;
    /// The map around a point, shift and its slopes counted in.
    Homography around(const Homography& map, core::Point mm) const;
    /// The same without the slopes: quicker, and as good over a few millimetres.
    Homography beside(const Homography& map, core::Point mm) const;
    /// Each sighting against what the others say, in mm, in their order.
    std::vector<double> misses() const;
    /// How far the sheet may be from where around() has it, in mm: what the sightings miss each other by, and, where
    /// few were made, what the paper is bent by elsewhere.
    double error_mm(core::Point mm) const;

  private:
    struct Pull {
        core::Point mm;
        double by = 0, weight = 0;
    };
    struct Said {
        double by = 0, weight = 0;
    };
    /// What the sightings of one axis say at a point.
    Said said(Axis axis, core::Point mm, const Pull* without) const;

    std::vector<Pull> x_, y_;
    std::vector<std::pair<Axis, std::size_t>> order_;
    double noise_ = 0, bent_x_ = 0, bent_y_ = 0;  ///< Squares of mm: of the misses, of what the map alone misses by.
};

}  // namespace ocr
