#include "templates/qr.h"

#include <ZXing/BarcodeFormat.h>
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <exception>
#include <stdexcept>
#include <string>

#include "templates/haru.h"

namespace templates {

QrCode make_qr(std::string_view text) {
    constexpr int level_q = 6;  // Of the writer's 0 to 8: L up to 2, M up to 4, Q up to 6, H.
    try {
        const auto matrix =
            ZXing::MultiFormatWriter{ZXing::BarcodeFormat::QRCode}.setEccLevel(level_q).setMargin(0).encode(
                std::string{text}, 0, 0);
        QrCode code{.side = matrix.width()};
        for (int y = 0; y < code.side; ++y)
            for (int x = 0; x < code.side; ++x) code.dark.push_back(matrix.get(x, y));
        return code;
    } catch (const std::exception& fault) {
        throw std::logic_error{"QR code: " + std::string{fault.what()}};
    }
}

double quiet_zone_mm(const QrCode& code, double width_mm) { return 4 * width_mm / code.side; }

void draw_qr(HaruDoc& page, const QrCode& code, const core::BoxMm& box) {
    const double module = box.width() / code.side;
    for (int y = 0; y < code.side; ++y)
        for (int x = 0; x < code.side; ++x) {
            if (!code.at(x, y)) continue;
            int end = x + 1;
            while (end < code.side && code.at(end, y)) ++end;
            page.add_rectangle(box.x0 + x * module, box.y0 + y * module, (end - x) * module, module);
            x = end;
        }
    page.fill_path();
}

}  // namespace templates
