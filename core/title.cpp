#include "core/title.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "core/fuzzy.h"
#include "core/normalise.h"

namespace core {
namespace {

constexpr std::array<std::string_view, 16> small_words{"LES",   "DES",       "AUX",   "UNE",   "SUR", "PAR",
                                                       "POUR",  "AVEC",      "DANS",  "SES",   "SON", "LEUR",
                                                       "VOTRE", "FORMATION", "STAGE", "NIVEAU"};

struct Title {
    std::vector<std::string> words;
    std::set<std::string> figures;
};

Title title_of(std::string_view text) {
    Title title;
    for (auto& word : plain_words(text)) {
        const bool figure = std::all_of(word.begin(), word.end(), [](char c) { return c <= '9'; });
        const bool small = std::find(small_words.begin(), small_words.end(), word) != small_words.end();
        if (figure)
            title.figures.insert(word);
        else if (word.size() >= 3 && !small)
            title.words.push_back(std::move(word));
    }
    return title;
}

bool alike(const std::string& a, const std::string& b) {
    if (folded(a) == folded(b)) return true;
    return static_cast<int>(edit_distance(a, b)) <= std::max(forgiven(a), a.size() >= 5 ? 1 : 0);
}

}  // namespace

Answer same_title(std::string_view a, std::string_view b) {
    auto one = title_of(a);
    auto other = title_of(b);
    if (one.words.size() > other.words.size()) std::swap(one, other);
    if (one.words.empty()) return Answer::doubt;

    const auto found = std::count_if(one.words.begin(), one.words.end(), [&](const std::string& word) {
        return std::any_of(other.words.begin(), other.words.end(),
                           [&](const std::string& w) { return alike(word, w); });
    });
    const double share = static_cast<double>(found) / static_cast<double>(one.words.size());
    constexpr double nearly_all = 0.75;
    constexpr double hardly_any = 0.34;
    if (share <= hardly_any) return Answer::no;
    const bool other_figures = !one.figures.empty() && !other.figures.empty() && one.figures != other.figures;
    return share >= nearly_all && !other_figures ? Answer::yes : Answer::doubt;
}

}  // namespace core
