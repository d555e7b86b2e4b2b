#include "ocr/lexicon.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "ocr/byte_source.h"

namespace ocr {

namespace {

constexpr std::uint64_t last_flag = 1;
constexpr unsigned flag_bits = 3;
constexpr std::int16_t magic_number = 42;

}  // namespace

WordGraph::WordGraph(std::span<const std::uint8_t> file) {
    ByteSource source(file);
    if (source.number<std::int16_t>() != magic_number) throw std::runtime_error("un lexique d'un autre format");
    const auto letters = source.number<std::uint32_t>();
    letter_bits_ = static_cast<unsigned>(std::bit_width(std::max(letters, 2U) - 1));
    edges_ = source.numbers<std::uint64_t>(source.number<std::uint32_t>());
    if (letters > 1U << 16U || edges_.size() > 1U << 26U || edges_.empty())
        throw std::runtime_error("un lexique trop grand");
    for (const auto edge : edges_)
        if (edge >> (letter_bits_ + flag_bits) >= edges_.size()) throw std::runtime_error("un lexique abîmé");
}

std::int32_t WordGraph::follow(std::int32_t edge, int letter) const {
    if (edges_.empty()) return none;
    const std::uint64_t node = edge == none ? 0 : edges_[place(edge)] >> (letter_bits_ + flag_bits);
    if (node == 0 && edge != none) return none;
    const std::uint64_t mask = (std::uint64_t{1} << letter_bits_) - 1;
    for (auto at = static_cast<std::size_t>(node); at < edges_.size(); ++at) {
        if ((edges_[at] & mask) == static_cast<std::uint64_t>(letter)) return static_cast<std::int32_t>(at);
        if ((edges_[at] >> letter_bits_ & last_flag) != 0) break;
    }
    return none;
}

LexiconWalk::LexiconWalk(const Lexicon& lexicon) : lexicon_(lexicon), states_{{Position{}}} {}

int LexiconWalk::letter_in(std::int8_t which, int letter) const {
    return which == 1 && lexicon_.digits[static_cast<std::size_t>(letter)] ? Lexicon::any_word : letter;
}

bool LexiconWalk::can_end(const Position& position) const {
    const bool punctuation_ends = lexicon_.punctuation.ends_word(position.punctuation);
    return punctuation_ends && (position.graph == none_yet || graph(position.graph).ends_word(position.edge));
}

LexiconWalk::Positions LexiconWalk::walk(const Positions& from, int letter, bool& may_end) const {
    Positions to;
    const auto add = [&](const Position& position) {
        may_end = may_end || can_end(position);
        if (std::find(to.begin(), to.end(), position) == to.end()) to.push_back(position);
    };
    const auto& punctuation = lexicon_.punctuation;
    for (const auto& position : from) {
        const bool before = position.graph == none_yet;
        if (before) {
            const auto word = punctuation.follow(position.punctuation, Lexicon::any_word);
            for (const std::int8_t which : {std::int8_t{0}, std::int8_t{1}}) {
                const auto edge = graph(which).follow(WordGraph::none, letter_in(which, letter));
                if (word != WordGraph::none && edge != WordGraph::none) add({which, false, edge, word});
            }
        }
        if (before || graph(position.graph).ends_word(position.edge)) {
            const auto edge = punctuation.follow(position.punctuation, letter);
            if (edge != WordGraph::none) add({position.graph, !before, position.edge, edge});
        }
        if (!before && !position.behind) {
            const auto edge = graph(position.graph).follow(position.edge, letter_in(position.graph, letter));
            if (edge != WordGraph::none) add({position.graph, false, edge, position.punctuation});
        }
    }
    return to;
}

std::optional<LexiconWalk::Step> LexiconWalk::next(State from, int letter) {
    if (letter <= Lexicon::any_word) return {};
    const auto key = static_cast<std::uint64_t>(from) << 16U | static_cast<std::uint64_t>(letter);
    const auto [known, is_new] = known_.try_emplace(key);
    if (!is_new) return known->second;
    bool may_end = false;
    auto positions = walk(states_[static_cast<std::size_t>(from)], letter, may_end);
    if (!positions.empty()) {
        known->second = {static_cast<State>(states_.size()), may_end};
        states_.push_back(std::move(positions));
    }
    return known->second;
}

}  // namespace ocr
