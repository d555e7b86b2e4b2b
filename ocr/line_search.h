#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ocr/lexicon.h"
#include "ocr/line_model.h"
#include "ocr/line_network.h"

namespace ocr {

/// A character on the best way through a line.
struct LineCharacter {
    int code = 0;
    int first = 0, end = 0;  ///< Steps; `end` is exclusive.
    double certainty = 0;    ///< Natural logarithm of the least probability on the way to it and over it.
};

/// The best way through what the network says of a line, words of the language first: Tesseract's beam search (its
/// RecodeBeamSearch) with its constants, so that the same outputs give the same text. A way outside of the lexicon pays
/// `outside` times for every step.
class LineSearch {
  public:
    static constexpr double outside = 2.25;

    /// The model outlives this. One thread at a time; remembers words it met, which changes no answer.
    explicit LineSearch(const LineModel& model);

    std::vector<LineCharacter> best(const LineOutput& line);

  private:
    /// What may follow a node: anything; only its own code again; anything but its own code. The two latter have
    /// counted what the code shares with its neighbour at the step where one becomes the other.
    enum Follow { anything, only_same, not_same, follows };
    enum class Origin { outside, unsure, lexicon };

    struct Node {
        int code = -1;
        bool character = false;  ///< The code shows one: it is not the code that shows nothing.
        bool repeats = false;    ///< It shows the one of the node before.
        bool starts = false;     ///< A word of the lexicon may start behind it.
        bool may_end = false;    ///< A word of the lexicon may end with it.
        Origin origin = Origin::outside;
        LexiconWalk::State state = -1;
        float certainty = 0;
        float score = 0;
        std::int32_t before = -1;   ///< In nodes_.
        std::uint64_t history = 0;  ///< Of the characters so far.
    };

    /// The best few of their kind at one step.
    class Beam {
      public:
        void clear() { count_ = 0; }
        bool takes(float score) const;
        void push(const Node& node);
        std::size_t size() const { return count_; }
        const Node& operator[](std::size_t i) const { return nodes_[i]; }

      private:
        static constexpr std::size_t width = 5;
        std::size_t worst() const;
        std::array<Node, width> nodes_;
        std::size_t count_ = 0;
    };

    struct Beams {
        std::array<std::array<Beam, follows>, 2> of;        ///< [in the lexicon][what may follow]
        std::array<std::optional<Node>, follows> new_word;  ///< The best that may start a word of the lexicon.
    };
    /// A node of the step before, or -1 at the first step, and the beam it was in.
    struct From {
        std::int32_t node = -1;
        bool lexicon = false;
        Follow follow = anything;
    };

    void advance(std::span<const float> probabilities, const std::vector<From>& last);
    void proceed(const From& from, std::span<const float> probabilities, std::span<const int> codes, bool best_two);
    void show(const From& from, int code, float certainty, Follow follow);
    void walk(const From& from, Node node, Follow follow);
    void repeat(const From& from, float certainty, Follow follow);
    void offer_new_word(Node node, Follow follow);
    std::vector<From> settle();
    std::int32_t last_character(std::int32_t node) const;
    std::vector<LineCharacter> trace(std::int32_t last) const;
    Node after(const From& from, int code, float certainty) const;

    const LineModel& model_;
    LexiconWalk lexicon_;
    Beams beams_;
    std::vector<Node> nodes_;
};

}  // namespace ocr
