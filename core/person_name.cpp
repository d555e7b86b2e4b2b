#include "core/person_name.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/fuzzy.h"
#include "core/normalise.h"

namespace core {
namespace {

using Words = std::vector<std::string>;

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 22> markers{
    "M",   "MR",     "MME",     "MLLE",   "MONSIEUR", "MADAME", "MADEMOISELLE", "DR",  "DOCTEUR",  "NEE", "NE",
    "NOM", "PRENOM", "PRENOMS", "EPOUSE", "EPSE",     "EP",     "VEUVE",        "VVE", "DIVORCEE", "DIT", "DITE"};
constexpr std::array<std::string_view, 18> particles{"DE",  "DU",  "DES", "D",  "LA", "LE",  "LES", "L",   "VAN",
                                                     "VON", "DEN", "DER", "EL", "AL", "BEN", "DA",  "DOS", "DI"};

/// The words of a name that tell people apart; a name of particles alone keeps them.
Words telling(std::string_view name) {
    Words words;
    Words small;
    for (auto& word : plain_words(name)) {
        if (is_one_of(markers, word)) continue;
        (is_one_of(particles, word) ? small : words).push_back(std::move(word));
    }
    return words.empty() ? small : words;
}

/// How well one word answers for another, 0 to 1.
double alike(const std::string& a, const std::string& b) {
    if (a == b) return 1;
    if (a.size() == 1 || b.size() == 1) return a[0] == b[0] ? 0.7 : 0;
    const auto length = std::min(a.size(), b.size());
    const auto edits = edit_distance(folded(a), folded(b));
    if (edits == 0) return 0.97;
    if (edits == 1 && length >= 4) return 0.85;
    return edits == 2 && length >= 8 ? 0.8 : 0;
}

/// The read words, each to be used once.
class Read {
  public:
    explicit Read(Words words) : words_(std::move(words)), used_(words_.size(), false) {}

    /// How well the words of one name are found, on average over those found; 0 when none is. `needs` of them must be.
    double take(const Words& name, std::size_t needs) {
        double sum = 0;
        std::size_t found = 0;
        const auto before = used_;
        for (const auto& word : name) {
            const double best = take_one(word);
            if (best > 0) ++found;
            sum += best;
        }
        if (found >= std::max<std::size_t>(1, needs)) return sum / static_cast<double>(found);
        used_ = before;
        return take_glued(name);
    }

    std::size_t left() const { return static_cast<std::size_t>(std::count(used_.begin(), used_.end(), false)); }
    bool empty() const { return words_.empty(); }

  private:
    double take_one(const std::string& word) {
        double best = 0;
        std::size_t at = 0;
        for (std::size_t i = 0; i < words_.size(); ++i) {
            const double likeness = used_[i] ? 0 : alike(words_[i], word);
            if (likeness > best) {
                best = likeness;
                at = i;
            }
        }
        if (best > 0) used_[at] = true;
        return best;
    }

    /// `ANNELAURE` for `ANNE LAURE`, and `LE GOUPIL` for `LEGOUPIL`.
    double take_glued(const Words& name) {
        std::string glued;
        for (const auto& word : name) glued += word;
        for (std::size_t i = 0; i < words_.size(); ++i) {
            std::string read;
            for (std::size_t end = i; end < words_.size() && !used_[end] && read.size() <= glued.size(); ++end) {
                read += words_[end];
                if (glued.size() < 4 || alike(read, glued) == 0) continue;
                std::fill(used_.begin() + static_cast<std::ptrdiff_t>(i),
                          used_.begin() + static_cast<std::ptrdiff_t>(end) + 1, true);
                return 0.95 * alike(read, glued);
            }
        }
        return 0;
    }

    Words words_;
    std::vector<bool> used_;
};

/// The surname without its particle glued to it: `LEGOUPIL` is `LE GOUPIL`.
Words with_particles(std::string_view name) {
    Words words;
    for (auto& word : plain_words(name))
        if (!is_one_of(markers, word)) words.push_back(std::move(word));
    return words;
}

double take_surname(Read& read, const std::string& name) {
    if (name.empty()) return 0;
    const double plain = read.take(telling(name), 1);
    return plain > 0 ? plain : read.take(with_particles(name), 99);
}

NameAnswer answer_of(double score) {
    constexpr double sure = 0.8;
    constexpr double explained = 0.3;
    return score >= sure ? NameAnswer::same : score >= explained ? NameAnswer::to_confirm : NameAnswer::other;
}

}  // namespace

NameMatch match_name(std::string_view name, const NamedPerson& person, std::optional<Date> born_read) {
    Read read{telling(name)};
    if (read.empty()) return {0.3, NameAnswer::to_confirm};

    const double family = take_surname(read, person.family);
    const double usual = take_surname(read, person.usual);
    const double first = read.take(telling(person.first), 1);
    const double surname = std::max(family, usual);

    constexpr double surname_alone = 0.45;  // A relative, or a name without its first name.
    constexpr double first_alone = 0.4;     // Marriage, or a first name that many bear.
    double score = 0;
    if (surname > 0 && first > 0)
        score = 0.5 * surname + 0.5 * first;
    else if (surname > 0)
        score = (read.left() == 0 ? 0.6 : surname_alone) * surname;
    else if (first > 0)
        score = first_alone * first;
    score -= 0.05 * static_cast<double>(std::min<std::size_t>(read.left(), 4));

    if (born_read && person.born) score += *born_read == *person.born ? 0.3 : -0.3;
    score = std::clamp(score, 0.0, 1.0);
    return {score, answer_of(score)};
}

}  // namespace core
