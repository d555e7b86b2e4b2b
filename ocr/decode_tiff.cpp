#include <tiffio.h>

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstring>
#include <memory>

#include "ocr/decode_image.h"

namespace ocr {
namespace {

constexpr int forgiven_rows = 16;  // Faxes end untidily; more than this missing is content missing.
constexpr tmsize_t largest_allocation = 1 << 29;

/// The bytes libtiff reads, and what it complained of.
struct Source {
    Bytes file;
    toff_t at = 0;
    int fax_complaints = 0;
};

tmsize_t read_source(thandle_t handle, void* to, tmsize_t length) noexcept {
    auto& source = *static_cast<Source*>(handle);
    if (source.at >= source.file.size() || length <= 0) return 0;
    const auto count = std::min<std::size_t>(static_cast<std::size_t>(length), source.file.size() - source.at);
    std::memcpy(to, source.file.data() + source.at, count);
    source.at += count;
    return static_cast<tmsize_t>(count);
}
tmsize_t write_nothing(thandle_t, void*, tmsize_t) noexcept { return 0; }
toff_t seek_source(thandle_t handle, toff_t offset, int whence) noexcept {
    auto& source = *static_cast<Source*>(handle);
    source.at = whence == SEEK_CUR ? source.at + offset : whence == SEEK_END ? source.file.size() + offset : offset;
    return source.at;
}
int close_nothing(thandle_t) noexcept { return 0; }
toff_t size_of_source(thandle_t handle) noexcept { return static_cast<Source*>(handle)->file.size(); }
int map_source(thandle_t handle, void** base, toff_t* size) noexcept {
    auto& source = *static_cast<Source*>(handle);
    *base = const_cast<std::uint8_t*>(source.file.data());  // libtiff only reads in mode "r".
    *size = source.file.size();
    return 1;
}
void unmap_nothing(thandle_t, void*, toff_t) noexcept {}

int on_complaint(TIFF*, void* source, const char* module, const char*, va_list) noexcept {
    if (module != nullptr && std::strncmp(module, "Fax", 3) == 0) ++static_cast<Source*>(source)->fax_complaints;
    return 1;
}

struct TiffFree {
    void operator()(TIFF* tiff) const noexcept { TIFFClose(tiff); }
    void operator()(TIFFOpenOptions* options) const noexcept { TIFFOpenOptionsFree(options); }
};
using TiffPtr = std::unique_ptr<TIFF, TiffFree>;

TiffPtr open(Source& source) {
    const std::unique_ptr<TIFFOpenOptions, TiffFree> options(TIFFOpenOptionsAlloc());
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), largest_allocation);
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_complaint, &source);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), on_complaint, &source);
    return TiffPtr(TIFFClientOpenExt("scan", "r", &source, read_source, write_nothing, seek_source, close_nothing,
                                     size_of_source, map_source, unmap_nothing, options.get()));
}

template <class T>
T tag(TIFF* tiff, std::uint32_t name, T otherwise) {
    T value = otherwise;
    return TIFFGetFieldDefaulted(tiff, name, &value) == 1 ? value : otherwise;
}

struct Resolution {
    double x = 0, y = 0;  ///< Points an inch; 0 when not said.
};

Resolution resolution_of(TIFF* tiff) {
    const auto unit = tag<std::uint16_t>(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    const double scale = unit == RESUNIT_CENTIMETER ? 2.54 : unit == RESUNIT_INCH ? 1 : 0;
    return {tag<float>(tiff, TIFFTAG_XRESOLUTION, 0) * scale, tag<float>(tiff, TIFFTAG_YRESOLUTION, 0) * scale};
}

void expand_bits(const std::vector<std::uint8_t>& line, std::uint8_t* to, int width, bool set_is_black) {
    for (int x = 0; x < width; ++x) {
        const bool set = (line[static_cast<std::size_t>(x >> 3)] >> (7 - (x & 7))) & 1;
        to[x] = set == set_is_black ? 0 : 255;
    }
}

/// One channel of 1 or 8 bits, row by row.
bool read_rows(TIFF* tiff, core::Raster& raster, int bits, bool white_is_zero) {
    std::vector<std::uint8_t> line(static_cast<std::size_t>(TIFFScanlineSize(tiff)) + 8);
    if (line.size() < static_cast<std::size_t>(bits == 1 ? (raster.width + 7) / 8 : raster.width)) return false;
    raster.pixels.assign(static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height), 255);
    for (int y = 0; y < raster.height; ++y) {
        if (TIFFReadScanline(tiff, line.data(), static_cast<std::uint32_t>(y)) != 1)
            return y >= raster.height - forgiven_rows;
        std::uint8_t* to = raster.pixels.data() + static_cast<std::ptrdiff_t>(y) * raster.width;
        if (bits == 1) {
            expand_bits(line, to, raster.width, white_is_zero);
        } else {
            for (int x = 0; x < raster.width; ++x) {
                const std::uint8_t value = line[static_cast<std::size_t>(x)];
                to[x] = white_is_zero ? static_cast<std::uint8_t>(255 - value) : value;
            }
        }
    }
    return true;
}

/// Everything else, by libtiff's own conversion; alpha comes multiplied in and lands on white.
bool read_colour(TIFF* tiff, core::Raster& raster) {
    const auto count = static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height);
    std::vector<std::uint32_t> packed(count);
    const auto width = static_cast<std::uint32_t>(raster.width), height = static_cast<std::uint32_t>(raster.height);
    const auto stored = tag<std::uint16_t>(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    // Asked for as stored: turning is done once, in oriented().
    if (TIFFReadRGBAImageOriented(tiff, width, height, packed.data(), stored, 1) != 1) return false;
    raster.channels = 3;
    raster.pixels.resize(count * 3);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t paper = 255 - TIFFGetA(packed[i]);
        const std::uint32_t parts[3]{TIFFGetR(packed[i]), TIFFGetG(packed[i]), TIFFGetB(packed[i])};
        for (std::size_t c = 0; c < 3; ++c)
            raster.pixels[3 * i + c] = static_cast<std::uint8_t>(std::min(255U, parts[c] + paper));
    }
    return true;
}

/// Faxes have more points across than down: the coarser direction is stretched so that pixels are square.
core::Outcome<core::Raster> square(core::Raster raster, Resolution dpi, const DecodeBounds& bounds,
                                   const std::string& place) {
    const int declared = static_cast<int>(std::lround(std::max(dpi.x, dpi.y)));
    const double ratio = dpi.x > 0 && dpi.y > 0 ? dpi.x / dpi.y : 1;
    if (ratio > 0.95 && ratio < 1.05) {
        raster.dpi = plausible_dpi(static_cast<int>(std::lround(dpi.x)), raster.width, raster.height);
        return raster;
    }
    if (ratio < 0.2 || ratio > 5) return damaged(place, "résolutions contradictoires");
    const double across = std::max(1.0, 1 / ratio), down = std::max(1.0, ratio);
    if (auto refusal =
            refuse_size(std::llround(raster.width * across), std::llround(raster.height * down), bounds, place))
        return *refusal;
    raster.dpi = declared;
    const PixPtr scaled(pixScale(to_pix(raster).get(), static_cast<float>(across), static_cast<float>(down)));
    if (!scaled) return damaged(place, "image impossible à mettre à l'échelle");
    core::Raster squared = to_raster(*scaled);
    squared.dpi = plausible_dpi(declared, squared.width, squared.height);
    return squared;
}

core::Outcome<core::Raster> read_page(TIFF* tiff, Source& source, const DecodeBounds& bounds,
                                      const std::string& place) {
    const auto width = tag<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0),
               height = tag<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
    if (auto refusal = refuse_size(width, height, bounds, place)) return *refusal;
    const auto photometric = tag<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    const auto bits = tag<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
    const bool plain = tag<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1) == 1 && (bits == 1 || bits == 8) &&
                       photometric <= PHOTOMETRIC_MINISBLACK && TIFFIsTiled(tiff) == 0;
    source.fax_complaints = 0;
    core::Raster raster{.width = static_cast<int>(width), .height = static_cast<int>(height), .dpi = 0};
    const bool whole =
        plain ? read_rows(tiff, raster, bits, photometric == PHOTOMETRIC_MINISWHITE) : read_colour(tiff, raster);
    if (!whole || source.fax_complaints > std::max(forgiven_rows, raster.height / 50))
        return damaged(place, "image TIFF coupée ou abîmée");
    Resolution dpi = resolution_of(tiff);
    const auto orientation = tag<std::uint16_t>(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    if (orientation >= 5 && orientation <= 8) std::swap(dpi.x, dpi.y);
    return square(oriented(grey_unless_coloured(std::move(raster)), orientation), dpi, bounds, place);
}

}  // namespace

core::Outcome<int> decode_tiff(Bytes file, const DecodeBounds& bounds, const PageSink& sink) {
    Source source{.file = file};
    const TiffPtr tiff = open(source);
    if (!tiff) return damaged("page 1", "en-tête TIFF illisible");
    const auto announced = TIFFNumberOfDirectories(tiff.get());
    if (announced > static_cast<tdir_t>(bounds.max_pages))
        return core::Refusal{core::Reason::too_many_pages, std::to_string(announced) + " pages"};
    if (TIFFSetDirectory(tiff.get(), 0) != 1) return damaged("page 1", "en-tête TIFF illisible");
    for (int page = 1;; ++page) {
        const std::string place = "page " + std::to_string(page);
        if (page > bounds.max_pages) return core::Refusal{core::Reason::too_many_pages, place};
        if (page >= bounds.first_page) {
            auto raster = read_page(tiff.get(), source, bounds, place);
            if (!raster) return raster.refusal();
            sink(*std::move(raster));
        }
        if (TIFFLastDirectory(tiff.get()) != 0) return page;
        if (TIFFReadDirectory(tiff.get()) != 1)
            return damaged("page " + std::to_string(page + 1), "suite du fichier TIFF introuvable");
    }
}

}  // namespace ocr
