#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ocr/shapes.h"

/// What a set of strokes looks like, in figures a classifier can learn from.
namespace ocr {

/// Named figures in a fixed order: the model file names those it was trained on.
class Features {
  public:
    /// What is added next is of this part; both names are literals.
    void part(std::string_view name) { part_ = name; }
    void add(std::string_view name, double value) {
        names_.emplace_back(part_, name);
        values_.push_back(static_cast<float>(value));
    }
    const std::vector<float>& values() const { return values_; }
    std::vector<std::string> names() const;  ///< `part.name.3`: the third figure, one word.

  private:
    std::string_view part_;
    std::vector<std::pair<std::string_view, std::string_view>> names_;
    std::vector<float> values_;
};

/// Size, number, stroke width, direction, curvature, loops and alignment of the strokes. Lengths in mm.
void add_stroke_features(const std::vector<const Shape*>& strokes, Features& features);

}  // namespace ocr
