#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/geometry.h"

/// Small black and white pictures of ink: components, skeletons, hulls.
namespace ocr {

struct Bits {
    int width = 0, height = 0;
    std::vector<std::uint8_t> on;  ///< 1 ink, 0 paper.

    Bits() = default;
    Bits(int w, int h) : width(w), height(h), on(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), 0) {}
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
    }
    bool inside(int x, int y) const { return x >= 0 && y >= 0 && x < width && y < height; }
    bool at(int x, int y) const { return inside(x, y) && on[index(x, y)] != 0; }
    void set(int x, int y) { on[index(x, y)] = 1; }
    std::size_t count() const;
};

struct Pixel {
    int x = 0, y = 0;
};

/// Ink that holds together by sides or corners.
struct Component {
    core::Box box;
    std::vector<Pixel> pixels;
};

/// `labels`, when asked for, gets the number of the component of each pixel from 1, 0 for paper.
std::vector<Component> components(const Bits& bits, std::vector<int>* labels = nullptr);

/// Strokes thinned to one pixel, connections kept.
Bits skeleton(const Bits& bits);

/// Every pixel within `reach` px (square) of ink.
Bits grown(const Bits& bits, int reach);

/// Corners of the convex hull, in order.
std::vector<Pixel> convex_hull(std::vector<Pixel> points);
/// Distance in px from a point to the nearest side of a hull.
double distance_to_outline(const std::vector<Pixel>& hull, Pixel point);
bool inside_hull(const std::vector<Pixel>& hull, Pixel point);

}  // namespace ocr
