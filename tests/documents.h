#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/raster.h"

/// Documents made in memory for the tests: every format and compression a scanner or a phone sends.
namespace tests {

using Bytes = std::vector<std::uint8_t>;

/// White paper with a black square in the top left corner and `number` bars beneath the middle; 3 channels: the square
/// is blue.
core::Raster marked_page(int width, int height, int channels, int number);
/// Where the square is: 0 top left, 1 top right, 2 bottom right, 3 bottom left, -1 nowhere alone.
int corner_of_square(const core::Raster& page);
int bars_of(const core::Raster& page);

struct TiffOptions {
    int compression = 1;  ///< As libtiff numbers them: 1 none, 3 G3, 4 G4, 5 LZW, 7 JPEG, 8 deflate.
    int bits = 8;         ///< 1, 8 or 16.
    int orientation = 1;
    double x_dpi = 300, y_dpi = 300;
    bool centimetres = false;
    bool resolution = true;
    int tile = 0;  ///< Side of its tiles in px, a multiple of 16; 0: strips. 8 bits only.
};
Bytes tiff_of(const std::vector<core::Raster>& pages, const TiffOptions& options);
Bytes jpeg_of(const core::Raster& page, int dpi, int exif_orientation = 0);
Bytes png_of(const core::Raster& page);
/// Of 16 greys or colours, by index.
Bytes palette_png_of(const core::Raster& page);
Bytes jp2_of(const core::Raster& page);
/// The embedded stream of a JBIG2 scan: one generic region.
Bytes jbig2_data(const core::Raster& page);
/// The raw CCITT G4 data of a page.
Bytes g4_data(const core::Raster& page);

/// Writes PDF objects one after the other, with a true cross-reference table.
class PdfMaker {
  public:
    PdfMaker();
    int add(const std::string& body);
    int add_stream(const std::string& dictionary, const Bytes& data);
    int add_stream(const std::string& dictionary, const std::string& data) {
        return add_stream(dictionary, Bytes(data.begin(), data.end()));
    }
    /// `more`: further entries of the page dictionary.
    void add_page(const std::string& media_box, const std::string& resources, const std::string& content,
                  const std::string& more = "");
    /// A page that is one scan, laid by `matrix` (image space to points).
    void add_scan(const std::string& image_dictionary, const Bytes& data, double width_pt, double height_pt,
                  const std::string& more = "", const std::string& extra_content = "", const std::string& matrix = "");
    /// `count`: what the page tree announces, when it lies.
    Bytes finish(int count = -1);

  private:
    std::string out_;
    std::vector<std::size_t> offsets_;
    std::vector<int> pages_;
};

std::string image_dictionary(const core::Raster& page, const std::string& filter);
/// A born-digital page per text, Helvetica 12 at (72, 700).
Bytes pdf_of_texts(const std::vector<std::string>& texts);

}  // namespace tests
