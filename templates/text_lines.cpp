#include <algorithm>
#include <cmath>
#include <limits>

#include "templates/text_atoms.h"

// Knuth and Plass, « Breaking paragraphs into lines » (1981), with TeX's badness and its three passes.
namespace templates {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// A line end that was reached: the best way to it among those of one tightness.
struct Reached {
    std::size_t begin = 0;  ///< Atom the next line begins with.
    std::size_t end = 0;    ///< Atom after the last one of the line that ends here.
    Ending ending = Ending::forced;
    int fitness = 1;  ///< 0 tight, 1 decent, 2 loose, 3 very loose.
    int line = 0;
    double demerits = 0;
    std::size_t from = 0;  ///< Number of the line end before.
};

struct Pass {
    double most_stretch = 1;  ///< Ratio above which a line is not taken.
    bool hyphenate = false;
    bool last = false;  ///< Takes what comes.
};

class Breaker {
  public:
    Breaker(const std::vector<Atom>& atoms, const ParagraphShape& shape) : atoms_(atoms), shape_(shape) {
        sums_.resize(atoms.size() + 1);
        for (std::size_t i = 0; i < atoms.size(); ++i)
            sums_[i + 1] = {sums_[i].width + atoms[i].width, sums_[i].stretch + atoms[i].stretch,
                            sums_[i].shrink + atoms[i].shrink};
    }

    /// Empty when no way was found.
    std::vector<LineEnd> run(const Pass& pass) {
        pass_ = pass;
        reached_.assign(1, Reached{});
        active_.assign(1, 0);
        for (std::size_t at = 0; at < atoms_.size(); ++at) {
            if (!may_end(at)) continue;
            try_end(at);
            if (active_.empty()) return {};
        }
        const auto best =
            std::ranges::min_element(active_, {}, [this](std::size_t node) { return reached_[node].demerits; });
        return lines_to(*best);
    }

  private:
    struct Sums {
        double width = 0, stretch = 0, shrink = 0;
    };
    struct Judgement {
        double ratio = 0, demerits = 0;
    };

    bool may_end(std::size_t at) const {
        const auto ending = atoms_[at].ending;
        return ending != Ending::none && (ending != Ending::hyphen || pass_.hyphenate);
    }

    double measure(const Reached& from) const { return shape_.width - (from.line == 0 ? shape_.first_indent : 0); }

    /// Stretch ratio of the line between two ends: above 0 loose, below 0 tight, under -1 too full.
    double ratio_of(const Reached& from, std::size_t end, std::size_t at) const {
        const auto& ending = atoms_[at];
        const bool forced = ending.ending == Ending::forced;
        double natural = sums_[end].width - sums_[from.begin].width;
        if (ending.ending == Ending::hyphen) natural += ending.hyphen;
        if (shape_.alignment == Alignment::justified && end > from.begin)
            natural -=
                atoms_[from.begin].hang_left + (ending.ending == Ending::hyphen ? 0 : atoms_[end - 1].hang_right);
        const double gap = measure(from) - natural;
        if (gap >= 0 && forced) return 0;
        if (gap >= 0) {
            const double stretch = shape_.alignment == Alignment::justified
                                       ? sums_[end].stretch - sums_[from.begin].stretch
                                       : std::max(shape_.width / 8, 6.0);
            return stretch > 0 ? gap / stretch : (gap < 0.01 ? 0 : 1000);
        }
        const double shrink =
            shape_.alignment == Alignment::justified ? sums_[end].shrink - sums_[from.begin].shrink : 0;
        return gap > -1e-6 ? 0 : shrink > 0 ? gap / shrink : -1000;
    }

    static int fitness_of(double ratio) { return ratio < -0.5 ? 0 : ratio <= 0.5 ? 1 : ratio <= 1 ? 2 : 3; }

    double demerits(const Reached& from, double ratio, std::size_t end, std::size_t at) const {
        const auto ending = atoms_[at].ending;
        const bool divided = ending == Ending::hyphen;
        const double badness = std::min(100 * std::pow(std::abs(ratio), 3), 1e6);
        double cost = (10 + badness) * (10 + badness);
        if (divided) cost += 50 * 50;
        if (ending == Ending::opening) cost += 30 * 30;
        if (ending == Ending::cut) cost += 1e6;
        if (divided && from.ending == Ending::hyphen) cost += 20'000;  // Two hyphens one below the other.
        if (std::abs(fitness_of(ratio) - from.fitness) > 1) cost += 5'000;
        if (ending == Ending::forced && from.ending != Ending::forced) {
            if (from.ending == Ending::hyphen) cost += 20'000;  // A last line that begins inside a word.
            const double natural = sums_[end].width - sums_[from.begin].width;
            if (natural < shape_.width / 10) cost += 15'000;  // A syllable alone.
        }
        return cost;
    }

    void try_end(std::size_t at) {
        const bool is_space = atoms_[at].space == u' ';
        const auto end = is_space ? at : at + 1;
        const bool forced = atoms_[at].ending == Ending::forced;
        std::array<Reached, 4> best;
        for (auto& candidate : best) candidate.demerits = never;
        const auto consider = [&](std::size_t node, double ratio, double added) {
            const auto& from = reached_[node];
            const int fitness = fitness_of(ratio);
            const double total = from.demerits + added;
            if (total < best.at(static_cast<std::size_t>(fitness)).demerits)
                best.at(static_cast<std::size_t>(fitness)) = {
                    at + 1, end, atoms_[at].ending, forced ? 1 : fitness, from.line + 1, total, node};
        };
        std::size_t kept = 0, given_up = active_.size();
        for (const auto node : active_) {
            const double ratio = ratio_of(reached_[node], end, at);
            if (ratio < -1 || forced) given_up = node;
            if (ratio >= -1 && (ratio <= pass_.most_stretch || forced || pass_.last))
                consider(node, ratio, demerits(reached_[node], ratio, end, at));
            if (ratio >= -1 && !forced) active_[kept++] = node;
        }
        const bool none =
            std::ranges::all_of(best, [](const Reached& candidate) { return candidate.demerits == never; });
        // Nothing fits, and nothing is left to try: the line is too full, but it is a line.
        if (kept == 0 && none && pass_.last) consider(given_up, -1, 1e9);
        active_.resize(kept);
        for (const auto& candidate : best) {
            if (candidate.demerits == never) continue;
            active_.push_back(reached_.size());
            reached_.push_back(candidate);
        }
    }

    std::vector<LineEnd> lines_to(std::size_t node) const {
        std::vector<LineEnd> lines;
        for (; node != 0; node = reached_[node].from)
            lines.push_back({reached_[reached_[node].from].begin, reached_[node].end, reached_[node].ending});
        std::ranges::reverse(lines);
        return lines;
    }

    const std::vector<Atom>& atoms_;
    const ParagraphShape& shape_;
    Pass pass_;
    std::vector<Sums> sums_;
    std::vector<Reached> reached_;
    std::vector<std::size_t> active_;
};

/// Moves and stretches a line that was written at its natural width.
double space_added(const std::vector<Atom>& atoms, const LineEnd& line, double natural, double measure) {
    double spaces = 0;
    for (auto at = line.begin; at < line.end; ++at) spaces += atoms[at].stretch > 0 ? 1 : 0;
    return spaces > 0 ? (measure - natural) / spaces : 0;
}

/// White at the right of the last letter, so that the ink of a right-aligned column stands on one line. Not of digits:
/// they stand one below the other already.
double bearing(Shaper& shaper, const std::vector<TextRun>& runs, const Atom& last) {
    if (last.word == nullptr) return 0;
    const auto code = last.word->glyphs[last.last - 1].code;
    if (code >= u'0' && code <= u'9') return 0;
    const auto& style = runs[last.run].style;
    return mm_of(shaper.face(style.face).right_bearing(code), style.size);
}

}  // namespace

std::vector<LineEnd> best_lines(const std::vector<Atom>& atoms, const ParagraphShape& shape) {
    if (atoms.empty()) return {};
    Breaker breaker{atoms, shape};
    auto lines = breaker.run({.most_stretch = 1, .hyphenate = false});
    if (lines.empty() && shape.hyphenate) lines = breaker.run({.most_stretch = 1.6, .hyphenate = true});
    if (lines.empty()) lines = breaker.run({.hyphenate = shape.hyphenate, .last = true});
    return lines;
}

std::vector<TextLine> break_lines(Shaper& shaper, const std::vector<TextRun>& runs, const ParagraphShape& shape) {
    const auto atoms = atoms_of(shaper, runs, shape.width);
    LineWriter writer{shaper, runs};
    std::vector<TextLine> lines;
    bool first = true;
    for (const auto& line : best_lines(atoms, shape)) {
        const double measure = shape.width - (first ? shape.first_indent : 0);
        double natural = 0;
        for (auto at = line.begin; at < line.end; ++at) natural += atoms[at].width;
        const auto& last = atoms[line.end - 1];
        const bool hyphen = line.ending == Ending::hyphen;
        const bool justified = shape.alignment == Alignment::justified;
        const double left = justified ? atoms[line.begin].hang_left : 0;
        double right = hyphen || shape.alignment == Alignment::left ? 0 : last.hang_right;
        if (shape.alignment == Alignment::right) right += bearing(shaper, runs, last);
        const double shown = natural + (hyphen ? last.hyphen : 0) - left - right;
        const bool fills = justified && (line.ending != Ending::forced || shown > measure);
        lines.push_back(writer.write(atoms, line.begin, line.end, fills ? space_added(atoms, line, shown, measure) : 0,
                                     line.ending));
        double x = (first ? shape.first_indent : 0) - left;
        if (shape.alignment == Alignment::right) x += measure - shown;
        if (shape.alignment == Alignment::centred) x += (measure - shown) / 2;
        for (auto& piece : lines.back().pieces) piece.x += x;
        if (line.ending == Ending::forced && line.end < atoms.size())
            lines.back().pieces.back().glyphs.push_back({u' ', 0});
        first = false;
    }
    return lines;
}

TextPiece set_line(Shaper& shaper, std::u32string_view text, const TextStyle& style) {
    const std::vector<TextRun> runs{{std::u32string{text}, style}};
    const auto atoms = atoms_of(shaper, runs, std::numeric_limits<double>::infinity());
    auto line = LineWriter{shaper, runs}.write(atoms, 0, atoms.size(), 0, Ending::forced);
    if (line.pieces.empty()) return {.style = style};
    if (text.find(U'\n') != text.npos) line.pieces.front().missing = U'\n';
    return std::move(line.pieces.front());
}

}  // namespace templates
