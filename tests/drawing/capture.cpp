#include "tests/drawing/capture.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace drawing {

namespace {

constexpr double sheet_width_mm = 210, sheet_height_mm = 297, rad = std::numbers::pi / 180;

struct Size {
    int width, height;
};

Size size_of(const Capture& c) {
    const auto px = [&](double mm) { return static_cast<int>(std::lround(mm * c.dpi / 25.4)); };
    if (c.rotated % 180 != 0) return {px(c.height_mm), px(c.width_mm)};
    return {px(c.width_mm), px(c.height_mm)};
}

ocr::Homography flat_of(const Capture& c) {
    const auto size = size_of(c);
    const double px = c.dpi / 25.4, angle = (c.rotated + c.skew_deg) * rad;
    std::vector<ocr::PointPair> pairs;
    for (const core::Point corner :
         {core::Point{0, 0}, {sheet_width_mm, 0}, {sheet_width_mm, sheet_height_mm}, {0, sheet_height_mm}}) {
        double x = (corner.x - sheet_width_mm / 2) * c.print_scale,
               y = (corner.y - sheet_height_mm / 2) * c.print_scale;
        if (c.tilt_deg != 0) {
            const double to = c.tilt_towards_deg * rad, along = x * std::cos(to) + y * std::sin(to);
            const double nearer = along * std::sin(c.tilt_deg * rad), shrink = c.camera_mm / (c.camera_mm + nearer);
            const double flat = along * std::cos(c.tilt_deg * rad) - along;
            x = (x + flat * std::cos(to)) * shrink, y = (y + flat * std::sin(to)) * shrink;
        }
        x += c.shift_x_mm, y += c.shift_y_mm;
        pairs.push_back({corner,
                         {size.width / 2.0 + (x * std::cos(angle) - y * std::sin(angle)) * px,
                          size.height / 2.0 + (x * std::sin(angle) + y * std::cos(angle)) * px}});
    }
    return *ocr::fit_homography(pairs);
}

/// The sheet at a point in mm: mean over about `reach` mm; the surround off it.
class SheetLight {
  public:
    SheetLight(const core::Raster& sheet, double surround, int samples)
        : sheet_(sheet), px_(sheet.dpi / 25.4), surround_(surround), samples_(samples) {}

    void add(core::Point mm, core::Point step, std::array<float, 3>& sum) const {
        for (int j = 0; j < samples_; ++j)
            for (int i = 0; i < samples_; ++i)
                one(mm.x + step.x * ((i + 0.5) / samples_ - 0.5), mm.y + step.y * ((j + 0.5) / samples_ - 0.5), sum);
    }
    float share() const { return 1.0F / static_cast<float>(samples_ * samples_) / 255; }

  private:
    void one(double x_mm, double y_mm, std::array<float, 3>& sum) const {
        const auto channels = static_cast<std::size_t>(sheet_.channels);
        const double x = x_mm * px_ - 0.5, y = y_mm * px_ - 0.5;
        const int ix = static_cast<int>(std::floor(x)), iy = static_cast<int>(std::floor(y));
        if (ix < 0 || iy < 0 || ix + 1 >= sheet_.width || iy + 1 >= sheet_.height) {
            for (auto& part : sum) part += static_cast<float>(255 * surround_);
            return;
        }
        const auto a = static_cast<float>(x - ix), b = static_cast<float>(y - iy);
        const auto row = static_cast<std::size_t>(sheet_.width) * channels;
        const auto* p = &sheet_.pixels[static_cast<std::size_t>(iy) * row + static_cast<std::size_t>(ix) * channels];
        for (std::size_t c = 0; c < 3; ++c) {
            const std::size_t k = channels == 3 ? c : 0;
            const float top = static_cast<float>(p[k]) * (1 - a) + static_cast<float>(p[k + channels]) * a;
            const float low = static_cast<float>(p[k + row]) * (1 - a) + static_cast<float>(p[k + row + channels]) * a;
            sum[c] += top * (1 - b) + low * b;
        }
    }

    const core::Raster& sheet_;
    double px_, surround_;
    int samples_;
};

/// A hand or a head between the lamp and the sheet: soft on one side, softer on the other.
double shaded(const Capture& c, double x, double y, double at, double turn) {
    if (c.shade == 0) return 1;
    const double s = (x * std::cos(turn) + y * std::sin(turn) - at) / 0.25;
    return 1 - c.shade / (1 + std::exp(-4 * s));
}

}  // namespace

Lie::Lie(const Capture& capture) : capture_(capture), flat_(flat_of(capture)), unflat_(flat_.inverse()) {}

core::Point Lie::bent(core::Point mm) const {
    const auto& c = capture_;
    const double u = (mm.x - sheet_width_mm / 2) / (sheet_width_mm / 2);
    return {mm.x + c.wander_mm * std::sin(2 * std::numbers::pi * mm.y / c.wander_period_mm + c.wander_phase),
            mm.y + c.stretch_mm * std::sin(2 * std::numbers::pi * mm.y / c.stretch_period_mm + c.stretch_phase) +
                c.curl_mm * (1 - u * u)};
}

core::Point Lie::operator()(core::Point mm) const { return flat_(bent(mm)); }

core::Point Lie::back(core::Point px) const {
    const auto wanted = unflat_(px);
    core::Point mm = wanted;
    for (int i = 0; i < 4; ++i) {
        const auto at = bent(mm);
        mm.x += wanted.x - at.x, mm.y += wanted.y - at.y;
    }
    return mm;
}

core::Raster captured(const core::Raster& sheet, const Capture& capture, const Scan& scan, Random& random) {
    const auto [width, height] = size_of(capture);
    const Lie lie(capture);
    const SheetLight light(sheet, capture.surround, capture.dpi * 4 < sheet.dpi * 3 ? 2 : 1);
    const auto channels = static_cast<std::size_t>(scan.colour ? 3 : 1);
    std::vector<std::vector<float>> planes(
        channels, std::vector<float>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)));
    const double at = uniform(random, -0.3, 0.3), turn = uniform(random, 0, 2 * std::numbers::pi);
    // The map is exact every few pixels and straight between.
    constexpr int stretch = 16;
    std::size_t i = 0;
    for (int y = 0; y < height; ++y)
        for (int x0 = 0; x0 < width; x0 += stretch) {
            const auto from = lie.back({x0 + 0.5, y + 0.5}), to = lie.back({x0 + stretch + 0.5, y + 0.5});
            const core::Point step{(to.x - from.x) / stretch, (to.y - from.y) / stretch};
            const double pitch = std::hypot(step.x, step.y);
            const auto shade = static_cast<float>(shaded(capture, x0 / static_cast<double>(width) - 0.5,
                                                         y / static_cast<double>(height) - 0.5, at, turn));
            for (int x = x0; x < std::min(width, x0 + stretch); ++x, ++i) {
                std::array<float, 3> sum{};
                light.add({from.x + step.x * (x - x0), from.y + step.y * (x - x0)}, {pitch, pitch}, sum);
                if (channels == 1)
                    planes[0][i] = grey_of(sum.data()) * light.share() * shade;
                else
                    for (std::size_t c = 0; c < 3; ++c) planes[c][i] = sum[c] * light.share() * shade;
            }
        }
    return exposed(std::move(planes), width, height, capture.dpi, scan, random);
}

}  // namespace drawing
