#include "templates/qr.h"

#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <exception>
#include <stdexcept>
#include <string>

#include "templates/haru.h"

namespace templates {

std::optional<MatrixCode> make_code(CodeKind kind, std::string_view text) {
    constexpr int level_q = 6;  // Of the writer's 0 to 8: L up to 2, M up to 4, Q up to 6, H.
    try {
        ZXing::MultiFormatWriter writer{kind == CodeKind::qr ? ZXing::BarcodeFormat::QRCode
                                                             : ZXing::BarcodeFormat::DataMatrix};
        const auto matrix = writer.setEccLevel(level_q).setMargin(0).encode(std::string{text}, 0, 0);
        MatrixCode code{.width = matrix.width(), .height = matrix.height(), .dark = {}};
        for (int y = 0; y < code.height; ++y)
            for (int x = 0; x < code.width; ++x) code.dark.push_back(matrix.get(x, y));
        return code;
    } catch (const std::exception&) {  // The library's answer to a text that is too long.
        return std::nullopt;
    }
}

MatrixCode make_qr(std::string_view text) {
    auto code = make_code(CodeKind::qr, text);
    if (!code) throw std::logic_error{"a text too long for a QR code"};
    return *std::move(code);
}

double quiet_zone_mm(const MatrixCode& code, double width_mm) { return 4 * width_mm / code.width; }

void draw_code(HaruDoc& page, const MatrixCode& code, const core::BoxMm& box) {
    const double module = box.width() / code.width;
    for (int y = 0; y < code.height; ++y)
        for (int x = 0; x < code.width; ++x) {
            if (!code.at(x, y)) continue;
            int end = x + 1;
            while (end < code.width && code.at(end, y)) ++end;
            page.add_rectangle(box.x0 + x * module, box.y0 + y * module, (end - x) * module, module);
            x = end;
        }
    page.fill_path();
}

}  // namespace templates
