#include "ocr/working_page.h"

#include <algorithm>

#include "ocr/deskew.h"

namespace ocr {

namespace {

constexpr int working_dpi = 200;
constexpr int ink_level = 196;  ///< A contrast of 25 % against the paper.

/// The file's resolution when it makes a sheet of a believable size; else that of an A4 sheet.
double true_dpi(const core::Raster& raster) {
    const double short_px = std::min(raster.width, raster.height);
    const double short_mm = raster.dpi > 0 ? short_px / raster.dpi * 25.4 : 0;
    return short_mm > 60 && short_mm < 450 ? raster.dpi : short_px / 8.27;
}

PixPtr scaled(const Pix& grey, double scale) {
    const auto factor = static_cast<float>(scale);
    if (scale > 0.9 && scale < 1.1) return own(pixClone(lept(grey)), "pixClone");
    if (scale < 0.7) return own(pixScaleAreaMap(lept(grey), factor, factor), "pixScaleAreaMap");
    return own(pixScaleGrayLI(lept(grey), factor, factor), "pixScaleGrayLI");
}

/// Paper becomes white without grain: on a page with few words Otsu's threshold, Tesseract's, would otherwise part the
/// grain of the paper and not ink from paper.
PixPtr even_background(const Pix& grey) {
    constexpr int paper = 200;  // What pixBackgroundNormSimple makes of it.
    constexpr int black = 50;
    constexpr int white = paper - 20;
    PixPtr even;
    // Too small for the tiles of the normaliser: a few centimetres are evenly lit.
    if (pixGetWidth(&grey) >= 40 && pixGetHeight(&grey) >= 60)
        even.reset(pixBackgroundNormSimple(lept(grey), nullptr, nullptr));
    if (!even) return own(pixCopy(nullptr, lept(grey)), "pixCopy");  // All dark: there is no paper to be found.
    return own(pixGammaTRC(nullptr, even.get(), 1.0F, black, white), "pixGammaTRC");
}

}  // namespace

WorkingPage make_working_page(const core::Raster& raster, const Pix& grey) {
    constexpr double most_px = 5000;
    const double wanted = working_dpi / true_dpi(raster);
    const double scale = std::min(wanted, most_px / std::max(raster.width, raster.height));
    WorkingPage page{.grey = even_background(*scaled(grey, scale))};
    page.scale = static_cast<double>(pixGetWidth(page.grey.get())) / raster.width;
    page.ink = own(pixThresholdToBinary(page.grey.get(), ink_level), "pixThresholdToBinary");
    pixSetResolution(page.grey.get(), working_dpi, working_dpi);
    pixSetResolution(page.ink.get(), working_dpi, working_dpi);
    return page;
}

LevelPage make_level_page(const WorkingPage& page, const core::Raster& raster, int rotated) {
    LevelPage result{
        .map = {
            .decoded_width = raster.width, .decoded_height = raster.height, .rotated = rotated, .scale = page.scale}};
    const auto ink = upright(*page.ink, rotated);
    result.map.skew_deg = find_skew(*ink);
    result.ink = level(*ink, result.map.skew_deg);
    result.map.level_width = pixGetWidth(result.ink.get());
    result.map.level_height = pixGetHeight(result.ink.get());
    return result;
}

PixPtr level_grey(const WorkingPage& page, const PageMap& map) {
    return level(*upright(*page.grey, map.rotated), map.skew_deg);
}

PixPtr densest_band(const Pix& grey) {
    constexpr int band_height = working_dpi;  // An inch: four to six lines.
    const int width = pixGetWidth(&grey);
    const int height = pixGetHeight(&grey);
    const auto ink = own(pixThresholdToBinary(lept(grey), ink_level), "pixThresholdToBinary");
    const NumaPtr rows(pixCountPixelsByRow(ink.get(), nullptr));
    double sum = 0, best = -1;
    int best_end = band_height;
    const auto row = [&](int y) {  // A rule or a picture fills its row more than text does.
        int count = 0;
        numaGetIValue(rows.get(), y, &count);
        return count > width / 3 ? 0.0 : count;
    };
    for (int y = 0; y < height; ++y) {
        sum += row(y) - (y >= band_height ? row(y - band_height) : 0);
        if (sum > best && y + 1 >= band_height) {
            best = sum;
            best_end = y + 1;
        }
    }
    auto band = crop(grey, {0, best_end - band_height, width, best_end});
    return band ? std::move(band) : own(pixClone(lept(grey)), "pixClone");
}

}  // namespace ocr
