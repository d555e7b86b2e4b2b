#include "ocr/line_network.h"

#include <algorithm>
#include <numeric>

namespace ocr {

namespace {

using kernels::Activation;
using kernels::MemoryStep;

constexpr std::size_t as_size(int value) { return static_cast<std::size_t>(value); }

/// Three columns of the neighbourhood, four rows each: the fourth is there so that rows come in pairs, without weight.
Weights in_pairs(const Weights& strokes) {
    Weights padded{.outputs = strokes.outputs, .inputs = 12, .scales = strokes.scales};
    for (int output = 0; output < strokes.outputs; ++output) {
        const auto* row = &strokes.values[as_size(output) * as_size(strokes.inputs + 1)];
        for (int column = 0; column < 3; ++column) {
            padded.values.insert(padded.values.end(), row + column * 3, row + column * 3 + 3);
            padded.values.push_back(0);
        }
        padded.values.push_back(row[strokes.inputs]);
    }
    return padded;
}

}  // namespace

LineImage LineImage::empty(int width) {
    return {.width = width, .columns = std::vector<Activation>(as_size(width + 2) * stride, 0)};
}

LineNetwork::Layer LineNetwork::layer(const Memory& memory, int inputs) {
    return {.weights = kernels::pack(memory.gates), .inputs = inputs, .units = memory.units};
}

LineNetwork::LineNetwork(const LineModel& model)
    : strokes_(kernels::pack({{in_pairs(model.strokes)}})),
      column_(layer(model.column, model.strokes.outputs)),
      classes_(kernels::pack_classes(model.classes)),
      codes_(model.classes.outputs) {
    int inputs = model.column.units;
    for (const auto& memory : model.along) {
        along_.push_back(layer(memory, inputs));
        inputs = memory.units;
    }
}

/// Each step's three columns, summed up from top to bottom.
std::vector<Activation> LineNetwork::columns(const LineImage& line) const {
    constexpr int rows = LineModel::height / LineModel::pool;
    constexpr int together = 48;  // Steps whose features stay in the cache.
    const int features = column_.inputs;
    const int units = column_.units;
    const int steps = line.steps();
    std::vector<Activation> summaries(as_size(steps) * as_size(units));
    std::vector<Activation> pooled(as_size(together) * rows * as_size(features));
    std::vector<Activation> before(as_size(together) * as_size(units));
    std::vector<float> cells(before.size());
    std::vector<MemoryStep> batch;
    for (int first = 0; first < steps; first += together) {
        const int count = std::min(together, steps - first);
        for (int i = 0; i < count; ++i)
            kernels::pooled_strokes(strokes_, &line.columns[as_size((first + i) * LineModel::pool) * LineImage::stride],
                                    LineImage::stride, rows, &pooled[as_size(i * rows * features)]);
        std::fill(before.begin(), before.end(), Activation{0});
        std::fill(cells.begin(), cells.end(), 0.0F);
        Activation* const after = &summaries[as_size(first) * as_size(units)];
        batch.assign(as_size(count), {});
        for (int row = 0; row < rows; ++row) {
            const bool even = row % 2 == 0;  // The last row is odd: its output is the summary.
            for (int i = 0; i < count; ++i) {
                Activation* const one = &before[as_size(i * units)];
                Activation* const other = after + i * units;
                batch[as_size(i)] = {.input = &pooled[as_size((i * rows + row) * features)],
                                     .state = even ? other : one,
                                     .output = even ? one : other,
                                     .cell = &cells[as_size(i * units)]};
            }
            kernels::step(column_.weights, features, batch);
        }
    }
    return summaries;
}

void LineNetwork::along(const Layer& layer, bool backwards, std::span<const int> steps, Sequences& sequences) {
    const auto units = as_size(layer.units);
    const auto inputs = as_size(layer.inputs);
    const std::vector<Activation> nothing(units, 0);
    Sequences outputs(sequences.size());
    for (std::size_t i = 0; i < sequences.size(); ++i) outputs[i].resize(as_size(steps[i]) * units);
    std::vector<float> cells(sequences.size() * units, 0.0F);
    std::vector<MemoryStep> batch;
    auto active = sequences.size();  // The longest come first.
    for (int t = 0;; ++t) {
        while (active > 0 && steps[active - 1] <= t) --active;
        if (active == 0) break;
        batch.assign(active, {});
        for (std::size_t i = 0; i < active; ++i) {
            const auto at = as_size(backwards ? steps[i] - 1 - t : t);
            const auto last = backwards ? at + 1 : at - 1;
            batch[i] = {.input = &sequences[i][at * inputs],
                        .state = t == 0 ? nothing.data() : &outputs[i][last * units],
                        .output = &outputs[i][at * units],
                        .cell = &cells[i * units]};
        }
        kernels::step(layer.weights, layer.inputs, batch);
    }
    sequences = std::move(outputs);
}

std::optional<std::vector<LineOutput>> LineNetwork::run(std::span<const LineImage> lines,
                                                        const Deadline& deadline) const {
    std::vector<std::size_t> order(lines.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return lines[a].steps() > lines[b].steps(); });
    std::vector<int> steps;
    Sequences sequences;
    for (const auto i : order) {
        if (deadline.passed()) return {};
        steps.push_back(lines[i].steps());
        sequences.push_back(columns(lines[i]));
    }
    for (std::size_t i = 0; i < along_.size(); ++i) {
        if (deadline.passed()) return {};
        along(along_[i], i == 1, steps, sequences);
    }

    std::vector<LineOutput> outputs(lines.size());
    for (std::size_t k = 0; k < order.size(); ++k) {
        auto& output = outputs[order[k]];
        output = {.steps = steps[k], .codes = codes_};
        output.probabilities.resize(as_size(output.steps) * as_size(codes_));
        kernels::classes(classes_, codes_, sequences[k].data(), output.steps, output.probabilities.data());
    }
    return outputs;
}

}  // namespace ocr
