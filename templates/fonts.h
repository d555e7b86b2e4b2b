#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace templates {

/// The faces letters and forms are set in: Liberation, of Debian's fonts-liberation2.
enum class Face {
    sans,
    sans_bold,
    sans_italic,
    sans_bold_italic,
    serif,
    serif_bold,
    serif_italic,
    serif_bold_italic,
    mono,
    mono_bold,
};
inline constexpr std::size_t face_count = 10;

/// A character with the room it takes, in thousandths of the type size; kerning with the next one is counted in.
struct PlacedChar {
    char32_t code = 0;
    int advance = 0;  ///< With kerning.
    int width = 0;    ///< As the font program in the PDF says.
    bool operator==(const PlacedChar&) const = default;
};

/// What a PDF embeds: everything but the sizes is already deflated. Made once, used by every document.
/// A character's code in the page is its Unicode value (BMP), so the text comes out of the PDF as it went in.
struct FontProgram {
    std::string name;  ///< With its subset tag: `VAGUMA+LiberationSans`.
    std::string program;
    std::size_t program_size = 0;
    std::string cid_to_gid;
    std::string to_unicode;
    std::string widths;      ///< Entry W of the CID font, as text.
    std::string descriptor;  ///< Entries of the font descriptor, as text.
};

/// One face. Constant after construction but for the two programs, each made at its first use; all calls are safe from
/// several threads.
class FontFace {
  public:
    /// core::BadSetup (French) when the file is missing or is not a font.
    FontFace(Face face, const std::filesystem::path& file);
    ~FontFace();
    FontFace(FontFace&&) noexcept;

    bool has(char32_t code) const;
    /// True when the small subset (French and its neighbours, Vietnamese names) holds the character.
    static bool is_common(char32_t code);
    /// Composed (NFC), soft hyphens dropped, kerned, no ligatures. Characters the face lacks have code and no width.
    std::vector<PlacedChar> shape(std::u32string_view text) const;
    const FontProgram& common_program() const;
    const FontProgram& full_program() const;

    double ascent() const;   ///< Of the type size: 0.905 …
    double descent() const;  ///< Positive.
    double cap_height() const;

  private:
    struct Data;
    std::unique_ptr<Data> data_;
};

/// All the faces of one directory.
class Fonts {
  public:
    explicit Fonts(const std::filesystem::path& directory);
    const FontFace& face(Face face) const { return faces_.at(static_cast<std::size_t>(face)); }

  private:
    std::vector<FontFace> faces_;
};

inline const std::filesystem::path debian_fonts{"/usr/share/fonts/truetype/liberation2"};

/// Loaded once for each directory and kept until the program ends. core::BadSetup (French) when a face is missing.
const Fonts& fonts_of(const std::filesystem::path& directory = debian_fonts);

}  // namespace templates
