#include "tests/drawing/canvas.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "tests/drawing/exposure.h"
#include "tests/drawing/fonts.h"

namespace drawing {

namespace {

constexpr double sheet_width_mm = 210, sheet_height_mm = 297;

struct Window {
    int x0 = std::numeric_limits<int>::max(), y0 = std::numeric_limits<int>::max(), x1 = 0, y1 = 0;
    void add(core::Point p, double reach) {
        x0 = std::min(x0, static_cast<int>(std::floor(p.x - reach)));
        y0 = std::min(y0, static_cast<int>(std::floor(p.y - reach)));
        x1 = std::max(x1, static_cast<int>(std::ceil(p.x + reach)) + 1);
        y1 = std::max(y1, static_cast<int>(std::ceil(p.y + reach)) + 1);
    }
    void cut(int width, int height) {
        x0 = std::clamp(x0, 0, width), x1 = std::clamp(x1, 0, width);
        y0 = std::clamp(y0, 0, height), y1 = std::clamp(y1, 0, height);
    }
};

double to_segment(core::Point p, core::Point a, core::Point b) {
    const double dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
    const double t = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0, 1.0) : 0;
    const double x = p.x - a.x - t * dx, y = p.y - a.y - t * dy;
    return std::sqrt(x * x + y * y);  // Half of the time of a drawing is spent here: std::hypot is slow.
}

/// A smooth field of values in 0 to 1, the same for the same place.
double grain(double x, double y) {
    const auto value = [](int i, int j) {
        const auto hash = static_cast<std::uint32_t>(i) * 374761393U + static_cast<std::uint32_t>(j) * 668265263U;
        return static_cast<double>(((hash ^ (hash >> 13U)) * 1274126177U) >> 16U & 0xFFU) / 255.0;
    };
    const int i = static_cast<int>(std::floor(x)), j = static_cast<int>(std::floor(y));
    const double a = x - i, b = y - j;
    return (1 - b) * ((1 - a) * value(i, j) + a * value(i + 1, j)) +
           b * ((1 - a) * value(i, j + 1) + a * value(i + 1, j + 1));
}

}  // namespace

ocr::Homography homography_of(const Placing& p) {
    const double px = p.dpi / 25.4;
    const double full_width = (p.window ? p.window->width() : sheet_width_mm) + 2 * p.margin_mm;
    const double full_height = (p.window ? p.window->height() : sheet_height_mm) + 2 * p.margin_mm;
    const core::BoxMm seen = p.window.value_or(core::BoxMm{0, 0, sheet_width_mm, sheet_height_mm});
    const double angle = (p.rotated + p.skew_deg) * std::numbers::pi / 180;
    const bool lying = p.rotated % 180 != 0;
    std::vector<ocr::PointPair> pairs;
    for (const core::Point corner :
         {core::Point{0, 0}, {sheet_width_mm, 0}, {sheet_width_mm, sheet_height_mm}, {0, sheet_height_mm}}) {
        const double shrink = p.scale * (1 + p.perspective * (corner.y / sheet_height_mm - 0.5));
        const double x = (corner.x - (seen.x0 + seen.x1) / 2) * shrink + p.shift_x_mm;
        const double y = (corner.y - (seen.y0 + seen.y1) / 2) * p.scale + p.shift_y_mm;
        pairs.push_back({corner,
                         {((lying ? full_height : full_width) / 2 + x * std::cos(angle) - y * std::sin(angle)) * px,
                          ((lying ? full_width : full_height) / 2 + x * std::sin(angle) + y * std::cos(angle)) * px}});
    }
    return *ocr::fit_homography(pairs);
}

Canvas::Canvas(const Placing& placing) : sheet_(homography_of(placing)), placing_(placing) {
    const double px = placing.dpi / 25.4;
    const core::BoxMm seen = placing.window.value_or(core::BoxMm{0, 0, sheet_width_mm, sheet_height_mm});
    width_ = static_cast<int>(std::lround((seen.width() + 2 * placing.margin_mm) * px));
    height_ = static_cast<int>(std::lround((seen.height() + 2 * placing.margin_mm) * px));
    if (placing.rotated % 180 != 0) std::swap(width_, height_);
    light_.assign(3 * static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_), 1.0F);
}

void Canvas::blend(int x, int y, Colour colour, double amount) {
    float* at =
        &light_[3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x))];
    for (std::size_t c = 0; c < 3; ++c) at[c] *= static_cast<float>(1 - amount * (1 - colour[c]));
}

template <class Touch>
void Canvas::each_inside(std::span<const core::Point> convex_mm, Touch touch) {
    std::vector<core::Point> corners;
    Window window;
    for (const auto mm : convex_mm) window.add(corners.emplace_back(sheet_(mm)), 1);
    window.cut(width_, height_);
    double area = 0;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const auto a = corners[i], b = corners[(i + 1) % corners.size()];
        area += a.x * b.y - b.x * a.y;
    }
    for (int y = window.y0; y < window.y1; ++y)
        for (int x = window.x0; x < window.x1; ++x) {
            double inside = 1e9;
            for (std::size_t i = 0; i < corners.size(); ++i) {
                const auto a = corners[i], b = corners[(i + 1) % corners.size()];
                const double cross = (b.x - a.x) * (y + 0.5 - a.y) - (b.y - a.y) * (x + 0.5 - a.x);
                inside = std::min(inside, (area > 0 ? cross : -cross) /
                                              std::sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)));
            }
            const double cover = std::clamp(inside + 0.5, 0.0, 1.0);
            if (cover > 0) touch(x, y, cover);
        }
}

void Canvas::fill(std::span<const core::Point> convex_mm, Colour colour, double opacity) {
    each_inside(convex_mm, [&](int x, int y, double cover) { blend(x, y, colour, cover * opacity); });
}

void Canvas::paint(std::span<const core::Point> convex_mm, double light) {
    each_inside(convex_mm, [&](int x, int y, double cover) {
        float* at =
            &light_[3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x))];
        for (int c = 0; c < 3; ++c) at[c] += static_cast<float>(cover * (light - static_cast<double>(at[c])));
    });
}

void Canvas::rectangle(const core::BoxMm& b, Colour colour, double opacity) {
    const std::array<core::Point, 4> corners{{{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}};
    fill(corners, colour, opacity);
}

void Canvas::outline(const core::BoxMm& b, double width_mm, Colour colour) {
    stroke({{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}, {b.x0, b.y0}}, width_mm, colour);
}

void Canvas::disc(core::Point centre, double radius, Colour colour, double opacity) {
    std::vector<core::Point> around;
    around.reserve(24);
    for (int i = 0; i < 24; ++i)
        around.push_back({centre.x + radius * std::cos(i * std::numbers::pi / 12),
                          centre.y + radius * std::sin(i * std::numbers::pi / 12)});
    fill(around, colour, opacity);
}

void Canvas::stroke(const Stroke& stroke, double width_mm, Colour colour, double opacity, double patchy) {
    this->stroke(stroke, std::vector<double>(stroke.size(), width_mm), colour, opacity, patchy);
}

void Canvas::stroke(const Stroke& stroke, std::span<const double> widths_mm, Colour colour, double opacity,
                    double patchy) {
    if (stroke.empty()) return;
    const double px = sheet_.px_per_mm(stroke.front());
    std::vector<core::Point> line;
    Window window;
    const double widest = *std::max_element(widths_mm.begin(), widths_mm.end()) * px / 2;
    for (const auto mm : stroke) window.add(line.emplace_back(sheet_(mm)), widest + 1);
    window.cut(width_, height_);
    if (window.x1 <= window.x0 || window.y1 <= window.y0) return;
    const auto columns = static_cast<std::size_t>(window.x1 - window.x0);
    std::vector<float> cover(columns * static_cast<std::size_t>(window.y1 - window.y0), 0.0F);
    for (std::size_t i = 0; i < line.size(); ++i) {
        const auto a = line[i], b = line[std::min(i + 1, line.size() - 1)];
        const double half = widths_mm[i] * px / 2;
        Window around;
        around.add(a, half + 1);
        around.add(b, half + 1);
        around.cut(width_, height_);
        for (int y = around.y0; y < around.y1; ++y)
            for (int x = around.x0; x < around.x1; ++x) {
                const double inside =
                    std::clamp(half - to_segment({x + 0.5, y + 0.5}, a, b) + 0.5, 0.0, std::min(1.0, 2 * half));
                float& at =
                    cover[static_cast<std::size_t>(y - window.y0) * columns + static_cast<std::size_t>(x - window.x0)];
                at = std::max(at, static_cast<float>(inside));
            }
    }
    for (int y = window.y0; y < window.y1; ++y)
        for (int x = window.x0; x < window.x1; ++x)
            lay(x, y, colour,
                opacity * static_cast<double>(cover[static_cast<std::size_t>(y - window.y0) * columns +
                                                    static_cast<std::size_t>(x - window.x0)]),
                patchy, px);
}

void Canvas::lay(int x, int y, Colour colour, double amount, double patchy, double px) {
    if (amount <= 0) return;
    if (patchy > 0) amount *= std::clamp((grain(x / px / 0.9, y / px / 0.9) - patchy) / 0.2 + 0.5, 0.0, 1.0);
    blend(x, y, colour, amount);
}

void Canvas::letters(std::span<const Stroke> outlines, Colour colour, double opacity, double patchy) {
    if (outlines.empty() || outlines.front().empty()) return;
    Window window;
    std::vector<Stroke> contours;
    for (const auto& outline : outlines) {
        Stroke contour;
        for (const auto mm : outline) window.add(contour.emplace_back(sheet_(mm)), 1);
        contours.push_back(std::move(contour));
    }
    window.cut(width_, height_);
    if (window.x1 <= window.x0 || window.y1 <= window.y0) return;
    const int width = window.x1 - window.x0, height = window.y1 - window.y0;
    for (auto& contour : contours)
        for (auto& p : contour) p = {p.x - window.x0, p.y - window.y0};
    const auto cover = coverage(contours, width, height);
    const double px = sheet_.px_per_mm(outlines.front().front());
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
            lay(window.x0 + x, window.y0 + y, colour, opacity * cover[at] / 255.0, patchy, px);
        }
}

void Canvas::smear(core::Point centre, double radius, double opacity) {
    Window window;
    const auto middle = sheet_(centre);
    const double reach = radius * sheet_.px_per_mm(centre);
    window.add(middle, reach);
    window.cut(width_, height_);
    for (int y = window.y0; y < window.y1; ++y)
        for (int x = window.x0; x < window.x1; ++x) {
            const double d = std::hypot(x - middle.x, y - middle.y) / reach;
            if (d < 1) blend(x, y, {0, 0, 0}, opacity * (1 - d * d) * (1 - d * d));
        }
}

void Canvas::dark_surround() {
    constexpr double far = 100;
    rectangle({-far, -far, 0, sheet_height_mm + far}, print_black);
    rectangle({sheet_width_mm, -far, sheet_width_mm + far, sheet_height_mm + far}, print_black);
    rectangle({-far, -far, sheet_width_mm + far, 0}, print_black);
    rectangle({-far, sheet_height_mm, sheet_width_mm + far, sheet_height_mm + far}, print_black);
}

core::Raster Canvas::scan(const Scan& scan, Random& random) const {
    const auto channels = static_cast<std::size_t>(scan.colour ? 3 : 1);
    std::vector<std::vector<float>> planes(channels, std::vector<float>(light_.size() / 3));
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t i = 0; i < planes[c].size(); ++i)
            planes[c][i] = channels == 3 ? light_[3 * i + c] : grey_of(&light_[3 * i]);
    return exposed(std::move(planes), width_, height_, placing_.dpi, scan, random);
}

void Canvas::ink_over(core::Raster& sheet) const {
    const auto channels = static_cast<std::size_t>(sheet.channels);
    for (std::size_t i = 0; i < light_.size() / 3; ++i)
        for (std::size_t c = 0; c < channels; ++c) {
            auto& value = sheet.pixels[i * channels + c];
            const float light = channels == 3 ? light_[3 * i + c] : grey_of(&light_[3 * i]);
            value = static_cast<std::uint8_t>(std::lround(static_cast<float>(value) * light));
        }
}

}  // namespace drawing
