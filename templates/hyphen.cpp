#include "templates/hyphen.h"

#include <hyphen.h>

#include <algorithm>
#include <memory>
#include <string>

#include "core/failures.h"
#include "templates/utf8.h"

namespace templates {
namespace {

constexpr std::size_t shortest_word = 6, least_before = 2, least_after = 3;

struct DictFree {
    void operator()(HyphenDict* dict) const noexcept { hnj_hyphen_free(dict); }
};

/// Only read after it is loaded.
HyphenDict* patterns() {
    static const std::unique_ptr<HyphenDict, DictFree> dict{[] {
        constexpr const char* file = "/usr/share/hyphen/hyph_fr.dic";
        auto* const loaded = hnj_hyphen_load(file);
        if (loaded == nullptr || loaded->utf8 == 0)
            throw core::BadSetup(std::string{"Règles de césure introuvables : "} + file +
                                 ". Installer le paquet hyphen-fr.");
        return loaded;
    }()};
    return dict.get();
}

bool is_small_letter(char32_t code) {
    return (code >= U'a' && code <= U'z') || (code >= 0xDF && code <= 0xFF && code != 0xF7) || code == 0x153;
}
bool is_elision(char32_t code) { return code == U'\'' || code == U'’'; }
bool is_opening(char32_t code) { return code == U'(' || code == U'«' || code == U'“' || code == U'"' || code == U'['; }
bool is_closing(char32_t code) {
    return code == U')' || code == U'»' || code == U'”' || code == U'"' || code == U']' || code == U',' ||
           code == U'.' || code == U';' || code == U':' || code == U'!' || code == U'?' || code == U'…' ||
           code == U'\u202F';
}

/// `instruction` of `l’instruction,`; empty when the word is not to be divided.
std::u32string_view plain_part(std::u32string_view word, std::size_t& start) {
    start = 0;
    while (start < word.size() && is_opening(word[start])) ++start;
    const auto mark = std::find_if(word.begin(), word.end(), is_elision);
    if (mark != word.end()) {
        const auto after = static_cast<std::size_t>(mark - word.begin()) + 1;
        if (!std::all_of(word.begin() + static_cast<std::ptrdiff_t>(start), mark, is_small_letter)) return {};
        start = after;
    }
    auto end = start;
    while (end < word.size() && is_small_letter(word[end])) ++end;
    if (!std::all_of(word.begin() + static_cast<std::ptrdiff_t>(end), word.end(), is_closing)) return {};
    return word.substr(start, end - start);
}

}  // namespace

std::vector<std::size_t> divisions_of(std::u32string_view word) {
    std::vector<std::size_t> found;
    std::size_t start = 0;
    const auto part = plain_part(word, start);
    if (part.size() < shortest_word || part.size() > 60) return found;
    const auto utf8 = encode_utf8(part);
    std::string marks(utf8.size() + 5, '\0');
    char** replacements = nullptr;
    int *positions = nullptr, *cuts = nullptr;  // None in French: never allocated.
    if (hnj_hyphen_hyphenate2(patterns(), utf8.data(), static_cast<int>(utf8.size()), marks.data(), nullptr,
                              &replacements, &positions, &cuts) != 0)
        return found;
    // One mark a character, on the one before the hyphen.
    for (std::size_t i = least_before; i + least_after <= part.size(); ++i)
        if ((marks[i - 1] & 1) != 0) found.push_back(start + i);
    return found;
}

}  // namespace templates
