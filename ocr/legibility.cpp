#include "ocr/legibility.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace ocr {

namespace {

constexpr double sharp_mm = 0.40, blurred_mm = 0.75;
constexpr double clear_contrast = 60, faint_contrast = 20;
constexpr double clean_specks = 6, dirty_specks = 40;
constexpr double trusted_word = 0.6;
constexpr double enough_letters = 40;  ///< Read with trust, they show that the page can be read.

double between(double value, double worst, double best) {
    return std::clamp((value - worst) / (best - worst), 0.0, 1.0);
}

int grey_of(const l_uint32* line, int x) { return static_cast<int>(GET_DATA_BYTE(line, x)); }

/// Lengths of the ways from light to dark and back along rows, in px, for those that go most of the way.
std::vector<int> edges_of(const Pix& grey, int least_drop) {
    constexpr int every = 5;
    std::vector<int> edges;
    const int width = pixGetWidth(&grey), height = pixGetHeight(&grey), words = pixGetWpl(&grey);
    for (int y = every; y < height; y += every) {
        const l_uint32* line = pixGetData(lept(grey)) + static_cast<std::ptrdiff_t>(y) * words;
        int start = 0, way = 0;  // Of the run that goes one way.
        for (int x = 1; x < width; ++x) {
            const int step = grey_of(line, x) - grey_of(line, x - 1);
            const int now = step > 0 ? 1 : step < 0 ? -1 : way;
            if (now != way || x + 1 == width) {
                if (std::abs(grey_of(line, x - 1) - grey_of(line, start)) >= least_drop) edges.push_back(x - 1 - start);
                start = x - 1;
                way = now;
            }
            if (step == 0 && start == x - 1) start = x;  // Flat paper belongs to no edge.
        }
    }
    return edges;
}

double median(std::vector<int>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Darkness of the ink: that of its darkest tenth, on the pixels that stand out.
double contrast_of(const Pix& grey, const Pix& ink) {
    std::vector<int> counts(256, 0);
    const int width = pixGetWidth(&grey), height = pixGetHeight(&grey);
    int all = 0;
    for (int y = 0; y < height; y += 2) {
        const l_uint32* line = pixGetData(lept(grey)) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(&grey);
        const l_uint32* marks = pixGetData(lept(ink)) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(&ink);
        for (int x = 0; x < width; ++x)
            if (GET_DATA_BIT(marks, x)) ++counts[static_cast<std::size_t>(grey_of(line, x))], ++all;
    }
    int seen = 0;
    for (int value = 0; value < 256; ++value)
        if ((seen += counts[static_cast<std::size_t>(value)]) * 10 > all) return 255 - value;
    return 0;
}

double specks_of(const Pix& ink) {
    const auto few = own(pixSelectBySize(lept(ink), 3, 3, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LTE, nullptr), "pixSelect");
    int count = 0;
    pixCountConnComp(few.get(), 8, &count);
    const double cm2 =
        static_cast<double>(pixGetWidth(&ink)) * pixGetHeight(&ink) / std::pow(std::max(1, pixGetXRes(&ink)) / 2.54, 2);
    return count / std::max(1.0, cm2);
}

}  // namespace

Sharpness sharpness_of(const WorkingPage& page) {
    Sharpness sharpness;
    int ink = 0;
    pixCountPixels(page.ink.get(), &ink, nullptr);
    sharpness.has_ink = ink > 200;
    if (!sharpness.has_ink) return sharpness;
    sharpness.contrast = contrast_of(*page.grey, *page.ink);
    auto edges = edges_of(*page.grey, std::max(15, static_cast<int>(0.5 * sharpness.contrast)));
    if (!edges.empty()) sharpness.edge_mm = median(edges) * 25.4 / std::max(1, pixGetXRes(page.grey.get()));
    sharpness.specks = specks_of(*page.ink);
    return sharpness;
}

double legibility_of(const Sharpness& sharpness, std::span<const core::Word> words) {
    double trusted = 0, all = 0;
    for (const auto& word : words) {
        all += static_cast<double>(word.text.size());
        if (word.confidence >= trusted_word) trusted += static_cast<double>(word.text.size());
    }
    const double by_words = all > 0 ? trusted / all * std::min(1.0, trusted / enough_letters) : 0;
    if (!sharpness.has_ink) return 1;  // Nothing to read.
    const double by_picture = between(sharpness.edge_mm, blurred_mm, sharp_mm) *
                              between(sharpness.contrast, faint_contrast, clear_contrast) *
                              between(sharpness.specks, dirty_specks, clean_specks);
    return std::max(by_words, by_picture);
}

bool shows_no_paper(const Pix& grey) {
    constexpr int least_paper = 90, white = 250;
    constexpr int every = 7;
    std::vector<int> counts(256, 0);
    int all = 0;
    for (int y = 0; y < pixGetHeight(&grey); y += every) {
        const l_uint32* line = pixGetData(lept(grey)) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(&grey);
        for (int x = 0; x < pixGetWidth(&grey); x += every) ++counts[static_cast<std::size_t>(grey_of(line, x))], ++all;
    }
    int seen = 0, paper = 0;
    while (paper < 255 && (seen += counts[static_cast<std::size_t>(paper)]) * 10 < all * 9) ++paper;
    const int beside = (paper > 0 ? counts[static_cast<std::size_t>(paper - 1)] : 0) +
                       (paper < 255 ? counts[static_cast<std::size_t>(paper + 1)] : 0);
    const bool no_grain = (counts[static_cast<std::size_t>(paper)] + beside) * 1000L >= all * 999L;
    return paper < least_paper || (no_grain && paper < white);
}

}  // namespace ocr
