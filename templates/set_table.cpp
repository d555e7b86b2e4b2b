#include "templates/set_table.h"

#include <algorithm>

namespace templates {
namespace {

constexpr double side_padding = 1.6, top_padding = 0.9;
constexpr double thin = 0.15, strong = 0.3;
constexpr Colour rule_colour = grey(0.6);

bool is_comma(char32_t code) { return code == U',' || code == U'.'; }

}  // namespace

TableSetter::TableSetter(BlockSetter& setter, const Block& table, const BlockSetter::Area& area)
    : setter_(setter),
      table_(table),
      area_(area),
      style_(*table.node->style),
      tag_(setter.child_tag(TagType::table, area.parent)),
      fractions_(table.node->table_columns.size()) {}

void TableSetter::add() {
    share_widths();
    std::vector<Block> head, body;
    for (const auto& child : table_.children)
        if (child.kind == Block::Kind::table_head)
            head = child.children;
        else
            body.push_back(child);
    measure_fractions(body);
    setter_.pending_ = std::max(setter_.pending_, style_.before);
    if (!head.empty()) {
        const auto first = setter_.flow_.rows.size();
        set_rows(head, true);
        auto& rows = setter_.flow_.rows;
        for (auto at = first; at < rows.size(); ++at) rows[at].keep = true;
        head_ = static_cast<int>(setter_.flow_.heads.size());
        setter_.flow_.heads.emplace_back(rows.begin() + static_cast<std::ptrdiff_t>(first), rows.end());
        setter_.flow_.heads.back().front().before = 0;
    }
    set_rows(body, false);
    setter_.pending_ = std::max(style_.after, area_.style != nullptr ? area_.style->after : 0.0);
}

void TableSetter::share_widths() {
    double taken = 0;
    int open = 0;
    for (const auto& column : table_.node->table_columns) {
        taken += column.width;
        open += column.width == 0 ? 1 : 0;
    }
    const double share = open > 0 ? std::max(8.0, (area_.width - taken) / open) : 0;
    for (const auto& column : table_.node->table_columns) widths_.push_back(column.width > 0 ? column.width : share);
}

double TableSetter::column_x(std::size_t column) const {
    double x = area_.x;
    for (std::size_t i = 0; i < column && i < widths_.size(); ++i) x += widths_[i];
    return x;
}

/// From the comma on: what hangs at the right of the column's axis.
double TableSetter::fraction_of(const Block& cell) {
    const auto& text = cell.phrase.text.text;
    const auto comma = std::find_if(text.begin(), text.end(), is_comma);
    const auto digit = std::find_if(text.begin(), text.end(), [](char32_t c) { return c < U'0' || c > U'9'; });
    const auto from = comma != text.end() ? comma : digit;
    return set_line(setter_.shaper_, std::u32string_view{from, text.end()}, style_.text()).width;
}

void TableSetter::measure_fractions(const std::vector<Block>& rows) {
    for (const auto& row : rows) {
        std::size_t column = 0;
        for (const auto& cell : row.children) {
            const bool decimal = column < widths_.size() && table_.node->table_columns[column].decimal;
            if (decimal && cell.node->columns == 1)
                fractions_[column] = std::max(fractions_[column], fraction_of(cell));
            column += static_cast<std::size_t>(cell.node->columns);
        }
    }
}

/// Gives each cell its column, cells that reach down from above counted.
std::vector<std::vector<TableSetter::Placed>> TableSetter::placed(const std::vector<Block>& rows, bool head) {
    std::vector<std::vector<Placed>> out;
    std::vector<std::size_t> free_at(widths_.size(), 0);  // The row from which a column is free again.
    for (std::size_t number = 0; number < rows.size(); ++number) {
        auto& line = out.emplace_back();
        std::size_t column = 0;
        const auto row_tag = setter_.child_tag(TagType::table_row, tag_);
        for (const auto& cell : rows[number].children) {
            while (column < widths_.size() && free_at[column] > number) ++column;
            if (column >= widths_.size()) break;  // More cells than columns: refused when the template is checked.
            const auto& node = *cell.node;
            const auto end = std::min(column + static_cast<std::size_t>(node.columns), widths_.size());
            const auto down = std::min(static_cast<std::size_t>(node.rows), rows.size() - number);
            const double left = column_x(column), right = column_x(end);
            const bool inner = style_.rules == Style::Rules::grid;
            Placed cell_of{.cell = &cell, .column = column, .last_row = number + down - 1};
            cell_of.x = left + (inner || column > 0 ? side_padding : 0);
            cell_of.width = right - (inner || end < widths_.size() ? side_padding : 0) - cell_of.x;
            cell_of.tag = setter_.child_tag(head || node.flag ? TagType::header_cell : TagType::cell, row_tag,
                                            {.columns = static_cast<int>(end - column),
                                             .rows = static_cast<int>(down),
                                             .heads_row = !head && node.flag});
            if (!head && table_.node->table_columns[column].decimal && end == column + 1 && !node.alignment)
                cell_of.fraction = fraction_of(cell);
            set_cell(cell_of, head);
            for (auto at = column; at < end; ++at) free_at[at] = number + down;
            column = end;
            line.push_back(std::move(cell_of));
        }
    }
    return out;
}

void TableSetter::set_cell(Placed& placed, bool head) {
    const auto& cell = *placed.cell;
    const auto& column = table_.node->table_columns[placed.column];
    const auto alignment = cell.node->alignment.value_or(column.alignment);
    if (cell.node->with_next) {  // It holds blocks.
        placed.content = stacked(
            setter_.sub_flow(cell.children, {placed.x, placed.width, placed.tag, cell.node->style, false, alignment})
                .rows);
        return;
    }
    auto style = head ? *table_.node->head_style : *cell.node->style;
    if (cell.node->flag) style.bold = true;
    double width = placed.width;
    if (!head && column.decimal && placed.fraction >= 0 && !cell.node->alignment)
        width -= fractions_[placed.column] - placed.fraction;
    placed.content =
        stacked(setter_.lines_of({cell.phrase, style, placed.tag, alignment}, placed.x, std::max(width, 5.0)));
}

void TableSetter::draw_rules(Row& row, std::size_t number, std::size_t count, bool head) const {
    if (style_.rules == Style::Rules::none) return;
    const double left = area_.x, right = column_x(widths_.size());
    const bool last_of_head = head && number + 1 == count;
    const double width = last_of_head ? strong : thin;
    row.shapes.push_back({{left, row.height - width / 2, right, row.height + width / 2},
                          last_of_head ? grey(0.25) : rule_colour,
                          nullptr,
                          {}});
    if (style_.rules != Style::Rules::grid) return;
    if (number == 0) row.shapes.push_back({{left, -thin / 2, right, thin / 2}, rule_colour, nullptr, {}});
    for (std::size_t column = 0; column <= widths_.size(); ++column) {
        const double x = column_x(column);
        row.shapes.push_back({{x - thin / 2, 0, x + thin / 2, row.height}, rule_colour, nullptr, {}});
    }
}

void TableSetter::set_rows(const std::vector<Block>& rows, bool head) {
    auto lines = placed(rows, head);
    std::vector<double> heights(rows.size(), (head ? table_.node->head_style : &style_)->leading + 2 * top_padding);
    for (std::size_t pass = 0; pass < 2; ++pass)  // Cells of one row first, then those that span.
        for (std::size_t number = 0; number < lines.size(); ++number)
            for (const auto& cell : lines[number]) {
                if ((cell.last_row == number) != (pass == 0)) continue;
                double has = 0;
                for (auto at = number; at < cell.last_row; ++at) has += heights[at];
                heights[cell.last_row] = std::max(heights[cell.last_row], cell.content.height + 2 * top_padding - has);
            }
    std::size_t tied_to = 0;
    for (std::size_t number = 0; number < lines.size(); ++number) {
        Row row{.height = heights[number], .head = head ? -1 : head_};
        draw_rules(row, number, lines.size(), head);
        for (auto& cell : lines[number]) {
            if (cell.content.pieces.empty()) row.pieces.push_back({.x = cell.x, .tag = cell.tag});
            tied_to = std::max(tied_to, cell.last_row);
            for (auto& piece : cell.content.pieces) piece.y += top_padding, row.pieces.push_back(std::move(piece));
            for (auto& link : cell.content.links) {
                link.box.y0 += top_padding, link.box.y1 += top_padding;
                row.links.push_back(std::move(link));
            }
            for (auto& shape : cell.content.shapes) {
                shape.box.y0 += top_padding, shape.box.y1 += top_padding;
                row.shapes.push_back(std::move(shape));
            }
        }
        row.keep = number < tied_to || (!head && number == 0 && lines.size() > 2) ||
                   (!head && number + 2 == lines.size() && lines.size() > 2);
        row.stretches = false;
        setter_.add_row(std::move(row), 0);
    }
}

}  // namespace templates
