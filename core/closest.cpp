#include "core/closest.h"

#include <algorithm>

#include "core/fuzzy.h"

namespace core {
std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& candidates) {
    std::optional<std::string> best;
    std::size_t least = std::min(word.size(), std::max<std::size_t>(2, word.size() / 3) + 1);
    for (const auto& candidate : candidates) {
        const auto edits = edit_distance(word, candidate);
        if (edits < least) {
            least = edits;
            best = candidate;
        }
    }
    return best;
}

}  // namespace core
