#include "ocr/line_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace ocr {

namespace {

using Histogram = std::array<int, 256>;

/// The grey below which lies the given share of the values, between two greys when need be.
double quantile(const Histogram& histogram, int count, double share) {
    const double target = std::max(share * count, 1.0);
    double sum = 0;
    int grey = 0;
    for (; grey < 256 && sum < target; ++grey) sum += histogram[static_cast<std::size_t>(grey)];
    if (grey == 0) return 0;
    const int last = std::max(histogram[static_cast<std::size_t>(grey - 1)], 1);
    return grey - (sum - target) / last;
}

struct Contrast {
    double black = 0;
    double half = 1;  ///< Half the way to white.
};

/// From the dips and tops of the middle row.
Contrast contrast_of(const Pix& line) {
    Histogram dips{}, tops{};
    int dip_count = 0, top_count = 0;
    const int width = pixGetWidth(&line);
    const auto* row =
        pixGetData(lept(line)) + static_cast<std::ptrdiff_t>(pixGetWpl(&line)) * (pixGetHeight(&line) / 2);
    for (int x = 1; x + 1 < width; ++x) {
        const int before = GET_DATA_BYTE(row, x - 1), here = GET_DATA_BYTE(row, x), after = GET_DATA_BYTE(row, x + 1);
        if ((here < before && here <= after) || (here <= before && here < after)) {
            ++dips[static_cast<std::size_t>(here)];
            ++dip_count;
        }
        if ((here > before && here >= after) || (here >= before && here > after)) {
            ++tops[static_cast<std::size_t>(here)];
            ++top_count;
        }
    }
    const double black = dip_count > 0 ? quantile(dips, dip_count, 0.25) : 1;
    const double white = top_count > 0 ? quantile(tops, top_count, 0.75) : 256;
    const double half = (white - black) / 2;
    return {black, half > 0 ? half : 1};
}

/// Divides by the paper: the lightest of each column, then of its neighbours, smoothed.
void even_paper(Pix& line) {
    constexpr int reach = LineModel::height;
    constexpr int white = 255;
    const int width = pixGetWidth(&line), height = pixGetHeight(&line);
    std::vector<int> lightest(static_cast<std::size_t>(width), 1);
    const auto words = static_cast<std::ptrdiff_t>(pixGetWpl(&line));
    auto* const pixels = pixGetData(&line);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            auto& value = lightest[static_cast<std::size_t>(x)];
            value = std::max<int>(value, GET_DATA_BYTE(pixels + y * words, x));
        }
    if (*std::min_element(lightest.begin(), lightest.end()) == white) return;
    const auto window = [&](int x) {
        return std::pair(lightest.begin() + std::max(x - reach, 0), lightest.begin() + std::min(x + reach + 1, width));
    };
    std::vector<int> widened(lightest.size());
    for (int x = 0; x < width; ++x) {
        const auto [from, to] = window(x);
        widened[static_cast<std::size_t>(x)] = *std::max_element(from, to);
    }
    lightest.swap(widened);
    for (int x = 0; x < width; ++x) {
        const auto [from, to] = window(x);
        const int paper = std::accumulate(from, to, 0) / static_cast<int>(to - from);
        for (int y = 0; y < height; ++y) {
            auto* const row = pixels + y * words;
            SET_DATA_BYTE(row, x, static_cast<l_uint8>(std::min(GET_DATA_BYTE(row, x) * white / paper, white)));
        }
    }
}

}  // namespace

LineImage make_line_image(const Pix& strip) {
    constexpr int least = 3;
    if (pixGetWidth(&strip) < least || pixGetHeight(&strip) < least) return {};
    const auto factor = static_cast<float>(LineModel::height) / static_cast<float>(pixGetHeight(&strip));
    const auto line = own(pixScale(lept(strip), factor, factor), "pixScale");
    const int width = pixGetWidth(line.get());
    const int height = std::min<int>(pixGetHeight(line.get()), LineModel::height);
    if (width < least) return {};

    even_paper(*line);
    const auto contrast = contrast_of(*line);
    std::array<kernels::Activation, 256> levels{};
    for (int grey = 0; grey < 256; ++grey) {
        const double value = 128 * ((grey - contrast.black) / contrast.half - 1);
        levels[static_cast<std::size_t>(grey)] =
            static_cast<kernels::Activation>(std::clamp(std::lround(value), -127L, 127L));
    }
    auto image = LineImage::empty(width);
    for (int y = 0; y < height; ++y) {
        const auto* row = pixGetData(line.get()) + static_cast<std::ptrdiff_t>(pixGetWpl(line.get())) * y;
        for (int x = 0; x < width; ++x) image.at(x, y) = levels[GET_DATA_BYTE(row, x)];
    }
    return image;
}

}  // namespace ocr
