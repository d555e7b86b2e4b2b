#include "ocr/blank.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace ocr {

namespace {

/// Sizes of things on paper, in mm, against components counted in px.
class Paper {
  public:
    explicit Paper(const Pix& ink)
        : width_(pixGetWidth(&ink)), height_(pixGetHeight(&ink)), px_per_mm_(pixGetXRes(&ink) / 25.4) {}

    struct Spot {
        int x, y, w, h, area;
    };

    /// Dirt, hardware and the scanner's own traces.
    bool is_nothing(const Spot& s) const {
        const double w = mm(s.w);
        const double h = mm(s.h);
        const double edge = mm(std::min({s.x, s.y, width_ - s.x - s.w, height_ - s.y - s.h}));
        const double fill = static_cast<double>(s.area) / (static_cast<double>(s.w) * s.h);
        const bool in_border =
            edge < 6 && (mm(s.x + s.w) < 6 || mm(s.y + s.h) < 6 || mm(width_ - s.x) < 6 || mm(height_ - s.y) < 6);
        const bool punch_hole = edge < 22 && std::min(w, h) > 3.5 && std::max(w, h) < 9 &&
                                std::max(w, h) < 1.4 * std::min(w, h) && (fill > 0.6 || ring(s));
        // Straight: its ink is that of its diagonal. Initials in a corner go to and fro.
        const double diagonal = std::hypot(w, h);
        const bool staple =
            corner_mm(s) < 30 && diagonal > 6 && diagonal < 15 && mm(s.area) / px_per_mm_ < 0.85 * diagonal;
        const bool streak = (w < 0.8 && h > 0.3 * mm(height_)) || (h < 0.8 && w > 0.3 * mm(width_));
        return in_border || punch_hole || staple || streak;
    }

    /// A character of 5 points and more, or a stroke.
    bool is_mark(const Spot& s) const { return std::max(mm(s.w), mm(s.h)) >= 1.6 && s.area >= 8; }
    bool is_small_mark(const Spot& s) const { return std::max(mm(s.w), mm(s.h)) >= 0.7; }

  private:
    double mm(int px) const { return px / px_per_mm_; }
    /// Distance of the spot's centre to the nearest corner, along the larger axis.
    double corner_mm(const Spot& s) const {
        const int x = std::min(s.x + s.w / 2, width_ - s.x - s.w / 2);
        const int y = std::min(s.y + s.h / 2, height_ - s.y - s.h / 2);
        return mm(std::max(x, y));
    }
    /// The shadow around a hole: as much ink as a thin circle has.
    static bool ring(const Spot& s) {
        const double around = 3.14 * (s.w + s.h) / 2.0;
        return s.area > 0.8 * around && s.area < 4 * around && std::abs(s.w - s.h) <= 3;
    }

    int width_;
    int height_;
    double px_per_mm_;
};

/// Share of ink in the middle 60 % of the page, both ways.
double centre_share(const Pix& ink) {
    const int w = pixGetWidth(&ink);
    const int h = pixGetHeight(&ink);
    const auto centre = crop(ink, {w / 5, h / 5, w - w / 5, h - h / 5});
    float share = 0;
    if (centre) pixForegroundFraction(centre.get(), &share);
    return static_cast<double>(share);
}

bool bears_ink(const Pix& grey, int darker_than) {
    constexpr double picture_share = 0.10;
    constexpr int least_small_marks = 8;
    const auto fine = own(pixThresholdToBinary(lept(grey), darker_than), "pixThresholdToBinary");
    const auto ink = own(pixReduceRankBinary2(fine.get(), 2, nullptr), "pixReduceRankBinary2");
    pixSetResolution(ink.get(), pixGetXRes(&grey) / 2, pixGetYRes(&grey) / 2);
    if (centre_share(*ink) > picture_share) return true;

    // Whatever reaches the border comes from beyond the sheet: lid, edges, dog-ears, half holes.
    const auto inner = own(pixRemoveBorderConnComps(ink.get(), 8), "pixRemoveBorderConnComps");
    Pixa* made = nullptr;
    const BoxaPtr boxes(pixConnComp(inner.get(), &made, 8));
    const PixaPtr spots(made);
    const Paper paper(*ink);
    int small_marks = 0;
    for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
        Paper::Spot spot{};
        boxaGetBoxGeometry(boxes.get(), i, &spot.x, &spot.y, &spot.w, &spot.h);
        if (spot.w < 3 && spot.h < 3) continue;
        const PixPtr shape(pixaGetPix(spots.get(), i, L_CLONE));
        pixCountPixels(shape.get(), &spot.area, nullptr);
        if (paper.is_nothing(spot)) continue;
        if (paper.is_mark(spot)) return true;
        if (paper.is_small_mark(spot) && ++small_marks >= least_small_marks) return true;
    }
    return false;
}

}  // namespace

Ink find_ink(const Pix& grey) {
    constexpr int dark = 157;  // A contrast of 35 %: pencil and worn toner pass, bleed-through does not.
    constexpr int pale = 225;  // 17 %
    if (bears_ink(grey, dark)) return Ink::present;
    return bears_ink(grey, pale) ? Ink::faint : Ink::none;
}

}  // namespace ocr
