#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Gradient-boosted trees (Friedman 2001) trained by scripts/train-marks, and what their scores are worth.
namespace ocr {

/// A model as text: names of its classes and features, ranges of the features in training, the trees, then the scores
/// of the calibration set as a histogram. Written by scripts/train-marks; std::logic_error when it contradicts itself.
class Forest {
  public:
    explicit Forest(std::string_view model);

    const std::vector<std::string>& classes() const { return classes_; }
    const std::vector<std::string>& features() const { return features_; }
    /// Share of each class, in all 1.
    std::vector<double> shares(std::span<const float> features) const;
    /// Features outside of what training and calibration knew: the trees cannot know either.
    int strange(std::span<const float> features) const;

    /// Probability that the class is the true one, given its share, from the calibration set; it rises with the share.
    double probability(std::size_t of_class, double share) const;
    /// The least share of `of_class` from which, in the calibration set, at most `error` of all that was not of it (or,
    /// with `among`, of that class alone) is taken for it, counted with the upper bound of a one-sided 90 % interval.
    /// Above 1 when no share is enough.
    double threshold(std::size_t of_class, double error) const;
    double threshold(std::size_t of_class, double error, std::size_t among) const;
    /// The greatest share up to which at most `error` of the class itself is missed; below 0 when there is none.
    double floor(std::size_t of_class, double error) const;

  private:
    struct Node {
        int feature = -1;  ///< Negative: a leaf.
        float value = 0;   ///< Threshold, or what the leaf adds.
        int left = 0, right = 0;
    };
    struct Tree {
        std::size_t of_class = 0;
        std::vector<Node> nodes;
    };
    using Histogram = std::vector<double>;  ///< Over the logit of the share.

    std::vector<std::string> classes_, features_;
    std::vector<float> least_, most_;
    std::vector<double> baseline_;
    std::vector<Tree> trees_;
    std::vector<std::vector<Histogram>> seen_;  ///< [class asked for][true class]
    std::vector<std::vector<double>> probability_;
};

}  // namespace ocr
