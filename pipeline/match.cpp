#include "pipeline/match.h"

#include <algorithm>
#include <vector>

#include "core/cadres.h"
#include "core/kind_rules.h"

namespace pipeline {

int edits_within(std::string_view phrase, std::string_view text, int most) {
    std::vector<int> column(phrase.size() + 1);
    for (std::size_t i = 0; i <= phrase.size(); ++i) column[i] = static_cast<int>(i);
    int best = column.back();
    for (const char c : text) {
        int diagonal = 0;
        for (std::size_t i = 1; i <= phrase.size(); ++i) {
            const int cost = diagonal + (phrase[i - 1] == c ? 0 : 1);
            diagonal = column[i];
            column[i] = std::min({cost, diagonal + 1, column[i - 1] + 1});
        }
        best = std::min(best, column.back());
        if (best == 0) return 0;
    }
    return best <= most ? best : most + 1;
}

bool has_phrase(const std::string& text, const std::string& phrase) {
    const auto padded = " " + phrase + " ";
    if (text.find(padded) != std::string::npos) return true;
    const int forgiven = static_cast<int>(phrase.size()) / 8;
    return forgiven > 0 && edits_within(padded, text, forgiven) <= forgiven;
}

bool mentions(std::string_view text, std::string_view title) {
    constexpr double share = 0.6;
    const auto page = " " + core::normalised(text) + " ";
    int words = 0;
    int found = 0;
    for (const auto& word : core::split_fields(core::normalised(title), ' ')) {
        if (word.size() < 3) continue;
        ++words;
        if (has_phrase(page, word)) ++found;
    }
    return found >= share * words;
}

}  // namespace pipeline
