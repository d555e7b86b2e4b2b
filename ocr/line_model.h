#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ocr/lexicon.h"

/// The weights of Tesseract's own model of text lines, taken out of its file.
///
/// Does: reads the network, its alphabet and the table between the two from `LANG.traineddata`. Trusts: nothing of the
/// file; sizes are checked before memory is taken. Refuses: every network but the integer models of the family
/// `[1,36,0,1 Ct3,3,16 Mp3,3 Lfys Lfx Lrx Lfx O1c]` with one code a character (French, and most Latin fast models):
/// such a model is left to Tesseract.
namespace ocr {

/// One row an output: the weights of the inputs, then that of the constant 1. An output is
/// scale * (sum of weight * input + 127 * last weight), inputs from -127 to 127.
struct Weights {
    int outputs = 0;
    int inputs = 0;  ///< Without the constant.
    std::vector<std::int8_t> values;
    std::vector<double> scales;  ///< One an output, for inputs that stand for -1 to 1.
};

/// Long short-term memory: gates in the file's order, cell input, input, forget, output; inputs first, then own state.
struct Memory {
    int units = 0;
    std::vector<Weights> gates;
};

struct LineModel {
    static constexpr int height = 36;  ///< px of a line image.
    static constexpr int pool = 3;     ///< Columns of it that become one step.

    Weights strokes;                ///< 3 x 3 px to 16 features, by rows of the neighbourhood from the left column.
    Memory column;                  ///< Down each column of pooled features.
    std::vector<Memory> along;      ///< Left to right, right to left, left to right.
    Weights classes;                ///< To the codes, softmax.
    std::vector<std::string> text;  ///< UTF-8 of each code; empty: none. The space is " ".
    std::vector<int> letter;        ///< Number of each code in the alphabet, as the lexicon counts.
    Lexicon lexicon;                ///< Empty when the file has none.
    int space = 0;                  ///< The code of the space.
    int no_character = 0;           ///< The code that stands for nothing new.
    std::string name;               ///< As Tesseract writes networks.
};

struct LoadedModel {
    std::optional<LineModel> model;
    std::string why_not;  ///< French; empty when there is a model.
};

/// core::TryLater when the file cannot be read.
LoadedModel load_line_model(const std::filesystem::path& traineddata);

}  // namespace ocr
