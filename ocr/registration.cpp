#include "ocr/registration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace ocr {

namespace {

constexpr std::array rings_mm{40.0,  55.0,  72.0,  90.0,  110.0, 130.0, 150.0,
                              175.0, 200.0, 230.0, 260.0, 300.0, 380.0};  ///< Around what is sure.
constexpr double perspective_from_mm = 85;  ///< A smaller part of the sheet does not show it.
constexpr double near_window_mm = 1.1, most_window_mm = 2.6, last_window_mm = 0.8;
constexpr double window_slope = 0.025;  ///< What is farther from what was seen may be farther from its place.
constexpr double aside_share = 0.4;     ///< A feeder bends a sheet along its way, less across.
constexpr double fits_mm = 0.45;        ///< A sighting this near to what its neighbours say is of the form.
constexpr double tolerance_mm = 2;      ///< Of the map alone: what is bent by more than that is no sheet of paper.
constexpr int least_fitting = 14;
constexpr double least_support = 0.33;
constexpr double around_mm = 45;  ///< A zone is placed by what is seen this near.
constexpr double least_around = 0.3;

core::Point middle(const core::BoxMm& box) { return {(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2}; }

Homography scaled(Homography map, double by) {
    for (std::size_t i = 0; i < 6; ++i) map.m[i] *= by;
    return map;
}

/// The map as it grows over the print.
class Growth {
  public:
    Growth(const RegistrationView& view, const Start& start, const core::FormPageLayout& layout)
        : finder_(view), start_(start), features_(features_of(layout)), seen_(features_.size()), map_(start.map) {}

    /// From what is sure to the whole sheet, ring by ring; what bends the paper is followed.
    void grow() {
        for (const double ring : rings_mm) {
            if (ring <= start_.sure_reach_mm) continue;
            std::vector<std::size_t> open;
            for (std::size_t i = 0; i < features_.size(); ++i)
                if (seen_[i].empty() && distance(features_[i].at, start_.sure_mm) < ring) open.push_back(i);
            std::vector<double> windows;
            windows.reserve(open.size());
            for (const auto i : open) windows.push_back(window(features_[i].at));
            for (std::size_t k = 0; k < open.size(); ++k) look_for(open[k], windows[k]);
            const auto count = sightings().size();
            if (count < 6) continue;
            fit(count < 12 ? Freedom::similarity : ring < perspective_from_mm ? Freedom::affine : Freedom::perspective);
        }
    }

    /// Everything once more, from where it is now known to be.
    void settle() {
        for (std::size_t i = 0; i < features_.size(); ++i) look_for(i, last_window_mm);
        fit(Freedom::perspective);
    }

    Registration result(double view_scale, const core::FormPageLayout& layout) const {
        Registration registration{.sheet = scaled(map_, 1 / view_scale), .warp = warp_};
        double fitting = 0, expected = 0, beyond = 0;
        for (std::size_t i = 0; i < features_.size(); ++i) {
            const auto& feature = features_[i];
            const auto local = warp_.beside(map_, feature.at);
            const bool on_page = finder_.on_page(feature, local);
            (on_page ? expected : beyond) += feature.sightings();
            fitting += static_cast<double>(seen_[i].size());
            if (on_page) registration.looked.push_back({feature.at, !seen_[i].empty()});
            if (feature.kind == PrintFeature::Kind::mark && !seen_[i].empty()) ++registration.marks;
        }
        registration.support = fitting / std::max(1.0, expected);
        if (fitting < least_fitting || registration.support < least_support) {
            registration.trouble = beyond > expected ? "la page est coupée : la plus grande partie manque"
                                                     : "l'imprimé du formulaire n'est pas à sa place";
            return registration;
        }
        estimate_error(registration, layout);
        return registration;
    }

  private:
    /// How far from its place a point may be: the farther from what was seen, the farther.
    double window(core::Point mm) const {
        double far = std::max(0.0, distance(mm, start_.sure_mm) - start_.sure_reach_mm);
        for (std::size_t i = 0; i < features_.size(); ++i)
            if (!seen_[i].empty())
                far = std::min(far,
                               std::abs(features_[i].at.y - mm.y) + aside_share * std::abs(features_[i].at.x - mm.x));
        return std::min(most_window_mm, near_window_mm + window_slope * far);
    }

    void look_for(std::size_t i, double reach_mm) {
        seen_[i] = finder_.look_for(features_[i], warp_.beside(map_, features_[i].at), reach_mm);
    }

    std::vector<Sighting> sightings() const {
        std::vector<Sighting> all;
        for (const auto& some : seen_) all.insert(all.end(), some.begin(), some.end());
        return all;
    }

    /// The map from what was seen; what does not agree with its neighbours is forgotten.
    void fit(Freedom freedom) {
        if (const auto next = fit_sightings(sightings(), map_, freedom, tolerance_mm)) map_ = *next;
        const auto misses = LocalWarp(sightings(), map_).misses();
        std::size_t at = 0;
        for (auto& some : seen_) {
            bool fits = true;
            for (std::size_t k = 0; k < some.size(); ++k) fits &= std::abs(misses[at++]) < fits_mm;
            if (!fits) some.clear();
        }
        warp_ = LocalWarp(sightings(), map_);
    }

    static void estimate_error(Registration& registration, const core::FormPageLayout& layout) {
        double worst = 0, placed = 0;
        for (const auto& zone : layout.zones) {
            const double error = registration.error_at(middle(zone.box));
            worst = std::max(worst, error);
            placed += error >= 0 ? 1 : 0;
        }
        if (2 * placed < static_cast<double>(layout.zones.size()))
            registration.trouble = "l'imprimé du formulaire n'est à sa place que par endroits";
        else
            registration.error_mm = worst;
    }

    FeatureFinder finder_;
    const Start& start_;
    std::vector<PrintFeature> features_;
    std::vector<std::vector<Sighting>> seen_;  ///< Of each feature.
    Homography map_;
    LocalWarp warp_;
};

}  // namespace

double Registration::error_at(core::Point mm) const {
    double near = 0, fitting = 0;
    for (const auto& look : looked)
        if (std::abs(look.mm.x - mm.x) < 2 * around_mm && std::abs(look.mm.y - mm.y) < around_mm)
            near += 1, fitting += look.fits ? 1 : 0;
    if (near >= 4 && fitting < least_around * near) return -1;
    return warp.error_mm(mm);
}

RegistrationView registration_view(const WorkingPage& page, int rotated, double skew_deg) {
    return {.grey = to_raster(*page.grey), .scale = page.scale, .print = see_print(page, rotated, skew_deg)};
}

std::optional<Start> start_from_code(const RegistrationView& view, const core::Box& box, int rotated, double skew_deg,
                                     const core::FormPageLayout& layout) {
    const double skew = skew_deg * std::numbers::pi / 180, angle = rotated * std::numbers::pi / 180 + skew;
    // The box around a square turned a little is wider than the square.
    const double side_px = view.scale * (box.width() + box.height()) / 2 / (std::cos(skew) + std::abs(std::sin(skew)));
    const double side_mm = (layout.code.width() + layout.code.height()) / 2;
    if (side_mm <= 0 || side_px <= 0) return std::nullopt;
    const double scale = side_px / side_mm, a = scale * std::cos(angle), b = scale * std::sin(angle);
    const auto mm = middle(layout.code);
    const core::Point px{view.scale * (box.x0 + box.x1) / 2, view.scale * (box.y0 + box.y1) / 2};
    return Start{{{a, -b, px.x - a * mm.x + b * mm.y, b, a, px.y - b * mm.x - a * mm.y, 0, 0, 1}}, mm};
}

Registration register_print(const RegistrationView& view, const Start& start, const core::FormPageLayout& layout) {
    Growth growth(view, start, layout);
    growth.grow();
    growth.settle();
    return growth.result(view.scale, layout);
}

}  // namespace ocr
