#include "templates/letter_layout.h"

#include <algorithm>

namespace templates {
namespace {

Face face_of(const Words& words) {
    if (words.bold) return words.italic ? Face::sans_bold_italic : Face::sans_bold;
    return words.italic ? Face::sans_italic : Face::sans;
}

std::vector<TextRun> runs_of(const std::vector<Words>& words, double size) {
    std::vector<TextRun> runs;
    runs.reserve(words.size());
    for (const auto& part : words) runs.push_back({part.text, {.face = face_of(part), .size = size}});
    return runs;
}

LinePiece piece(double x, std::string text, const TextStyle& style) { return {x, std::move(text), style}; }

constexpr double signature_room = 18;

const TextStyle label_style{.face = Face::sans, .size = letter_look::small, .colour = letter_look::muted};

class RowMaker {
  public:
    explicit RowMaker(const Fonts& fonts) : fonts_(fonts) {}

    std::vector<Row> make(const std::vector<Block>& blocks) {
        for (const auto& block : blocks) {
            enter_inset(block.inset);
            add(block);
            previous_ = block.kind;
        }
        enter_inset("");
        return std::move(rows_);
    }

  private:
    struct Setting {
        double x, before, size, leading;
        Alignment alignment;
    };

    void add(const Block& block) {
        const bool small = !block.inset.empty();
        const auto size = small ? letter_look::small : letter_look::body;
        const auto leading = small ? letter_look::small_leading : letter_look::body_leading;
        const double gap = small ? 1.2 : 2.6;
        switch (block.kind) {
            case BlockKind::call:
                return paragraph(block.words, {letter_grid::text, 0, size, leading, Alignment::left});
            case BlockKind::paragraph:
                return paragraph(block.words, {letter_grid::text, gap, size, leading, Alignment::justified});
            case BlockKind::heading:
                return heading(block.words, size, leading);
            case BlockKind::point:
                return point(block, {letter_grid::text + 4.5, small ? 0.4 : 1.3, size, leading, Alignment::justified});
            case BlockKind::statement:
                return statement(block.words);
            case BlockKind::signature:
                return signature(block.words);
            case BlockKind::copy:
                return labelled("Copie", block);
            case BlockKind::attachment:
                return labelled("Pièce jointe", block);
        }
    }

    /// First and last two lines stay together (no widow, no orphan).
    void paragraph(const std::vector<Words>& words, const Setting& setting) {
        const auto lines =
            break_lines(fonts_, runs_of(words, setting.size), {letter_grid::right - setting.x, setting.alignment});
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto before = previous_ == BlockKind::statement ? std::max(setting.before, 4.2)
                                : previous_ == BlockKind::heading ? 1.0
                                                                  : setting.before;
            Row row{.before = i == 0 ? before : 0, .height = setting.leading, .pieces = lines[i].pieces};
            for (auto& part : row.pieces) part.x += setting.x;
            row.keep = lines.size() > 1 && (i == 0 || i + 2 == lines.size());
            rows_.push_back(std::move(row));
        }
    }

    void heading(std::vector<Words> words, double size, double leading) {
        for (auto& part : words) part.bold = true;
        const auto first = rows_.size();
        paragraph(words, {letter_grid::text, 4.4, size, leading, Alignment::left});
        keep_from(first);
    }

    void point(const Block& block, const Setting& setting) {
        const auto first = rows_.size();
        const auto mark = block.number > 0 ? std::to_string(block.number) + "." : std::string{"–"};
        paragraph(block.words, setting);
        if (rows_.size() == first) return;
        if (first > 0)
            rows_[first - 1].keep =
                rows_[first - 1].keep || previous_ != BlockKind::point;  // The list with its lead-in.
        auto& pieces = rows_[first].pieces;
        pieces.insert(pieces.begin(), piece(letter_grid::text, mark, {.face = Face::sans, .size = setting.size}));
    }

    void statement(const std::vector<Words>& words) {
        const auto first = rows_.size();
        paragraph(words, {letter_grid::text + 5, 4.2, 10.5, 5.4, Alignment::left});
        for (auto at = first; at < rows_.size(); ++at) rows_[at].bar = true, rows_[at].keep = at + 1 < rows_.size();
        if (first > 0) rows_[first - 1].keep = true;
    }

    /// Quality above the signature, then the name and the service; with at least two lines of what it signs.
    void signature(const std::vector<Words>& words) {
        for (std::size_t back = 1; back <= 2 && back <= rows_.size(); ++back) rows_[rows_.size() - back].keep = true;
        for (std::size_t i = 0; i < words.size(); ++i) {
            const auto lines = break_lines(fonts_, runs_of({words[i]}, letter_look::body),
                                           {letter_grid::right - letter_grid::axis, Alignment::left});
            for (const auto& line : lines) {
                Row row{.height = letter_look::body_leading, .pieces = line.pieces, .keep = true};
                if (&line == &lines.front()) row.before = i == 0 ? 7 : i == 1 ? signature_room : 0;
                for (auto& part : row.pieces) part.x += letter_grid::axis;
                rows_.push_back(std::move(row));
            }
        }
        rows_.back().keep = false;
    }

    void labelled(const std::string& label, const Block& block) {
        const auto first = rows_.size();
        const bool new_label = previous_ != block.kind;
        paragraph(block.words, {letter_grid::text, new_label ? 5.0 : 0.0, letter_look::small,
                                letter_look::small_leading, Alignment::left});
        if (new_label && first < rows_.size())
            rows_[first].pieces.insert(rows_[first].pieces.begin(), piece(letter_grid::left, label, label_style));
    }

    void keep_from(std::size_t first) {
        for (auto at = first; at < rows_.size(); ++at) rows_[at].keep = true;
    }

    /// When an inset ends, its title is set in the left column beside its rows, and the rows are tied together.
    void enter_inset(const std::string& title) {
        if (title == inset_) return;
        if (!inset_.empty() && inset_start_ < rows_.size()) close_inset();
        inset_ = title;
        inset_start_ = rows_.size();
        previous_ = BlockKind::call;
    }

    void close_inset() {
        const TextStyle style{.face = Face::sans_bold, .size = letter_look::small, .colour = letter_look::accent};
        const auto lines = break_lines(fonts_, {{inset_, style}}, {letter_grid::label_width, Alignment::left});
        rows_[inset_start_].before = 7;
        rows_[inset_start_].rule_above = true;
        for (std::size_t i = 0; i < lines.size() && inset_start_ + i < rows_.size(); ++i) {
            auto& pieces = rows_[inset_start_ + i].pieces;
            pieces.insert(pieces.begin(), piece(letter_grid::left, lines[i].pieces.front().text, style));
        }
        keep_from(inset_start_);
        rows_.back().keep = false;
    }

    const Fonts& fonts_;
    std::vector<Row> rows_;
    BlockKind previous_ = BlockKind::call;
    std::string inset_;
    std::size_t inset_start_ = 0;
};

double height_of(const std::vector<Row>& rows, std::size_t first, std::size_t last) {
    double height = 0;
    for (auto at = first; at <= last; ++at) height += rows[at].height + rows[at].before;
    return height;
}

}  // namespace

std::vector<Row> rows_of(const Fonts& fonts, const std::vector<Block>& blocks) { return RowMaker(fonts).make(blocks); }

namespace {

std::vector<PageRows> fill_pages(std::vector<Row> rows, double first_top) {
    constexpr double page_room = letter_grid::bottom - letter_grid::next_page_top;
    std::vector<PageRows> pages(1);
    double y = first_top;
    for (std::size_t first = 0; first < rows.size();) {
        auto last = first;
        while (rows[last].keep && last + 1 < rows.size()) ++last;
        if (height_of(rows, first, last) > page_room) last = first;  // Too much is tied together: let go.
        if (y + height_of(rows, first, last) > letter_grid::bottom && !pages.back().empty()) {
            pages.emplace_back();
            y = letter_grid::next_page_top;
        }
        for (; first <= last; ++first) {
            const bool at_top = pages.back().empty() && pages.size() > 1;
            y += at_top ? 0 : rows[first].before;
            pages.back().push_back({y, std::move(rows[first])});
            y += pages.back().back().row.height;
        }
    }
    return pages;
}

}  // namespace

std::vector<PageRows> paginate(const std::vector<Row>& rows, double first_top) {
    auto pages = fill_pages(rows, first_top);
    auto tight = rows;
    for (auto& row : tight) row.before *= row.before == signature_room ? 0.85 : 0.7;
    auto fewer = fill_pages(std::move(tight), first_top);
    return fewer.size() < pages.size() ? fewer : pages;
}

}  // namespace templates
