#include "tests/documents.h"

#include <jpeglib.h>
#include <tiffio.h>
#include <unistd.h>
#include <cstdio>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "ocr/pix.h"
#include "tests/temporary_folder.h"

namespace tests {
namespace {

void fill(core::Raster& page, int x0, int y0, int x1, int y1, const std::uint8_t (&colour)[3]) {
    for (int y = y0; y < y1; ++y)
        for (int x = x0; x < x1; ++x)
            for (int c = 0; c < page.channels; ++c)
                page.pixels[static_cast<std::size_t>((y * page.width + x) * page.channels + c)] = colour[c];
}

int darkness(const core::Raster& page, int x, int y) {
    int lowest = 255;
    for (int c = 0; c < page.channels; ++c)
        lowest = std::min<int>(lowest, page.pixels[static_cast<std::size_t>((y * page.width + x) * page.channels + c)]);
    return 255 - lowest;
}

Bytes slurp(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write_rows(TIFF* tiff, const core::Raster& page, int bits) {
    const auto width = static_cast<std::size_t>(page.width), channels = static_cast<std::size_t>(page.channels);
    for (int y = 0; y < page.height; ++y) {
        const std::uint8_t* from = page.pixels.data() + static_cast<std::size_t>(y) * width * channels;
        Bytes row(from, from + width * channels);
        if (bits == 1) {
            row.assign((width + 7) / 8, 0);
            for (std::size_t x = 0; x < width; ++x)
                if (from[x] < 128) row[x / 8] = static_cast<std::uint8_t>(row[x / 8] | 0x80U >> (x % 8));
        } else if (bits == 16) {
            row.clear();
            for (std::size_t i = 0; i < width * channels; ++i) row.insert(row.end(), 2, from[i]);
        }
        if (TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y)) != 1)
            throw std::runtime_error("TIFF row");
    }
}

/// Tiles reach beyond the page: what they hold there is nobody's.
void write_tiles(TIFF* tiff, const core::Raster& page, int side) {
    const auto channels = static_cast<std::size_t>(page.channels), across = static_cast<std::size_t>(side) * channels;
    for (int top = 0; top < page.height; top += side)
        for (int left = 0; left < page.width; left += side) {
            Bytes tile(across * static_cast<std::size_t>(side), 77);
            for (int y = 0; y < std::min(side, page.height - top); ++y) {
                const auto at = static_cast<std::size_t>((top + y) * page.width + left) * channels;
                const auto count = static_cast<std::size_t>(std::min(side, page.width - left)) * channels;
                std::copy_n(page.pixels.begin() + static_cast<std::ptrdiff_t>(at), count,
                            tile.begin() + static_cast<std::ptrdiff_t>(across * static_cast<std::size_t>(y)));
            }
            if (TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(left), static_cast<std::uint32_t>(top), 0,
                              0) < 0)
                throw std::runtime_error("TIFF tile");
        }
}

Bytes written(const Pix& image, int format) {
    l_uint8* data = nullptr;
    std::size_t size = 0;
    if (pixWriteMem(&data, &size, ocr::lept(image), format) != 0) throw std::runtime_error("pixWriteMem");
    Bytes bytes(data, data + size);
    lept_free(data);
    return bytes;
}

void put_number(Bytes& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

/// A JBIG2 segment of page 1 (ITU-T T.88, 7.2).
void put_segment(Bytes& out, std::uint32_t number, std::uint8_t type, const Bytes& data) {
    put_number(out, number);
    out.insert(out.end(), {type, 0, 1});
    put_number(out, static_cast<std::uint32_t>(data.size()));
    out.insert(out.end(), data.begin(), data.end());
}

}  // namespace

core::Raster marked_page(int width, int height, int channels, int number) {
    core::Raster page{.width = width, .height = height, .channels = channels, .dpi = 300};
    page.pixels.assign(static_cast<std::size_t>(width * height * channels), 255);
    fill(page, width / 20, height / 20, width / 6, height / 6,
         {0, 0, static_cast<std::uint8_t>(channels == 3 ? 200 : 0)});
    for (int i = 0; i < number; ++i) {
        const int x = width / 5 + i * width / 20;
        fill(page, x, height * 6 / 10, x + width / 40, height * 7 / 10, {0, 0, 0});
    }
    return page;
}

int corner_of_square(const core::Raster& page) {
    const int x = page.width / 10, y = page.height / 10;
    const bool dark[]{darkness(page, x, y) > 100, darkness(page, page.width - x, y) > 100,
                      darkness(page, page.width - x, page.height - y) > 100, darkness(page, x, page.height - y) > 100};
    int found = -1;
    for (int corner = 0; corner < 4; ++corner)
        if (dark[corner]) found = found == -1 ? corner : 9;
    return found == 9 ? -1 : found;
}

int bars_of(const core::Raster& page) {
    int bars = 0;
    for (int x = 1; x < page.width; ++x) {
        const int y = page.height * 65 / 100;
        bars += darkness(page, x, y) > 100 && darkness(page, x - 1, y) <= 100;
    }
    return bars;
}

Bytes tiff_of(const std::vector<core::Raster>& pages, const TiffOptions& options) {
    const TemporaryFolder folder;
    const auto name = (folder / "pages.tif").string();
    TIFF* const tiff = TIFFOpen(name.c_str(), "w");
    for (const core::Raster& page : pages) {
        const auto samples = static_cast<std::uint16_t>(page.channels);
        TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, page.width);
        TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, page.height);
        TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, options.bits);
        TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, samples);
        if (options.tile > 0) {
            TIFFSetField(tiff, TIFFTAG_TILEWIDTH, options.tile);
            TIFFSetField(tiff, TIFFTAG_TILELENGTH, options.tile);
        } else {
            TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, options.compression == 7 ? 16 : page.height);
        }
        TIFFSetField(tiff, TIFFTAG_COMPRESSION, options.compression);
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
                     options.bits == 1 ? PHOTOMETRIC_MINISWHITE
                     : samples == 3    ? PHOTOMETRIC_RGB
                                       : PHOTOMETRIC_MINISBLACK);
        TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        TIFFSetField(tiff, TIFFTAG_ORIENTATION, options.orientation);
        if (options.resolution) {
            const double unit = options.centimetres ? 2.54 : 1;
            TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, options.centimetres ? RESUNIT_CENTIMETER : RESUNIT_INCH);
            TIFFSetField(tiff, TIFFTAG_XRESOLUTION, options.x_dpi / unit);
            TIFFSetField(tiff, TIFFTAG_YRESOLUTION, options.y_dpi / unit);
        }
        if (options.tile > 0)
            write_tiles(tiff, page, options.tile);
        else
            write_rows(tiff, page, options.bits);
        TIFFWriteDirectory(tiff);
    }
    TIFFClose(tiff);
    return slurp(name);
}

Bytes jpeg_of(const core::Raster& page, int dpi, int exif_orientation) {
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* data = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &data, &size);
    info.image_width = static_cast<JDIMENSION>(page.width);
    info.image_height = static_cast<JDIMENSION>(page.height);
    info.input_components = page.channels;
    info.in_color_space = page.channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&info);
    info.density_unit = dpi > 0 ? 1 : 0;
    info.X_density = info.Y_density = static_cast<std::uint16_t>(dpi > 0 ? dpi : 1);
    jpeg_start_compress(&info, TRUE);
    if (exif_orientation > 0) {
        Bytes exif{'E', 'x',  'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1,
                   1,   0x12, 0,   3,   0, 0, 0,   1,   0, 0,  0, 0, 0, 0, 0, 0};
        exif[25] = static_cast<std::uint8_t>(exif_orientation);
        jpeg_write_marker(&info, JPEG_APP0 + 1, exif.data(), static_cast<unsigned>(exif.size()));
    }
    const auto row = static_cast<std::size_t>(page.width * page.channels);
    Bytes line(row);
    while (info.next_scanline < info.image_height) {
        std::copy_n(page.pixels.begin() + static_cast<std::ptrdiff_t>(row * info.next_scanline), row, line.begin());
        JSAMPROW rows[1]{line.data()};
        jpeg_write_scanlines(&info, rows, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    Bytes bytes(data, data + size);
    std::free(data);
    return bytes;
}

Bytes png_of(const core::Raster& page) { return ocr::png_bytes(*ocr::to_pix(page)); }

Bytes palette_png_of(const core::Raster& page) {
    const auto image = ocr::to_pix(page);
    const auto indexed = ocr::own(
        page.channels == 3 ? pixOctreeQuantNumColors(image.get(), 16, 0) : pixThresholdTo4bpp(image.get(), 16, 1),
        "palette");
    pixSetResolution(indexed.get(), page.dpi, page.dpi);
    return written(*indexed, IFF_PNG);
}

Bytes jp2_of(const core::Raster& page) { return written(*ocr::to_pix(page), IFF_JP2); }

Bytes jbig2_data(const core::Raster& page) {
    const auto width = static_cast<std::uint32_t>(page.width), height = static_cast<std::uint32_t>(page.height);
    Bytes head, region, out;
    for (const std::uint32_t value : {width, height, 0U, 0U}) put_number(head, value);
    head.insert(head.end(), {0, 0, 0});
    for (const std::uint32_t value : {width, height, 0U, 0U}) put_number(region, value);
    region.insert(region.end(), {0, 1});  // Laid over the page; coded as a fax (MMR).
    const auto fax = g4_data(page);
    region.insert(region.end(), fax.begin(), fax.end());
    put_segment(out, 0, 48, head);
    put_segment(out, 1, 38, region);
    return out;
}

Bytes g4_data(const core::Raster& page) {
    const Bytes tiff = tiff_of({page}, {.compression = 4, .bits = 1});
    const TemporaryFolder folder;
    const auto name = (folder / "page.tif").string();
    std::ofstream(name, std::ios::binary)
        .write(reinterpret_cast<const char*>(tiff.data()), static_cast<std::streamsize>(tiff.size()));
    TIFF* const open = TIFFOpen(name.c_str(), "r");
    Bytes data(static_cast<std::size_t>(TIFFRawStripSize(open, 0)));
    TIFFReadRawStrip(open, 0, data.data(), static_cast<tmsize_t>(data.size()));
    TIFFClose(open);
    return data;
}

}  // namespace tests
