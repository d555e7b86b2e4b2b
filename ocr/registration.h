#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/form_layout.h"
#include "core/geometry.h"
#include "core/raster.h"
#include "ocr/feature_finder.h"
#include "ocr/homography.h"
#include "ocr/local_warp.h"
#include "ocr/working_page.h"

/// A printed form found again on a page: where every mm of the sheet lies.
///
/// Does: starts from where the code was seen (or from what form_search found), and grows outwards over what the form
/// prints (rules, borders, words, corner marks), each measured where the growing map expects it, and let go when it
/// does not fit. A homography carries the sheet, a smooth field what a feeder or a fold adds to it.
/// Trusts: the layout. Corner marks are sightings among others: any of them may be lost.
/// Answers no registration when too little of the print is where it should be: never a guess.
namespace ocr {

struct Registration {
    Homography sheet;  ///< To px of the page as decoded.
    LocalWarp warp;
    double error_mm = -1;  ///< Of the worst placed zone, estimated; negative: not registered.
    int marks = 0;         ///< Corner marks seen.
    double support = 0;    ///< Share of the print that was seen in its place.
    std::string trouble;   ///< French, when not registered: why.

    /// What was looked for on the page.
    struct Looked {
        core::Point mm;
        bool fits = false;
    };
    std::vector<Looked> looked;

    bool found() const { return error_mm >= 0; }
    /// The map around a point of the sheet.
    Homography at(core::Point mm) const { return warp.around(sheet, mm); }
    /// How far the sheet may be from there, estimated; negative when its print is not seen around there.
    double error_at(core::Point mm) const;
};

RegistrationView registration_view(const WorkingPage& page, int rotated, double skew_deg);

/// A map that is right near a point, to a millimetre or so. In px of the view.
struct Start {
    Homography map;
    core::Point sure_mm;
    double sure_reach_mm = 25;
};

/// The code lies in `box` (px as decoded) on a sheet turned by `rotated` and `skew_deg`.
std::optional<Start> start_from_code(const RegistrationView& view, const core::Box& box, int rotated, double skew_deg,
                                     const core::FormPageLayout& layout);

Registration register_print(const RegistrationView& view, const Start& start, const core::FormPageLayout& layout);

}  // namespace ocr
