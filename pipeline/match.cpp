#include "pipeline/match.h"

#include "core/fuzzy.h"
#include "core/normalise.h"
#include "pipeline/page_text.h"

namespace pipeline {

bool mentions(std::string_view text, std::string_view title) {
    constexpr double share = 0.6;
    const core::FuzzyText page{sought(core::normalised(text))};
    int words = 0;
    int found = 0;
    for (const auto& word : core::plain_words(title)) {
        if (word.size() < 3) continue;
        ++words;
        if (!page.find(sought(word), core::forgiven(word)).empty()) ++found;
    }
    return found >= share * words;
}

}  // namespace pipeline
