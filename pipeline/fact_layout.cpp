#include "pipeline/fact_layout.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/fuzzy.h"

namespace pipeline {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

Place around(const PageText& text, const std::vector<std::size_t>& words) {
    Place place = text.words[words.front()].place;
    for (const auto word : words) {
        const auto& other = text.words[word].place;
        place = {std::min(place.x0, other.x0), std::min(place.y0, other.y0), std::max(place.x1, other.x1),
                 std::max(place.y1, other.y1)};
    }
    return place;
}

}  // namespace

struct Layout::Label {
    std::optional<core::FactName> name;  ///< None: a label of something that is not looked for.
    std::string phrase;
    std::size_t first = 0;  ///< Words of the label, first and last.
    std::size_t last = 0;
    int errors = 0;
};

Layout::Layout(const core::Page& page, const PageText& text)
    : page_(page), text_(text), of_word_(text.words.size(), none), em_(std::max(1.0, text.letter_height)) {
    const auto is_rule = [&](std::size_t word) {
        return page.words[text.words[word].word].text.find_first_not_of("|[]") == std::string::npos;
    };
    for (const auto& line : text.lines) {
        const double widest = widest_space(line);
        for (auto first = line.first; first < line.last;) {
            if (is_rule(first)) {  // The line of a table, read as a sign.
                of_word_[first++] = segments_.empty() ? none : segments_.size() - 1;
                continue;
            }
            Segment segment{.words = {first}};
            auto next = first + 1;
            while (next < line.last && !is_rule(next) &&
                   text.words[next].place.x0 - text.words[next - 1].place.x1 < widest &&
                   text.words[next].place.x0 > text.words[next - 1].place.x0 - em_)
                segment.words.push_back(next++);
            segment.place = around(text, segment.words);
            for (const auto word : segment.words) of_word_[word] = segments_.size();
            segments_.push_back(std::move(segment));
            first = next;
        }
    }
}

/// What is wider is no space between words. A justified line stretches all of its spaces.
double Layout::widest_space(const TextLine& line) const {
    constexpr double usual = 1.3;  // Letters' heights.
    constexpr double stretched = 2;
    std::vector<double> gaps;
    for (auto word = line.first + 1; word < line.last; ++word)
        gaps.push_back(text_.words[word].place.x0 - text_.words[word - 1].place.x1);
    if (gaps.size() < 4) return usual * em_;
    const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::nth_element(gaps.begin(), middle, gaps.end());
    return std::max(usual * em_, stretched * *middle);
}

std::size_t Layout::segment_of(std::size_t word) const { return of_word_[word]; }

bool Layout::ends_with_colon(std::size_t word) const {
    const auto& text = page_.words[text_.words[word].word].text;
    if (text.ends_with(':')) return true;
    return word + 1 < text_.words.size() && segment_of(word + 1) == segment_of(word) &&
           page_.words[text_.words[word + 1].word].text == ":";
}

void Layout::add_labels(const core::FactName* name, const std::vector<std::string>& phrases,
                        std::vector<Label>& found) const {
    for (const auto& phrase : phrases)
        for (const auto& hit : text_.text.find(sought(phrase), core::forgiven(phrase))) {
            Label label{.phrase = phrase,
                        .first = text_.word_at(hit.begin + 1),
                        .last = text_.word_at(hit.end - 2),
                        .errors = hit.errors};
            if (name != nullptr) label.name = *name;
            if (label.last >= text_.words.size()) continue;
            const auto& words = segments_[segment_of(label.first)].words;
            constexpr std::size_t lead = 2;  // « - », « 1. » before it.
            std::size_t signs = 0;
            for (auto at = words.front(); at < label.first; ++at)
                if (text_.words[at].end - text_.words[at].begin > 2) signs = lead + 1;
            const bool begins = label.first - words.front() <= lead && signs <= lead;
            const bool after_colon =
                label.first > 0 && page_.words[text_.words[label.first - 1].word].text.ends_with(';');
            const bool closed =
                ends_with_colon(label.last) || label.last == segments_[segment_of(label.last)].words.back();
            if ((begins || after_colon || ends_with_colon(label.last)) && closed) found.push_back(std::move(label));
        }
}

/// Of labels over the same words the longest stays.
std::vector<Layout::Label> Layout::labels(const core::FactRules& rules) const {
    std::vector<Label> found;
    for (const auto& rule : rules.facts) add_labels(&rule.name, rule.labels, found);
    add_labels(nullptr, rules.other_labels, found);
    std::stable_sort(found.begin(), found.end(),
                     [](const Label& a, const Label& b) { return a.phrase.size() > b.phrase.size(); });
    std::vector<Label> kept;
    for (auto& label : found) {
        const bool inside = std::any_of(kept.begin(), kept.end(), [&](const Label& other) {
            return label.first <= other.last && other.first <= label.last && label.phrase.size() < other.phrase.size();
        });
        if (!inside) kept.push_back(std::move(label));
    }
    return kept;
}

bool Layout::holds_label(std::size_t segment, const std::vector<Label>& all) const {
    return std::any_of(all.begin(), all.end(), [&](const Label& label) { return segment_of(label.first) == segment; });
}

std::size_t Layout::right_of(std::size_t segment) const {
    const auto& from = segments_[segment].place;
    std::size_t best = none;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
        const auto& place = segments_[i].place;
        const bool level = std::abs(place.middle() - from.middle()) < 0.6 * em_;
        if (i != segment && level && place.x0 >= from.x1 - em_ && (best == none || place.x0 < segments_[best].place.x0))
            best = i;
    }
    return best;
}

std::size_t Layout::below(std::size_t segment) const {
    constexpr double furthest = 1.6;  // Letters' heights between the two lines.
    const auto& from = segments_[segment].place;
    std::size_t best = none;
    for (std::size_t i = 0; i < segments_.size(); ++i) {
        const auto& place = segments_[i].place;
        const double gap = place.y0 - from.y1;
        const bool same_column = place.x0 < from.x1 && from.x0 < place.x1;
        if (i != segment && same_column && gap > -0.4 * em_ && gap < furthest * em_ && place.middle() > from.middle() &&
            (best == none || place.y0 < segments_[best].place.y0))
            best = i;
    }
    return best;
}

/// Lines below that keep the left edge belong to the value, unless a label stands in or before them.
void Layout::go_on(std::vector<std::size_t>& words, std::size_t segment, double left,
                   const std::vector<Label>& all) const {
    constexpr int most_lines = 4;
    for (int line = 1; line < most_lines; ++line) {
        const auto next = below(segment);
        if (next == none || holds_label(next, all)) return;
        const auto& place = segments_[next].place;
        if (std::abs(place.x0 - left) > 1.2 * em_ || place.y0 - segments_[segment].place.y1 > em_) return;
        for (std::size_t i = 0; i < segments_.size(); ++i)
            if (segments_[i].place.x1 < left && std::abs(segments_[i].place.middle() - place.middle()) < 0.6 * em_)
                return;
        words.insert(words.end(), segments_[next].words.begin(), segments_[next].words.end());
        segment = next;
    }
}

Labelled Layout::value_of(const Label& label, const std::vector<Label>& all) const {
    Labelled value{.name = *label.name, .label = label.phrase, .quality = label.errors == 0 ? 1 : 0.95};
    const auto segment = segment_of(label.last);
    const bool colon = ends_with_colon(label.last);
    for (const auto word : segments_[segment].words) {
        if (word <= label.last || page_.words[text_.words[word].word].text == ":") continue;
        const bool next_label =
            std::any_of(all.begin(), all.end(), [&](const Label& other) { return other.first == word; });
        if (next_label) break;
        value.words.push_back(word);
    }
    if (!value.words.empty()) {
        const auto before = value.words.size();
        go_on(value.words, segment, around(text_, value.words).x0, all);
        const bool full = segments_[segment].place.x1 > text_.extent.x1 - 3 * em_;
        if (value.words.size() == before && full) go_on(value.words, segment, segments_[segment].place.x0, all);
        return value;
    }
    auto next = right_of(segment);
    if (next == none) next = right_of(segment_of(label.first));  // A label of two lines, its value beside the first.
    if (next != none && holds_label(next, all)) next = none;
    const bool right = next != none;
    if (!right) next = below(segment);
    if (next == none || holds_label(next, all)) return value;
    value.words = segments_[next].words;
    value.quality *= right ? 1 : colon ? 0.95 : 0.8;
    go_on(value.words, next, segments_[next].place.x0, all);
    return value;
}

std::vector<Labelled> Layout::values(const core::FactRules& rules) const {
    const auto all = labels(rules);
    std::vector<Labelled> found;
    for (const auto& label : all) {
        if (!label.name) continue;
        auto value = value_of(label, all);
        if (!value.words.empty()) found.push_back(std::move(value));
    }
    return found;
}

}  // namespace pipeline
