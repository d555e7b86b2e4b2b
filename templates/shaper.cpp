#include "templates/shaper.h"

#include <algorithm>
#include <map>

#include "templates/hyphen.h"

namespace templates {
namespace {

constexpr std::size_t most_words = 20'000;  // Of one face: a few megabytes.

bool is_small_letter(char32_t code) { return (code >= U'a' && code <= U'z') || (code >= 0xDF && code <= 0xFF); }

/// After the hyphen of « ci-joint » (never of a name or a number), after the strokes and dots of a web address.
bool opens(std::u32string_view text, std::size_t at, bool is_address) {
    const auto before = text[at - 1];
    if (is_address) return at > 3 && at + 3 < text.size() && (before == U'/' || before == U'.' || before == U'@');
    if (at < 3 || at + 2 >= text.size() || !is_small_letter(text[at - 2]) || !is_small_letter(text[at])) return false;
    return before == U'-' || before == U'/';
}

std::uint16_t glyph_from(const std::vector<ShapedGlyph>& shaped, std::size_t character) {
    const auto found = std::ranges::find(shaped, character, &ShapedGlyph::from);
    return found == shaped.end() ? std::uint16_t{0} : static_cast<std::uint16_t>(found - shaped.begin());
}

ShapedWord shaped(const FontFace& face, std::u32string_view typed) {
    const auto text = composed(typed);
    ShapedWord word;
    const auto glyphs = face.shape(text);
    int reach = 0;
    for (const auto& item : glyphs) {
        word.glyphs.push_back(item.glyph);
        reach += face.width(item.glyph.code) + item.glyph.after;
        word.reach.push_back(reach);
        word.repertoire = std::max(word.repertoire, repertoire_of(item.glyph.code));
    }
    for (const auto code : text)
        if (!word.missing && !face.has(code)) word.missing = code;
    for (const auto at : divisions_of(text))
        if (const auto glyph = glyph_from(glyphs, at)) word.divisions.push_back(glyph);
    const bool address = text.find(U"://") != text.npos || text.find(U'@') != text.npos || text.starts_with(U"www.");
    for (std::size_t at = 1; at < text.size(); ++at)
        if (opens(text, at, address))
            if (const auto glyph = glyph_from(glyphs, at)) word.openings.push_back(glyph);
    return word;
}

}  // namespace

const ShapedWord& Shaper::word(Face face, std::u32string_view text) {
    auto& words = words_.at(static_cast<std::size_t>(face));
    const auto found = words.find(text);
    if (found != words.end()) return found->second;
    return words.emplace(std::u32string{text}, shaped(fonts_.face(face), text)).first->second;
}

void Shaper::rest() {
    for (auto& words : words_)
        if (words.size() > most_words) words.clear();
}

Shaper& shaper_of(const Fonts& fonts) {
    thread_local std::map<const Fonts*, Shaper> shapers;  // Fonts live as long as the program.
    return shapers.try_emplace(&fonts, fonts).first->second;
}

}  // namespace templates
