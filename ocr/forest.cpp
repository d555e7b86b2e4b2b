#include "ocr/forest.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace ocr {

namespace {

constexpr double most_logit = 10;   ///< Shares beyond fall into the last bin.
constexpr double z_90 = 1.2816;     ///< Of a one-sided 90 % interval.
constexpr double some_right = 0.5;  ///< Of one: no probability is 0 or 1.

/// Words and numbers, one after the other.
class Tokens {
  public:
    explicit Tokens(std::string_view text) : rest_(text) {}

    std::string_view word() {
        const auto from = rest_.find_first_not_of(" \n");
        if (from == std::string_view::npos) throw std::logic_error("the model ends too early");
        rest_.remove_prefix(from);
        const auto token = rest_.substr(0, rest_.find_first_of(" \n"));
        rest_.remove_prefix(token.size());
        return token;
    }
    void expect(std::string_view token) {
        if (const auto found = word(); found != token)
            throw std::logic_error("the model has " + std::string(found) + " where " + std::string(token) + " belongs");
    }
    template <class T>
    T number() {
        const auto token = word();
        T value{};
        const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
        if (error != std::errc{} || end != token.data() + token.size())
            throw std::logic_error("no number in the model: " + std::string(token));
        return value;
    }
    /// A small count: nothing in a model is larger.
    std::size_t count() {
        const auto value = number<std::size_t>();
        if (value > 100'000) throw std::logic_error("the model is too large");
        return value;
    }

  private:
    std::string_view rest_;
};

std::size_t bin_of(double share, std::size_t bins) {
    const double safe = std::clamp(share, 1e-9, 1 - 1e-9);
    const double logit = std::clamp(std::log(safe / (1 - safe)), -most_logit, most_logit);
    return std::min(bins - 1, static_cast<std::size_t>((logit / most_logit + 1) / 2 * static_cast<double>(bins)));
}

double lower_edge(std::size_t bin, std::size_t bins) {
    const double logit = (2 * static_cast<double>(bin) / static_cast<double>(bins) - 1) * most_logit;
    return 1 / (1 + std::exp(-logit));
}

/// Upper bound of what a count of rare events may stand for.
double at_most(double count) { return count == 0 ? 2.303 : count + 1 + z_90 * std::sqrt(count + 1); }

/// Rising values nearest to the given ones: neighbours that fall are averaged (Ayer and others 1955).
std::vector<double> rising(const std::vector<double>& right, const std::vector<double>& all) {
    struct Run {
        double right, all;
        std::size_t bins;
        double value() const { return (right + some_right) / (all + 2 * some_right); }
    };
    std::vector<Run> runs;
    for (std::size_t i = 0; i < all.size(); ++i) {
        runs.push_back({right[i], all[i], 1});
        while (runs.size() > 1 && (runs.back().all == 0 || runs[runs.size() - 2].value() > runs.back().value())) {
            const auto last = runs.back();
            runs.pop_back();
            runs.back() = {runs.back().right + last.right, runs.back().all + last.all, runs.back().bins + last.bins};
        }
    }
    std::vector<double> values;
    for (const auto& run : runs) values.insert(values.end(), run.bins, run.value());
    return values;
}

}  // namespace

Forest::Forest(std::string_view model) {
    Tokens tokens(model);
    tokens.expect("forest-1");
    tokens.expect("classes");
    for (std::size_t left = tokens.count(); left > 0; --left) classes_.emplace_back(tokens.word());
    tokens.expect("features");
    for (std::size_t left = tokens.count(); left > 0; --left) {
        features_.emplace_back(tokens.word());
        least_.push_back(tokens.number<float>());
        most_.push_back(tokens.number<float>());
    }
    tokens.expect("baseline");
    for (std::size_t k = 0; k < classes_.size(); ++k) baseline_.push_back(tokens.number<double>());
    tokens.expect("trees");
    for (std::size_t left = tokens.count(); left > 0; --left) {
        Tree tree{.of_class = tokens.count()};
        if (tree.of_class >= classes_.size()) throw std::logic_error("a tree of the model has no class");
        const auto size = static_cast<int>(tokens.count());
        for (int i = 0; i < size; ++i) {
            Node node{.feature = tokens.number<int>(), .value = tokens.number<float>()};
            if (node.feature >= 0) {
                node.left = tokens.number<int>(), node.right = tokens.number<int>();
                // Children stand behind their parent: no walk goes on for ever.
                const bool sound = node.feature < static_cast<int>(features_.size()) && node.left > i &&
                                   node.right > i && node.left < size && node.right < size;
                if (!sound) throw std::logic_error("a tree of the model is broken");
            }
            tree.nodes.push_back(node);
        }
        if (tree.nodes.empty()) throw std::logic_error("a tree of the model is empty");
        trees_.push_back(std::move(tree));
    }
    tokens.expect("calibration");
    const auto bins = tokens.count();
    for (std::size_t c = 0; c < classes_.size(); ++c) {
        auto& of_class = seen_.emplace_back();
        std::vector<double> all(bins, 0);
        for (std::size_t t = 0; t < classes_.size(); ++t) {
            auto& histogram = of_class.emplace_back();
            for (std::size_t i = 0; i < bins; ++i) all[i] += histogram.emplace_back(tokens.number<double>());
        }
        probability_.push_back(rising(of_class[c], all));
    }
    tokens.expect("end");
}

std::vector<double> Forest::shares(std::span<const float> features) const {
    if (features.size() != features_.size()) throw std::logic_error("the model wants other features");
    auto score = baseline_;
    for (const auto& tree : trees_) {
        const Node* node = &tree.nodes.front();
        while (node->feature >= 0)
            node = &tree.nodes[static_cast<std::size_t>(
                features[static_cast<std::size_t>(node->feature)] <= node->value ? node->left : node->right)];
        score[tree.of_class] += static_cast<double>(node->value);
    }
    const double most = *std::max_element(score.begin(), score.end());
    for (auto& value : score) value = std::exp(value - most);
    const double sum = std::accumulate(score.begin(), score.end(), 0.0);
    for (auto& value : score) value /= sum;
    return score;
}

int Forest::strange(std::span<const float> features) const {
    int count = 0;
    for (std::size_t i = 0; i < std::min(features.size(), least_.size()); ++i)
        count += features[i] < least_[i] || features[i] > most_[i];
    return count;
}

double Forest::probability(std::size_t of_class, double share) const {
    const auto& table = probability_.at(of_class);
    return table[bin_of(share, table.size())];
}

double Forest::threshold(std::size_t of_class, double error) const {
    const auto& seen = seen_.at(of_class);
    const std::size_t bins = seen.front().size();
    double others = 0, taken = 0;
    for (std::size_t t = 0; t < seen.size(); ++t)
        if (t != of_class) others += std::accumulate(seen[t].begin(), seen[t].end(), 0.0);
    std::size_t from = bins;
    while (from > 0) {
        double more = taken;
        for (std::size_t t = 0; t < seen.size(); ++t)
            if (t != of_class) more += seen[t][from - 1];
        if (at_most(more) > error * others) break;
        taken = more;
        --from;
    }
    return from == bins ? 2 : lower_edge(from, bins);  // Above 1: never.
}

double Forest::threshold(std::size_t of_class, double error, std::size_t among) const {
    const auto& histogram = seen_.at(of_class).at(among);
    const double all = std::accumulate(histogram.begin(), histogram.end(), 0.0);
    double taken = 0;
    std::size_t from = histogram.size();
    while (from > 0 && at_most(taken + histogram[from - 1]) <= error * all) taken += histogram[--from];
    return from == histogram.size() ? 2 : lower_edge(from, histogram.size());
}

double Forest::floor(std::size_t of_class, double error) const {
    const auto& histogram = seen_.at(of_class).at(of_class);
    const double all = std::accumulate(histogram.begin(), histogram.end(), 0.0);
    double missed = 0;
    std::size_t to = 0;
    while (to < histogram.size() && at_most(missed + histogram[to]) <= error * all) missed += histogram[to++];
    return to == 0 ? -1 : lower_edge(to, histogram.size());
}

}  // namespace ocr
