#pragma once

#include <string>
#include <vector>

#include "core/facts.h"
#include "pipeline/lexemes.h"

namespace pipeline {

/// Words of one line without a wide gap between them: a sentence's line, a table's cell, a label.
struct Segment {
    std::vector<std::size_t> words;  ///< In PageText::words, from left to right; never empty.
    Place place;
};

/// A label found on the page and the words that are its value.
struct Labelled {
    core::FactName name = core::FactName::holder;
    std::string label;               ///< The phrase of the rules.
    std::vector<std::size_t> words;  ///< In PageText::words, in reading order; never empty.
    double quality = 1;              ///< Less where label and value are less surely a pair.
};

/// How a page is laid out in segments, and which labels have which values. Looks right of a label, else below it; a
/// value goes on over the lines below that keep its left edge.
class Layout {
  public:
    Layout(const core::Page& page, const PageText& text);

    std::vector<Labelled> values(const core::FactRules& rules) const;

    const std::vector<Segment>& segments() const { return segments_; }

  private:
    struct Label;

    std::vector<Label> labels(const core::FactRules& rules) const;
    void add_labels(const core::FactName* name, const std::vector<std::string>& phrases,
                    std::vector<Label>& found) const;
    double widest_space(const TextLine& line) const;
    std::size_t segment_of(std::size_t word) const;
    Labelled value_of(const Label& label, const std::vector<Label>& all) const;
    std::size_t right_of(std::size_t segment) const;
    std::size_t below(std::size_t segment) const;
    void go_on(std::vector<std::size_t>& words, std::size_t segment, double left, const std::vector<Label>& all) const;
    bool holds_label(std::size_t segment, const std::vector<Label>& all) const;
    bool ends_with_colon(std::size_t word) const;

    const core::Page& page_;
    const PageText& text_;
    std::vector<Segment> segments_;
    std::vector<std::size_t> of_word_;  ///< Segment of each word.
    double em_ = 0;                     ///< Height of a usual letter, px.
};

}  // namespace pipeline
