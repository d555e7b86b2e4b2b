#pragma once

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// Where a phrase stands in a text, and how many signs are wrong, missing or too many there.
struct FuzzyHit {
    std::size_t begin = 0;
    std::size_t end = 0;  ///< One past the last sign.
    int errors = 0;

    bool operator==(const FuzzyHit&) const = default;
};

/// A text in which many phrases are sought, OCR errors forgiven. Signs: `A`-`Z`, `0`-`9` and the space; anything else
/// never matches. Most phrases are told absent by their groups of three signs alone (a phrase of m signs with k errors
/// keeps at least m - 2 - 3k of them: Ukkonen 1992), the rest by bit-parallel comparison (Myers 1999, Hyyrö 2003).
class FuzzyText {
  public:
    static constexpr std::size_t longest_phrase = 64;

    explicit FuzzyText(std::string text);

    const std::string& text() const { return text_; }

    /// All places, apart from each other, where `phrase` stands with at most `errors` errors; of two that overlap the
    /// one with fewer errors. Whole words when the phrase begins and ends with a space. An empty phrase and one longer
    /// than `longest_phrase` stand nowhere.
    std::vector<FuzzyHit> find(std::string_view phrase, int errors) const;

  private:
    static constexpr std::size_t signs = 38;
    static std::size_t sign(char c);

    bool may_hold(std::string_view phrase, int errors) const;

    std::string text_;
    std::bitset<signs * signs * signs> groups_;
};

/// Errors forgiven in a phrase: one in eight signs.
int forgiven(std::string_view phrase);

/// Least number of insertions, deletions and replacements that make `a` into `b` (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace core
