#include "pipeline/page_text.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/normalise.h"

namespace pipeline {
namespace {

/// From px as decoded to the upright, levelled sheet.
class Upright {
  public:
    explicit Upright(const core::Page& page)
        : rotated_(page.rotated),
          width_(page.width_px),
          height_(page.height_px),
          cosine_(std::cos(page.skew_deg * std::numbers::pi / 180)),
          sine_(std::sin(page.skew_deg * std::numbers::pi / 180)) {}

    Place operator()(const core::Box& box) const {
        const auto turned = turn(box);
        const double x = (turned.x0 + turned.x1) / 2;
        const double y = (turned.y0 + turned.y1) / 2;
        const double dx = x * cosine_ + y * sine_ - x;
        const double dy = y * cosine_ - x * sine_ - y;
        return {turned.x0 + dx, turned.y0 + dy, turned.x1 + dx, turned.y1 + dy};
    }

  private:
    Place turn(const core::Box& box) const {
        const double x0 = box.x0;
        const double y0 = box.y0;
        const double x1 = box.x1;
        const double y1 = box.y1;
        switch (rotated_) {
            case 90:
                return {y0, width_ - x1, y1, width_ - x0};
            case 180:
                return {width_ - x1, height_ - y1, width_ - x0, height_ - y0};
            case 270:
                return {height_ - y1, x0, height_ - y0, x1};
            default:
                return {x0, y0, x1, y1};
        }
    }

    int rotated_;
    double width_;
    double height_;
    double cosine_;
    double sine_;
};

void widen(Place& place, const Place& by, bool first) {
    if (first) {
        place = by;
        return;
    }
    place = {std::min(place.x0, by.x0), std::min(place.y0, by.y0), std::max(place.x1, by.x1),
             std::max(place.y1, by.y1)};
}

/// Median; 0 for none.
double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// A plain word and the index in PageText::words of the word it came from.
struct Part {
    std::string plain;
    std::size_t of = 0;
};

constexpr double widest_space = 1.3;  ///< Letters' heights between words of one cell.

bool ends_with_hyphen(std::string_view text) {
    return text.ends_with('-') || text.ends_with("\xC2\xAD") || text.ends_with("\xE2\x80\x90");
}

/// Writes the folded text and notes for each word the signs it gave.
class Writer {
  public:
    explicit Writer(std::vector<PlacedWord>& words) : words_(words) {}

    /// The words [first, last) of one line.
    void line(const core::Page& page, std::size_t first, std::size_t last) {
        std::vector<Part> parts;
        std::vector<std::string> plain;
        for (std::size_t i = first; i < last; ++i)
            for (auto& word : core::plain_words(page.words[words_[i].word].text)) {
                plain.push_back(word);
                parts.push_back({std::move(word), i});
            }
        for (std::size_t i = 0; i < parts.size();) {
            const auto end = i + std::max<std::size_t>(1, core::letter_spaced(plain, i));
            if (!joined_) text_ += ' ';
            joined_ = false;
            for (; i < end; ++i) write(parts[i]);
        }
        joined_ = last > first && ends_with_hyphen(page.words[words_[last - 1].word].text);
    }

    std::string done() && { return std::move(text_) + ' '; }

  private:
    void write(const Part& part) {
        auto& word = words_[part.of];
        if (word.begin == word.end) word.begin = text_.size();
        text_ += core::folded(part.plain);
        word.end = text_.size();
    }

    std::vector<PlacedWord>& words_;
    std::string text_;
    bool joined_ = false;  ///< The next word goes on the last one, which a hyphen broke.
};

TextLine line_of(const std::vector<PlacedWord>& words, std::size_t first, std::size_t last) {
    TextLine line{.first = first, .last = last};
    std::vector<double> heights;
    for (std::size_t i = first; i < last; ++i) {
        widen(line.place, words[i].place, i == first);
        heights.push_back(words[i].place.height());
    }
    std::sort(heights.begin(), heights.end());
    line.letter_height = heights[heights.size() - 1 - heights.size() / 5];
    return line;
}

}  // namespace

PageText::PageText(const core::Page& page) {
    const Upright upright{page};
    for (std::size_t i = 0; i < page.words.size(); ++i)
        words.push_back({.word = i, .colon = page.words[i].text.ends_with(':'), .place = upright(page.words[i].box)});

    Writer writer{words};
    std::vector<double> heights;
    for (std::size_t first = 0; first < words.size();) {
        auto last = first + 1;
        while (last < words.size() && page.words[last].line == page.words[first].line) ++last;
        auto line = line_of(words, first, last);
        for (std::size_t i = first; i < last; ++i) words[i].line = lines.size();
        writer.line(page, first, last);
        widen(extent, line.place, lines.empty());
        heights.push_back(line.letter_height);
        lines.push_back(line);
        first = last;
    }
    text = core::FuzzyText{std::move(writer).done()};
    letter_height = median(std::move(heights));

    std::size_t at = 0;  // A word without letters stands where the one before it ended.
    for (auto& word : words) {
        if (word.begin == word.end) word.begin = word.end = at;
        at = word.end;
    }
    for (auto& line : lines) {
        line.begin = words[line.first].begin;
        line.end = words[line.last - 1].end;
    }
}

std::size_t PageText::word_at(std::size_t offset) const {
    const auto at =
        std::partition_point(words.begin(), words.end(), [&](const PlacedWord& word) { return word.end <= offset; });
    return static_cast<std::size_t>(at - words.begin());
}

bool PageText::opens_cell(std::size_t word) const {
    if (word == lines[words[word].line].first) return true;
    const auto& before = words[word - 1];
    return !before.has_letters() || before.colon ||
           words[word].place.x0 - before.place.x1 > widest_space * letter_height;
}

bool PageText::closes_cell(std::size_t word) const {
    if (words[word].colon || word + 1 == lines[words[word].line].last) return true;
    const auto& after = words[word + 1];
    return !after.has_letters() || after.place.x0 - words[word].place.x1 > widest_space * letter_height;
}

std::string sought(std::string_view normalised_phrase) {
    std::string text = " ";
    std::string word;
    for (const char c : normalised_phrase) {
        if (c != ' ') {
            word += c;
            continue;
        }
        text += core::folded(word) + ' ';
        word.clear();
    }
    return text + core::folded(word) + ' ';
}

}  // namespace pipeline
