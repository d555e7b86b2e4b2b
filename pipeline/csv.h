#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"

/// Files for and from a spreadsheet (RFC 4180 in its French dress), by libcsv.
namespace pipeline {

/// UTF-8 with its mark, semicolons, every field quoted, CR LF; a field that starts like a formula gets an apostrophe.
class CsvWriter {
  public:
    explicit CsvWriter(const std::vector<std::string>& header);
    void add(const std::vector<std::string>& fields);
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

struct CsvRow {
    int line = 0;  ///< In the file, from 1; where the row begins.
    std::vector<std::string> fields;
    bool operator==(const CsvRow&) const = default;
};

struct CsvTable {
    std::vector<std::string> header;
    std::vector<CsvRow> rows;  ///< As many fields each as the header; empty rows are dropped.

    /// The place of a column; nothing when the header has none of this name.
    std::optional<std::size_t> column(std::string_view name) const;
    bool operator==(const CsvTable&) const = default;
};

/// Separator: semicolon, comma or tab, whichever the first line holds most. UTF-8 with or without mark, else read as
/// ISO 8859-1. data_invalid names the line: a quote left open, a row with another number of fields.
core::Outcome<CsvTable> parse_csv(std::string_view bytes);

}  // namespace pipeline
