#pragma once

#include <string>
#include <vector>

#include "core/date.h"
#include "templates/fonts.h"

namespace pipeline {

/// A column of a printed list; lengths in mm.
struct PaperColumn {
    std::string label;
    double left = 15;
    double right = 195;
    bool at_right = false;  ///< Numbers: set against the right edge.
};

/// A cell: a line, and a smaller one below it.
struct PaperCell {
    std::string text;
    std::string below;
};

/// A list for the office: A4 upright, head on every page, rows, closing lines, page numbers.
struct PaperList {
    std::string office;  ///< Head line.
    std::string title;
    std::string subtitle;
    core::Date date{};
    std::vector<PaperColumn> columns;
    std::vector<std::vector<PaperCell>> rows;  ///< One cell a column.
    std::vector<std::string> totals;           ///< Below the rows, strong.
    std::vector<std::string> closing;          ///< Last, with room to write: date, visa; side by side.
};

/// Pure: the same list gives the same bytes. What does not fit its column is cut with an ellipsis; a character the face
/// lacks becomes a question mark, not the end of the list.
std::string paper_list_pdf(const PaperList& list, const templates::Fonts& fonts);

}  // namespace pipeline
