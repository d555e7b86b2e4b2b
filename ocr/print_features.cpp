#include "ocr/print_features.h"

#include <algorithm>
#include <cmath>

namespace ocr {

namespace {

constexpr double border_mm = 0.3;
constexpr double piece_mm = 14;    ///< About.
constexpr double corner_mm = 0.8;  ///< Left out at the ends of a line: another may start there.
constexpr double least_piece_mm = 2.2;
constexpr double least_end_mm = 8;  ///< A line this long shows where it ends.
constexpr double most_clear_mm = 12;
constexpr double least_word_mm = 1.8;

bool is_level(const core::Rule& rule) { return std::abs(rule.to.y - rule.from.y) < std::abs(rule.to.x - rule.from.x); }

double along(const core::Rule& rule, core::Point p) { return is_level(rule) ? p.x : p.y; }
double across(const core::Rule& rule, core::Point p) { return is_level(rule) ? p.y : p.x; }

/// Part of a rule that is known already.
bool is_known(const core::Rule& border, const std::vector<core::Rule>& rules) {
    constexpr double same_mm = 0.6;
    return std::any_of(rules.begin(), rules.end(), [&](const core::Rule& rule) {
        return is_level(rule) == is_level(border) &&
               std::abs(across(rule, rule.from) - across(border, border.from)) < same_mm &&
               along(rule, rule.from) < along(border, border.from) + same_mm &&
               along(rule, rule.to) > along(border, border.to) - same_mm;
    });
}

/// Distance to the nearest line beside this stretch of a rule.
double clear_of(const core::Rule& rule, double from, double to, const std::vector<core::Rule>& rules) {
    double clear = most_clear_mm;
    for (const auto& other : rules) {
        if (is_level(other) != is_level(rule)) continue;
        if (along(rule, other.to) < from + 0.5 || along(rule, other.from) > to - 0.5) continue;
        const double apart = std::abs(across(rule, other.from) - across(rule, rule.from));
        if (apart > 0.3) clear = std::min(clear, apart);
    }
    return clear;
}

void add_pieces(const core::Rule& rule, const std::vector<core::Rule>& rules, std::vector<PrintFeature>& features) {
    const bool level = is_level(rule);
    const double from = along(rule, rule.from) + corner_mm, to = along(rule, rule.to) - corner_mm;
    if (to - from < least_piece_mm) return;
    const int count = std::max(1, static_cast<int>(std::lround((to - from) / piece_mm)));
    const double step = (to - from) / count, at = across(rule, rule.from);
    for (int i = 0; i < count; ++i) {
        const double a = from + i * step, b = a + step;
        const auto point = [&](double t) { return level ? core::Point{t, at} : core::Point{at, t}; };
        features.push_back({.kind = PrintFeature::Kind::piece,
                            .at = point((a + b) / 2),
                            .from = point(a),
                            .to = point(b),
                            .tells = level ? Axis::y : Axis::x,
                            .clear_mm = clear_of(rule, a, b, rules)});
    }
}

/// Another line at the end, going on or crossing, hides where this one stops.
bool is_free(core::Point end, const core::Rule& rule, const std::vector<core::Rule>& rules) {
    constexpr double near_mm = 3;
    return std::none_of(rules.begin(), rules.end(), [&](const core::Rule& other) {
        if (other == rule) return false;
        return end.x > std::min(other.from.x, other.to.x) - near_mm &&
               end.x < std::max(other.from.x, other.to.x) + near_mm &&
               end.y > std::min(other.from.y, other.to.y) - near_mm &&
               end.y < std::max(other.from.y, other.to.y) + near_mm;
    });
}

void add_ends(const core::Rule& rule, const std::vector<core::Rule>& rules, std::vector<PrintFeature>& features) {
    const double length = along(rule, rule.to) - along(rule, rule.from);
    if (length < least_end_mm) return;
    const auto add = [&](core::Point end, core::Point other) {
        const double share = 4 / length;
        const core::Point inside{end.x + (other.x - end.x) * share, end.y + (other.y - end.y) * share};
        if (is_free(end, rule, rules))
            features.push_back({.kind = PrintFeature::Kind::end,
                                .at = end,
                                .from = inside,
                                .to = end,
                                .tells = is_level(rule) ? Axis::x : Axis::y});
    };
    add(rule.from, rule.to);
    add(rule.to, rule.from);
}

}  // namespace

std::vector<core::Rule> printed_rules(const core::FormPageLayout& page) {
    auto rules = page.print.rules;
    for (const auto& zone : page.zones) {
        if (zone.kind != core::ZoneKind::signature && zone.kind != core::ZoneKind::stamp &&
            zone.kind != core::ZoneKind::checkbox)
            continue;
        const auto& b = zone.box;
        for (const core::Rule& border :
             {core::Rule{{b.x0, b.y0}, {b.x1, b.y0}, border_mm}, core::Rule{{b.x0, b.y1}, {b.x1, b.y1}, border_mm},
              core::Rule{{b.x0, b.y0}, {b.x0, b.y1}, border_mm}, core::Rule{{b.x1, b.y0}, {b.x1, b.y1}, border_mm}})
            if (!is_known(border, page.print.rules)) rules.push_back(border);
    }
    return rules;
}

std::vector<PrintFeature> features_of(const core::FormPageLayout& page) {
    std::vector<PrintFeature> features;
    const auto rules = printed_rules(page);
    for (const auto& rule : rules) {
        add_pieces(rule, rules, features);
        add_ends(rule, rules, features);
    }
    for (const auto& word : page.print.words)
        if (word.width() >= least_word_mm)
            features.push_back({.kind = PrintFeature::Kind::word,
                                .at = {(word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2},
                                .width = word.width(),
                                .height = word.height()});
    for (const auto& mark : page.marks)
        features.push_back(
            {.kind = PrintFeature::Kind::mark, .at = mark, .width = page.mark_side_mm, .height = page.mark_side_mm});
    return features;
}

}  // namespace ocr
