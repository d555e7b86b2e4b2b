#include "templates/sheet.h"

#include <algorithm>

#include "templates/set_blocks.h"

namespace templates {
namespace {

constexpr double ascent = 0.75, descent = 0.22;  ///< Of the type size: the ink of a line.

bool meet(const core::BoxMm& a, const core::BoxMm& b) {
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

core::BoxMm box_of(const RowPiece& piece, double top) {
    const double size = piece.piece.style.size / points_per_mm;
    return {piece.x, top + piece.y - ascent * size, piece.x + piece.piece.width, top + piece.y + descent * size};
}

}  // namespace

void Sheet::draw(const PageRows& rows, std::size_t number, std::size_t count) {
    const auto& page = number == 1 ? master_.first : master_.next;
    doc_.add_page();
    filler_.set_page(static_cast<int>(number), static_cast<int>(count));
    draw_master(page);
    if (page.window) check(page, rows);
    draw_rows(rows);
}

void Sheet::draw_master(const PageMaster& page) {
    doc_.tag(Tag::artefact);
    for (const auto& tint : page.tints)
        doc_.fill_rectangle(tint.box.x0, tint.box.y0, tint.box.width(), tint.box.height(), tint.colour);
    if (page.folds)
        for (const auto y : {99.0, 198.0}) doc_.line(4, y, 9, y, 0.2, grey(0.5));
    for (const auto& frame : page.frames) draw_frame(page, frame);
}

void Sheet::draw_frame(const PageMaster& page, const Frame& frame) {
    BlockSetter setter{doc_, shaper_, charter_, master_};
    setter.set_address(address_);
    const auto blocks = filler_.blocks(frame.content);
    auto flow = setter.set(blocks, {frame.x, frame.width, frame.tag, charter_.style("corps"), false, {}});
    const double height = height_of(flow.rows);
    if (frame.height > 0 && height > frame.height + 0.05)
        refuse(core::Reason::template_invalid, *frame.place.file + ", ligne " + std::to_string(frame.place.line) +
                                                   " : le contenu de l'emplacement fait " +
                                                   std::to_string(static_cast<int>(height + 1)) + " mm de haut pour " +
                                                   std::to_string(static_cast<int>(frame.height)) + " mm de place");
    const bool address =
        std::ranges::any_of(blocks, [](const Block& block) { return block.kind == Block::Kind::address; });
    PageRows rows;
    double y = frame.y;
    for (auto& row : flow.rows) {
        y += rows.empty() ? 0 : row.before;
        rows.push_back({y, std::move(row)});
        y += rows.back().row.height;
    }
    if (page.window && !address) check(page, rows);
    draw_rows(rows);
}

/// Sensitive text never shows through the window, however the sheet slides in its envelope.
void Sheet::check(const PageMaster& page, const PageRows& rows) {
    for (const auto& [top, row] : rows)
        for (const auto& piece : row.pieces)
            if (meet(box_of(piece, top), page.window->exposed))
                refuse(core::Reason::template_invalid,
                       "« " + text_of(piece.piece) +
                           " » se verrait par la fenêtre de l'enveloppe ; rien d'autre "
                           "que l'adresse entre 90 et 209 mm de la gauche, 44 et 94 mm du haut");
}

void Sheet::draw_rows(const PageRows& rows) {
    // Surfaces first: all of them are one artefact, under the text.
    doc_.tag(Tag::artefact);
    for (const auto& [top, row] : rows)
        for (const auto& shape : row.shapes)
            if (shape.picture == nullptr && !shape.code)
                doc_.fill_rectangle(shape.box.x0, top + shape.box.y0, shape.box.width(), shape.box.height(),
                                    shape.colour);
    for (const auto& [top, row] : rows) draw_row(top, row);
}

void Sheet::draw_row(double top, const Row& row) {
    for (const auto& shape : row.shapes) {
        const core::BoxMm box{shape.box.x0, top + shape.box.y0, shape.box.x1, top + shape.box.y1};
        doc_.tag(shape.tag);
        if (shape.picture != nullptr) doc_.picture(*shape.picture, box);
        if (shape.code) draw_code(doc_, *shape.code, box);
    }
    for (const auto& piece : row.pieces) {
        doc_.tag(piece.tag);
        if (piece.piece.glyphs.empty() && piece.tag != Tag::artefact) doc_.attach_tag(piece.tag);
        doc_.piece(piece.x, top + piece.y, piece.piece);
    }
    for (const auto& link : row.links)
        doc_.link({link.box.x0, top + link.box.y0, link.box.x1, top + link.box.y1}, link.address, link.tag);
}

}  // namespace templates
