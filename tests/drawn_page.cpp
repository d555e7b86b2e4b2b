#include "tests/drawn_page.h"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <fmt/format.h>
#include <poppler-document.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "ocr/pix.h"

namespace drawn {

namespace {

constexpr double points_per_mm = 72 / 25.4;
constexpr double page_height = 297;
constexpr std::string_view fonts[]{"Helvetica",  "Helvetica-Bold", "Times-Roman",
                                   "Times-Bold", "Courier",        "Courier-Bold"};

std::u32string code_points(std::string_view utf8) {
    std::u32string out;
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            out.push_back(byte);
        else if (byte < 0xC0 && !out.empty())
            out.back() = out.back() << 6 | (byte & 0x3F);
        else
            out.push_back(byte < 0xE0 ? byte & 0x1F : byte < 0xF0 ? byte & 0x0F : byte & 0x07);
    }
    return out;
}

/// A PDF string in WinAnsi; its few characters outside Latin-1 that French uses.
std::string pdf_string(std::string_view utf8) {
    static constexpr std::pair<char32_t, int> extra[]{
        {U'œ', 0x9C}, {U'Œ', 0x8C}, {U'’', 0x92}, {U'€', 0x80}, {U'–', 0x96}};
    std::string out = "<";
    for (const char32_t c : code_points(utf8)) {
        int byte = c < 0x100 ? static_cast<int>(c) : '?';
        for (const auto& [from, to] : extra)
            if (from == c) byte = to;
        out += fmt::format("{:02X}", byte);
    }
    return out + ">";
}

std::string at(double x, double y) {
    return fmt::format("{:.3f} {:.3f}", x * points_per_mm, (page_height - y) * points_per_mm);
}

ZXing::BarcodeFormat format_of(std::string_view name) { return ZXing::BarcodeFormatFromString(std::string(name)); }

}  // namespace

Sheet& Sheet::text(double x, double baseline, std::string_view utf8, double size_pt, std::string_view font) {
    const auto index = std::find(std::begin(fonts), std::end(fonts), font) - std::begin(fonts);
    content_ += fmt::format("BT 0 g /F{} {} Tf {} Td {} Tj ET\n", index, size_pt, at(x, baseline), pdf_string(utf8));
    return *this;
}

Sheet& Sheet::lines(double x, double y, const std::vector<std::string>& lines, double size_pt, std::string_view font,
                    double leading) {
    for (std::size_t i = 0; i < lines.size(); ++i)
        text(x, y + static_cast<double>(i) * size_pt * leading / points_per_mm, lines[i], size_pt, font);
    return *this;
}

Sheet& Sheet::rect(const core::BoxMm& box, double grey) {
    content_ += fmt::format("{} g {} {:.3f} {:.3f} re f\n", grey, at(box.x0, box.y1), box.width() * points_per_mm,
                            box.height() * points_per_mm);
    return *this;
}

Sheet& Sheet::stroke(const std::vector<core::Point>& points, double width_mm, double grey) {
    content_ += fmt::format("{} G {:.3f} w 1 J 1 j\n", grey, width_mm * points_per_mm);
    for (std::size_t i = 0; i < points.size(); ++i)
        content_ += at(points[i].x, points[i].y) + (i == 0 ? " m\n" : " l\n");
    content_ += "S\n";
    return *this;
}

Sheet& Sheet::code(const std::string& text, const core::BoxMm& box, std::string_view format) {
    auto writer = ZXing::MultiFormatWriter(format_of(format)).setMargin(0);
    if (format == "QRCode") writer.setEccLevel(5);
    const auto bits = writer.encode(text, 0, 0);
    const double dx = box.width() / bits.width();
    const double dy = format == "Code128" ? box.height() / bits.height() : dx;  // Modules of a matrix are square.
    for (int y = 0; y < bits.height(); ++y)
        for (int x = 0; x < bits.width(); ++x)
            if (bits.get(x, y)) {
                const double x0 = box.x0 + x * dx;
                const double y0 = box.y0 + y * dy;
                rect({x0, y0, x0 + dx, y0 + dy});
            }
    return *this;
}

std::string Sheet::pdf() const {
    std::string font_names;
    for (std::size_t i = 0; i < std::size(fonts); ++i)
        font_names +=
            fmt::format("/F{} <</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/BaseFont/{}>>\n", i, fonts[i]);
    const std::string objects[]{
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        fmt::format("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {:.3f} {:.3f}]/Contents 4 0 R/Resources<</Font<<{}>>>>>>",
                    210 * points_per_mm, page_height * points_per_mm, font_names),
        fmt::format("<</Length {}>>\nstream\n{}\nendstream", content_.size(), content_)};
    std::string out = "%PDF-1.4\n";
    std::string table = "xref\n0 5\n0000000000 65535 f \n";
    for (std::size_t i = 0; i < std::size(objects); ++i) {
        table += fmt::format("{:010} 00000 n \n", out.size());
        out += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    return out + table + fmt::format("trailer <</Size 5/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", out.size());
}

core::Raster Sheet::render(int dpi) const {
    const auto bytes = pdf();
    const std::unique_ptr<poppler::document> document(
        poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
    const std::unique_ptr<poppler::page> page(document->create_page(0));
    poppler::page_renderer renderer;
    renderer.set_image_format(poppler::image::format_gray8);
    renderer.set_render_hints(poppler::page_renderer::antialiasing | poppler::page_renderer::text_antialiasing);
    const auto image = renderer.render_page(page.get(), dpi, dpi);
    if (!image.is_valid()) throw std::runtime_error("poppler did not render the drawn page");
    core::Raster raster{.width = image.width(), .height = image.height(), .channels = 1, .dpi = dpi};
    for (int y = 0; y < raster.height; ++y) {
        const char* row = image.const_data() + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row();
        raster.pixels.insert(raster.pixels.end(), row, row + raster.width);
    }
    return raster;
}

core::Raster scanned(const core::Raster& sheet, const Scan& how) {
    auto pix = ocr::to_pix(sheet);
    pix = ocr::own(pixRotateOrth(pix.get(), how.turned / 90), "pixRotateOrth");
    if (how.skew_deg != 0)
        pix = ocr::own(pixRotate(pix.get(), static_cast<float>(how.skew_deg * M_PI / 180), L_ROTATE_AREA_MAP,
                                 L_BRING_IN_WHITE, 0, 0),
                       "pixRotate");
    if (how.blur > 0) pix = ocr::own(pixBlockconv(pix.get(), how.blur, how.blur), "pixBlockconv");
    auto raster = ocr::to_raster(*pix);
    raster.dpi = sheet.dpi;
    if (how.noise > 0 || how.shade > 0) {
        std::uint32_t state = how.seed;
        const double grain = how.noise / 128;  // The sum of three bytes has a standard deviation of 128.
        std::uint8_t* pixel = raster.pixels.data();
        for (int y = 0; y < raster.height; ++y)
            for (int x = 0; x < raster.width; ++x, ++pixel) {
                state = state * 1664525U + 1013904223U;
                const auto sum = static_cast<int>((state >> 8 & 0xFFU) + (state >> 16 & 0xFFU) + (state >> 24)) - 382;
                const double light = 1 - how.shade * (x + 0.5 * y) / (raster.width + 0.5 * raster.height);
                *pixel = static_cast<std::uint8_t>(std::clamp(*pixel * light + sum * grain, 0.0, 255.0));
            }
    }
    if (how.jpeg == 0) return raster;
    pix = ocr::to_pix(raster);
    l_uint8* data = nullptr;
    std::size_t size = 0;
    pixWriteMemJpeg(&data, &size, pix.get(), how.jpeg, 0);
    const auto back = ocr::own(pixReadMem(data, size), "pixReadMem");
    lept_free(data);
    auto out = ocr::to_raster(*back);
    out.dpi = sheet.dpi;
    return out;
}

double character_error(std::string_view truth, std::string_view read) {
    const auto squeeze = [](std::string_view utf8) {
        std::u32string out;
        for (char32_t c : code_points(utf8)) {
            if (c == U'\n' || c == U'\t' || c == 0xA0) c = U' ';
            if (c == U'’') c = U'\'';
            if (c != U' ' || (!out.empty() && out.back() != U' ')) out.push_back(c);
        }
        while (!out.empty() && out.back() == U' ') out.pop_back();
        return out;
    };
    const auto a = squeeze(truth);
    const auto b = squeeze(read);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return a.empty() ? (b.empty() ? 0 : 1) : static_cast<double>(row.back()) / static_cast<double>(a.size());
}

}  // namespace drawn
