#include "pipeline/csv.h"

#include <csv.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "core/utf8.h"

namespace pipeline {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// A spreadsheet runs a field that starts like a formula; an apostrophe makes it a text.
std::string harmless(std::string field) {
    if (!field.empty() && std::string_view{"=+-@\t\r"}.find(field.front()) != std::string_view::npos)
        field.insert(0, 1, '\'');
    return field;
}

std::string quoted(const std::string& field) {
    std::string text(2 * field.size() + 2, '\0');
    text.resize(csv_write(text.data(), text.size(), field.data(), field.size()));
    return text;
}

char separator_of(std::string_view text) {
    const auto first = text.substr(0, text.find('\n'));
    char best = ';';
    for (const char candidate : {',', '\t'})
        if (std::count(first.begin(), first.end(), candidate) > std::count(first.begin(), first.end(), best))
            best = candidate;
    return best;
}

/// What libcsv calls back with: it only takes notes (C frames).
struct Collector {
    std::vector<CsvRow> rows;
    CsvRow row;
    int line = 1;  ///< Of the bytes given to libcsv so far.
};

class Parser {
  public:
    explicit Parser(char separator) {
        if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) throw std::bad_alloc{};
        csv_set_delim(&parser_, static_cast<unsigned char>(separator));
    }
    ~Parser() { csv_free(&parser_); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    /// False when the text is not CSV.
    bool feed(std::string_view text, Collector& rows) {
        return csv_parse(&parser_, text.data(), text.size(), on_field, on_row, &rows) == text.size();
    }
    bool finish(Collector& rows) { return csv_fini(&parser_, on_field, on_row, &rows) == 0; }

  private:
    static void on_field(void* text, std::size_t size, void* rows) noexcept {
        auto& fields = static_cast<Collector*>(rows)->row.fields;
        fields.emplace_back(static_cast<const char*>(text), size);
    }
    static void on_row(int, void* rows) noexcept {
        auto& all = *static_cast<Collector*>(rows);
        all.rows.push_back(std::move(all.row));
        all.row = {};
    }

    csv_parser parser_{};
};

bool is_empty(const CsvRow& row) {
    return std::all_of(row.fields.begin(), row.fields.end(), [](const std::string& field) { return field.empty(); });
}

core::Refusal at_line(int line, const std::string& what) {
    return {core::Reason::data_invalid, "ligne " + std::to_string(line) + " : " + what};
}

/// Line by line, so that each row knows where it begins.
core::Outcome<std::vector<CsvRow>> rows_of(const std::string& text) {
    Parser parser{separator_of(text)};
    Collector collector;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size() - 1) + 1;
        if (collector.row.line == 0) collector.row.line = collector.line;
        if (!parser.feed(std::string_view{text}.substr(start, end - start), collector))
            return at_line(collector.line, "guillemet mal placé");
        if (collector.row.line == 0) collector.row.line = collector.line + 1;
        ++collector.line;
        start = end;
    }
    if (!parser.finish(collector)) return at_line(collector.row.line, "guillemet jamais refermé");
    return std::move(collector.rows);
}

}  // namespace

CsvWriter::CsvWriter(const std::vector<std::string>& header) : text_{byte_order_mark} { add(header); }

void CsvWriter::add(const std::vector<std::string>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) text_ += (i == 0 ? "" : ";") + quoted(harmless(fields[i]));
    text_ += "\r\n";
}

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
    const auto found = std::find(header.begin(), header.end(), name);
    if (found == header.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
}

core::Outcome<CsvTable> parse_csv(std::string_view bytes) {
    if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
    auto rows = rows_of(core::utf8_or_latin1(bytes));
    if (!rows) return rows.refusal();
    std::erase_if(*rows, is_empty);
    if (rows->empty()) return at_line(1, "fichier vide, ligne d'en-tête attendue");

    CsvTable table{.header = std::move(rows->front().fields)};
    rows->erase(rows->begin());
    for (const auto& row : *rows)
        if (row.fields.size() != table.header.size())
            return at_line(row.line, std::to_string(table.header.size()) + " colonnes attendues, " +
                                         std::to_string(row.fields.size()) + " trouvées");
    table.rows = *std::move(rows);
    return table;
}

}  // namespace pipeline
