#include "ocr/words.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

namespace ocr {

namespace {

/// Letters and figures; every character outside ASCII counts as a letter but for its continuation bytes.
int letters(const std::string& text) {
    return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x80 ? std::isalnum(byte) != 0 : byte >= 0xC3 && byte < 0xE0;
    }));
}

int median_height(const std::vector<core::Word>& words) {
    std::vector<int> heights;
    for (const auto& word : words)
        if (word.confidence > 0.6) heights.push_back(std::min(word.box.height(), word.box.width()));
    if (heights.empty()) return 0;
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), middle, heights.end());
    return *middle;
}

bool holds_centre(const core::Box& box, const core::Box& word) {
    const int x = (word.x0 + word.x1) / 2;
    const int y = (word.y0 + word.y1) / 2;
    return x >= box.x0 && x < box.x1 && y >= box.y0 && y < box.y1;
}

}  // namespace

std::string text_of(std::span<const core::Word> words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += words[i].line == words[i - 1].line ? ' ' : '\n';
        text += words[i].text;
    }
    return text;
}

void number_lines(std::span<core::Word> words) {
    int number = -1;
    int last = -1;
    for (auto& word : words) {
        if (word.line != last) ++number;
        last = std::exchange(word.line, number);
    }
}

double mean_confidence(std::span<const core::Word> words) {
    double weighted = 0;
    double weight = 0;
    for (const auto& word : words) {
        weighted += word.confidence * static_cast<double>(word.text.size());
        weight += static_cast<double>(word.text.size());
    }
    return weight > 0 ? weighted / weight : 0;
}

double legibility(std::span<const core::Word> words) {
    double sum = 0;
    for (const auto& word : words) sum += word.confidence * word.confidence * letters(word.text);
    return sum;
}

bool has_trusted_word(std::span<const core::Word> words) {
    return std::any_of(words.begin(), words.end(), [](const core::Word& word) {
        const bool number =
            std::all_of(word.text.begin(), word.text.end(), [](char c) { return c >= '0' && c <= '9'; });
        return word.confidence > 0.7 && letters(word.text) >= (number ? 2 : 3);
    });
}

std::vector<core::Word> without_scribbles(std::vector<core::Word> words) {
    const int usual = median_height(words);
    std::vector<core::Word> kept;
    for (auto from = words.begin(); from != words.end();) {
        const auto to =
            std::find_if(from, words.end(), [&](const core::Word& word) { return word.line != from->line; });
        const std::span<const core::Word> line(from, to);
        const bool text = mean_confidence(line) >= 0.4 || has_trusted_word(line);
        if (text)
            std::copy_if(from, to, std::back_inserter(kept), [&](const core::Word& word) {
                return word.confidence >= 0.5 || usual == 0 || word.box.height() <= 3 * usual;
            });
        from = to;
    }
    return kept;
}

std::vector<core::Word> without_zones(std::vector<core::Word> words, std::span<const core::Zone> zones) {
    std::erase_if(words, [&](const core::Word& word) {
        return std::any_of(zones.begin(), zones.end(), [&](const core::Zone& zone) {
            return (zone.kind == core::ZoneKind::signature || zone.kind == core::ZoneKind::stamp) &&
                   holds_centre(zone.box, word.box);
        });
    });
    return words;
}

}  // namespace ocr
