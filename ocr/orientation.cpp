#include "ocr/orientation.h"

#include <array>
#include <cmath>
#include <numbers>

namespace ocr {

namespace {

struct Lines {
    float undo_deg = 0;  ///< Clockwise rotation that makes them level.
    float score = 0;     ///< Contrast between lines and gaps.
};

Lines find_lines(const Pix& ink) {
    Lines lines;
    float confidence = 0;
    pixFindSkewSweepAndSearchScore(lept(ink), &lines.undo_deg, &confidence, &lines.score, 4, 2, 0.0F, 7.0F, 1.0F,
                                   0.01F);
    return lines;
}

/// Above 0: more ascenders than descenders, so upright; about twice the square root of the letters that tell.
float upright_score(const Pix& ink, float undo_deg) {
    const auto radians = static_cast<float>(undo_deg * std::numbers::pi / 180);
    const auto levelled = own(pixRotate(lept(ink), radians, L_ROTATE_SAMPLING, L_BRING_IN_WHITE, 0, 0), "pixRotate");
    float score = 0;
    pixUpDownDetect(levelled.get(), &score, 10, 0, 0);
    return score;
}

}  // namespace

Orientation find_orientation(const Pix& ink) {
    // Measured on prose, forms, tables, capitals and columns of figures: prose and forms score 3.5 and more along the
    // lines, columns of figures up to 2.1 across them; text in capitals looks upside down with up to 12.
    constexpr float sure_axis = 2.4F;
    constexpr float sure_up = 18;

    const auto sideways = own(pixRotateOrth(lept(ink), 1), "pixRotateOrth");
    const auto along = find_lines(ink);
    const auto across = find_lines(*sideways);
    if (along.score <= 0 && across.score <= 0) return {0, {0, 90, 180, 270}};

    const bool lies = across.score > along.score;
    const auto& best = lies ? across : along;
    const auto& other = lies ? along : across;
    const float up = upright_score(lies ? *sideways : ink, best.undo_deg);
    // Turned clockwise once more, a sheet that lay at 270 degrees stands upright.
    const int if_up = lies ? 270 : 0;
    const int if_down = lies ? 90 : 180;
    const int guess = up < 0 ? if_down : if_up;
    if (best.score < sure_axis * other.score) return {guess, {0, 90, 180, 270}};
    if (std::abs(up) < sure_up) return {guess, {if_up, if_down}};
    return {guess, {}};
}

}  // namespace ocr
