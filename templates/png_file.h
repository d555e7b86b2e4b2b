#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace templates {

/// A PNG taken apart, not decoded: a PDF holds the same deflated, filtered rows.
struct PngFile {
    int width = 0;
    int height = 0;
    int bits = 8;
    int channels = 1;     ///< 1 grey or palette, 3 RGB.
    std::string palette;  ///< RGB triples; empty without palette.
    std::string rows;     ///< Deflated, as in the file.
};

/// Nothing unless every chunk's checksum is right and the rows inflate to exactly the announced size. Interlaced files
/// and transparency are not taken. libharu's own PNG reader is not used: a damaged file makes it end the program.
std::optional<PngFile> take_apart_png(std::string_view bytes);

}  // namespace templates
