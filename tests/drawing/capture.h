#pragma once

#include "tests/drawing/canvas.h"

/// A printed sheet laid, fed or photographed: its pixels bent as devices bend them.
namespace drawing {

/// How a sheet of A4 design comes before the light. Millimetres are those of the design.
struct Capture {
    int dpi = 300;
    int rotated = 0;      ///< Quarter turn, degrees clockwise.
    double skew_deg = 0;  ///< Clockwise.
    double print_scale = 1;
    double shift_x_mm = 0, shift_y_mm = 0;
    double width_mm = 210, height_mm = 297;  ///< What the device takes in (Letter: 216 x 279); turned with the sheet.
    double tilt_deg = 0;                     ///< Of the sheet against the camera …
    double tilt_towards_deg = 0;             ///< … about this direction.
    double camera_mm = 420;                  ///< Its distance.
    // What no homography gives: feeding that stretches and wanders, paper that is curled.
    double stretch_mm = 0, stretch_period_mm = 150, stretch_phase = 0;
    double wander_mm = 0, wander_period_mm = 200, wander_phase = 0;
    double curl_mm = 0;   ///< How far the middle of each line bulges.
    double surround = 1;  ///< Light around the sheet: a lid, a table.
    double shade = 0;     ///< A shadow across a photograph: share of the light lost.
};

/// Where the sheet lies in the pixels.
class Lie {
  public:
    explicit Lie(const Capture& capture);
    core::Point operator()(core::Point mm) const;
    core::Point back(core::Point px) const;  ///< To mm, to a hundredth.

  private:
    core::Point bent(core::Point mm) const;
    Capture capture_;
    ocr::Homography flat_, unflat_;
};

/// `sheet`: the printed A4 sheet, grey or RGB, at its dpi.
core::Raster captured(const core::Raster& sheet, const Capture& capture, const Scan& scan, Random& random);

}  // namespace drawing
