#include "ocr/codes.h"

#include <ZXing/ReadBarcode.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <tuple>

namespace ocr {

namespace {

using ZXing::BarcodeFormat;
using ZXing::Binarizer;

/// Share of the short side of the page: our code ends 34 mm from the top and 38 mm from the right of an A4 sheet, to
/// which a scanner's offset and a skew of 5 degrees are added.
constexpr double corner_share = 0.32;

/// A linear code that is real crosses many of the rows looked at; one seen in the texture of text does not.
constexpr int least_rows = 3;

/// ZXing's grey view without a copy: green stands for grey on colour pages.
ZXing::ImageView view_of(const core::Raster& page) {
    const auto* first = page.pixels.data() + (page.channels == 3 ? 1 : 0);
    return {first, page.width, page.height, ZXing::ImageFormat::Lum, page.width * page.channels, page.channels};
}

FoundCode found(const ZXing::Result& result, int x, int y) {
    const auto& corners = result.position();
    core::Box box{corners[0].x, corners[0].y, corners[0].x, corners[0].y};
    for (const auto& corner : corners) {
        box.x0 = std::min(box.x0, corner.x);
        box.y0 = std::min(box.y0, corner.y);
        box.x1 = std::max(box.x1, corner.x + 1);
        box.y1 = std::max(box.y1, corner.y + 1);
    }
    box = {box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y};
    FoundCode code{.code = {ZXing::ToString(result.format()), result.text(), box}};
    if (result.format() == BarcodeFormat::QRCode) code.ours = core::PageCode::parse(code.code.text);
    const auto across = corners.topRight() - corners.topLeft() + corners.bottomRight() - corners.bottomLeft();
    const double degrees =
        std::atan2(static_cast<double>(across.y), static_cast<double>(across.x)) * 180 / std::numbers::pi;
    const int quarters = static_cast<int>(std::lround(degrees / 90));
    code.rotated = (quarters + 4) % 4 * 90;
    code.skew_deg = degrees - quarters * 90;
    return code;
}

core::Box united(const core::Box& a, const core::Box& b) {
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

bool believable(const ZXing::Result& result) {
    if (!result.isValid() || result.text().empty()) return false;
    return result.format() != BarcodeFormat::Code128 || result.text().size() >= 4;
}

ZXing::DecodeHints hints_for(ZXing::BarcodeFormats formats, Binarizer binarizer) {
    return ZXing::DecodeHints().setFormats(formats).setBinarizer(binarizer).setTryDownscale(false).setTryRotate(false);
}

/// Our own code in the corner where some quarter turn puts it: upright first, then upside down.
std::optional<FoundCode> find_in_corners(const core::Raster& page) {
    const int side = static_cast<int>(corner_share * std::min(page.width, page.height));
    const int right = page.width - side;
    const int bottom = page.height - side;
    const std::array<std::pair<int, int>, 4> corners{{{right, 0}, {0, bottom}, {right, bottom}, {0, 0}}};
    for (const auto binarizer : {Binarizer::GlobalHistogram, Binarizer::LocalAverage})
        for (const auto& [x, y] : corners) {
            const auto hints = hints_for(BarcodeFormat::QRCode, binarizer).setTryHarder(false);
            const auto result = ZXing::ReadBarcode(view_of(page).cropped(x, y, side, side), hints);
            if (!result.isValid()) continue;
            auto code = found(result, x, y);
            if (code.ours) return code;
        }
    return std::nullopt;
}

/// Code 128 one at a time, then in what lies around it: zxing-cpp 1.4 aborts the process (an assertion in
/// Result::operator==) when it compares two linear codes of the same text.
void find_linear(const core::Raster& page, const core::Box& part, int depth, std::vector<FoundCode>& codes) {
    constexpr int least_side = 100;  // px
    if (depth == 0 || part.width() < least_side || part.height() < least_side) return;
    const auto hints =
        hints_for(BarcodeFormat::Code128, Binarizer::LocalAverage).setTryRotate(true).setMinLineCount(least_rows);
    const auto view = view_of(page).cropped(part.x0, part.y0, part.width(), part.height());
    const auto result = ZXing::ReadBarcode(view, hints);
    if (!believable(result)) return;
    const auto code = found(result, part.x0, part.y0);
    const auto box = code.code.box;  // One row of the code: its other rows are found again, above or below.
    const auto seen = std::find_if(codes.begin(), codes.end(), [&](const FoundCode& c) {
        return c.code.format == code.code.format && c.code.text == code.code.text && c.rotated == code.rotated;
    });
    if (seen == codes.end())
        codes.push_back(code);
    else
        seen->code.box = united(seen->code.box, box);
    find_linear(page, {part.x0, part.y0, part.x1, box.y0}, depth - 1, codes);
    find_linear(page, {part.x0, box.y1, part.x1, part.y1}, depth - 1, codes);
}

/// Compact, dense and about as high as wide: where a matrix code may be. Boxes in px of `grey`, quiet zone counted.
std::vector<core::Box> matrix_shapes(const Pix& grey) {
    constexpr int shrink = 4;
    const double short_side = std::min(pixGetWidth(&grey), pixGetHeight(&grey)) / double{shrink};
    const int least = static_cast<int>(short_side * 0.03);  // 6 mm of an A4 sheet.
    const int most = static_cast<int>(short_side * 0.25);
    if (least < 8) return {};

    const auto small = own(pixScaleAreaMap(lept(grey), 1.0F / shrink, 1.0F / shrink), "pixScaleAreaMap");
    const auto ink = own(pixThresholdToBinary(small.get(), 150), "pixThresholdToBinary");
    const int gap = std::max(3, least / 4);
    const auto closed = own(pixCloseSafeBrick(nullptr, ink.get(), gap, gap), "pixCloseSafeBrick");
    const BoxaPtr boxes(pixConnCompBB(closed.get(), 4));
    std::vector<core::Box> shapes;
    for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
        int x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes.get(), i, &x, &y, &w, &h);
        if (w < least || h < least || w > most || h > most || w > 3 * h || h > 3 * w) continue;
        float fill = 0;
        const BoxPtr box(boxCreate(x, y, w, h));
        pixForegroundFraction(own(pixClipRectangle(ink.get(), box.get(), nullptr), "pixClipRectangle").get(), &fill);
        if (fill < 0.25F || fill > 0.8F) continue;
        const int quiet = std::max(w, h) / 5;
        shapes.push_back(
            {(x - quiet) * shrink, (y - quiet) * shrink, (x + w + quiet) * shrink, (y + h + quiet) * shrink});
    }
    return shapes;
}

void find_matrix(const core::Raster& page, const Pix& grey, std::vector<FoundCode>& codes) {
    constexpr std::size_t most_shapes = 40;  // A photograph may hold hundreds.
    auto shapes = matrix_shapes(grey);
    if (shapes.size() > most_shapes) shapes.resize(most_shapes);
    for (const auto& shape : shapes) {
        const int x = std::max(shape.x0, 0);
        const int y = std::max(shape.y0, 0);
        for (const auto binarizer : {Binarizer::GlobalHistogram, Binarizer::LocalAverage}) {
            const auto hints = hints_for(BarcodeFormat::QRCode | BarcodeFormat::DataMatrix, binarizer);
            const auto result = ZXing::ReadBarcode(view_of(page).cropped(x, y, shape.x1 - x, shape.y1 - y), hints);
            if (!believable(result)) continue;
            codes.push_back(found(result, x, y));
            break;
        }
    }
    if (!codes.empty()) return;
    const auto hints = hints_for(BarcodeFormat::QRCode, Binarizer::LocalAverage);
    for (const auto& result : ZXing::ReadBarcodes(view_of(page), hints))
        if (believable(result)) codes.push_back(found(result, 0, 0));
}

}  // namespace

std::vector<FoundCode> find_codes(const core::Raster& page, const Pix& grey) {
    if (auto ours = find_in_corners(page)) return {*std::move(ours)};

    constexpr int most_stacked = 4;
    std::vector<FoundCode> codes;
    find_matrix(page, grey, codes);
    if (std::none_of(codes.begin(), codes.end(), [](const auto& code) { return code.ours.has_value(); }))
        find_linear(page, {0, 0, page.width, page.height}, most_stacked, codes);
    const auto order = [](const FoundCode& c) {
        return std::tuple(!c.ours, c.code.box.y0, c.code.box.x0, c.code.text);
    };
    std::sort(codes.begin(), codes.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
    return codes;
}

}  // namespace ocr
