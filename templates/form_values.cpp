#include "templates/form_values.h"

#include <algorithm>

#include "core/date.h"
#include "core/half_days.h"
#include "templates/form_grid.h"
#include "templates/haru_objects.h"
#include "templates/text.h"
#include "templates/utf8.h"

namespace templates {
namespace {

constexpr double padding = 0.8;  // mm between the edge of a zone and its text.

core::Refusal refuse(const FormZone& zone, core::Reason reason, const std::string& cause) {
    const auto& field = zone.layout.field.empty() ? zone.layout.id : zone.layout.field;
    return {reason, field + " (« " + zone.layout.label + " ») : " + cause};
}

/// Does a key of the data answer a path in which `*` stands for any number?
bool answers(std::string_view path, std::string_view key) {
    while (true) {
        const auto a = path.substr(0, path.find('.')), b = key.substr(0, key.find('.'));
        const bool number = !b.empty() && std::all_of(b.begin(), b.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (a == "*" ? !number : a != b) return false;
        if (a.size() == path.size() || b.size() == key.size()) return a.size() == path.size() && b.size() == key.size();
        path.remove_prefix(a.size() + 1);
        key.remove_prefix(b.size() + 1);
    }
}

bool is_crossed(const FormZone& zone, const core::Fields& data) {
    return std::any_of(data.begin(), data.end(), [&](const auto& entry) {
        return entry.second == zone.ticked_by && !zone.paths.empty() && answers(zone.paths[0], entry.first);
    });
}

std::string raw_value(const FormZone& zone, const core::Fields& data) {
    std::string value;
    for (const auto& path : zone.paths) {
        auto part = core::field(data, path);
        for (const auto& line : core::lines_of(data, path)) part += (part.empty() ? "" : "\n") + line;
        if (!part.empty()) value += (value.empty() ? "" : " ") + part;
    }
    return value;
}

core::Outcome<std::string> readable(const FormZone& zone, const std::string& value) {
    switch (zone.format) {
        case ValueFormat::plain:
            return value;
        case ValueFormat::date:
            if (const auto date = core::parse_date(value)) return core::short_date(*date);
            return refuse(zone, core::Reason::data_invalid, "« " + value + " » n'est pas une date comme 2026-11-03");
        case ValueFormat::days:
            if (const auto days = core::HalfDays::parse(value)) return days->text();
            return refuse(zone, core::Reason::data_invalid,
                          "« " + value + " » n'est pas un nombre de jours ou de demi-journées");
    }
    return value;
}

/// Control characters and those that change the direction or hide: what is printed must be what is read.
bool is_hidden(char32_t c) {
    return c < U' ' || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

/// The first character that cannot be drawn, as `U+1F600`; empty when there is none.
std::string missing_glyph(const std::u32string& text) {
    const auto& face = fonts_of().face(grid::value.face);
    for (const auto code : composed(text))
        if (code != U'\n' && (is_hidden(code) || !face.has(code))) return "U+" + hex_code(code);
    return {};
}

std::vector<std::string> lines_at(const std::string& text, const TextStyle& style, double width) {
    std::vector<std::string> lines;
    for (const auto& line : break_lines(shaper_of(fonts_of()), {{decode_utf8(text), style}},
                                        {.width = width, .alignment = Alignment::left})) {
        lines.push_back(text_of(line));
        if (lines.back().ends_with(' ')) lines.back().pop_back();
    }
    return lines;
}

core::Outcome<FittedValue> fit_comb(const FormZone& zone, const std::string& value) {
    FittedValue fitted{.size = grid::value.size};
    for (const char32_t c : decode_utf8(value))
        if (c != U' ') fitted.lines.push_back(encode_utf8(std::u32string(1, c)));
    if (fitted.lines.size() > static_cast<std::size_t>(zone.layout.cells))
        return refuse(zone, core::Reason::data_invalid,
                      "plus de " + std::to_string(zone.layout.cells) + " caractères pour autant de cellules");
    return fitted;
}

core::Outcome<FittedValue> fit(const FormZone& zone, const std::string& value) {
    const auto& box = zone.layout.box;
    auto style = grid::value;
    // What joins several fields repeats them for people; it may be smaller than what is read.
    const double smallest = zone.paths.size() > 1 ? grid::smallest_joined : grid::smallest_value;
    for (; style.size >= smallest; style.size -= 0.5) {
        const double width = box.width() - 2 * padding;
        if (zone.layout.kind != core::ZoneKind::block) {
            if (grid::width_of(value, style) <= width) return FittedValue{.lines = {value}, .size = style.size};
            continue;
        }
        auto lines = lines_at(value, style, width);
        if (static_cast<double>(lines.size()) * grid::leading(style.size) <= box.height() - 1)
            return FittedValue{.lines = std::move(lines), .size = style.size};
    }
    return refuse(zone, core::Reason::data_invalid, "la valeur ne tient pas dans sa zone ; la raccourcir");
}

}  // namespace

std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return text;
}

core::Outcome<FittedValue> fitted_value(const FormZone& zone, const core::Fields& data) {
    if (zone.layout.kind == core::ZoneKind::checkbox) return FittedValue{.crossed = is_crossed(zone, data)};
    auto raw = raw_value(zone, data);
    if (raw.empty()) return FittedValue{};

    auto text = readable(zone, raw);
    if (!text) return text.refusal();
    if (zone.layout.kind != core::ZoneKind::block) *text = one_line(*text);
    if (const auto missing = missing_glyph(decode_utf8(*text)); !missing.empty())
        return refuse(zone, core::Reason::glyph_missing, "caractère " + missing + " impossible à imprimer");
    return zone.layout.kind == core::ZoneKind::comb ? fit_comb(zone, *text) : fit(zone, *text);
}

std::optional<core::Refusal> row_missing(const Form& form, const core::Fields& data) {
    for (const auto& table : form.tables)
        if (const int rows = core::count_of(data, table.path); rows > table.rows)
            return core::Refusal{core::Reason::data_invalid,
                                 table.path + "." + std::to_string(table.rows + 1) + " : le formulaire n'a que " +
                                     std::to_string(table.rows) + " ligne(s) pour ces données"};
    return std::nullopt;
}

}  // namespace templates
