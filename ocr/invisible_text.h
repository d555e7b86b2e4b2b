#pragma once

#include <cstdint>
#include <map>
#include <qpdf/QPDF.hh>
#include <string>
#include <string_view>
#include <vector>

#include "core/reading.h"
#include "ocr/pdf_page.h"

namespace ocr {

/// Fonts of one document whose characters have a width, a meaning and no shape (Type 3, 255 codes each).
class InvisibleFonts {
  public:
    static constexpr double width = 0.6;  ///< Of each character, of the size.

    struct Code {
        std::size_t font = 0;
        std::uint8_t code = 0;
    };
    Code code_of(char32_t character);
    /// Font objects for the first `count` fonts; their content comes with finish().
    std::vector<QPDFObjectHandle> objects(QPDF& document);
    void finish(QPDF& document);

  private:
    static constexpr std::size_t codes = 255;  ///< From 1. Poppler guesses the size of the font from its m: code 1.

    std::map<char32_t, std::size_t> known_;
    std::vector<std::vector<char32_t>> fonts_;  ///< Characters by code - 1.
    std::vector<QPDFObjectHandle> objects_;
};

/// Content that sets the words of a page without ink, each over the box it was read in. `name` starts the names of the
/// fonts.
std::string invisible_text(const core::Page& page, const PdfPageFacts& facts, const std::string& name,
                           InvisibleFonts& fonts);

}  // namespace ocr
