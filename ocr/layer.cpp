#include "ocr/layer.h"

#include <algorithm>
#include <string_view>

namespace ocr {

namespace {

enum class Letter { vowel, consonant, other_sign, foreign };

/// Malformed UTF-8 decodes to U+FFFD.
char32_t next_code_point(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    if (length == 0 || text.size() < length) {
        text.remove_prefix(1);
        return 0xFFFD;
    }
    char32_t value = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) value = value << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
    text.remove_prefix(length);
    return value;
}

Letter letter(char32_t c) {
    constexpr std::u32string_view vowels = U"aeiouyAEIOUYàâäæéèêëîïôöœùûüÿÀÂÄÆÉÈÊËÎÏÔÖŒÙÛÜŸ";
    if (vowels.find(c) != std::u32string_view::npos) return Letter::vowel;
    if ((c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0x17F && c != 0xD7 && c != 0xF7))
        return Letter::consonant;
    const bool sign = (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c < 0xC0) || c == 0xD7 || c == 0xF7 ||
                      (c >= 0x2000 && c < 0x2070) || c == 0x20AC || c == 0x2122 || (c >= 0x2190 && c < 0x2800) ||
                      (c >= 0xFB00 && c <= 0xFB06);
    return sign ? Letter::other_sign : Letter::foreign;
}

}  // namespace

bool words_are_plausible(std::span<const core::Word> words) {
    int characters = 0, foreign = 0, long_words = 0, spoken = 0;
    for (const auto& word : words) {
        int vowels = 0, consonants = 0;
        for (std::string_view rest = word.text; !rest.empty(); ++characters) switch (letter(next_code_point(rest))) {
                case Letter::vowel:
                    ++vowels;
                    break;
                case Letter::consonant:
                    ++consonants;
                    break;
                case Letter::foreign:
                    ++foreign;
                    break;
                case Letter::other_sign:
                    break;
            }
        if (vowels + consonants < 3) continue;
        ++long_words;
        if (vowels * 6 >= vowels + consonants && consonants > 0) ++spoken;
    }
    return long_words >= 3 && foreign * 50 <= characters && spoken * 4 >= long_words * 3;
}

std::string layer_fault(std::span<const core::Word> layer, const Pix& ink, double scale) {
    if (layer.empty()) return "vide";
    if (!words_are_plausible(layer)) return "ce ne sont pas des mots";

    const auto covered = own(pixCreate(pixGetWidth(&ink), pixGetHeight(&ink), 1), "pixCreate");
    for (const auto& word : layer) {
        const auto px = [&](int value) { return static_cast<int>(value * scale); };
        const BoxPtr box(boxCreate(std::max(px(word.box.x0) - 2, 0), std::max(px(word.box.y0) - 2, 0),
                                   px(word.box.width()) + 5, px(word.box.height()) + 5));
        if (box) pixSetInRect(covered.get(), box.get());
    }
    // Only what has the size of characters counts: rules, pictures and signatures are not text.
    const int most = std::max(pixGetXRes(&ink) / 3, 20);
    const auto text =
        own(pixSelectBySize(lept(ink), most, most, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LTE, nullptr), "pixSelectBySize");
    int all = 0, inside = 0;
    pixCountPixels(text.get(), &all, nullptr);
    pixCountPixels(own(pixAnd(nullptr, text.get(), covered.get()), "pixAnd").get(), &inside, nullptr);
    return inside * 10 >= all * 7 ? "" : "il manque du texte de la page";
}

}  // namespace ocr
