#include "ocr/line_search.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ocr {

namespace {

constexpr float least_certainty = -20;
constexpr float least_in_lexicon = -25 / 7.0F;  ///< A step less sure than this is not worth looking a word up.
constexpr float offset = -0.085F;

float certainty_of(float probability) {
    static const float least = std::exp(least_certainty);
    return (probability > least ? std::log(probability) : least_certainty) + offset;
}

/// The codes from the most probable down.
std::vector<int> best_codes(std::span<const float> probabilities, std::size_t count) {
    std::vector<int> codes(std::min(count, probabilities.size()), -1);
    std::size_t known = 0;
    for (std::size_t code = 0; code < probabilities.size(); ++code) {
        std::size_t at = known;
        while (at > 0 && probabilities[code] > probabilities[static_cast<std::size_t>(codes[at - 1])]) --at;
        if (at >= codes.size()) continue;
        known = std::min(known + 1, codes.size());
        for (std::size_t i = known - 1; i > at; --i) codes[i] = codes[i - 1];
        codes[at] = static_cast<int>(code);
    }
    return codes;
}

}  // namespace

std::size_t LineSearch::Beam::worst() const {
    std::size_t worst = 0;
    for (std::size_t i = 1; i < count_; ++i)
        if (nodes_[i].score < nodes_[worst].score) worst = i;
    return worst;
}

bool LineSearch::Beam::takes(float score) const { return count_ < width || score > nodes_[worst()].score; }

void LineSearch::Beam::push(const Node& node) {
    if (!takes(node.score)) return;
    for (std::size_t i = 0; i < count_; ++i) {  // Another way to the same characters: the better one stays.
        auto& other = nodes_[i];
        if (other.code != node.code || other.history != node.history || other.origin != node.origin ||
            other.starts != node.starts)
            continue;
        if (node.score > other.score) other = node;
        return;
    }
    nodes_[count_ < width ? count_++ : worst()] = node;
}

LineSearch::LineSearch(const LineModel& model) : model_(model), lexicon_(model.lexicon) {}

std::int32_t LineSearch::last_character(std::int32_t node) const {
    while (node >= 0 &&
           (!nodes_[static_cast<std::size_t>(node)].character || nodes_[static_cast<std::size_t>(node)].repeats))
        node = nodes_[static_cast<std::size_t>(node)].before;
    return node;
}

LineSearch::Node LineSearch::after(const From& from, int code, float certainty) const {
    Node node{.code = code,
              .character = code != model_.no_character,
              .certainty = certainty,
              .score = certainty,
              .before = from.node};
    if (from.node >= 0) {
        const auto& before = nodes_[static_cast<std::size_t>(from.node)];
        node.score += before.score;
        node.history = before.history;
    }
    return node;
}

/// The same code once more: the same character goes on.
void LineSearch::repeat(const From& from, float certainty, Follow follow) {
    const auto& before = nodes_[static_cast<std::size_t>(from.node)];
    if (from.lexicon ? certainty <= least_in_lexicon : false) return;
    if (!from.lexicon) {
        certainty *= static_cast<float>(outside);
        if (certainty < least_certainty && before.code != model_.no_character) return;
    }
    auto node = after(from, before.code, certainty);
    node.repeats = true;
    node.origin = before.origin;
    beams_.of[from.lexicon][follow].push(node);
}

void LineSearch::offer_new_word(Node node, Follow follow) {
    auto& best = beams_.new_word[follow];
    if (best && best->score >= node.score) return;
    node.starts = true;
    node.state = LexiconWalk::start;
    best = node;
}

/// Another code than the one before.
void LineSearch::show(const From& from, int code, float certainty, Follow follow) {
    const auto with_history = [&](Node node) {
        if (node.character) node.history = node.history * 1'000'003 + static_cast<std::uint64_t>(code) + 1;
        return node;
    };
    if (from.lexicon) {
        if (certainty > least_in_lexicon) walk(from, with_history(after(from, code, certainty)), follow);
        return;
    }
    beams_.of[0][follow].push(with_history(after(from, code, certainty * static_cast<float>(outside))));
    if (code == model_.space && certainty > least_in_lexicon) {
        auto node = with_history(after(from, code, certainty));
        node.origin = Origin::unsure;  // What led to this space was paid for outside.
        offer_new_word(node, follow);
    }
}

/// A step of a word of the lexicon.
void LineSearch::walk(const From& from, Node node, Follow follow) {
    if (!node.character) {
        node.origin = Origin::unsure;
        beams_.of[1][follow].push(node);
        return;
    }
    const auto at = last_character(from.node);
    const Node* const last = at >= 0 ? &nodes_[static_cast<std::size_t>(at)] : nullptr;
    if (node.code == model_.space) {
        if (!last || !last->may_end) return;
        node.origin = last->origin;
        offer_new_word(node, follow);
        beams_.of[0][follow].push(node);
        return;
    }
    if (last && last->state < 0) return;
    const auto step =
        lexicon_.next(last ? last->state : LexiconWalk::start, model_.letter[static_cast<std::size_t>(node.code)]);
    if (!step) return;
    node.state = step->to;
    node.may_end = step->may_end;
    node.origin = Origin::lexicon;
    beams_.of[1][follow].push(node);
}

void LineSearch::proceed(const From& from, std::span<const float> probabilities, std::span<const int> codes,
                         bool best_two) {
    const auto of = [&](int code) { return probabilities[static_cast<std::size_t>(code)]; };
    const int nothing = model_.no_character;
    const int before = from.node >= 0 ? nodes_[static_cast<std::size_t>(from.node)].code : -1;
    if (std::find(codes.begin(), codes.end(), before) != codes.end()) {
        if (from.follow != not_same) repeat(from, certainty_of(of(before)), anything);
        if (from.follow == anything && best_two && before != nothing)
            repeat(from, certainty_of(of(before) + of(nothing)), not_same);
    }
    if (from.follow == only_same) return;
    for (const int code : codes) {
        if (code == before) continue;
        const float certainty = certainty_of(of(code));
        if (certainty < least_certainty && code != nothing) continue;
        if (code != nothing && model_.text[static_cast<std::size_t>(code)].empty()) continue;
        show(from, code, certainty, anything);
        if (!best_two || code == nothing) continue;
        float shared = of(code) + of(nothing);
        const bool both_best = (codes[0] == code && codes[1] == before) || (codes[1] == code && codes[0] == before);
        if (from.follow == anything && before >= 0 && before != nothing && both_best) shared += of(before);
        show(from, code, certainty_of(shared), only_same);
    }
}

/// The two best codes and nothing are tried first, the next ones and at last the rest only when no way is left.
void LineSearch::advance(std::span<const float> probabilities, const std::vector<From>& last) {
    constexpr std::size_t few = 5;
    auto codes = best_codes(probabilities, few);
    const int nothing = model_.no_character;
    std::vector<int> best(codes.begin(), codes.begin() + 2);
    if (std::find(best.begin(), best.end(), nothing) == best.end()) best.push_back(nothing);
    codes.erase(codes.begin(), codes.begin() + 2);
    std::erase(codes, nothing);
    std::vector<int> rest;
    for (int code = 0; code < static_cast<int>(probabilities.size()); ++code)
        if (std::find(best.begin(), best.end(), code) == best.end() &&
            std::find(codes.begin(), codes.end(), code) == codes.end())
            rest.push_back(code);
    for (const auto* group : {&best, &codes, &rest}) {
        for (const auto& from : last) proceed(from, probabilities, *group, group == &best);
        if (beams_.of[0][anything].size() + beams_.of[1][anything].size() > 0) break;
    }
    for (int follow = 0; follow < follows; ++follow)
        if (const auto& node = beams_.new_word[static_cast<std::size_t>(follow)])
            beams_.of[1][static_cast<std::size_t>(follow)].push(*node);
}

/// Keeps the nodes of this step and empties the beams for the next one.
std::vector<LineSearch::From> LineSearch::settle() {
    std::vector<From> kept;
    for (const bool lexicon : {false, true})
        for (const Follow follow : {anything, only_same, not_same}) {
            auto& beam = beams_.of[lexicon][follow];
            for (std::size_t i = 0; i < beam.size(); ++i) {
                kept.push_back({static_cast<std::int32_t>(nodes_.size()), lexicon, follow});
                nodes_.push_back(beam[i]);
            }
            beam.clear();
        }
    beams_.new_word = {};
    return kept;
}

std::vector<LineCharacter> LineSearch::best(const LineOutput& line) {
    nodes_.clear();
    std::vector<From> last{{.lexicon = false}, {.lexicon = true}};
    for (int t = 0; t < line.steps; ++t) {
        advance(line.at(t), last);
        last = settle();
    }
    std::int32_t best = -1;
    for (const auto& from : last) {
        if (from.node < 0 || from.follow == only_same) continue;
        const auto& node = nodes_[static_cast<std::size_t>(from.node)];
        if (from.lexicon) {  // The line may not end inside of a word.
            const auto at = last_character(from.node);
            if (at < 0) continue;
            const auto& character = nodes_[static_cast<std::size_t>(at)];
            if (!character.may_end && character.code != model_.space) continue;
        }
        if (best < 0 || node.score > nodes_[static_cast<std::size_t>(best)].score) best = from.node;
    }
    return trace(best);
}

std::vector<LineCharacter> LineSearch::trace(std::int32_t last) const {
    std::vector<const Node*> way;
    for (auto at = last; at >= 0; at = nodes_[static_cast<std::size_t>(at)].before)
        way.push_back(&nodes_[static_cast<std::size_t>(at)]);
    std::reverse(way.begin(), way.end());

    std::vector<LineCharacter> characters;
    const int steps = static_cast<int>(way.size());
    for (int t = 0; t < steps;) {
        const auto node = [&] { return way[static_cast<std::size_t>(t)]; };
        float certainty = 0;
        for (; t < steps && !node()->character; ++t) certainty = std::min(certainty, node()->certainty);
        if (t == steps || (node()->code == model_.space && node()->origin != Origin::unsure)) {
            // What leads to the end or to a space counts for the character before.
            if (!characters.empty())
                characters.back().certainty = std::min<double>(characters.back().certainty, certainty);
            certainty = 0;
        }
        if (t == steps) break;
        LineCharacter character{.code = node()->code, .first = t};
        const bool new_word = node()->code == model_.space && node()->origin == Origin::unsure;
        do {
            certainty = new_word ? node()->certainty : std::min(certainty, node()->certainty);
            ++t;
        } while (t < steps && node()->repeats);
        character.end = t;
        character.certainty = certainty;
        characters.push_back(character);
    }
    return characters;
}

}  // namespace ocr
