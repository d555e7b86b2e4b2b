#pragma once

#include <vector>

#include "templates/set_blocks.h"

namespace templates {

/// Rows of one table: column widths, spanning cells, rules, repeated heads.
class TableSetter {
  public:
    TableSetter(BlockSetter& setter, const Block& table, const BlockSetter::Area& area);
    void add();

  private:
    struct Placed {
        const Block* cell = nullptr;
        std::size_t column = 0;
        std::size_t last_row = 0;
        double x = 0, width = 0;  ///< mm, padding taken off.
        double fraction = 0;      ///< mm from the decimal comma to the end; 0 when not aligned on it.
        Tag tag = Tag::artefact;
        Row content;
    };

    void share_widths();
    void measure_fractions(const std::vector<Block>& rows);
    double fraction_of(const Block& cell);
    void set_rows(const std::vector<Block>& rows, bool head);
    std::vector<std::vector<Placed>> placed(const std::vector<Block>& rows, bool head);
    void set_cell(Placed& placed, bool head);
    void draw_rules(Row& row, std::size_t number, std::size_t count, bool head) const;
    double column_x(std::size_t column) const;

    BlockSetter& setter_;
    const Block& table_;
    const BlockSetter::Area& area_;
    const Style& style_;
    Tag tag_;
    std::vector<double> widths_;
    std::vector<double> fractions_;  ///< Widest part behind the comma, by column.
    int head_ = -1;
};

}  // namespace templates
