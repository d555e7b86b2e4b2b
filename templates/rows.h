#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/geometry.h"
#include "templates/haru.h"
#include "templates/qr.h"

namespace templates {

struct RowPiece {
    double x = 0, y = 0;  ///< mm: from the left edge of the sheet; the baseline, from the top of the row.
    TextPiece piece;
    Tag tag = Tag::artefact;
};

/// A rule, a surface, a picture or a code; y from the top of the row.
struct RowShape {
    core::BoxMm box;
    Colour colour{};
    const Picture* picture = nullptr;
    std::shared_ptr<const MatrixCode> code;
    Tag tag = Tag::artefact;
};

struct RowLink {
    core::BoxMm box;
    std::string address;
    Tag tag = Tag::artefact;
};

/// What stays together in height: a line, or a row of a table, or columns side by side.
struct Row {
    double before = 0;  ///< mm above, dropped at the top of a page.
    double height = 0;
    std::vector<RowPiece> pieces;  ///< In reading order; one without glyphs keeps the place of an empty cell.
    std::vector<RowShape> shapes;  ///< Drawn first.
    std::vector<RowLink> links;
    bool keep = false;        ///< Never parted from the next row.
    bool page_break = false;  ///< Begins a page.
    bool stretches = true;    ///< `before` may shrink a little when that saves a page.
    int head = -1;            ///< Number of the table head that is repeated above it at the top of a page.
};

/// Rows one below the other, and the heads of the tables among them.
struct Flow {
    std::vector<Row> rows;
    std::vector<std::vector<Row>> heads;
};

/// One below the other as a single row.
Row stacked(std::vector<Row> rows);
double height_of(const std::vector<Row>& rows);

struct PlacedRow {
    double top = 0;  ///< mm from the top of the sheet.
    Row row;
};
using PageRows = std::vector<PlacedRow>;

/// Where text may stand on a page, mm from its top.
struct PageRoom {
    double top = 0, bottom = 0;
};

/// Rows to pages: what is kept together stays together, table heads are repeated, a row taller than a page is cut
/// between its lines. Spaces are tightened by up to 30 % when that saves a page.
std::vector<PageRows> paginate(const Flow& flow, PageRoom first, PageRoom next);

}  // namespace templates
