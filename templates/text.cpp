#include "templates/text.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "templates/utf8.h"

namespace templates {
namespace {

struct Fragment {
    std::string text;
    TextStyle style;
    double width = 0;
};

/// What stands between two places where a line may end.
struct Word {
    std::vector<Fragment> fragments;
    double width = 0;
    double inner_space = 0;  ///< No-break spaces in it: they stretch too.
    double space = 0;        ///< Of the ordinary space after it.
    TextStyle space_style;
    bool ends_line = false;
};

bool same_style(const TextStyle& a, const TextStyle& b) {
    return a.face == b.face && a.size == b.size && a.colour == b.colour;
}

double stretching_spaces(std::string_view utf8) {
    const auto text = decode_utf8(utf8);
    return static_cast<double>(std::ranges::count_if(text, stretches));
}

class Splitter {
  public:
    Splitter(const Fonts& fonts, double measure) : fonts_(fonts), measure_(measure) {}

    std::vector<Word> words(const std::vector<TextRun>& runs) {
        for (const auto& run : runs) {
            const auto space = text_width(fonts_, " ", run.style);
            std::string pending;
            for (const auto letter : run.text) {
                if (letter != ' ' && letter != '\n') {
                    pending.push_back(letter);
                    continue;
                }
                add_fragment(std::exchange(pending, {}), run.style);
                end_word(space, run.style, letter == '\n');
            }
            add_fragment(pending, run.style);
        }
        end_word(0, {}, true);
        return std::move(words_);
    }

  private:
    void add_fragment(std::string text, const TextStyle& style) {
        if (text.empty()) return;
        const auto width = text_width(fonts_, text, style);
        if (width > measure_) return cut(text, style);
        word_.width += width;
        word_.inner_space += stretching_spaces(text) * text_width(fonts_, " ", style);
        word_.fragments.push_back({std::move(text), style, width});
    }

    /// Letter by letter: only an address of the web is ever this long.
    void cut(const std::string& text, const TextStyle& style) {
        std::string part;
        for (const auto code : decode_utf8(text)) {
            auto longer = part;
            append_utf8(longer, code);
            if (!part.empty() && text_width(fonts_, longer, style) > measure_) {
                add_fragment(std::exchange(part, {}), style);
                end_word(0, style, false);
                longer.clear();
                append_utf8(longer, code);
            }
            part = std::move(longer);
        }
        add_fragment(part, style);
    }

    void end_word(double space, const TextStyle& style, bool ends_line) {
        if (word_.fragments.empty()) {
            if (ends_line && !words_.empty()) words_.back().ends_line = true;
            return;  // Spaces in a row are one.
        }
        word_.space = space;
        word_.space_style = style;
        word_.ends_line = ends_line;
        words_.push_back(std::exchange(word_, {}));
    }

    const Fonts& fonts_;
    double measure_;
    Word word_;
    std::vector<Word> words_;
};

constexpr double stretch = 0.5, shrink = 0.2;  ///< Of a space, before a line is called bad.

/// How bad a line is: 0 for a perfect one, infinite for one that does not fit.
double demerits(double natural, double spaces, double measure, bool last, Alignment alignment) {
    const auto gap = measure - natural;
    if (last && gap >= 0) return natural < measure / 12 ? 5000 : 0;  // A syllable alone on the last line is ugly.
    if (gap < -(alignment == Alignment::justified ? shrink * spaces : 0))
        return std::numeric_limits<double>::infinity();
    const auto room =
        alignment == Alignment::left ? measure / 6 : std::max(spaces * (gap < 0 ? shrink : stretch), 0.01);
    const auto ratio = std::min(std::abs(gap) / room, 20.0);
    const auto badness = 100 * ratio * ratio * ratio;
    return (10 + badness) * (10 + badness);
}

/// For each line the number of the word after its last one.
std::vector<std::size_t> best_ends(const std::vector<Word>& words, const ParagraphShape& shape) {
    constexpr auto never = std::numeric_limits<double>::infinity();
    std::vector<double> best(words.size() + 1, never);
    std::vector<std::size_t> from(words.size() + 1, 0);
    best[0] = 0;
    for (std::size_t start = 0; start < words.size(); ++start) {
        if (best[start] == never) continue;
        double natural = 0, spaces = 0;
        for (auto end = start + 1; end <= words.size(); ++end) {
            const auto& word = words[end - 1];
            natural += word.width;
            spaces += word.inner_space;
            auto cost = demerits(natural, spaces, shape.width, word.ends_line, shape.alignment);
            if (cost == never && end > start + 1) break;
            if (cost == never) cost = 1e9;  // A word cut to the measure, give or take its kerning.
            if (best[start] + cost < best[end]) best[end] = best[start] + cost, from[end] = start;
            if (word.ends_line) break;
            natural += word.space;
            spaces += word.space;
        }
    }
    std::vector<std::size_t> ends;
    for (auto end = words.size(); end > 0; end = from[end]) ends.push_back(end);
    std::ranges::reverse(ends);
    return ends;
}

/// Words joined into as few pieces as there are styles, so that the text comes out of the PDF in one go.
std::vector<LinePiece> joined(const std::vector<Word>& words, std::size_t start, std::size_t end) {
    std::vector<LinePiece> pieces;
    const auto add = [&pieces](const std::string& text, const TextStyle& style) {
        if (pieces.empty() || !same_style(pieces.back().style, style)) pieces.push_back({0, {}, style});
        pieces.back().text += text;
    };
    for (auto at = start; at < end; ++at) {
        for (const auto& fragment : words[at].fragments) add(fragment.text, fragment.style);
        if (at + 1 < end && words[at].space > 0) add(" ", words[at].space_style);
    }
    return pieces;
}

void place(const Fonts& fonts, std::vector<LinePiece>& pieces, double measure, bool stretched) {
    double natural = 0, spaces = 0;
    for (auto& piece : pieces) {
        piece.x = natural;
        natural += text_width(fonts, piece.text, piece.style);
        spaces += stretching_spaces(piece.text);
    }
    if (!stretched || spaces == 0) return;
    const auto extra = (measure - natural) / spaces;
    double before = 0;
    for (auto& piece : pieces) {
        piece.x += before * extra;
        piece.style.extra_space = extra;
        before += stretching_spaces(piece.text);
    }
}

}  // namespace

std::vector<TextLine> break_lines(const Fonts& fonts, const std::vector<TextRun>& runs, const ParagraphShape& shape) {
    const auto words = Splitter(fonts, shape.width).words(runs);
    std::vector<TextLine> lines;
    std::size_t start = 0;
    for (const auto end : best_ends(words, shape)) {
        TextLine line{joined(words, start, end)};
        place(fonts, line.pieces, shape.width, shape.alignment == Alignment::justified && !words[end - 1].ends_line);
        lines.push_back(std::move(line));
        start = end;
    }
    return lines;
}

}  // namespace templates
