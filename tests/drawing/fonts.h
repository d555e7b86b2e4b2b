#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "core/geometry.h"

/// Letters of real fonts as outlines in mm, for typed text, stamps and hands. FreeType stays in the .cpp.
namespace drawing {

using Contour = std::vector<core::Point>;
using Outlines = std::vector<Contour>;

class Font {
  public:
    /// TrueType, OpenType, Type 1 or WOFF. std::runtime_error naming the file when it cannot be read.
    explicit Font(const std::filesystem::path& path);
    ~Font();
    Font(Font&&) noexcept;
    Font& operator=(Font&&) = delete;

    /// One glyph a letter, the baseline starting at `at`; `height` is that of capitals.
    std::vector<Outlines> text(std::string_view ascii, core::Point at, double height_mm) const;
    double width_of(std::string_view ascii, double height_mm) const;

  private:
    struct Face;
    std::unique_ptr<Face> face_;
};

/// Every font of a folder and those below it, in the order of their names; those whose letters are missing left out.
std::vector<std::filesystem::path> fonts_in(const std::filesystem::path& folder);

/// Share of each pixel that the contours (px) cover, 0 to 255; parts outside the picture are cut off.
std::vector<std::uint8_t> coverage(const Outlines& contours_px, int width, int height);

}  // namespace drawing
