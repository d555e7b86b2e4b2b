#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ocr/decode.h"
#include "ocr/pix.h"

/// Scans that are image files, and what every decoder shares: limits, resolution, turning, and grey where there is no
/// colour.
namespace ocr {

using Bytes = std::span<const std::uint8_t>;

core::Outcome<int> decode_tiff(Bytes file, const DecodeBounds& bounds, const PageSink& sink);
core::Outcome<int> decode_jpeg(Bytes file, const DecodeBounds& bounds, const PageSink& sink);
core::Outcome<int> decode_png(Bytes file, const DecodeBounds& bounds, const PageSink& sink);

/// What a JPEG says before its pixels are touched.
struct JpegHead {
    std::int64_t width = 0, height = 0;
    int components = 0;
    int dpi = 0;          ///< 0: not said.
    int orientation = 1;  ///< EXIF, 1 to 8.
};

/// Pixels of one JPEG as stored, not turned; 1 or 3 channels, dpi 0. Refuses too_many_pixels and damaged; `place`
/// starts the detail (`page 3`). A cut or corrupt scan is refused, never filled with grey.
core::Outcome<core::Raster> read_jpeg(Bytes file, const DecodeBounds& bounds, const std::string& place, JpegHead& head);

/// `too_many_pixels` when the header declares more than the bounds allow, or nothing.
std::optional<core::Refusal> refuse_size(std::int64_t width, std::int64_t height, const DecodeBounds& bounds,
                                         const std::string& place);
core::Refusal damaged(const std::string& place, const std::string& cause);

/// The declared resolution when a sheet of that size exists; else the one that makes the long side that of A4.
int plausible_dpi(int declared, int width, int height);

/// EXIF orientation (1 to 8) applied: 3 half turn, 6 a quarter clockwise, 8 a quarter the other way, even numbers and
/// 5, 7 mirrored.
core::Raster oriented(core::Raster raster, int orientation);
/// One channel when the three never differ visibly.
core::Raster grey_unless_coloured(core::Raster raster);
/// Any Leptonica image as a raster (1 bit, palette, alpha, 16 bits), dpi not set.
core::Outcome<core::Raster> raster_of(const Pix& image, const std::string& place);

}  // namespace ocr
