#include "ocr/deskew.h"

#include <cmath>
#include <numbers>

namespace ocr {

namespace {

constexpr float widest_deg = 11;
constexpr double least_deg = 0.05;  ///< Two pixels over a line at 200 dpi: not worth a blur.

}  // namespace

double find_skew(const Pix& ink) {
    constexpr float least_confidence = 2.5F;  // Ratio of the best to the worst score; text lines give 4 and more.
    float undo = 0;
    float confidence = 0;
    if (pixFindSkewSweepAndSearch(lept(ink), &undo, &confidence, 4, 2, widest_deg, 1.0F, 0.01F) != 0) return 0;
    if (confidence < least_confidence || std::abs(undo) < least_deg) return 0;
    return -static_cast<double>(undo);
}

PixPtr level(const Pix& image, double skew_deg) {
    if (skew_deg == 0) return own(pixClone(lept(image)), "pixClone");
    const auto radians = static_cast<float>(-skew_deg * std::numbers::pi / 180);
    const int how = pixGetDepth(&image) == 1 ? L_ROTATE_SHEAR : L_ROTATE_AREA_MAP;
    auto turned = own(pixRotate(lept(image), radians, how, L_BRING_IN_WHITE, pixGetWidth(&image), pixGetHeight(&image)),
                      "pixRotate");
    pixSetResolution(turned.get(), pixGetXRes(&image), pixGetYRes(&image));
    return turned;
}

}  // namespace ocr
