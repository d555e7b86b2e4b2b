#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace ocr {

/// A list of words as a graph whose common endings are shared (Tesseract's DAWG). Letters are numbers of the alphabet.
class WordGraph {
  public:
    static constexpr std::int32_t none = -1;  ///< No edge; as a place: before the first letter.

    WordGraph() = default;  ///< Without a word.
    /// std::out_of_range when the bytes end too soon, std::runtime_error when they are no such graph.
    explicit WordGraph(std::span<const std::uint8_t> file);

    /// The edge that the letter leads along from the place an edge leads to.
    std::int32_t follow(std::int32_t edge, int letter) const;
    /// A word may end with this edge.
    bool ends_word(std::int32_t edge) const { return edge != none && (edges_[place(edge)] >> letter_bits_ & 4U) != 0; }

  private:
    static std::size_t place(std::int32_t edge) { return static_cast<std::size_t>(edge); }

    std::vector<std::uint64_t>
        edges_;  ///< From the low bits: letter, last of its node, backwards, end of word, next node.
    unsigned letter_bits_ = 0;
};

/// What a model knows of its language: words, numbers (digits count as one letter), and the punctuation around them.
struct Lexicon {
    static constexpr int any_word =
        0;  ///< The letter that stands for a word in `punctuation` and a digit in `numbers`.

    WordGraph punctuation, words, numbers;
    std::vector<bool> digits;  ///< By letter.
};

/// Walks through a lexicon letter by letter; where it has been before it remembers. One at a time for one thread.
class LexiconWalk {
  public:
    explicit LexiconWalk(const Lexicon& lexicon);

    using State = std::int32_t;
    static constexpr State start = 0;

    struct Step {
        State to = 0;
        bool may_end = false;  ///< What was walked so far is a word with its punctuation.
    };
    /// Nothing when no word goes on like this.
    std::optional<Step> next(State from, int letter);

  private:
    /// Before a word, inside one, or behind it.
    struct Position {
        std::int8_t graph = none_yet;  ///< 0 words, 1 numbers.
        bool behind = false;
        std::int32_t edge = WordGraph::none;
        std::int32_t punctuation = WordGraph::none;
        bool operator==(const Position&) const = default;
    };
    static constexpr std::int8_t none_yet = -1;
    using Positions = std::vector<Position>;

    Positions walk(const Positions& from, int letter, bool& may_end) const;
    const WordGraph& graph(std::int8_t which) const { return which == 0 ? lexicon_.words : lexicon_.numbers; }
    int letter_in(std::int8_t which, int letter) const;
    bool can_end(const Position& position) const;

    const Lexicon& lexicon_;
    std::vector<Positions> states_;
    std::unordered_map<std::uint64_t, std::optional<Step>> known_;
};

}  // namespace ocr
