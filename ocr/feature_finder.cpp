#include "ocr/feature_finder.h"

#include <algorithm>
#include <cmath>

#include "ocr/line_profile.h"

namespace ocr {

namespace {

constexpr double clear_share = 0.45;  ///< A line is looked for no farther than this towards the next one.
constexpr double fine_mm = 0.5;
constexpr double most_end_reach_mm = 1.3;  ///< Farther, a pen stroke passes for more of the line.
constexpr double mark_reach_mm = 3;
constexpr double end_weight = 0.4, word_weight = 0.6, mark_weight = 2;

/// Tells both coordinates.
std::vector<Sighting> both(core::Point mm, core::Point px, double weight) {
    return {{mm, px, Axis::x, weight}, {mm, px, Axis::y, weight}};
}

}  // namespace

bool FeatureFinder::on_page(const PrintFeature& feature, const Homography& map) const {
    const auto px = map(feature.at);
    const double margin = feature.kind == PrintFeature::Kind::mark ? 0 : map.px_per_mm(feature.at);
    return px.x > margin && px.y > margin && px.x < view_.grey.width - margin && px.y < view_.grey.height - margin;
}

std::vector<Sighting> FeatureFinder::look_for(const PrintFeature& feature, const Homography& map,
                                              double reach_mm) const {
    if (!on_page(feature, map)) return {};
    switch (feature.kind) {
        case PrintFeature::Kind::piece:
            return piece(feature, map, reach_mm);
        case PrintFeature::Kind::end:
            return end(feature, map, reach_mm);
        case PrintFeature::Kind::word:
            return word(feature, map, reach_mm);
        case PrintFeature::Kind::mark:
            return mark(feature, map);
    }
    return {};
}

std::vector<Sighting> FeatureFinder::piece(const PrintFeature& feature, const Homography& map, double reach_mm) const {
    if (reach_mm > clear_share * feature.clear_mm) return {};
    const double scale = map.px_per_mm(feature.at);
    const auto from = map(feature.from), to = map(feature.to), at = map(feature.at);
    const auto line = measure_line(view_.grey, from, to, reach_mm * scale, fine_mm * scale);
    if (!line) return {};
    const double length = distance(from, to), by = line->offset_px / length;
    return {{feature.at,
             {at.x - (to.y - from.y) * by, at.y + (to.x - from.x) * by},
             feature.tells,
             std::min(1.0, 0.4 + line->contrast / 40)}};
}

std::vector<Sighting> FeatureFinder::end(const PrintFeature& feature, const Homography& map, double reach_mm) const {
    if (reach_mm > most_end_reach_mm) return {};
    const double scale = map.px_per_mm(feature.at);
    const auto inside = map(feature.from), at = map(feature.to);
    const auto beyond = measure_end(view_.grey, inside, at, reach_mm * scale, fine_mm * scale);
    if (!beyond) return {};
    const double by = *beyond / distance(inside, at);
    return {{feature.at, {at.x + (at.x - inside.x) * by, at.y + (at.y - inside.y) * by}, feature.tells, end_weight}};
}

std::vector<Sighting> FeatureFinder::word(const PrintFeature& feature, const Homography& map, double reach_mm) const {
    const double scale = map.px_per_mm(feature.at), reach = reach_mm * scale;
    const double width = feature.width * scale, height = feature.height * scale;
    const auto at = map(feature.at);
    const SeenWord* found = nullptr;
    for (const auto& seen : view_.print.words) {
        if (std::abs(seen.centre.x - at.x) > reach || std::abs(seen.centre.y - at.y) > reach) continue;
        if (std::abs(seen.width - width) > 0.35 * scale + 0.04 * width) continue;
        if (std::abs(seen.height - height) > 0.4 * scale + 0.1 * height) continue;
        if (found != nullptr) return {};  // Two that could be it.
        found = &seen;
    }
    if (found == nullptr) return {};
    return both(feature.at, found->centre, word_weight);
}

std::vector<Sighting> FeatureFinder::mark(const PrintFeature& feature, const Homography& map) const {
    const double scale = map.px_per_mm(feature.at), side = feature.width * scale, reach = mark_reach_mm * scale;
    const auto at = map(feature.at), inward = map({105, 148.5});
    if (!reduced_) reduced_.emplace(view_.grey, std::max(1, static_cast<int>(side / 13)));
    const core::Box region{static_cast<int>(at.x - reach), static_cast<int>(at.y - reach),
                           static_cast<int>(at.x + reach) + 1, static_cast<int>(at.y + reach) + 1};
    const auto found = find_marks(view_.grey, *reduced_, region, side, {inward.x - at.x, inward.y - at.y});
    if (found.empty() || !found.front().whole || std::abs(found.front().side / side - 1) > 0.12) return {};
    return both(feature.at, found.front().centre, mark_weight);
}

}  // namespace ocr
