#include <algorithm>

#include "templates/rows.h"

namespace templates {
namespace {

double height_of(const std::vector<Row>& rows, std::size_t first, std::size_t last) {
    double height = 0;
    for (auto at = first; at <= last; ++at) height += rows[at].height + rows[at].before;
    return height;
}

/// The lowest place at or above `room` where the row can be cut without touching a line.
double cut_of(const Row& row, double room) {
    double cut = room;
    bool moved = true;
    while (moved && cut > 0) {
        moved = false;
        for (const auto& piece : row.pieces) {
            const double size = piece.piece.style.size / points_per_mm;
            if (piece.y - 0.8 * size < cut && piece.y + 0.25 * size > cut) cut = piece.y - 0.8 * size, moved = true;
        }
        for (const auto& shape : row.shapes)
            if ((shape.picture != nullptr || shape.code) && shape.box.y0 < cut && shape.box.y1 > cut)
                cut = shape.box.y0, moved = true;
    }
    return cut;
}

/// Takes what is above the cut out of the row; what remains begins at its top.
Row cut_off(Row& row, double cut) {
    Row upper = row;
    upper.height = cut;
    upper.keep = false;
    std::erase_if(upper.pieces, [&](const RowPiece& piece) { return piece.y > cut; });
    std::erase_if(upper.shapes, [&](const RowShape& shape) { return shape.box.y0 >= cut; });
    std::erase_if(upper.links, [&](const RowLink& link) { return link.box.y0 >= cut; });
    for (auto& shape : upper.shapes) shape.box.y1 = std::min(shape.box.y1, cut);
    std::erase_if(row.pieces, [&](const RowPiece& piece) { return piece.y <= cut; });
    std::erase_if(row.shapes, [&](const RowShape& shape) { return shape.box.y1 <= cut; });
    std::erase_if(row.links, [&](const RowLink& link) { return link.box.y0 < cut; });
    for (auto& piece : row.pieces) piece.y -= cut;
    for (auto& link : row.links) link.box.y0 -= cut, link.box.y1 -= cut;
    for (auto& shape : row.shapes) shape.box.y0 = std::max(0.0, shape.box.y0 - cut), shape.box.y1 -= cut;
    row.height -= cut;
    row.before = 0;
    return upper;
}

/// The head of a table above its next rows is decoration: it was said once.
Row repeated(Row row) {
    for (auto& piece : row.pieces) piece.tag = Tag::artefact;
    for (auto& shape : row.shapes) shape.tag = Tag::artefact;
    row.links.clear();
    return row;
}

class Paginator {
  public:
    Paginator(const Flow& flow, PageRoom first, PageRoom next, double tightness)
        : heads_(flow.heads), rows_(flow.rows), room_(first), next_(next) {
        for (auto& row : rows_)
            if (row.stretches) row.before *= tightness;
        y_ = room_.top;
    }

    std::vector<PageRows> run() {
        for (std::size_t first = 0; first < rows_.size();) {
            auto last = first;
            while (rows_[last].keep && last + 1 < rows_.size() && !rows_[last + 1].page_break) ++last;
            const double page = next_.bottom - next_.top - height_of_head(rows_[first].head);
            if (height_of(rows_, first, last) - rows_[first].before > page) last = first;  // Too much is tied together.
            if (rows_[first].page_break && !pages_.back().empty()) turn(rows_[first].head);
            const bool fits = y_ + height_of(rows_, first, last) <= room_.bottom + 0.001;
            if (!fits && !pages_.back().empty()) turn(rows_[first].head);
            for (; first <= last; ++first) put(rows_[first]);
        }
        return std::move(pages_);
    }

  private:
    double height_of_head(int head) const {
        return head < 0 ? 0 : templates::height_of(heads_.at(static_cast<std::size_t>(head)));
    }

    void turn(int head) {
        pages_.emplace_back();
        room_ = next_;
        y_ = room_.top;
        if (head < 0) return;
        for (const auto& row : heads_.at(static_cast<std::size_t>(head))) {
            y_ += row.before;
            pages_.back().push_back({y_, repeated(row)});
            y_ += row.height;
        }
    }

    void put(Row& row) {
        while (row.height > room_.bottom - y_ + 0.001) {  // Taller than what a page holds.
            const double cut = cut_of(row, room_.bottom - y_);
            if (cut <= 0 || cut >= row.height) {
                if (pages_.back().empty() || pages_.back().size() == head_rows(row.head)) break;  // It cannot be cut.
                turn(row.head);
                continue;
            }
            auto upper = cut_off(row, cut);
            pages_.back().push_back({y_, std::move(upper)});
            turn(row.head);
        }
        const bool at_top = pages_.size() > 1 && pages_.back().size() <= head_rows(row.head);
        y_ += at_top ? 0 : row.before;
        pages_.back().push_back({y_, std::move(row)});
        y_ += pages_.back().back().row.height;
    }

    std::size_t head_rows(int head) const { return head < 0 ? 0 : heads_.at(static_cast<std::size_t>(head)).size(); }

    const std::vector<std::vector<Row>>& heads_;
    std::vector<Row> rows_;
    PageRoom room_, next_;
    double y_ = 0;
    std::vector<PageRows> pages_{1};
};

}  // namespace

double height_of(const std::vector<Row>& rows) {
    double height = 0;
    for (const auto& row : rows) height += row.before + row.height;
    return height;
}

Row stacked(std::vector<Row> rows) {
    Row whole;
    double y = 0;
    for (auto& row : rows) {
        y += row.before;
        for (auto& piece : row.pieces) piece.y += y, whole.pieces.push_back(std::move(piece));
        for (auto& shape : row.shapes) shape.box.y0 += y, shape.box.y1 += y, whole.shapes.push_back(std::move(shape));
        for (auto& link : row.links) link.box.y0 += y, link.box.y1 += y, whole.links.push_back(std::move(link));
        y += row.height;
    }
    whole.height = y;
    return whole;
}

std::vector<PageRows> paginate(const Flow& flow, PageRoom first, PageRoom next) {
    auto pages = Paginator{flow, first, next, 1}.run();
    if (pages.size() == 1) return pages;
    auto fewer = Paginator{flow, first, next, 0.7}.run();
    return fewer.size() < pages.size() ? fewer : pages;
}

}  // namespace templates
