#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ocr/deadline.h"
#include "ocr/line_model.h"
#include "ocr/network_kernels.h"

namespace ocr {

/// A text line as the network takes it: columns of `stride` values, one empty column at each end, one value of room
/// above the first row.
struct LineImage {
    static constexpr int stride = 40;

    int width = 0;                             ///< px, without the empty columns.
    std::vector<kernels::Activation> columns;  ///< (width + 2) * stride; -127 black to 127 white.

    static LineImage empty(int width);
    kernels::Activation& at(int x, int y) {
        return columns[static_cast<std::size_t>(x + 1) * stride + static_cast<std::size_t>(y + 1)];
    }
    int steps() const { return width / LineModel::pool; }
};

/// What the network says of a line: for each step, three columns of the image, the probability of each code.
struct LineOutput {
    int steps = 0;
    int codes = 0;
    std::vector<float> probabilities;  ///< steps * codes

    std::span<const float> at(int step) const {
        return std::span(probabilities)
            .subspan(static_cast<std::size_t>(step) * static_cast<std::size_t>(codes), static_cast<std::size_t>(codes));
    }
};

/// The network of LineModel over many lines at once: at each step one product of matrices for all lines, where
/// Tesseract makes one of a matrix and a vector a line. Same lines, same bits, on every machine and in any company.
class LineNetwork {
  public:
    explicit LineNetwork(const LineModel& model);

    /// In the order of the lines; nothing when the deadline passed.
    std::optional<std::vector<LineOutput>> run(std::span<const LineImage> lines, const Deadline& deadline) const;

  private:
    struct Layer {
        kernels::Packed weights;
        int inputs = 0;
        int units = 0;
    };
    using Sequences = std::vector<std::vector<kernels::Activation>>;

    static Layer layer(const Memory& memory, int inputs);
    std::vector<kernels::Activation> columns(const LineImage& line) const;
    static void along(const Layer& layer, bool backwards, std::span<const int> steps, Sequences& sequences);

    kernels::Packed strokes_;
    Layer column_;
    std::vector<Layer> along_;
    kernels::Packed classes_;
    int codes_ = 0;
};

}  // namespace ocr
