#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "core/outcome.h"
#include "core/raster.h"

/// Stage `decode`, the half that touches hostile bytes.
/// Does: a file's bytes into upright pixels, page by page, with the words of born-digital pages.
/// Trusts: nothing of the file. Runs only in the sandboxed child of pipeline/decode.h (tests excepted).
/// Touches: memory; fonts and colour profiles of the system, read-only.
/// Refuses with: encrypted, damaged, empty_file, too_many_pages, too_many_pixels, unsupported.
/// Known faults: colour management is the library's default; text drawn in white on white still counts as text.
namespace ocr {

enum class Format { pdf, tiff, jpeg, png, unknown };

/// By content, never by name.
Format sniff(std::span<const std::uint8_t> file);
/// French name of a known format that is not taken (`image HEIC`), for the refusal; empty for the rest.
std::string_view name_of_unsupported(std::span<const std::uint8_t> file);

struct DecodeBounds {
    int max_pages = 500;
    std::int64_t max_pixels = 100'000'000;  ///< A page; checked from the headers, before any pixel is decoded.
    int render_dpi = 300;                   ///< For pages that are not simply one scan.
    int first_page = 1;                     ///< Pages before it are counted, not decoded.
};

/// Called once a page, in order; the page is the sink's.
using PageSink = std::function<void(core::Raster&&)>;

/// The number of pages of the file, or why the file stops there. Detail in French, naming page and cause.
core::Outcome<int> decode_pages(std::span<const std::uint8_t> file, const DecodeBounds& bounds, const PageSink& sink);

}  // namespace ocr
