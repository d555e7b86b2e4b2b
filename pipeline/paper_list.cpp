#include "pipeline/paper_list.h"

#include <algorithm>
#include <stdexcept>

#include "templates/haru.h"
#include "templates/utf8.h"

namespace pipeline {
namespace {

using templates::Face;
using templates::TextStyle;

constexpr double left = 15, right = 195, head_line = 46, first_line = 53, last_line = 262, line_height = 9, gap = 2;
const TextStyle ordinary{.size = 9}, strong{.face = Face::sans_bold, .size = 9},
    small{.size = 7.5, .colour = templates::grey(0.3)};

/// One list being drawn.
class Sheet {
  public:
    Sheet(const PaperList& list, const templates::Fonts& fonts)
        : list_(list),
          fonts_(fonts),
          document_(fonts, {.title = list.title, .author = list.office, .date = list.date}) {}

    std::string draw() {
        begin_page();
        for (const auto& row : list_.rows) draw_row(row);
        draw_end();
        for (int page = 1; page <= document_.page_count(); ++page) {
            document_.go_to(page);
            document_.text_right(right, 285, std::to_string(page) + "/" + std::to_string(document_.page_count()),
                                 ordinary);
        }
        auto bytes = document_.bytes();
        if (!bytes) throw std::logic_error("list: " + bytes.refusal().detail);
        return *std::move(bytes);
    }

  private:
    std::string fitting(const std::string& utf8, const TextStyle& style, double width) const {
        auto text = templates::decode_utf8(utf8);
        std::replace_if(
            text.begin(), text.end(), [&](char32_t c) { return !fonts_.face(style.face).has(c); }, U'?');
        if (document_.text_width(templates::encode_utf8(text), style) <= width) return templates::encode_utf8(text);
        while (!text.empty() && document_.text_width(templates::encode_utf8(text + U'…'), style) > width)
            text.pop_back();
        return templates::encode_utf8(text + U'…');
    }

    void write(const PaperColumn& column, double y, const std::string& text, const TextStyle& style) {
        const auto fitted = fitting(text, style, column.right - column.left);
        if (column.at_right)
            document_.text_right(column.right, y, fitted, style);
        else
            document_.text(column.left, y, fitted, style);
    }

    void write_line(double y, const std::string& text, const TextStyle& style) {
        document_.text(left, y, fitting(text, style, right - left), style);
    }

    void begin_page() {
        document_.add_page();
        write_line(20, list_.office, ordinary);
        write_line(30, list_.title, {.face = Face::sans_bold, .size = 14});
        write_line(37, list_.subtitle, ordinary);
        for (const auto& column : list_.columns) write(column, head_line, column.label, strong);
        document_.line(left, head_line + gap, right, head_line + gap, 0.4);
        y_ = first_line;
    }

    void draw_row(const std::vector<PaperCell>& row) {
        if (y_ > last_line) begin_page();
        for (std::size_t i = 0; i < row.size(); ++i) {
            write(list_.columns.at(i), y_, row[i].text, ordinary);
            if (!row[i].below.empty()) write(list_.columns.at(i), y_ + 3.5, row[i].below, small);
        }
        document_.line(left, y_ + 5, right, y_ + 5, 0.1, templates::grey(0.6));
        y_ += line_height;
    }

    void draw_end() {
        const auto height = 5.0 * static_cast<double>(list_.totals.size()) + 19;
        if (y_ + height > last_line) begin_page();
        for (const auto& total : list_.totals) write_line(y_ += 5, total, strong);
        y_ += 15;
        for (std::size_t i = 0; i < list_.closing.size(); ++i)
            document_.text(left + static_cast<double>(i) * 99, y_, list_.closing[i], ordinary);
    }

    const PaperList& list_;
    const templates::Fonts& fonts_;
    templates::HaruDoc document_;
    double y_ = 0;
};

}  // namespace

std::string paper_list_pdf(const PaperList& list, const templates::Fonts& fonts) { return Sheet{list, fonts}.draw(); }

}  // namespace pipeline
