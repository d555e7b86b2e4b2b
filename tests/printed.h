#pragma once

#include <string>
#include <vector>

#include "core/geometry.h"
#include "core/raster.h"
#include "tests/temporary_folder.h"

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

    /// Output of a command in which `@` stands for the file; "FAILED: …" when it does not end with 0.
    std::string through(std::string command) const;
    int pages() const;
    std::string text(const std::string& options = "-layout") const;  ///< pdftotext
    std::vector<std::string> fonts() const;        ///< pdffonts, a line each: name, type, encoding, emb, sub, uni …
    std::vector<Word> words(int page) const;       ///< pdftotext, in its order.
    core::Raster render(int page, int dpi) const;  ///< pdftoppm, grey.

  private:
    TemporaryFolder folder_;
    std::string path_ = (folder_ / "printed.pdf").string();
};

/// Share of pixels darker than half in a box of a rendered page.
double ink(const core::Raster& page, const core::BoxMm& box);

/// qpdf finds nothing to say and every font is embedded; empty when all is well.
std::string fault_of(const File& file);

}  // namespace printed
