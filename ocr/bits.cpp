#include "ocr/bits.h"

#include <algorithm>
#include <cmath>

#include "ocr/pix.h"

namespace ocr {

namespace {

PixPtr to_one_bit(const Bits& bits) {
    auto pix = own(pixCreate(bits.width, bits.height, 1), "pixCreate");
    for (int y = 0; y < bits.height; ++y) {
        l_uint32* line = pixGetData(pix.get()) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix.get());
        for (int x = 0; x < bits.width; ++x)
            if (bits.on[bits.index(x, y)]) SET_DATA_BIT(line, x);
    }
    return pix;
}

Bits from_one_bit(const Pix& pix) {
    Bits bits(pixGetWidth(lept(pix)), pixGetHeight(lept(pix)));
    for (int y = 0; y < bits.height; ++y) {
        const l_uint32* line = pixGetData(lept(pix)) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(lept(pix));
        for (int x = 0; x < bits.width; ++x) bits.on[bits.index(x, y)] = GET_DATA_BIT(line, x);
    }
    return bits;
}

long long cross(Pixel o, Pixel a, Pixel b) {
    return static_cast<long long>(a.x - o.x) * (b.y - o.y) - static_cast<long long>(a.y - o.y) * (b.x - o.x);
}

}  // namespace

std::size_t Bits::count() const { return static_cast<std::size_t>(std::count(on.begin(), on.end(), 1)); }

std::vector<Component> components(const Bits& bits, std::vector<int>* labels) {
    std::vector<Component> found;
    std::vector<int> label(bits.on.size(), 0);
    for (int y0 = 0; y0 < bits.height; ++y0)
        for (int x0 = 0; x0 < bits.width; ++x0) {
            if (!bits.on[bits.index(x0, y0)] || label[bits.index(x0, y0)]) continue;
            Component component{.box = {x0, y0, x0 + 1, y0 + 1}, .pixels = {{x0, y0}}};
            const int number = static_cast<int>(found.size()) + 1;
            label[bits.index(x0, y0)] = number;
            for (std::size_t next = 0; next < component.pixels.size(); ++next) {
                const auto [px, py] = component.pixels[next];
                for (int y = py - 1; y <= py + 1; ++y)
                    for (int x = px - 1; x <= px + 1; ++x) {
                        if (!bits.at(x, y) || label[bits.index(x, y)]) continue;
                        label[bits.index(x, y)] = number;
                        component.pixels.push_back({x, y});
                        auto& box = component.box;
                        box = {std::min(box.x0, x), std::min(box.y0, y), std::max(box.x1, x + 1),
                               std::max(box.y1, y + 1)};
                    }
            }
            found.push_back(std::move(component));
        }
    if (labels) *labels = std::move(label);
    return found;
}

Bits skeleton(const Bits& bits) {
    const auto all = to_one_bit(bits);
    l_int32 x = 0, y = 0, w = 0, h = 0;
    Box* around = nullptr;
    if (pixClipToForeground(all.get(), nullptr, &around) != 0 || !around) return bits;  // No ink.
    const BoxPtr box(around);
    boxGetGeometry(around, &x, &y, &w, &h);
    // Thinning takes its time with paper too: only where there is ink, and a margin, for it forgets the picture's rim.
    const auto part = crop(*all, {std::max(0, x - 2), std::max(0, y - 2), x + w + 2, y + h + 2});
    const auto thin = own(pixThinConnected(part.get(), L_THIN_FG, 8, 0), "pixThinConnected");
    pixRasterop(all.get(), std::max(0, x - 2), std::max(0, y - 2), pixGetWidth(thin.get()), pixGetHeight(thin.get()),
                PIX_SRC, thin.get(), 0, 0);
    return from_one_bit(*all);
}

Bits grown(const Bits& bits, int reach) {
    const auto wide =
        own(pixDilateBrick(nullptr, to_one_bit(bits).get(), 2 * reach + 1, 2 * reach + 1), "pixDilateBrick");
    return from_one_bit(*wide);
}

std::vector<Pixel> convex_hull(std::vector<Pixel> points) {
    std::sort(points.begin(), points.end(), [](Pixel a, Pixel b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
    if (points.size() < 3) return points;
    std::vector<Pixel> hull;
    const auto chain = [&](auto first, auto last) {
        const auto start = hull.size();
        for (auto p = first; p != last; ++p) {
            while (hull.size() >= start + 2 && cross(hull[hull.size() - 2], hull.back(), *p) <= 0) hull.pop_back();
            hull.push_back(*p);
        }
        hull.pop_back();
    };
    chain(points.begin(), points.end());
    chain(points.rbegin(), points.rend());
    return hull;
}

double distance_to_outline(const std::vector<Pixel>& hull, Pixel p) {
    double best = 1e12;
    for (std::size_t i = 0; i < hull.size(); ++i) {
        const auto a = hull[i], b = hull[(i + 1) % hull.size()];
        const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
        const double t = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0;
        const double x = p.x - a.x - t * dx, y = p.y - a.y - t * dy;
        best = std::min(best, x * x + y * y);
    }
    return std::sqrt(best);
}

bool inside_hull(const std::vector<Pixel>& hull, Pixel p) {
    bool left = false, right = false;
    for (std::size_t i = 0; i < hull.size(); ++i) {
        const auto side = cross(hull[i], hull[(i + 1) % hull.size()], p);
        left |= side > 0, right |= side < 0;
    }
    return hull.size() >= 3 && !(left && right);
}

}  // namespace ocr
