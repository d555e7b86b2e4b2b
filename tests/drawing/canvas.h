#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/geometry.h"
#include "core/raster.h"
#include "ocr/homography.h"
#include "tests/drawing/exposure.h"

/// A scanned sheet drawn straight at its place on the scan: every shape is given in mm of the upright sheet.
namespace drawing {

using Colour = std::array<double, 3>;  ///< Share of light kept in red, green, blue.
inline constexpr Colour black{0.08, 0.08, 0.1}, print_black{0.03, 0.03, 0.03}, blue{0.12, 0.18, 0.6},
    violet{0.42, 0.25, 0.65}, red{0.75, 0.15, 0.2}, pencil{0.55, 0.55, 0.56}, stamp_blue{0.2, 0.3, 0.75},
    stamp_green{0.15, 0.5, 0.3};

using Stroke = std::vector<core::Point>;  ///< mm

/// Where the sheet lies on the scan.
struct Placing {
    int dpi = 300;
    int rotated = 0;      ///< Quarter turn, degrees clockwise.
    double skew_deg = 0;  ///< Clockwise.
    double scale = 1;     ///< Printed at.
    double shift_x_mm = 0, shift_y_mm = 0;
    double perspective = 0;               ///< Relative change of scale from one side of the sheet to the other.
    double margin_mm = 0;                 ///< Scanned around the sheet.
    std::optional<core::BoxMm> window{};  ///< Only this part of the sheet is scanned.
};

ocr::Homography homography_of(const Placing& placing);

class Canvas {
  public:
    explicit Canvas(const Placing& placing);

    void fill(std::span<const core::Point> convex_mm, Colour colour, double opacity = 1);
    void rectangle(const core::BoxMm& box, Colour colour, double opacity = 1);
    void outline(const core::BoxMm& box, double width_mm, Colour colour);
    void disc(core::Point centre_mm, double radius_mm, Colour colour, double opacity = 1);
    /// `patchy`: share of the ink that did not take (dry stamp).
    void stroke(const Stroke& stroke, double width_mm, Colour colour, double opacity = 1, double patchy = 0);
    /// A pen that is pressed: a width for each point of the stroke.
    void stroke(const Stroke& stroke, std::span<const double> widths_mm, Colour colour, double opacity, double patchy);
    /// Outlines of letters, filled (holes turn the other way); `patchy` as above.
    void letters(std::span<const Stroke> outlines, Colour colour, double opacity = 1, double patchy = 0);
    /// Opaque paint in a convex area: it hides what lies below.
    void paint(std::span<const core::Point> convex_mm, double light);
    /// A shadow or smear with soft borders.
    void smear(core::Point centre_mm, double radius_mm, double opacity);
    /// Blackens what lies outside the sheet.
    void dark_surround();

    const ocr::Homography& sheet() const { return sheet_; }
    int width() const { return width_; }
    int height() const { return height_; }
    core::Raster scan(const Scan& scan, Random& random) const;
    /// Takes the light off a sheet of the same size in px.
    void ink_over(core::Raster& sheet) const;

  private:
    void blend(int x, int y, Colour colour, double amount);
    void lay(int x, int y, Colour colour, double amount, double patchy, double px);
    template <class Touch>
    void each_inside(std::span<const core::Point> convex_mm, Touch touch);

    ocr::Homography sheet_;
    Placing placing_;
    int width_ = 0, height_ = 0;
    std::vector<float> light_;  ///< Three for each pixel: share of the paper's light.
};

}  // namespace drawing
