#pragma once

#include <optional>
#include <vector>

#include "core/raster.h"
#include "ocr/marks.h"
#include "ocr/print_features.h"
#include "ocr/seen_print.h"

namespace ocr {

/// A page as registration looks at it; made once a page.
struct RegistrationView {
    core::Raster grey;  ///< The working page.
    double scale = 1;   ///< Its px in a px as decoded.
    SeenPrint print;    ///< In its px.
};

/// Measures features of a form where a map has them.
class FeatureFinder {
  public:
    explicit FeatureFinder(const RegistrationView& view) : view_(view) {}

    bool on_page(const PrintFeature& feature, const Homography& map) const;
    /// What the feature tells, looked for within `reach_mm`: nothing, one or two sightings. A line too near to another
    /// for that reach is not looked for.
    std::vector<Sighting> look_for(const PrintFeature& feature, const Homography& map, double reach_mm) const;

  private:
    std::vector<Sighting> piece(const PrintFeature& feature, const Homography& map, double reach_mm) const;
    std::vector<Sighting> end(const PrintFeature& feature, const Homography& map, double reach_mm) const;
    std::vector<Sighting> word(const PrintFeature& feature, const Homography& map, double reach_mm) const;
    std::vector<Sighting> mark(const PrintFeature& feature, const Homography& map) const;

    const RegistrationView& view_;
    mutable std::optional<ReducedPage> reduced_;  ///< Made for the first mark.
};

}  // namespace ocr
