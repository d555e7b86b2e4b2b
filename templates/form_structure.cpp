#include "templates/form_structure.h"

#include <algorithm>
#include <string>

#include "templates/utf8.h"

namespace templates {
namespace {

constexpr double mm_per_point = 25.4 / 72;
/// Words nearer to each other than this run together on a scan: the eye takes them for one.
constexpr double least_gap_mm = 0.6;

void add_frame(const FormFrame& frame, std::vector<core::Rule>& rules) {
    const auto& b = frame.box;
    const core::Point corners[]{{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}};
    rules.push_back({corners[0], corners[1], frame.border});
    rules.push_back({corners[3], corners[2], frame.border});
    rules.push_back({corners[0], corners[3], frame.border});
    rules.push_back({corners[1], corners[2], frame.border});
}

/// What letters take above and below the baseline, as shares of the type size: near enough for every sans and serif.
struct Extent {
    double above = 0, below = 0;
};

Extent extent_of(char32_t c) {
    constexpr std::u32string_view low = U"acemnorsuvwxz", descending = U"gpqy", hanging = U",;()[]Q";
    constexpr std::u32string_view accented_capitals = U"ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ";
    constexpr double x_height = 0.52, capital = 0.72, accent = 0.93, descender = 0.21, comma = 0.15;
    if (accented_capitals.find(c) != accented_capitals.npos) return {accent, c == U'Ç' ? descender : 0};
    if (low.find(c) != low.npos) return {x_height, 0};
    if (descending.find(c) != descending.npos) return {x_height, descender};
    if (c == U'ç') return {x_height, descender};
    if (c == U'j') return {capital, descender};
    if (c == U'.' || c == U'…' || c == U'_') return {0.11, 0};
    if (c == U'-' || c == U'–') return {0.32, -0.22};
    if (hanging.find(c) != hanging.npos) return {c == U',' ? 0.11 : capital, comma};
    return {capital, 0};
}

bool is_blank(char32_t c) { return c == U' ' || c == 0xA0 || c == 0x202F || c == 0x2009; }

double start_of(const FormText& text) {
    const double width = text_width(fonts_of(), text.text, text.style);
    if (text.align == FormText::Align::centre) return text.x - width / 2;
    return text.align == FormText::Align::right ? text.x - width : text.x;
}

core::BoxMm box_of(const FormText& text, std::u32string_view letters, std::size_t from, std::size_t to) {
    const auto width_to = [&](std::size_t end) {
        return text_width(fonts_of(), encode_utf8(letters.substr(0, end)), text.style);
    };
    const double x = start_of(text), size = text.style.size * mm_per_point;
    Extent extent{0, -1};
    for (std::size_t i = from; i < to; ++i) {
        const auto letter = extent_of(letters[i]);
        extent = {std::max(extent.above, letter.above), std::max(extent.below, letter.below)};
    }
    return {x + width_to(from), text.baseline - extent.above * size, x + width_to(to),
            text.baseline + extent.below * size};
}

void add_words(const FormText& text, std::vector<core::BoxMm>& words) {
    const auto letters = decode_utf8(text.text);
    const auto first = words.size();
    for (std::size_t from = 0; from < letters.size();) {
        auto to = from;
        while (to < letters.size() && !is_blank(letters[to])) ++to;
        if (to > from) {
            const auto word = box_of(text, letters, from, to);
            if (words.size() > first && word.x0 - words.back().x1 < least_gap_mm)
                words.back() = {words.back().x0, std::min(words.back().y0, word.y0), word.x1,
                                std::max(words.back().y1, word.y1)};
            else
                words.push_back(word);
        }
        from = to + 1;
    }
}

}  // namespace

core::PagePrint print_of(const FormPage& page) {
    core::PagePrint print;
    for (const auto& rule : page.rules) print.rules.push_back({{rule.x0, rule.y0}, {rule.x1, rule.y1}, rule.width});
    for (const auto& frame : page.frames) add_frame(frame, print.rules);
    for (const auto& text : page.texts) add_words(text, print.words);
    return print;
}

}  // namespace templates
