#include "core/fuzzy.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

namespace core {
namespace {

using Masks = std::array<std::uint64_t, 256>;

Masks masks_of(std::string_view phrase) {
    Masks masks{};
    for (std::size_t i = 0; i < phrase.size(); ++i)
        masks[static_cast<unsigned char>(phrase[i])] |= std::uint64_t{1} << i;
    return masks;
}

/// Walks a text and knows at each sign the least errors of the phrase ending there (a column of Sellers' table held in
/// two bit vectors: where the errors rise and where they fall by one from sign to sign of the phrase).
class Column {
  public:
    enum class Start { anywhere, here };  ///< Where in the text the phrase may begin.

    Column(std::string_view phrase, Start start)
        : masks_(masks_of(phrase)),
          last_(std::uint64_t{1} << (phrase.size() - 1)),
          errors_(static_cast<int>(phrase.size())),
          carry_(start == Start::here ? 1U : 0U) {}

    int step(char c) {
        const auto equal = masks_[static_cast<unsigned char>(c)];
        const auto vertical = equal | falls_;
        const auto horizontal = (((equal & rises_) + rises_) ^ rises_) | equal;
        auto up = falls_ | ~(horizontal | rises_);
        auto down = rises_ & horizontal;
        if ((up & last_) != 0) ++errors_;
        if ((down & last_) != 0) --errors_;
        up = (up << 1U) | carry_;
        down <<= 1U;
        rises_ = down | ~(vertical | up);
        falls_ = up & vertical;
        return errors_;
    }

  private:
    Masks masks_;
    std::uint64_t last_;
    std::uint64_t rises_ = ~std::uint64_t{0};
    std::uint64_t falls_ = 0;
    int errors_;
    std::uint64_t carry_;
};

/// Where the phrase that ends before `end` begins: the same walk backwards.
std::size_t begin_of(std::string_view text, std::string_view phrase, std::size_t end, int errors) {
    const std::string reversed{phrase.rbegin(), phrase.rend()};
    Column column{reversed, Column::Start::here};
    const auto reach = std::min(end, phrase.size() + static_cast<std::size_t>(errors));
    for (std::size_t back = 1; back <= reach; ++back)
        if (column.step(text[end - back]) == errors) return end - back;
    return end - std::min(end, phrase.size());
}

}  // namespace

FuzzyText::FuzzyText(std::string text) : text_(std::move(text)) {
    for (std::size_t i = 0; i + 2 < text_.size(); ++i)
        groups_.set((sign(text_[i]) * signs + sign(text_[i + 1])) * signs + sign(text_[i + 2]));
}

std::size_t FuzzyText::sign(char c) {
    if (c >= 'A' && c <= 'Z') return static_cast<std::size_t>(c - 'A');
    if (c >= '0' && c <= '9') return 26 + static_cast<std::size_t>(c - '0');
    return c == ' ' ? 36 : 37;
}

bool FuzzyText::may_hold(std::string_view phrase, int errors) const {
    const auto due = static_cast<int>(phrase.size()) - 2 - 3 * errors;
    int found = 0;
    for (std::size_t i = 0; i + 2 < phrase.size(); ++i)
        if (groups_.test((sign(phrase[i]) * signs + sign(phrase[i + 1])) * signs + sign(phrase[i + 2]))) ++found;
    return found >= due;
}

std::vector<FuzzyHit> FuzzyText::find(std::string_view phrase, int errors) const {
    std::vector<FuzzyHit> hits;
    if (phrase.empty() || phrase.size() > longest_phrase || !may_hold(phrase, errors)) return hits;

    Column column{phrase, Column::Start::anywhere};
    for (std::size_t i = 0; i < text_.size(); ++i) {
        const int found = column.step(text_[i]);
        if (found > errors) continue;
        const FuzzyHit hit{begin_of(text_, phrase, i + 1, found), i + 1, found};
        if (hits.empty() || hits.back().end <= hit.begin + 1)  // Neighbours may share the space between them.
            hits.push_back(hit);
        else if (hit.errors < hits.back().errors)
            hits.back() = hit;
    }
    return hits;
}

int forgiven(std::string_view phrase) { return static_cast<int>(phrase.size()) / 8; }

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto replaced = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
        }
    }
    return row.back();
}

}  // namespace core
