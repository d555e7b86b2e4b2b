#include <csetjmp>
#include <cstdio>
#include <cstring>
// libjpeg's header needs stdio first.
#include <jerror.h>
#include <jpeglib.h>

#include "ocr/decode_image.h"

namespace ocr {
namespace {

/// libjpeg reports by longjmp and by warnings; both only take notes here.
struct Reporter {
    jpeg_error_mgr manager{};
    std::jmp_buf back{};
    bool corrupt = false;
};

Reporter& reporter_of(j_common_ptr info) { return *static_cast<Reporter*>(info->client_data); }

[[noreturn]] void on_error(j_common_ptr info) { std::longjmp(reporter_of(info).back, 1); }

void on_message(j_common_ptr info, int level) {
    if (level >= 0) return;  // Traces.
    switch (info->err->msg_code) {
        case JWRN_EXTRANEOUS_DATA:  // Filler that scanners leave between markers; no pixel is lost.
        case JWRN_ADOBE_XFORM:
        case JWRN_JFIF_MAJOR:
        case JWRN_TOO_MUCH_DATA:
            return;
        default:
            reporter_of(info).corrupt = true;
    }
}

std::uint32_t number(Bytes data, std::size_t at, std::size_t length, bool little) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < length; ++i) {
        const std::uint32_t byte = data[at + i];
        value |= byte << (8 * (little ? i : length - 1 - i));
    }
    return value;
}

/// The orientation of an EXIF block (after `Exif\0\0`): a TIFF header and its first directory. 1 when unsaid or absurd.
int exif_orientation(Bytes exif) {
    if (exif.size() < 14) return 1;
    const bool little = exif[0] == 'I';
    const std::size_t directory = number(exif, 4, 4, little);
    if (directory > exif.size() - 2) return 1;
    const std::size_t entries = number(exif, directory, 2, little);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t at = directory + 2 + 12 * i;
        if (at + 12 > exif.size()) return 1;
        if (number(exif, at, 2, little) != 0x0112) continue;
        const auto value = static_cast<int>(number(exif, at + 8, 2, little));
        return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

int orientation_in(const jpeg_decompress_struct& info) {
    for (const jpeg_marker_struct* marker = info.marker_list; marker != nullptr; marker = marker->next)
        if (marker->data_length > 6 && std::memcmp(marker->data, "Exif\0\0", 6) == 0)
            return exif_orientation({marker->data + 6, marker->data_length - 6});
    return 1;
}

int density_of(const jpeg_decompress_struct& info) {
    if (!info.saw_JFIF_marker) return 0;
    if (info.density_unit == 1) return info.X_density;
    if (info.density_unit == 2) return (info.X_density * 254 + 50) / 100;
    return 0;
}

/// One JPEG from memory. Every call that may longjmp stands alone in its function, with nothing to destroy.
class JpegReader {
  public:
    JpegReader() {
        info_.err = jpeg_std_error(&reporter_.manager);
        info_.client_data = &reporter_;
        reporter_.manager.error_exit = on_error;
        reporter_.manager.emit_message = on_message;
    }
    ~JpegReader() { jpeg_destroy_decompress(&info_); }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;

    bool head(Bytes file, JpegHead& head) {
        if (setjmp(reporter_.back) != 0) return false;
        jpeg_create_decompress(&info_);
        info_.client_data = &reporter_;
        jpeg_mem_src(&info_, file.data(), file.size());
        jpeg_save_markers(&info_, JPEG_APP0 + 1, 0xffff);
        if (jpeg_read_header(&info_, TRUE) != JPEG_HEADER_OK) return false;
        head = {.width = info_.image_width,
                .height = info_.image_height,
                .components = info_.num_components,
                .dpi = density_of(info_),
                .orientation = orientation_in(info_)};
        return true;
    }

    /// `to` holds width * height * channels bytes; `line` one row of CMYK for the four-channel files.
    bool pixels(std::uint8_t* to, int channels, std::uint8_t* line) {
        if (setjmp(reporter_.back) != 0) return false;
        info_.out_color_space = info_.num_components == 4 ? JCS_CMYK : channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
        jpeg_start_decompress(&info_);
        const std::size_t row = std::size_t{info_.output_width} * static_cast<std::size_t>(channels);
        while (info_.output_scanline < info_.output_height) {
            std::uint8_t* into = to + row * info_.output_scanline;
            JSAMPROW rows[1]{info_.num_components == 4 ? line : into};
            jpeg_read_scanlines(&info_, rows, 1);
            if (info_.num_components == 4) from_cmyk(line, into, info_.output_width, info_.saw_Adobe_marker);
        }
        jpeg_finish_decompress(&info_);
        return !reporter_.corrupt;
    }

  private:
    static void from_cmyk(const std::uint8_t* cmyk, std::uint8_t* rgb, std::size_t width, bool inverted) {
        for (std::size_t x = 0; x < width; ++x)
            for (std::size_t c = 0; c < 3; ++c) {  // Adobe stores ink as 255 - ink.
                const int ink = cmyk[4 * x + c], black = cmyk[4 * x + 3];
                rgb[3 * x + c] =
                    static_cast<std::uint8_t>(inverted ? ink * black / 255 : (255 - ink) * (255 - black) / 255);
            }
    }

    jpeg_decompress_struct info_{};
    Reporter reporter_;
};

}  // namespace

core::Outcome<core::Raster> read_jpeg(Bytes file, const DecodeBounds& bounds, const std::string& place,
                                      JpegHead& head) {
    JpegReader reader;
    if (!reader.head(file, head)) return damaged(place, "en-tête JPEG illisible");
    if (auto refusal = refuse_size(head.width, head.height, bounds, place)) return *refusal;
    const int channels = head.components == 1 ? 1 : 3;
    core::Raster raster{
        .width = static_cast<int>(head.width), .height = static_cast<int>(head.height), .channels = channels, .dpi = 0};
    raster.pixels.resize(static_cast<std::size_t>(head.width * head.height * channels));
    std::vector<std::uint8_t> line(static_cast<std::size_t>(head.components == 4 ? head.width * 4 : 0));
    if (!reader.pixels(raster.pixels.data(), channels, line.data()))
        return damaged(place, "image JPEG coupée ou abîmée");
    return grey_unless_coloured(std::move(raster));
}

core::Outcome<int> decode_jpeg(Bytes file, const DecodeBounds& bounds, const PageSink& sink) {
    JpegHead head;
    auto raster = read_jpeg(file, bounds, "page 1", head);
    if (!raster) return raster.refusal();
    raster->dpi = plausible_dpi(head.dpi, raster->width, raster->height);
    sink(oriented(*std::move(raster), head.orientation));
    return 1;
}

}  // namespace ocr
