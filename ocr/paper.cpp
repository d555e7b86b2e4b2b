#include "ocr/paper.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ocr {

namespace {

constexpr int near_cell_px = 4;      ///< 0.5 mm.
constexpr int near_reach = 3;        ///< Cells: what is wider than 3.5 mm is no stroke.
constexpr int far_cell_px = 48;      ///< 6 mm.
constexpr float dark_patch = 0.55F;  ///< Light taken by a blot, a solid stamp, a redaction: more than a shadow does.
constexpr int colour_reach_px = 2;   ///< Colour is coarser than grey in a JPEG.

using Plane = std::vector<float>;

Plane channel_of(const core::Raster& flat, int channel) {
    Plane plane(static_cast<std::size_t>(flat.width) * static_cast<std::size_t>(flat.height));
    for (std::size_t i = 0; i < plane.size(); ++i)
        plane[i] = flat.pixels[i * static_cast<std::size_t>(flat.channels) + static_cast<std::size_t>(channel)];
    return plane;
}

/// Binomial 3 x 3.
void smooth(Plane& plane, int width, int height) {
    const auto pass = [&](std::size_t start, std::size_t step, int count) {
        float before = plane[start];
        for (int i = 0; i < count; ++i) {
            float& here = plane[start + static_cast<std::size_t>(i) * step];
            const float now = here, after = i + 1 < count ? plane[start + static_cast<std::size_t>(i + 1) * step] : now;
            here = 0.25F * before + 0.5F * now + 0.25F * after;
            before = now;
        }
    };
    for (int y = 0; y < height; ++y) pass(static_cast<std::size_t>(y) * static_cast<std::size_t>(width), 1, width);
    for (int x = 0; x < width; ++x) pass(static_cast<std::size_t>(x), static_cast<std::size_t>(width), height);
}

/// A coarse picture of the paper, looked up between its cells.
struct Cells {
    int columns = 0, rows = 0, side = 1;
    std::vector<float> light;

    float& here(int i, int j) { return light[static_cast<std::size_t>(j * columns + i)]; }
    float at(int i, int j) const {
        return light[static_cast<std::size_t>(std::clamp(j, 0, rows - 1) * columns + std::clamp(i, 0, columns - 1))];
    }
    float between(int x, int y) const {
        const float fx = (static_cast<float>(x) + 0.5F) / static_cast<float>(side) - 0.5F;
        const float fy = (static_cast<float>(y) + 0.5F) / static_cast<float>(side) - 0.5F;
        const int i = static_cast<int>(std::floor(fx)), j = static_cast<int>(std::floor(fy));
        const float a = fx - static_cast<float>(i), b = fy - static_cast<float>(j);
        return (1 - b) * ((1 - a) * at(i, j) + a * at(i + 1, j)) + b * ((1 - a) * at(i, j + 1) + a * at(i + 1, j + 1));
    }
};

Cells cells_of(const Plane& plane, int width, int height, int side, double share) {
    Cells cells{(width + side - 1) / side, (height + side - 1) / side, side, {}};
    std::vector<float> values;
    for (int j = 0; j < cells.rows; ++j)
        for (int i = 0; i < cells.columns; ++i) {
            values.clear();
            for (int y = j * side; y < std::min(height, (j + 1) * side); ++y)
                for (int x = i * side; x < std::min(width, (i + 1) * side); ++x)
                    values.push_back(plane[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                           static_cast<std::size_t>(x)]);
            const auto nth =
                values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
            std::nth_element(values.begin(), nth, values.end());
            cells.light.push_back(*nth);
        }
    return cells;
}

template <class Better>
Cells spread(const Cells& cells, int reach, Better better) {
    Cells across = cells, both = cells;
    for (int j = 0; j < cells.rows; ++j)
        for (int i = 0; i < cells.columns; ++i)
            for (int k = -reach; k <= reach; ++k) across.here(i, j) = better(across.here(i, j), cells.at(i + k, j));
    for (int j = 0; j < cells.rows; ++j)
        for (int i = 0; i < cells.columns; ++i) {
            both.here(i, j) = across.here(i, j);
            for (int k = -reach; k <= reach; ++k) both.here(i, j) = better(both.here(i, j), across.at(i, j + k));
        }
    return both;
}

constexpr auto lighter = [](float a, float b) { return std::max(a, b); };
constexpr auto darker = [](float a, float b) { return std::min(a, b); };

/// Follows shadows, passes over strokes: closing by a square of 3.5 mm.
Cells near_paper(const Plane& plane, int width, int height) {
    const auto cells = cells_of(plane, width, height, near_cell_px, 0.6);
    return spread(spread(cells, near_reach, lighter), near_reach, darker);
}

/// Follows only what is wide; where ink covers most of a cell, its neighbours know better.
Cells far_paper(const Plane& plane, int width, int height) {
    const auto cells = cells_of(plane, width, height, far_cell_px, 0.65);
    Cells lifted = cells;
    for (int j = 0; j < cells.rows; ++j)
        for (int i = 0; i < cells.columns; ++i) {
            std::array<float, 9> around{};
            for (int k = 0; k < 9; ++k) around[static_cast<std::size_t>(k)] = cells.at(i - 1 + k % 3, j - 1 + k / 3);
            std::nth_element(around.begin(), around.begin() + 6, around.end());
            lifted.here(i, j) = std::max(1.0F, std::max(cells.at(i, j), around[6]));
        }
    return lifted;
}

/// Turns grey into share of light taken, by strokes and by dark patches that no shadow explains.
void divide_by_paper(Plane& plane, int width, int height) {
    const Cells near = near_paper(plane, width, height), far = far_paper(plane, width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            float& here =
                plane[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
            const float wide = far.between(x, y);
            const float stroke = 1 - here / std::max(1.0F, std::min(near.between(x, y), wide));
            const float patch = 1 - here / wide;
            here = patch > dark_patch ? patch : stroke;
        }
}

/// Lighter than paper is noise, and noise is symmetric. The median, since beside a blot paper passes for far too light.
float noise_of(const Plane& taken) {
    constexpr float deviations = 1.4826F;  // Standard deviation of a normal law to its median distance.
    std::vector<float> lighter_than_paper;
    for (const float t : taken)
        if (t <= 0) lighter_than_paper.push_back(-t);
    if (lighter_than_paper.empty()) return 0;
    const auto middle = lighter_than_paper.begin() + static_cast<std::ptrdiff_t>(lighter_than_paper.size() / 2);
    std::nth_element(lighter_than_paper.begin(), middle, lighter_than_paper.end());
    return deviations * *middle;
}

void box_mean(Plane& plane, int width, int height, int reach) {
    std::vector<float> line;
    const auto pass = [&](std::size_t start, std::size_t step, int count) {
        line.resize(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i)
            line[static_cast<std::size_t>(i)] = plane[start + static_cast<std::size_t>(i) * step];
        for (int i = 0; i < count; ++i) {
            float sum = 0;
            for (int k = i - reach; k <= i + reach; ++k)
                sum += line[static_cast<std::size_t>(std::clamp(k, 0, count - 1))];
            plane[start + static_cast<std::size_t>(i) * step] = sum / static_cast<float>(2 * reach + 1);
        }
    };
    for (int y = 0; y < height; ++y) pass(static_cast<std::size_t>(y) * static_cast<std::size_t>(width), 1, width);
    for (int x = 0; x < width; ++x) pass(static_cast<std::size_t>(x), static_cast<std::size_t>(width), height);
}

}  // namespace

LightTaken light_taken(const core::Raster& flat) {
    LightTaken light;
    if (flat.channels == 1) {
        light.taken = channel_of(flat, 0);
        smooth(light.taken, flat.width, flat.height);
        divide_by_paper(light.taken, flat.width, flat.height);
        light.noise = noise_of(light.taken);
        return light;
    }
    light.colour.resize(static_cast<std::size_t>(flat.width) * static_cast<std::size_t>(flat.height));
    light.taken.assign(light.colour.size(), 0);
    for (int c = 0; c < 3; ++c) {
        auto plane = channel_of(flat, c);
        smooth(plane, flat.width, flat.height);
        divide_by_paper(plane, flat.width, flat.height);
        for (std::size_t i = 0; i < plane.size(); ++i) light.taken[i] += plane[i] / 3;
        box_mean(plane, flat.width, flat.height, colour_reach_px);
        for (std::size_t i = 0; i < plane.size(); ++i) light.colour[i][static_cast<std::size_t>(c)] = plane[i];
    }
    light.noise = noise_of(light.taken);
    return light;
}

}  // namespace ocr
