#pragma once

#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/raster.h"

/// A PDF made by the product, looked at with other people's tools.
namespace printed {

struct Word {
    std::string text;
    core::BoxMm box;
};

/// A file of its own, gone with the object.
class File {
  public:
    explicit File(const std::string& pdf);
    ~File();
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    /// Output of a command in which `@` stands for the file; "FAILED: …" when it does not end with 0.
    std::string through(std::string command) const;
    std::vector<Word> words(int page) const;       ///< pdftotext, in its order.
    core::Raster render(int page, int dpi) const;  ///< pdftoppm, grey.

  private:
    std::string path_;
};

/// Share of pixels darker than half in a box of a rendered page.
double ink(const core::Raster& page, const core::BoxMm& box);

/// qpdf finds nothing to say and every font is embedded; empty when all is well.
std::string fault_of(const File& file);

}  // namespace printed
