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
    std::vector<int> met;
    const auto look = [&](Pixel p, int dx, int dy, std::size_t side) {
        for (int step = 1; step <= ink.band_px + touch_px + beyond_px; ++step)
            for (int aside = -aside_px; aside <= aside_px; ++aside) {
                const int x = p.x + dx * step + (dy != 0 ? aside : 0), y = p.y + dy * step + (dx != 0 ? aside : 0);
                if (!ink.outside.inside(x, y)) continue;
                const int label = outside.labels[ink.outside.index(x, y)];
                if (label == 0) continue;
                const auto& box = outside.pieces[static_cast<std::size_t>(label - 1)].box;
                const int far = dx < 0   ? in.x0 - box.x0
                                : dx > 0 ? box.x1 - in.x1
                                : dy < 0 ? in.y0 - box.y0
                                         : box.y1 - in.y1;
                crossing.reach_mm[side] = std::max(crossing.reach_mm[side], (far - ink.band_px) / ink_px_per_mm);
                if (std::find(met.begin(), met.end(), label) == met.end()) met.push_back(label);
            }
    };
    for (const auto p : inside) {
        if (p.x < in.x0 + touch_px) look(p, -1, 0, 0);
        if (p.y < in.y0 + touch_px) look(p, 0, -1, 1);
        if (p.x >= in.x1 - touch_px) look(p, 1, 0, 2);
        if (p.y >= in.y1 - touch_px) look(p, 0, 1, 3);
    }
    for (const int label : met)
        crossing.area_mm2 += static_cast<double>(outside.pieces[static_cast<std::size_t>(label - 1)].pixels.size()) /
                             (ink_px_per_mm * ink_px_per_mm);
    return crossing;
}

}  // namespace ocr
