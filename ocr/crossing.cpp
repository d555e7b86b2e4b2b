#include "ocr/crossing.h"

#include <algorithm>

namespace ocr {

namespace {

constexpr int touch_px = 2;   ///< Ink this near the band reaches it.
constexpr int beyond_px = 3;  ///< A stroke goes on right beyond the band.
constexpr int aside_px = 2;   ///< A slanted stroke moves sideways under the band.

}  // namespace

Crossing beyond_border(const std::vector<Pixel>& inside, const ZoneInk& ink, const Surroundings& outside) {
    const auto& in = ink.interior;
    Crossing crossing;
    auto& met = crossing.met;
    // How far the piece at a place lies from the border, in the direction looked into; 0: there is none.
    const auto meet = [&](int x, int y, int dx, int dy) {
        const int label = ink.outside.inside(x, y) ? outside.labels[ink.outside.index(x, y)] : 0;
        if (label == 0) return 0.0;
        if (std::find(met.begin(), met.end(), label) == met.end()) met.push_back(label);
        const auto& box = outside.pieces[static_cast<std::size_t>(label - 1)].box;
        const int across = dx < 0 ? in.x0 - box.x0 : box.x1 - in.x1, along = dy < 0 ? in.y0 - box.y0 : box.y1 - in.y1;
        const int far = dy == 0 ? across : dx == 0 ? along : std::min(across, along);
        return (far - ink.band_px) / ink_px_per_mm;
    };
    const auto look = [&](Pixel p, int dx, int dy, double& reach) {
        for (int step = 1; step <= ink.band_px + touch_px + beyond_px; ++step)
            for (int aside = -aside_px; aside <= aside_px; ++aside) {
                const Pixel at{p.x + dx * step + (dy != 0 ? aside : 0), p.y + dy * step + (dx != 0 ? aside : 0)};
                reach = std::max(reach, meet(at.x, at.y, dx, dy));
            }
    };
    for (const auto p : inside) {
        const bool left = p.x < in.x0 + touch_px, right = p.x >= in.x1 - touch_px;
        const bool top = p.y < in.y0 + touch_px, bottom = p.y >= in.y1 - touch_px;
        if (left) look(p, -1, 0, crossing.reach_mm[0]);
        if (top) look(p, 0, -1, crossing.reach_mm[1]);
        if (right) look(p, 1, 0, crossing.reach_mm[2]);
        if (bottom) look(p, 0, 1, crossing.reach_mm[3]);
        if (left && top) look(p, -1, -1, crossing.corner_mm[0]);
        if (right && top) look(p, 1, -1, crossing.corner_mm[1]);
        if (right && bottom) look(p, 1, 1, crossing.corner_mm[2]);
        if (left && bottom) look(p, -1, 1, crossing.corner_mm[3]);
    }
    for (const int label : met)
        crossing.area_mm2 += static_cast<double>(outside.pieces[static_cast<std::size_t>(label - 1)].pixels.size()) /
                             (ink_px_per_mm * ink_px_per_mm);
    return crossing;
}

}  // namespace ocr
