#include "ocr/network_kernels.h"

#include <algorithm>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ocr/network_kernels.cpp"
#define HWY_WANT_AVX3_DL
#include <hwy/foreach_target.h>  // Comes before highway.h: this file is compiled once a target.
#include <hwy/highway.h>

#ifndef OCR_NETWORK_KERNELS_ONCE
#define OCR_NETWORK_KERNELS_ONCE
namespace ocr::kernels {
namespace {
constexpr int block_units = 16;  ///< What the units of every model are multiples of; no more lanes are used.
constexpr int class_groups = 3;  ///< The codes side by side, as a memory's gates are: for the registers' sake.
constexpr int activation_of_one = 127;
constexpr std::size_t at(int index) { return static_cast<std::size_t>(index); }
}  // namespace
}  // namespace ocr::kernels
#endif

#if HWY_TARGET == HWY_AVX3_DL  // The target implies VNNI at run time; this version forgets to let the compiler know.
#pragma push_macro("HWY_TARGET_STR")
#undef HWY_TARGET_STR
#define HWY_TARGET_STR  \
    HWY_TARGET_STR_AVX3 \
    ",vpclmulqdq,avx512vbmi,avx512vbmi2,vaes,avxvnni,avx512bitalg,avx512vpopcntdq,avx512vnni"
#endif

HWY_BEFORE_NAMESPACE();
namespace ocr::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Int = hn::CappedTag<std::int32_t, block_units>;
using Real = hn::RebindToFloat<Int>;
using Half = hn::Repartition<Activation, Int>;
using IntV = hn::VFromD<Int>;
using RealV = hn::VFromD<Real>;

int lanes_here() { return static_cast<int>(hn::Lanes(Int())); }

/// Two inputs as one value, for all lanes.
HWY_INLINE std::int32_t pair_at(const Activation* input) {
    std::int32_t two;
    std::memcpy(&two, input, sizeof two);
    return two;
}

/// sum + weight of each lane times the two inputs.
HWY_INLINE IntV add_products(IntV sum, const Activation* weights, std::int32_t two) {
#if HWY_TARGET == HWY_SCALAR  // One lane of 16 bits would hold one input.
    Activation inputs[2];
    std::memcpy(inputs, &two, sizeof two);
    return hn::Add(sum, hn::Set(Int(), weights[0] * inputs[0] + weights[1] * inputs[1]));
#elif HWY_TARGET == HWY_AVX3_DL
    return IntV{
        _mm512_dpwssd_epi32(sum.raw, hn::LoadU(Half(), weights).raw, hn::BitCast(Half(), hn::Set(Int(), two)).raw)};
#else
    IntV unused = hn::Zero(Int());
    return hn::ReorderWidenMulAccumulate(Int(), hn::LoadU(Half(), weights), hn::BitCast(Half(), hn::Set(Int(), two)),
                                         sum, unused);
#endif
}

/// 2 to the power of x, |x| at most 60: to 3 parts in a million (fitted on the rest, -1/2 to 1/2).
HWY_INLINE RealV power_of_two(RealV x) {
    const Real real;
    x = hn::Min(hn::Max(x, hn::Set(real, -60.0F)), hn::Set(real, 60.0F));
    const auto whole = hn::NearestInt(x);
    const auto rest = hn::Sub(x, hn::ConvertTo(real, whole));
    auto value = hn::Set(real, 9.56051021e-3F);
    for (const float c : {5.5917039e-2F, 2.40249811e-1F, 6.93121968e-1F, 9.99999191e-1F})
        value = hn::Add(hn::Mul(value, rest), hn::Set(real, c));
    return hn::BitCast(real, hn::Add(hn::BitCast(Int(), value), hn::ShiftLeft<23>(whole)));
}

constexpr float log2_e = 1.44269504F;

/// tanh(a) / (1 + exp(-b)) with one division.
HWY_INLINE RealV gated_tanh(RealV a, RealV b) {
    const Real real;
    const auto one = hn::Set(real, 1.0F);
    const auto ea = power_of_two(hn::Mul(a, hn::Set(real, 2 * log2_e)));
    const auto eb = power_of_two(hn::Mul(b, hn::Set(real, -log2_e)));
    return hn::Div(hn::Sub(ea, one), hn::Mul(hn::Add(ea, one), hn::Add(one, eb)));
}

/// -1 to 1 becomes -127 to 127, nearest.
HWY_INLINE void store_activations(RealV value, Activation* to) {
    const auto whole = hn::NearestInt(hn::Mul(value, hn::Set(Real(), 127.0F)));
    hn::StoreU(hn::DemoteTo(hn::Rebind<Activation, Int>(), whole), hn::Rebind<Activation, Int>(), to);
}

/// Sums of one block for `Rows` inputs side by side: as many as there are registers for.
template <int Gates, int Rows>
struct Sums {
    IntV of[Rows][Gates];

    HWY_INLINE explicit Sums(const std::int32_t* bias) {
        for (int g = 0; g < Gates; ++g) {
            const auto start = hn::LoadU(Int(), bias + g * lanes_here());
            for (auto& row : of) row[g] = start;
        }
    }

    /// The products of `pairs` pairs of inputs; gives the weights after them.
    HWY_INLINE const Activation* add(const Activation* weights, const Activation* const* inputs, int pairs) {
        const int lanes = lanes_here();
        for (int k = 0; k < pairs; ++k) {
            for (int r = 0; r < Rows; ++r) {
                const auto two = pair_at(inputs[r] + 2 * k);
                for (int g = 0; g < Gates; ++g) of[r][g] = add_products(of[r][g], weights + g * 2 * lanes, two);
            }
            weights += static_cast<std::ptrdiff_t>(Gates) * 2 * lanes;
        }
        return weights;
    }

    HWY_INLINE RealV real(int row, int gate, const float* scale) const {
        return hn::Mul(hn::ConvertTo(Real(), of[row][gate]), hn::LoadU(Real(), scale + gate * lanes_here()));
    }
};

template <int Rows>
HWY_INLINE void step_rows(const Packed& memory, int inputs, int unit, std::size_t at_block, const MemoryStep* rows) {
    enum Gate { cell_input, input, forget, output };
    const auto at_unit = at_block * 4 * static_cast<std::size_t>(memory.lanes);
    Sums<4, Rows> sums(&memory.bias[at_unit]);
    const Activation* from[Rows];
    for (int r = 0; r < Rows; ++r) from[r] = rows[r].input;
    const auto* weights =
        sums.add(&memory.weights[at_unit * 2 * static_cast<std::size_t>(memory.pairs)], from, inputs / 2);
    for (int r = 0; r < Rows; ++r) from[r] = rows[r].state;
    sums.add(weights, from, memory.pairs - inputs / 2);

    const Real real;
    const auto* scale = &memory.scale[at_unit];
    const auto one = hn::Set(real, 1.0F);
    const auto most = hn::Set(real, 100.0F);
    for (int r = 0; r < Rows; ++r) {
        const auto forgotten = power_of_two(hn::Mul(sums.real(r, forget, scale), hn::Set(real, -log2_e)));
        auto cell = hn::Div(hn::LoadU(real, rows[r].cell + unit), hn::Add(one, forgotten));
        cell = hn::Add(cell, gated_tanh(sums.real(r, cell_input, scale), sums.real(r, input, scale)));
        cell = hn::Min(hn::Max(cell, hn::Neg(most)), most);
        hn::StoreU(cell, real, rows[r].cell + unit);
        store_activations(gated_tanh(cell, sums.real(r, output, scale)), rows[r].output + unit);
    }
}

void step(const Packed& memory, int inputs, const MemoryStep* sequences, std::size_t count) {
    constexpr std::size_t rows = HWY_CAP_GE512 ? 6 : 2;
    std::size_t at_block = 0;
    for (int unit = 0; unit < memory.units; unit += memory.lanes, ++at_block) {
        std::size_t row = 0;
        for (; row + rows <= count; row += rows) step_rows<rows>(memory, inputs, unit, at_block, sequences + row);
        for (; row < count; ++row) step_rows<1>(memory, inputs, unit, at_block, sequences + row);
    }
}

void pooled_strokes(const Packed& strokes, const Activation* image, int stride, int rows, Activation* features) {
    for (int feature = 0; feature < strokes.units; feature += strokes.lanes) {
        const auto* bias = &strokes.bias[static_cast<std::size_t>(feature)];
        const auto* weights = &strokes.weights[static_cast<std::size_t>(feature * 2 * strokes.pairs)];
        const auto scale = hn::LoadU(Real(), &strokes.scale[static_cast<std::size_t>(feature)]);
        for (int row = 0; row < rows; ++row) {
            auto best = hn::Set(Int(), std::numeric_limits<std::int32_t>::min());
            for (int x = 0; x < LineModel::pool; ++x) {
                const auto* corner = image + x * stride + row * LineModel::pool;
                Sums<1, LineModel::pool> sums(bias);
                const auto* next = weights;
                for (int column = 0; column < 3; ++column, corner += stride) {
                    const Activation* from[]{corner, corner + 1, corner + 2};
                    next = sums.add(next, from, 2);
                }
                for (const auto& sum : sums.of) best = hn::Max(best, sum[0]);
            }
            // tanh grows with its argument: the largest sum is the largest feature.
            const Real real;
            const auto one = hn::Set(real, 1.0F);
            const auto e = power_of_two(hn::Mul(hn::Mul(hn::ConvertTo(real, best), scale), hn::Set(real, 2 * log2_e)));
            store_activations(hn::Div(hn::Sub(e, one), hn::Add(e, one)), features + row * strokes.units + feature);
        }
    }
}

/// Softmax of a row of whole vectors, of which `count` values count; summed in one order on every machine.
void to_probabilities(float* values, int count) {
    const Real real;
    const auto most = hn::Set(real, *std::max_element(values, values + count));
    for (int i = 0; i < count; i += lanes_here()) {
        const auto x = hn::Sub(hn::LoadU(real, values + i), most);
        hn::StoreU(power_of_two(hn::Mul(x, hn::Set(real, log2_e))), real, values + i);
    }
    float sum = 0;
    for (int i = 0; i < count; ++i) sum += values[i];
    for (int i = 0; i < count; ++i) values[i] /= sum;
}

template <int Rows>
HWY_INLINE void class_rows(const Packed& classes, const Activation* input, float* values) {
    const int inputs = 2 * classes.pairs;
    const int row_length = class_groups * classes.units;
    const Activation* from[Rows];
    for (int r = 0; r < Rows; ++r) from[r] = input + r * inputs;
    std::size_t at_block = 0;
    for (int unit = 0; unit < classes.units; unit += classes.lanes, ++at_block) {
        const auto at_unit = at_block * class_groups * static_cast<std::size_t>(classes.lanes);
        Sums<class_groups, Rows> sums(&classes.bias[at_unit]);
        sums.add(&classes.weights[at_unit * static_cast<std::size_t>(inputs)], from, classes.pairs);
        for (int r = 0; r < Rows; ++r)
            for (int g = 0; g < class_groups; ++g)
                hn::StoreU(sums.real(r, g, &classes.scale[at_unit]), Real(),
                           values + r * row_length + g * classes.units + unit);
    }
}

void classes(const Packed& classes, int codes, const Activation* input, int steps, float* probabilities) {
    constexpr int rows = HWY_CAP_GE512 ? 8 : 4;
    const int inputs = 2 * classes.pairs;
    const int row_length = class_groups * classes.units;
    std::vector<float> values(static_cast<std::size_t>(rows * row_length));
    for (int t = 0; t < steps; t += rows) {
        const int count = std::min(rows, steps - t);
        if (count == rows)
            class_rows<rows>(classes, input + t * inputs, values.data());
        else
            for (int r = 0; r < count; ++r)
                class_rows<1>(classes, input + (t + r) * inputs, &values[at(r * row_length)]);
        for (int r = 0; r < count; ++r) {
            float* const row = &values[at(r * row_length)];
            to_probabilities(row, codes);
            std::copy_n(row, codes, probabilities + static_cast<std::ptrdiff_t>(t + r) * codes);
        }
    }
}

const char* vectors() { return hwy::TargetName(HWY_TARGET); }

}  // namespace
}  // namespace ocr::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_TARGET == HWY_AVX3_DL
#pragma pop_macro("HWY_TARGET_STR")
#endif

#if HWY_ONCE
namespace ocr::kernels {

HWY_EXPORT(lanes_here);
HWY_EXPORT(step);
HWY_EXPORT(pooled_strokes);
HWY_EXPORT(classes);
HWY_EXPORT(vectors);

Packed pack(std::span<const Weights> gates) {
    const auto& first = gates.front();
    const int lanes = HWY_DYNAMIC_DISPATCH(lanes_here)();
    Packed packed{.lanes = lanes,
                  .gates = static_cast<int>(gates.size()),
                  .units = (first.outputs + lanes - 1) / lanes * lanes,
                  .pairs = (first.inputs + 1) / 2};
    const auto outputs = static_cast<std::size_t>(packed.units) * gates.size();
    packed.weights.assign(outputs * 2 * static_cast<std::size_t>(packed.pairs), 0);
    packed.scale.assign(outputs, 0);
    packed.bias.assign(outputs, 0);
    for (std::size_t gate = 0; gate < gates.size(); ++gate)
        for (int unit = 0; unit < gates[gate].outputs; ++unit) {
            const auto& from = gates[gate];
            const auto* row = &from.values[at(unit) * at(from.inputs + 1)];
            const auto in_block = (at(unit / lanes) * gates.size() + gate) * at(lanes) + at(unit % lanes);
            packed.scale[in_block] = static_cast<float>(from.scales[at(unit)] / activation_of_one);
            packed.bias[in_block] = row[from.inputs] * activation_of_one;
            for (int i = 0; i < from.inputs; ++i) {
                const auto pair = at(unit / lanes) * at(packed.pairs) + at(i / 2);
                packed.weights[((pair * gates.size() + gate) * at(lanes) + at(unit % lanes)) * 2 + at(i % 2)] = row[i];
            }
        }
    return packed;
}

Packed pack_classes(const Weights& all) {
    std::vector<Weights> groups(class_groups);
    const int size = (all.outputs + class_groups - 1) / class_groups;
    // The last group is filled up: rows of zeros that nobody looks at.
    for (int g = 0; g < class_groups; ++g) {
        auto& group = groups[at(g)];
        group = {.outputs = (size + block_units - 1) / block_units * block_units, .inputs = all.inputs};
        group.values.assign(at(group.outputs) * at(all.inputs + 1), 0);
        group.scales.assign(at(group.outputs), 0);
    }
    const int units = groups.front().outputs;
    for (int code = 0; code < all.outputs; ++code) {
        auto& group = groups[at(code / units)];
        std::copy_n(&all.values[at(code) * at(all.inputs + 1)], all.inputs + 1,
                    &group.values[at(code % units) * at(all.inputs + 1)]);
        group.scales[at(code % units)] = all.scales[at(code)];
    }
    return pack(groups);
}

void step(const Packed& memory, int inputs, std::span<const MemoryStep> sequences) {
    HWY_DYNAMIC_DISPATCH(step)(memory, inputs, sequences.data(), sequences.size());
}

void pooled_strokes(const Packed& strokes, const Activation* image, int stride, int rows, Activation* features) {
    HWY_DYNAMIC_DISPATCH(pooled_strokes)(strokes, image, stride, rows, features);
}

void classes(const Packed& classes, int codes, const Activation* input, int steps, float* probabilities) {
    HWY_DYNAMIC_DISPATCH(classes)(classes, codes, input, steps, probabilities);
}

const char* vectors() { return HWY_DYNAMIC_DISPATCH(vectors)(); }

}  // namespace ocr::kernels
#endif
