#include "ocr/inks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ocr {

namespace {

constexpr double least_contrast = 0.12;   ///< Between two inks, in the plane of hues below; black to blue pen is 0.24.
constexpr double least_share = 0.06;      ///< Of the ink that the smaller of two inks covers.
constexpr double most_spread = 0.45;      ///< Of each ink around its hue, as a share of the distance between them.
constexpr float coloured_enough = 0.12F;  ///< Light taken below which hue is noise.
constexpr double least_depth_apart = 0.15;  ///< Light taken by a dark ink more than by a pale one.
constexpr int rejoin_px = 4;                ///< A stroke under another ink is hidden over half a millimetre.

/// Hue of an ink without its strength: black is (0, 0).
struct Hue {
    double u = 0, v = 0;
};

double apart(Hue a, Hue b) { return std::hypot(a.u - b.u, a.v - b.v); }

Hue hue_of(const Absorption& a) {
    const double red = std::max(0.0F, a[0]), green = std::max(0.0F, a[1]), blue = std::max(0.0F, a[2]);
    const double sum = red + green + blue + 1e-6;
    return {(red - blue) / sum, (green - (red + blue) / 2) / sum};
}

struct TwoInks {
    Hue first, second;
    double spread = 0, smaller_share = 0;
};

TwoInks split(const std::vector<Hue>& hues) {
    Hue mean;
    for (const auto h : hues)
        mean.u += h.u / static_cast<double>(hues.size()), mean.v += h.v / static_cast<double>(hues.size());
    // Start from the hue farthest from the mean and the one farthest from that.
    const auto farthest = [&](Hue from) {
        return *std::max_element(hues.begin(), hues.end(),
                                 [&](Hue a, Hue b) { return apart(a, from) < apart(b, from); });
    };
    TwoInks inks{.first = farthest(mean)};
    inks.second = farthest(inks.first);
    for (int round = 0; round < 8; ++round) {
        Hue sum[2];
        double count[2]{}, spread = 0;
        for (const auto h : hues) {
            const int k = apart(h, inks.first) <= apart(h, inks.second) ? 0 : 1;
            sum[k].u += h.u, sum[k].v += h.v, count[k] += 1;
            spread += std::min(apart(h, inks.first), apart(h, inks.second));
        }
        if (count[0] == 0 || count[1] == 0) return inks;
        inks.first = {sum[0].u / count[0], sum[0].v / count[0]};
        inks.second = {sum[1].u / count[1], sum[1].v / count[1]};
        inks.spread = spread / static_cast<double>(hues.size());
        inks.smaller_share = std::min(count[0], count[1]) / static_cast<double>(hues.size());
    }
    return inks;
}

/// Ink of either kind near an ink: a stroke goes on under what crosses it.
Bits rejoined(const Bits& layer, const Bits& all) {
    const Bits near = grown(layer, rejoin_px);
    Bits joined = layer;
    // Closing within the ink: what is near on both sides comes back, what is near on one side only is shaved off.
    Bits both = near;
    for (auto& on : both.on) on = on ? 0 : 1;
    const Bits far = grown(both, rejoin_px);
    for (std::size_t i = 0; i < joined.on.size(); ++i)
        if (all.on[i] && !far.on[i]) joined.on[i] = 1;
    return joined;
}

/// The most light taken right around a pixel: the middle of a stroke tells, not its rim.
float depth_at(const ZoneInk& ink, Pixel p) {
    float most = 0;
    for (int y = std::max(0, p.y - 1); y <= std::min(ink.inside.height - 1, p.y + 1); ++y)
        for (int x = std::max(0, p.x - 1); x <= std::min(ink.inside.width - 1, p.x + 1); ++x)
            most = std::max(most, ink.taken[ink.inside.index(x, y)]);
    return most;
}

/// Where to cut between dark and pale, and how far apart the two are in the mean (Otsu 1979).
struct Cut {
    float at = 0;
    double apart = 0;
};

Cut best_cut(const std::vector<float>& depths) {
    constexpr std::size_t levels = 64;
    std::array<double, levels> count{};
    for (const float depth : depths) count[static_cast<std::size_t>(std::clamp(depth, 0.0F, 0.99F) * levels)] += 1;
    double all = 0, sum = 0;
    for (std::size_t i = 0; i < levels; ++i) all += count[i], sum += count[i] * static_cast<double>(i);
    Cut cut;
    double pale = 0, pale_sum = 0, best = 0;
    for (std::size_t i = 0; i + 1 < levels; ++i) {
        pale += count[i], pale_sum += count[i] * static_cast<double>(i);
        if (pale == 0 || pale == all) continue;
        const double apart = (sum - pale_sum) / (all - pale) - pale_sum / pale;
        if (const double between = pale * (all - pale) * apart * apart; between > best)
            best = between, cut = {static_cast<float>(i + 1) / levels, apart / levels};
    }
    return cut;
}

}  // namespace

std::optional<Bits> darker_ink(const Bits& layer, const ZoneInk& ink) {
    std::vector<std::size_t> inked;
    std::vector<float> depths;
    for (int y = 0; y < layer.height; ++y)
        for (int x = 0; x < layer.width; ++x) {
            const auto i = layer.index(x, y);
            if (layer.on[i]) inked.push_back(i), depths.push_back(depth_at(ink, {x, y}));
        }
    const auto cut = best_cut(depths);
    if (cut.apart < least_depth_apart) return std::nullopt;
    Bits dark = layer;
    for (std::size_t k = 0; k < inked.size(); ++k)
        if (depths[k] < cut.at) dark.on[inked[k]] = 0;
    return dark;
}

std::vector<Bits> inks_of(const ZoneInk& ink) {
    if (ink.colour.empty()) return {ink.inside};
    std::vector<Hue> hues;
    for (std::size_t i = 0; i < ink.inside.on.size(); ++i) {
        if (!ink.inside.on[i]) continue;
        const auto& a = ink.colour[i];
        if (a[0] + a[1] + a[2] > 3 * coloured_enough) hues.push_back(hue_of(a));
    }
    if (hues.size() < 200) return {ink.inside};
    const TwoInks inks = split(hues);
    const double contrast = apart(inks.first, inks.second);
    if (contrast < least_contrast || inks.smaller_share < least_share || inks.spread > most_spread * contrast)
        return {ink.inside};

    std::vector<Bits> layers(2, Bits(ink.inside.width, ink.inside.height));
    for (std::size_t i = 0; i < ink.inside.on.size(); ++i) {
        if (!ink.inside.on[i]) continue;
        const Hue hue = hue_of(ink.colour[i]);
        layers[apart(hue, inks.first) <= apart(hue, inks.second) ? 0 : 1].on[i] = 1;
    }
    return {rejoined(layers[0], ink.inside), rejoined(layers[1], ink.inside)};
}

}  // namespace ocr
