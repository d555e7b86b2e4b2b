#include "templates/set_blocks.h"

#include <algorithm>

#include "templates/set_table.h"
#include "templates/utf8.h"

namespace templates {
namespace {

constexpr double baseline_at = 0.74;  ///< Of the leading, from the top of a line.
constexpr double raised_size = 0.66, raised_by = 0.34;
constexpr double bar_width = 0.9, background_margin = 1.5;
constexpr double signature_company = 2;  ///< Lines that stay with the signature.

}  // namespace

Tag BlockSetter::child_tag(TagType type, Tag parent, TagFacts facts) {
    return parent == Tag::artefact ? Tag::artefact : doc_.add_tag(type, parent, std::move(facts));
}

std::vector<TextRun> BlockSetter::runs_of(const Phrase& phrase, const Style& style) const {
    std::vector<TextRun> runs;
    const auto& typed = phrase.text;
    for (std::size_t at = 0; at < typed.text.size();) {
        auto end = at + 1;
        while (end < typed.text.size() && typed.format[end] == typed.format[at] &&
               typed.raised[end] == typed.raised[at])
            ++end;
        const auto& format = phrase.formats[typed.format[at]];
        TextRun run{.text = typed.text.substr(at, end - at),
                    .style = style.text(style.bold || format.bold, style.italic || format.italic),
                    .mark = format.link + 1};
        run.style.underline = format.underline || format.link >= 0;
        if (typed.raised[at]) {
            run.style.rise = raised_by * style.size / points_per_mm;
            run.style.size = style.size * raised_size;
        }
        runs.push_back(std::move(run));
        at = end;
    }
    return runs;
}

void BlockSetter::add_links(Row& row, const Words& words, double x, const TextLine& line) {
    std::vector<std::pair<int, Tag>> known;
    for (const auto& piece : line.pieces) {
        auto tag = words.tag;
        if (piece.mark > 0 && tag != Tag::artefact) {
            const auto& address = words.phrase.links.at(static_cast<std::size_t>(piece.mark - 1));
            tag = doc_.add_tag(TagType::link, words.tag, {.alt = address});
            row.links.push_back({{x + piece.x, row.height * 0.1, x + piece.x + piece.width, row.height}, address, tag});
        }
        row.pieces.push_back({x + piece.x, row.height * baseline_at, piece, tag});
    }
}

/// Lines of a paragraph; its first and last two stay together (no widow, no orphan).
BlockSetter::Rows BlockSetter::lines_of(const Words& words, double x, double width) {
    const auto& style = words.style;
    const auto lines = break_lines(shaper_, runs_of(words.phrase, style),
                                   {.width = width - style.indent,
                                    .alignment = words.alignment.value_or(style.alignment),
                                    .hyphenate = style.hyphenate,
                                    .first_indent = style.first_indent});
    Rows rows;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        Row row{.height = style.leading};
        const double above = i == 0 ? 0 : 0.01;  // Surfaces of two lines meet.
        if (style.background)
            row.shapes.push_back({{x - background_margin, -above, x + width + background_margin, row.height},
                                  *style.background,
                                  nullptr,
                                  {}});
        if (style.bar) row.shapes.push_back({{x, -above, x + bar_width, row.height}, *style.bar, nullptr, {}});
        add_links(row, words, x + style.indent, lines[i]);
        row.keep = (lines.size() > 1 && (i == 0 || i + 2 == lines.size())) ||
                   (style.together && i + 1 < lines.size()) || style.with_next;
        rows.push_back(std::move(row));
    }
    return rows;
}

void BlockSetter::add_row(Row row, double before) {
    row.before = std::max(pending_, before) + std::exchange(extra_, 0);
    row.page_break = std::exchange(break_, false);
    pending_ = 0;
    flow_.rows.push_back(std::move(row));
}

void BlockSetter::add_rows(Rows rows, double before, double after) {
    bool first = true;
    for (auto& row : rows) {
        const double within = row.before;
        if (first)
            add_row(std::move(row), std::max(before, within));
        else
            add_row(std::move(row), within);
        first = false;
    }
    pending_ = std::max(pending_, after);
}

/// The last rows stay with what comes next.
void BlockSetter::keep_last(std::size_t rows) {
    for (std::size_t back = 1; back <= rows && back <= flow_.rows.size(); ++back)
        flow_.rows[flow_.rows.size() - back].keep = true;
}

/// In the margin beside the first line, said before it.
void BlockSetter::add_label(Rows& rows, const std::string& label, const Style& style, Tag tag) {
    if (rows.empty()) return;
    TypedText typed;
    typed.add(decode_utf8(french(label)), 0);
    const auto lines = break_lines(shaper_, {{typed.text, style.text()}},
                                   {.width = master_.label_width, .alignment = Alignment::left});
    const double baseline = rows.front().height * baseline_at;
    std::vector<RowPiece> pieces;
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (const auto& piece : lines[i].pieces) {
            pieces.push_back(
                {master_.label_left + piece.x, baseline + static_cast<double>(i) * style.leading, piece, tag});
            if (i + 1 == lines.size()) pieces.back().piece.glyphs.push_back({u' ', 0});
        }
    auto& first = rows.front().pieces;
    first.insert(first.begin(), std::make_move_iterator(pieces.begin()), std::make_move_iterator(pieces.end()));
    const double wanted = static_cast<double>(lines.size()) * style.leading;
    if (const double has = height_of(rows); has < wanted) rows.back().height += wanted - has;
}

Flow BlockSetter::set(const std::vector<Block>& blocks, const Area& area) {
    for (const auto& block : blocks) add(block, area);
    return std::move(flow_);
}

Flow BlockSetter::sub_flow(const std::vector<Block>& blocks, const Area& area) {
    BlockSetter inner{doc_, shaper_, charter_, master_};
    inner.address_ = address_;
    auto flow = inner.set(blocks, area);
    if (!flow.rows.empty()) flow.rows.back().height += inner.extra_;
    for (auto& row : flow.rows) row.head = -1;  // A table inside something is not continued on another page.
    return flow;
}

void BlockSetter::add(const Block& block, const Area& area) {
    switch (block.kind) {
        case Block::Kind::paragraph:
        case Block::Kind::heading:
            return add_text(block, area);
        case Block::Kind::list:
            return add_list(block, area);
        case Block::Kind::table:
            return TableSetter{*this, block, area}.add();
        case Block::Kind::reference:
            return add_reference(block, area);
        case Block::Kind::picture:
        case Block::Kind::code:
            return add_picture(block, area);
        case Block::Kind::rule: {
            Row row{.height = 0};
            row.shapes.push_back({{area.x, 0, area.x + area.width, block.node->height},
                                  block.node->colour.value_or(grey(0.55)),
                                  nullptr,
                                  {}});
            add_row(std::move(row), 1.5);
            pending_ = 1.5;
            return;
        }
        case Block::Kind::space:
            extra_ += block.node->height;
            return;
        case Block::Kind::page_break:
            break_ = true;
            return;
        case Block::Kind::columns:
            return add_columns(block, area);
        case Block::Kind::group:
        case Block::Kind::signature:
            return add_group(block, area);
        case Block::Kind::inset:
            return add_inset(block, area);
        case Block::Kind::address:
            return add_address(area);
        case Block::Kind::item:
        case Block::Kind::table_head:
        case Block::Kind::row:
        case Block::Kind::cell:
        case Block::Kind::column:
            break;
    }
    throw std::logic_error("a block out of its place");
}

void BlockSetter::add_text(const Block& block, const Area& area) {
    static constexpr std::array headings{TagType::heading2, TagType::heading3, TagType::heading3};
    const bool heading = block.kind == Block::Kind::heading;
    const auto& style = *block.node->style;
    const auto tag = child_tag(
        heading ? headings.at(static_cast<std::size_t>(block.node->level - 1)) : TagType::paragraph, area.parent);
    auto rows = lines_of({block.phrase, style, tag, area.alignment}, area.x, area.width);
    if (heading)
        for (auto& row : rows) row.keep = true;
    if (!block.node->label.empty() && area.labels && master_.label_width > 0)
        add_label(rows, block.node->label, *charter_.style("marge"), tag);
    add_rows(std::move(rows), &style == area.style ? 0 : style.before,
             style.after);  // That of the container is counted.
}

void BlockSetter::set_object(const Phrase& phrase, const Style& style, const Area& area) {
    const auto tag = child_tag(TagType::heading1, area.parent);
    auto rows = lines_of({phrase, style, tag, {}}, area.x, area.width);
    if (master_.label_width > 0) add_label(rows, "Objet", *charter_.style("marge"), tag);
    for (auto& row : rows) row.keep = true;
    add_rows(std::move(rows), style.before, style.after);
}

void BlockSetter::add_list(const Block& block, const Area& area) {
    const auto& style = *block.node->style;
    const auto tag = child_tag(TagType::list, area.parent, {.numbered = block.node->flag});
    keep_last(1);  // The list with its lead-in.
    int number = 0;
    for (const auto& item : block.children) add_item(item, block, ++number, area, tag);
    pending_ = std::max({pending_, style.after, area.style != nullptr ? area.style->after : 0.0});
}

void BlockSetter::add_item(const Block& item, const Block& list, int number, const Area& area, Tag parent) {
    auto style = *list.node->style;
    const double indent = std::exchange(style.indent, 0);
    const auto item_tag = child_tag(TagType::item, parent);
    const auto label_tag = child_tag(TagType::label, item_tag), body_tag = child_tag(TagType::item_body, item_tag);
    auto label = set_line(
        shaper_, list.node->flag ? decode_utf8(std::to_string(number) + ".") : decode_utf8(style.bullet), style.text());
    const double label_x = list.node->flag ? area.x + std::max(0.0, indent - 1.6 - label.width) : area.x;
    label.glyphs.push_back({u' ', 0});
    Rows rows;
    if (item.children.empty()) {
        rows = lines_of({item.phrase, style, body_tag, area.alignment}, area.x + indent, area.width - indent);
    } else {
        rows =
            sub_flow(item.children, {area.x + indent, area.width - indent, body_tag, list.node->style, false, {}}).rows;
    }
    if (rows.empty()) return;
    rows.front().pieces.insert(rows.front().pieces.begin(),
                               {label_x, rows.front().height * baseline_at, std::move(label), label_tag});
    add_rows(std::move(rows), style.before, style.after);
}

void BlockSetter::add_reference(const Block& block, const Area& area) {
    const auto& style = *block.node->style;
    const auto& small = *charter_.style("reference-libelle");
    const auto tag = child_tag(TagType::paragraph, area.parent);
    Row label{.height = small.leading, .keep = true};
    auto piece = set_line(shaper_, decode_utf8(french(block.node->label)), small.text());
    piece.glyphs.push_back({u' ', 0});
    label.pieces.push_back({area.x, small.leading * baseline_at, std::move(piece), tag});
    add_row(std::move(label), style.before);
    add_rows(lines_of({block.phrase, style, tag, area.alignment}, area.x, area.width), 0, style.after);
}

void BlockSetter::add_picture(const Block& block, const Area& area) {
    const auto& node = *block.node;
    RowShape shape;
    double width = node.width, height = node.width;
    if (block.picture != nullptr) {
        const double shape_of = static_cast<double>(block.picture->height) / block.picture->width;
        if (width == 0) width = node.height > 0 ? node.height / shape_of : block.picture->width / 300.0 * 25.4;
        height = width * shape_of;
        if (node.height > 0 && height > node.height) height = node.height, width = height / shape_of;
        shape.picture = block.picture;
    } else {
        shape.code = block.code;
        height = width * block.code->height / block.code->width;
    }
    double x = area.x;
    if (node.alignment == Alignment::right) x += area.width - width;
    if (node.alignment == Alignment::centred) x += (area.width - width) / 2;
    shape.box = {x, 0, x + width, height};
    shape.tag = node.label.empty() ? Tag::artefact : child_tag(TagType::figure, area.parent, {.alt = node.label});
    Row row{.height = height};
    row.shapes.push_back(std::move(shape));
    add_row(std::move(row), 0);
    pending_ = area.style != nullptr ? area.style->after : 0;
}

void BlockSetter::add_columns(const Block& block, const Area& area) {
    double taken = block.node->width * static_cast<double>(block.children.size() - 1);
    int open = 0;
    for (const auto& column : block.children) {
        taken += column.node->width;
        open += column.node->width == 0 ? 1 : 0;
    }
    const double share = open > 0 ? std::max(10.0, (area.width - taken) / open) : 0;
    Row whole;
    double x = area.x;
    for (const auto& column : block.children) {
        const double width = column.node->width > 0 ? column.node->width : share;
        auto inner = stacked(sub_flow(column.children, {x, width, area.parent, area.style, false, {}}).rows);
        whole.height = std::max(whole.height, inner.height);
        std::ranges::move(inner.pieces, std::back_inserter(whole.pieces));
        std::ranges::move(inner.shapes, std::back_inserter(whole.shapes));
        std::ranges::move(inner.links, std::back_inserter(whole.links));
        x += width + block.node->width;
    }
    add_row(std::move(whole), 0);
    pending_ = area.style != nullptr ? area.style->after : 0;
}

void BlockSetter::add_group(const Block& block, const Area& area) {
    const auto& node = *block.node;
    const bool signs = block.kind == Block::Kind::signature;
    auto inside = area;
    inside.x += node.width;
    inside.width -= node.width;
    inside.style = node.style;
    if (signs) keep_last(static_cast<std::size_t>(signature_company));
    const auto first = flow_.rows.size();
    if (node.style != area.style) pending_ = std::max(pending_, node.style->before);
    for (const auto& child : block.children) add(child, inside);
    for (auto at = first; at < flow_.rows.size(); ++at) {
        flow_.rows[at].keep = flow_.rows[at].keep || (node.flag && at + 1 < flow_.rows.size());
        if (signs && at > first) flow_.rows[at].stretches = false;  // Room to sign.
    }
    if (node.with_next) keep_last(1);
}

void BlockSetter::add_inset(const Block& block, const Area& area) {
    auto inside = area;
    inside.style = block.node->style;
    const auto& title_style = *charter_.style("encart-titre");
    const auto title_tag = child_tag(TagType::heading2, area.parent);
    const bool in_margin = area.labels && master_.label_width > 0;
    auto flow = sub_flow(block.children, inside);
    if (flow.rows.empty()) return;
    const double left = in_margin ? master_.label_left : area.x;
    if (in_margin) {
        add_label(flow.rows, block.node->label, title_style, title_tag);
    } else {
        Phrase title;
        title.text.add(decode_utf8(french(block.node->label)), 0);
        title.formats.emplace_back();
        auto rows = lines_of({title, title_style, title_tag, {}}, area.x, area.width);
        flow.rows.insert(flow.rows.begin(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    }
    for (std::size_t i = 0; i + 1 < flow.rows.size(); ++i) flow.rows[i].keep = true;
    flow.rows.back().keep = false;
    flow.rows.front().shapes.push_back({{left, -3.2, area.x + area.width, -3.05}, grey(0.55), nullptr, {}});
    add_rows(std::move(flow.rows), block.node->style->before, block.node->style->after);
}

void BlockSetter::add_address(const Area& area) {
    Row row;
    const auto tag = child_tag(TagType::paragraph, area.parent);
    if (address_ == nullptr) return;
    for (auto line : *address_) {
        line.x += area.x;
        line.tag = tag;
        row.height = std::max(row.height, line.y + 0.2 * line.piece.style.size / points_per_mm);
        row.pieces.push_back(std::move(line));
    }
    add_row(std::move(row), 0);
}

}  // namespace templates
