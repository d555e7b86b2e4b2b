#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ocr/line_model.h"

/// The inner loops of the line network, for the widest vectors of this machine (AVX-512 VNNI, AVX2, SSE4, plain).
/// Sums are of integers and nothing is fused or reassociated: every machine gives the same bits.
namespace ocr::kernels {

/// Values from -127 to 127 stand for -1 to 1.
using Activation = std::int16_t;

/// Weights as the loops take them: [block of `lanes` units][pair of inputs][gate][unit][2].
struct Packed {
    int lanes = 0;
    int gates = 0;
    int units = 0;  ///< Of a gate, filled up to whole blocks.
    int pairs = 0;  ///< Of inputs; an odd one has a zero beside it.
    std::vector<Activation> weights;
    std::vector<float> scale;        ///< [block][gate][unit]
    std::vector<std::int32_t> bias;  ///< The same order.
};

/// For the vectors in use when it is called. All gates of one shape.
Packed pack(std::span<const Weights> gates);
/// For classes().
Packed pack_classes(const Weights& all);

/// One sequence at one step. `input` and `state` follow each other in the weights.
struct MemoryStep {
    const Activation* input = nullptr;
    const Activation* state = nullptr;  ///< Own output of the step before.
    Activation* output = nullptr;       ///< `units`; not where `state` is.
    float* cell = nullptr;              ///< `units`, updated.
};

/// `inputs` (even): how many of the packed inputs are `input`; the rest is `state`.
void step(const Packed& memory, int inputs, std::span<const MemoryStep> sequences);

/// A column of 3 x 3 pools out of a line image: from the columns at `image` (five, `stride` apart, the first one left
/// of the pool; each starts above the first row and has two values of room below the last) to `rows` times 16 features.
void pooled_strokes(const Packed& strokes, const Activation* image, int stride, int rows, Activation* features);

/// Probabilities of `codes` codes at each of `steps` steps; rows of the output are `codes` long.
void classes(const Packed& classes, int codes, const Activation* input, int steps, float* probabilities);

/// The name of the vectors in use (`AVX2`).
const char* vectors();

}  // namespace ocr::kernels
