#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "templates/fonts.h"

namespace templates {

/// A word (no space that a line may end at) as one face draws it.
struct ShapedWord {
    std::vector<Glyph> glyphs;
    std::vector<int> reach;                ///< Thousandths from the start to the end of each glyph, kerning counted in.
    std::vector<std::uint16_t> divisions;  ///< Numbers of the glyphs that may begin the next line, after a hyphen.
    std::vector<std::uint16_t> openings;   ///< The same without a hyphen of ours: after « - » and « / ».
    std::optional<char32_t> missing;       ///< The first character the face lacks.
    Repertoire repertoire = Repertoire::everyday;

    int width() const { return reach.empty() ? 0 : reach.back(); }
};

/// Words shaped by HarfBuzz and divided by libhyphen once, then remembered: most words of a letter were in the last
/// one. Memory is bounded. One thread at a time.
class Shaper {
  public:
    explicit Shaper(const Fonts& fonts) : fonts_(fonts) {}

    const FontFace& face(Face face) const { return fonts_.face(face); }
    const Fonts& fonts() const { return fonts_; }
    /// Stands until the next call of rest().
    const ShapedWord& word(Face face, std::u32string_view text);
    /// Between two documents: forgets the words when they have become too many.
    void rest();

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::u32string_view text) const noexcept {
            return std::hash<std::u32string_view>{}(text);
        }
    };
    using Words = std::unordered_map<std::u32string, ShapedWord, Hash, std::equal_to<>>;

    const Fonts& fonts_;
    std::array<Words, face_count> words_;
};

/// The one of this thread.
Shaper& shaper_of(const Fonts& fonts);

}  // namespace templates
