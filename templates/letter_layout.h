#pragma once

#include <string>
#include <vector>

#include "core/fields.h"
#include "core/outcome.h"
#include "templates/letter_text.h"
#include "templates/text.h"

namespace templates {

// The grid of a letter, in mm on A4. Labels stand in the left column, text beside them; the address, the place and date
// and the signature share one axis. Nothing but the address may show through the window (x 90 to 200, y 44 to 94).
namespace letter_grid {
inline constexpr double left = 20, text = 48, right = 190, axis = 110;
inline constexpr double label_width = 25, first_baseline = 97.8, subject_baseline = 107;
inline constexpr double next_page_top = 28, bottom = 271;
inline constexpr double window_top = 59, window_bottom = 79, window_width = 80;  ///< Seen through DL and C6/5 alike.
}  // namespace letter_grid

namespace letter_look {
inline constexpr Colour accent{0.09, 0.22, 0.40};
inline constexpr Colour muted = grey(0.36);
inline constexpr double body = 10, body_leading = 4.85, small = 8.2, small_leading = 3.75;
}  // namespace letter_look

/// One line as it will stand on a page; pieces have their x on the page.
struct Row {
    double before = 0;  ///< Space above, dropped at the top of a page.
    double height = 0;
    std::vector<LinePiece> pieces;
    bool keep = false;  ///< Never parted from the next row.
    bool bar = false;   ///< Rule at its left: the statement of a decision.
    bool rule_above = false;

    double baseline() const { return height * 0.74; }
};

struct PlacedRow {
    double top = 0;
    Row row;
};
using PageRows = std::vector<PlacedRow>;

/// Blocks to rows: fonts, sizes, justification.
std::vector<Row> rows_of(const Fonts& fonts, const std::vector<Block>& blocks);

/// Rows to pages: at least two lines of a paragraph on either side of a break, headings with what follows, the
/// signature with at least two lines, insets whole. Spaces are tightened when that saves a page.
std::vector<PageRows> paginate(const std::vector<Row>& rows, double first_top);

/// The address of the recipient, set to show whole through the window: at most six lines of NF Z 10-011, at most 80 mm
/// wide. Reason::address_overflow names the line; without postal address, the e-mail address (field_missing when none).
struct AddressLine {
    double baseline = 0;
    std::string text;
    TextStyle style;
};
core::Outcome<std::vector<AddressLine>> address_lines(const Fonts& fonts, const core::Fields& data);

}  // namespace templates
