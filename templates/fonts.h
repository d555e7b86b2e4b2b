#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace templates {

/// The faces letters and forms are set in: three families, each with its weights and slopes.
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

/// One drawn character or ligature. `code` is what the page holds: the Unicode value, or 1 to 5 for the ligatures
/// ff, fi, fl, ffi, ffl.
struct Glyph {
    char16_t code = 0;
    std::int16_t after = 0;  ///< Room added before the next one, in thousandths of the type size: kerning and spacing.
    bool operator==(const Glyph&) const = default;
};

/// How much of a face a document embeds: French of every day, all of Latin (Vietnamese and Polish names), or
/// everything.
enum class Repertoire : std::uint8_t { everyday, latin, whole };
inline constexpr std::size_t repertoire_count = 3;
Repertoire repertoire_of(char32_t code);

/// What a PDF embeds: everything but the sizes is already deflated. Made once, used by every document.
/// A character's code in the page is its Unicode value (BMP), so the text comes out of the PDF as it went in.
struct FontProgram {
    std::string name;  ///< With its subset tag: `VAGUMA+LiberationSans`.
    std::string program;
    std::size_t program_size = 0;
    std::string cid_to_gid;
    std::string cid_set;
    std::string to_unicode;
    std::string widths;      ///< Entry W of the CID font, as text.
    std::string descriptor;  ///< Entries of the font descriptor, as text.
};

/// A character sequence shaped by HarfBuzz; `from` is where in the text each glyph begins.
struct ShapedGlyph {
    Glyph glyph;
    std::size_t from = 0;
};

/// One face. Constant after construction but for the programs, each made at its first use; all calls are safe from
/// several threads.
class FontFace {
  public:
    /// core::BadSetup (French) when the file is missing or is not a font.
    explicit FontFace(const std::filesystem::path& file);
    ~FontFace();
    FontFace(FontFace&&) noexcept;

    bool has(char32_t code) const;
    int width(char32_t code) const;          ///< Thousandths; 0 for what the face lacks.
    int right_bearing(char32_t code) const;  ///< White at the right of the ink, thousandths.
    /// Kerned, with the ligatures of f. The text is composed already (NFC). What the face lacks keeps its code.
    std::vector<ShapedGlyph> shape(std::u32string_view text) const;
    const FontProgram& program(Repertoire repertoire) const;

    double ascent() const;   ///< Of the type size: 0.905 …
    double descent() const;  ///< Positive.
    double cap_height() const;
    double underline_depth() const;  ///< Below the baseline, of the type size.

  private:
    struct Data;
    std::unique_ptr<Data> data_;
};

/// The file of each face. Files without folder are looked for in `folders`, in that order.
struct FontFiles {
    std::array<std::string, face_count> names;
    std::vector<std::filesystem::path> folders;
};

/// All the faces of an installation.
class Fonts {
  public:
    /// core::BadSetup (French) when a face is missing.
    explicit Fonts(const FontFiles& files);
    const FontFace& face(Face face) const { return faces_.at(static_cast<std::size_t>(face)); }

  private:
    std::vector<FontFace> faces_;
};

inline const std::filesystem::path debian_fonts{"/usr/share/fonts/truetype/liberation2"};

/// Loaded once for each set of files and kept until the program ends.
const Fonts& fonts_of(const FontFiles& files);
/// Liberation, of Debian's fonts-liberation2.
const Fonts& fonts_of(const std::filesystem::path& directory = debian_fonts);
const char* liberation_file(Face face);

/// Base letter and following accent become one character, where Unicode has it ("e" + U+0301 is "é"); invisible
/// characters (soft hyphen, zero width) are dropped.
std::u32string composed(std::u32string_view text);

}  // namespace templates
