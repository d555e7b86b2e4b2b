#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "core/raster.h"

/// Pages drawn for tests and benches: a small born-digital PDF rendered by poppler, then scanned by simulation.
/// Everything is computed: same calls, same pixels.
namespace drawn {

/// One A4 sheet, all in mm from the top left corner.
class Sheet {
  public:
    /// Text in WinAnsi's repertoire (French is in); one of the base fonts: Helvetica, Times-Roman, Courier, …-Bold.
    Sheet& text(double x, double baseline, std::string_view utf8, double size_pt = 11,
                std::string_view font = "Helvetica");
    /// Lines one under the other; returns the sheet, the first baseline at y.
    Sheet& lines(double x, double y, const std::vector<std::string>& lines, double size_pt = 11,
                 std::string_view font = "Helvetica", double leading = 1.35);
    /// grey: 0 black, 1 white.
    Sheet& rect(const core::BoxMm& box, double grey = 0);
    /// A stroke through the points (pen).
    Sheet& stroke(const std::vector<core::Point>& points, double width_mm = 0.5, double grey = 0.1);
    /// format: QRCode, DataMatrix or Code128, the quiet zone not counted in the box.
    Sheet& code(const std::string& text, const core::BoxMm& box, std::string_view format = "QRCode");

    std::string pdf() const;
    core::Raster render(int dpi) const;  ///< Grey.

  private:
    std::string content_;
};

/// What a scanner does to a sheet.
struct Scan {
    int turned = 0;       ///< Degrees clockwise, a quarter turn.
    double skew_deg = 0;  ///< Clockwise, after the quarter turn.
    double noise = 0;     ///< Standard deviation, grey levels.
    int blur = 0;         ///< px, half width of a box filter.
    double shade = 0;     ///< Uneven light: share of white lost at the dark side.
    int jpeg = 0;         ///< Quality; 0: none.
    unsigned seed = 1;
};
core::Raster scanned(const core::Raster& sheet, const Scan& how);

/// French prose of the trade, `count` lines of about 85 characters; another `seed`, another order of sentences.
std::vector<std::string> prose(int count, unsigned seed = 0);

/// Share of characters to insert, delete or change to get `truth` (code points; runs of blanks count as one).
double character_error(std::string_view truth, std::string_view read);

}  // namespace drawn
