#include "pipeline/recognise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "core/page_code.h"
#include "pipeline/page_text.h"

namespace pipeline {
namespace {

constexpr double decisive_weight = 3;

/// What one rule finds on a page.
struct Evidence {
    const core::KindRule* rule = nullptr;
    double title = 0;     ///< Of the best title.
    double mentions = 0;  ///< Of title phrases that are no title here.
    double body = 0;      ///< Of labels and phrases.
    double against = 0;
    int titles = 0;         ///< Title phrases found, as title or not,
    int cues = 0;           ///< and labels and phrases that speak for it;
    bool decisive = false;  ///< one of these has the weight of a decisive one.

    bool any() const { return titles + cues > 0; }
    /// A title needs a word of what such pieces say; without a title there must be several, fewer when one is decisive.
    bool enough() const { return title > 0 ? cues >= 1 : cues >= 3 || (decisive && cues >= 2); }

    double points(double body_cap) const { return title + std::min(mentions + body, body_cap) - against; }
};

/// Tells titles from mentions.
class Titles {
  public:
    Titles(const PageText& page, double zone) : page_(page), zone_(zone) {}

    /// The phrase stands in the upper part of the text, or in large letters not far below, and makes up most of its
    /// lines, or begins a line in large letters. A line that says what a letter is about names no piece.
    bool holds(const core::FuzzyHit& hit) const {
        const auto first_word = page_.word_at(hit.begin + 1);
        const auto last_word = page_.word_at(hit.end - 2);
        if (last_word >= page_.words.size()) return false;
        const auto& first = page_.lines[page_.words[first_word].line];
        const auto& last = page_.lines[page_.words[last_word].line];
        if (is_about(first)) return false;

        const double extent = page_.extent.height();
        const double from_top = extent > 0 ? (first.place.middle() - page_.extent.y0) / extent : 0;
        const double size = page_.letter_height > 0 ? first.letter_height / page_.letter_height : 1;
        if (from_top > (size >= large ? low_zone : zone_)) return false;

        const auto length = static_cast<double>(hit.end - hit.begin) - 2;
        const bool begins = hit.begin + 1 <= first.begin + lead_signs;
        const bool fills = length >= most * static_cast<double>(last.end - first.begin);
        return fills || (begins && size >= large);
    }

  private:
    static constexpr double large = 1.25;  ///< Letters this many times higher than usual make a title.
    static constexpr double low_zone = 0.6;
    static constexpr double most = 0.5;
    static constexpr std::size_t lead_signs = 4;  ///< « 1 », « I », « LE » may stand before a title.

    bool is_about(const TextLine& line) const {
        static constexpr std::array<std::string_view, 7> leads{"OBJET", "OBJ",      "REF",           "PJ",
                                                               "P J",   "CONCERNE", "PIECES JOINTES"};
        const std::string_view text{page_.text.text()};
        return std::any_of(leads.begin(), leads.end(), [&](std::string_view lead) {
            const auto word = sought(lead);
            return text.substr(line.begin).starts_with(std::string_view{word}.substr(1));
        });
    }

    const PageText& page_;
    double zone_;
};

/// How much of a label's weight counts where it stands.
double label_share(const PageText& page, const core::FuzzyHit& hit, double in_sentence) {
    constexpr double opens_only = 0.6;
    constexpr double closes_only = 0.5;
    const auto first = page.word_at(hit.begin + 1);
    const auto last = page.word_at(hit.end - 2);
    if (last >= page.words.size()) return in_sentence;
    const bool opens = page.opens_cell(first);
    const bool closes = page.closes_cell(last);
    return opens && closes ? 1 : opens ? opens_only : closes && page.words[last].colon ? closes_only : in_sentence;
}

/// The better of all places where the phrase stands, errors taken off.
double best_of(const std::vector<core::FuzzyHit>& hits, int forgiven,
               const std::function<double(const core::FuzzyHit&)>& share) {
    double best = 0;
    for (const auto& hit : hits) best = std::max(best, share(hit) * (1 - 0.5 * hit.errors / (forgiven + 1)));
    return best;
}

Evidence weigh(const core::KindRule& rule, const core::KindRules& rules, const PageText& page, const Titles& titles) {
    Evidence found{.rule = &rule};
    for (const auto& cue : rule.cues) {
        const int errors = core::forgiven(cue.phrase);
        const auto hits = page.text.find(sought(cue.phrase), errors);
        if (hits.empty()) continue;
        switch (cue.role) {
            case core::Cue::Role::title: {
                ++found.titles;
                const double title =
                    best_of(hits, errors, [&](const auto& hit) { return titles.holds(hit) ? rules.title_factor : 0; });
                found.title = std::max(found.title, cue.weight * title);
                if (title == 0) found.mentions += cue.weight * rules.mention;
                break;
            }
            case core::Cue::Role::label: {
                const double share =
                    best_of(hits, errors, [&](const auto& hit) { return label_share(page, hit, rules.in_sentence); });
                found.body += cue.weight * share;
                if (share > rules.in_sentence) ++found.cues;
                found.decisive |= share == 1 && cue.weight >= decisive_weight;
                break;
            }
            case core::Cue::Role::phrase: {
                const double weight = cue.weight * best_of(hits, errors, [](const auto&) { return 1; });
                (weight < 0 ? found.against : found.body) += std::abs(weight);
                if (weight > 0) ++found.cues;
                found.decisive |= cue.weight >= decisive_weight;
                break;
            }
        }
    }
    return found;
}

std::vector<Evidence> weigh_all(const core::Page& page, const core::KindRules& rules) {
    const PageText text{page};
    const Titles titles{text, rules.title_zone};
    std::vector<Evidence> found;
    for (const auto& rule : rules.kinds) found.push_back(weigh(rule, rules, text, titles));
    return found;
}

double hundredths(double value) { return std::round(value * 100) / 100; }

/// Odds by the points, « none of these » among them; rules of one kind stand together.
core::KindGuess judge(const std::vector<Evidence>& found, const core::KindRules& rules) {
    const bool titled =
        std::any_of(found.begin(), found.end(), [](const Evidence& evidence) { return evidence.title > 0; });
    const double floor = titled ? rules.floor : rules.floor_untitled;
    std::map<core::Kind, double> of_kind;
    double all = 1;
    for (const auto& evidence : found) {
        if (!evidence.any()) continue;
        const double odds = std::exp((evidence.points(rules.body_cap) - floor) / rules.temperature);
        of_kind[evidence.rule->kind] += odds;
        all += odds;
    }
    if (of_kind.empty()) return {};
    const auto best = *std::max_element(of_kind.begin(), of_kind.end(),
                                        [](const auto& a, const auto& b) { return a.second < b.second; });
    const double probability = best.second / all;
    if (probability < rules.uncertain_at) return {.score = hundredths(probability)};

    const Evidence* leader = nullptr;
    for (const auto& evidence : found)
        if (evidence.rule->kind == best.first && evidence.any() &&
            (leader == nullptr || evidence.points(rules.body_cap) > leader->points(rules.body_cap)))
            leader = &evidence;
    const bool sure = leader->enough() && probability >= rules.recognised_at;
    return {.code = best.first,
            .score = hundredths(probability),
            .state = sure ? core::KindState::recognised : core::KindState::uncertain,
            .detail = leader->rule->detail};
}

}  // namespace

bool opens_piece(const core::Page& page, const core::KindRules& rules) {
    const auto found = weigh_all(page, rules);
    return std::any_of(found.begin(), found.end(), [&](const Evidence& evidence) {
        return evidence.rule->kind == page.kind.code && evidence.title > 0;
    });
}

core::KindGuess recognise(const core::Page& page, const core::KindRules& rules) {
    for (const auto& code : page.codes)
        if (const auto ours = core::PageCode::parse(code.text))
            return {.code = ours->use == core::PageCode::Use::form_page ? core::Kind::demande_dispense
                                                                        : core::Kind::separator,
                    .score = 1,
                    .state = core::KindState::recognised};
    return judge(weigh_all(page, rules), rules);
}

}  // namespace pipeline
