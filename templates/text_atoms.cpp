#include "templates/text_atoms.h"

#include <algorithm>
#include <cmath>

#include "templates/utf8.h"

namespace templates {
namespace {

constexpr char16_t no_break = 0x00A0, narrow = 0x202F, soft_hyphen = 0x00AD;
constexpr int narrow_width = 180;                           ///< Thousandths: the « fine » of French print.
constexpr double space_stretch = 0.5, space_shrink = 0.28;  ///< Of a space.

/// How much of a character hangs into the margin at the right edge, and at the left one.
double hang_right(char16_t code) {
    switch (code) {
        case u'-':
        case soft_hyphen:
            return 0.5;
        case u'.':
        case u',':
            return 0.6;
        case u';':
        case u':':
        case u'!':
        case u'?':
        case u'’':
        case u'»':
        case u'”':
        case u')':
        case u'–':
            return 0.25;
        default:
            return 0;
    }
}
double hang_left(char16_t code) { return code == u'«' || code == u'“' || code == u'(' || code == u'–' ? 0.2 : 0; }

bool is_space(char32_t code) { return code == U' ' || code == no_break || code == narrow || code == U'\n'; }

class Splitter {
  public:
    Splitter(Shaper& shaper, const std::vector<TextRun>& runs, double measure)
        : shaper_(shaper), runs_(runs), measure_(measure) {}

    std::vector<Atom> split() {
        atoms_.reserve(256);
        for (run_ = 0; run_ < runs_.size(); ++run_) split_run(runs_[run_].text);
        while (!atoms_.empty() && atoms_.back().space == u' ') atoms_.pop_back();
        if (!atoms_.empty()) atoms_.back().ending = Ending::forced;
        return std::move(atoms_);
    }

  private:
    const TextStyle& style() const { return runs_[run_].style; }

    void split_run(std::u32string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            if (is_space(text[at])) {
                const bool guillemet =
                    (at > 0 && text[at - 1] == U'«') || (at + 1 < text.size() && text[at + 1] == U'»');
                add_space(static_cast<char16_t>(text[at++]), guillemet);
                continue;
            }
            auto end = at;
            while (end < text.size() && !is_space(text[end])) ++end;
            add_word(shaper_.word(style().face, text.substr(at, end - at)));
            at = end;
        }
    }

    /// Inside « » a space grows with those between the words of its line; before ; ! ? it is rigid.
    void add_space(char16_t code, bool beside_guillemet) {
        const bool at_start = atoms_.empty() || atoms_.back().ending == Ending::forced;
        if (code == u'\n') {
            while (!atoms_.empty() && atoms_.back().space == u' ') atoms_.pop_back();
            if (!atoms_.empty()) atoms_.back().ending = Ending::forced;
            return;
        }
        if (code == u' ' && (at_start || atoms_.back().space == u' ')) return;  // Spaces in a row are one.
        const auto& face = shaper_.face(style().face);
        const int between_words = face.width(u' ');  // Four fifths of it inside « », as TeX's French has it.
        const int natural = code != narrow ? face.width(code) : beside_guillemet ? between_words * 4 / 5 : narrow_width;
        Atom atom{.space = code, .ending = code == u' ' ? Ending::space : Ending::none, .run = run_};
        atom.width = mm_of(natural, style().size) + mm_of(1, style().size) * style().tracking;
        if (code != narrow || beside_guillemet) {
            atom.stretch = atom.width * space_stretch;
            atom.shrink = atom.width * space_shrink;
        }
        atoms_.push_back(atom);
    }

    void add_word(const ShapedWord& word) {
        const auto size = static_cast<std::uint16_t>(word.glyphs.size());
        if (size == 0) return;
        if (mm_of(word.width(), style().size) > measure_) {
            for (std::uint16_t i = 0; i < size; ++i)
                add_part(word, i, static_cast<std::uint16_t>(i + 1), i + 1 < size ? Ending::cut : Ending::none);
            return;
        }
        std::uint16_t first = 0;
        auto hyphen = word.divisions.begin();
        auto opening = word.openings.begin();
        while (hyphen != word.divisions.end() || opening != word.openings.end()) {
            const bool divides =
                opening == word.openings.end() || (hyphen != word.divisions.end() && *hyphen < *opening);
            const auto next = divides ? *hyphen++ : *opening++;
            add_part(word, first, next, divides ? Ending::hyphen : Ending::opening);
            first = next;
        }
        add_part(word, first, size, Ending::none);
    }

    void add_part(const ShapedWord& word, std::uint16_t first, std::uint16_t last, Ending ending) {
        const auto& face = shaper_.face(style().face);
        const auto mm = [&](double thousandths) { return thousandths * mm_of(1, style().size); };
        const auto start = word.glyphs[first].code, end = word.glyphs[last - 1].code;
        Atom atom{.word = &word, .first = first, .last = last, .ending = ending, .run = run_};
        atom.width =
            mm(word.reach[last - 1] - (first > 0 ? word.reach[first - 1] : 0) + style().tracking * (last - first));
        atom.hang_left = mm(hang_left(start) * face.width(start));
        atom.hang_right = mm(hang_right(end) * face.width(end) + word.glyphs[last - 1].after);
        if (ending == Ending::hyphen)
            atom.hyphen = mm(face.width(soft_hyphen) * (1 - hang_right(soft_hyphen)) - word.glyphs[last - 1].after);
        atoms_.push_back(atom);
    }

    Shaper& shaper_;
    const std::vector<TextRun>& runs_;
    double measure_;
    std::size_t run_ = 0;
    std::vector<Atom> atoms_;
};

}  // namespace

std::vector<Atom> atoms_of(Shaper& shaper, const std::vector<TextRun>& runs, double measure) {
    return Splitter{shaper, runs, measure}.split();
}

TextPiece& LineWriter::piece_for(TextLine& line, std::size_t run) {
    const auto& wanted = runs_[run];
    if (line.pieces.empty() || line.pieces.back().mark != wanted.mark || !(line.pieces.back().style == wanted.style)) {
        line.pieces.push_back({.x = line.width, .style = wanted.style, .mark = wanted.mark});
        line.pieces.back().glyphs.reserve(96);
    }
    return line.pieces.back();
}

TextLine LineWriter::write(const std::vector<Atom>& atoms, std::size_t begin, std::size_t end, double extra,
                           Ending ending) {
    TextLine line;
    for (auto at = begin; at < end; ++at) {
        const auto& atom = atoms[at];
        auto& piece = piece_for(line, atom.run);
        const auto& style = runs_[atom.run].style;
        const auto thousandths = [&](double mm) { return mm / mm_of(1, style.size); };
        double width = atom.width;
        if (atom.word == nullptr) {
            const double added = atom.stretch > 0 ? extra : 0;
            const double natural = shaper_.face(style.face).width(atom.space);
            width += added;
            piece.glyphs.push_back({atom.space, static_cast<std::int16_t>(std::lround(thousandths(width) - natural))});
        } else {
            const auto tracking = static_cast<std::int16_t>(std::lround(style.tracking));
            for (auto i = atom.first; i < atom.last; ++i) {
                piece.glyphs.push_back(atom.word->glyphs[i]);
                piece.glyphs.back().after = static_cast<std::int16_t>(piece.glyphs.back().after + tracking);
            }
            piece.repertoire = std::max(piece.repertoire, atom.word->repertoire);
            if (!piece.missing) piece.missing = atom.word->missing;
        }
        line.width += width;
        piece.width += width;
    }
    if (line.pieces.empty()) return line;
    auto& last = line.pieces.back();
    if (ending == Ending::hyphen) {
        last.glyphs.back().after = 0;
        last.glyphs.push_back({soft_hyphen, 0});
        const double width = mm_of(shaper_.face(last.style.face).width(soft_hyphen), last.style.size);
        line.width += width;
        last.width += width;
    }
    if (ending == Ending::space) last.glyphs.push_back({u' ', 0});
    return line;
}

std::string text_of(const TextPiece& piece) {
    static constexpr std::array<std::string_view, 6> ligatures{"", "ff", "fi", "fl", "ffi", "ffl"};
    std::string text;
    for (const auto& glyph : piece.glyphs)
        if (glyph.code < ligatures.size())
            text += ligatures.at(glyph.code);
        else
            append_utf8(text, glyph.code);
    return text;
}

std::string text_of(const TextLine& line) {
    std::string text;
    for (const auto& piece : line.pieces) text += text_of(piece);
    return text;
}

}  // namespace templates
