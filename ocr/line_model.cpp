#include "ocr/line_model.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "ocr/byte_source.h"
#include "ocr/traineddata.h"

namespace ocr {

namespace {

/// `what`: what this model has and the network here does not.
void require(bool known, const std::string& what) {
    if (!known) throw std::runtime_error(what);
}

/// The layers in the order of the file, each with the sizes it must have.
class NetworkFile {
  public:
    explicit NetworkFile(std::span<const std::uint8_t> bytes) : source_(bytes) {}

    LineModel read() {
        LineModel model;
        open("Series");
        layers(8);
        open("Input");
        const auto shape = source_.numbers<std::int32_t>(5);  // Batch, height, width, depth, loss.
        require(shape[1] == LineModel::height && shape[3] == 1, "une image d'entrée d'une autre taille");
        open("Series");
        layers(2);
        open("Convolve");
        pair(1, "un autre voisinage");
        open("Tanh");
        model.strokes = weights(9);
        require(model.strokes.outputs == 16, "un autre nombre de traits");
        rates();
        open("Maxpool");
        pair(LineModel::pool, "une autre réduction");
        open("XYTranspose");
        layers(1);
        model.column = memory("SummLSTM", model.strokes.outputs);
        rates();
        model.along.push_back(memory("LSTM", model.column.units));
        open("RTLReversed");
        layers(1);
        model.along.push_back(memory("LSTM", model.along.back().units));
        rates();
        model.along.push_back(memory("LSTM", model.along.back().units));
        open("Softmax");
        model.classes = weights(model.along.back().units);
        rates();
        model.name = source_.text();
        source_.take(4 + 4 + 4);  // Flags and iterations of the training.
        model.no_character = source_.number<std::int32_t>();
        require(model.no_character >= 0 && model.no_character < model.classes.outputs, "un code vide hors des codes");
        return model;
    }

  private:
    void open(const std::string& type) {
        require(source_.number<std::int8_t>() == 0, "un ancien format");
        const auto found = source_.text();
        require(found == type, "une couche " + found + " au lieu de " + type);
        source_.take(2);  // Training, back propagation.
        flags_ = source_.number<std::int32_t>();
        source_.take(3 * 4);  // Inputs, outputs, weights: the matrices say.
        source_.text();
    }

    void layers(std::uint32_t count) {
        require(source_.number<std::uint32_t>() == count, "un autre nombre de couches");
        plumbing_flags_.push_back(flags_);
    }

    /// At the end of a group: the training rate of each of its layers, when it has them.
    void rates() {
        constexpr std::int32_t has_rates = 64;
        if ((plumbing_flags_.back() & has_rates) != 0) source_.numbers<float>(source_.number<std::uint32_t>());
        plumbing_flags_.pop_back();
    }

    void pair(std::int32_t value, const std::string& what) {
        const auto x = source_.number<std::int32_t>();
        const auto y = source_.number<std::int32_t>();
        require(x == value && y == value, what);
    }

    Weights weights(int inputs) {
        constexpr int integers = 1, with_double_scales = 128;
        constexpr int most = 4096;
        const auto mode = source_.number<std::uint8_t>();
        require((mode & integers) != 0 && (mode & with_double_scales) != 0, "des poids qui ne sont pas entiers");
        Weights w;
        w.outputs = source_.number<std::int32_t>();
        w.inputs = source_.number<std::int32_t>() - 1;
        require(w.outputs > 0 && w.outputs <= most && w.inputs == inputs, "une matrice d'une autre taille");
        source_.take(1);  // The value of cells that do not exist.
        w.values =
            source_.numbers<std::int8_t>(static_cast<std::size_t>(w.outputs) * static_cast<std::size_t>(w.inputs + 1));
        require(source_.number<std::uint32_t>() == static_cast<std::uint32_t>(w.outputs), "des échelles en trop");
        w.scales = source_.numbers<double>(static_cast<std::size_t>(w.outputs));
        return w;
    }

    Memory memory(const std::string& type, int inputs) {
        constexpr int together = 16;  ///< The network works on so many units at once.
        open(type);
        Memory memory;
        const auto all = source_.number<std::int32_t>();
        memory.units = all - inputs;
        require(memory.units > 0 && memory.units % together == 0, "un nombre d'unités qui n'est pas multiple de 16");
        for (int gate = 0; gate < 4; ++gate) {
            memory.gates.push_back(weights(all));
            require(memory.gates.back().outputs == memory.units, "des portes inégales");
        }
        return memory;
    }

    ByteSource source_;
    std::int32_t flags_ = 0;
    std::vector<std::int32_t> plumbing_flags_;
};

/// The first word of each line after the first, which says how many they are.
std::vector<std::string> read_alphabet(std::span<const std::uint8_t> bytes) {
    std::istringstream in(std::string(bytes.begin(), bytes.end()));
    std::size_t count = 0;
    std::string line;
    std::getline(in, line);
    std::istringstream(line) >> count;
    std::vector<std::string> characters;
    while (characters.size() < count && std::getline(in, line)) {
        const auto character = line.substr(0, line.find(' '));
        characters.push_back(character == "NULL" ? " " : character);
    }
    require(!characters.empty() && characters.size() == count, "un alphabet incomplet");
    return characters;
}

/// The text of each code of the network; the characters that stand for something broken have none.
void read_codes(std::span<const std::uint8_t> recoder, const std::vector<std::string>& alphabet, LineModel& model) {
    constexpr std::size_t first_real = 3;  // After the space: two that stand for joined and broken characters.
    const int codes = model.classes.outputs;
    ByteSource source(recoder);
    const auto count = source.number<std::uint32_t>();
    require(count == alphabet.size(), "un alphabet d'une autre taille");
    model.text.resize(static_cast<std::size_t>(codes));
    model.letter.resize(static_cast<std::size_t>(codes), 0);
    for (std::size_t i = 0; i < count; ++i) {
        source.take(1);  // Whether the character is the first of its code: in the order of the file it is.
        require(source.number<std::uint32_t>() == 1, "des caractères de plusieurs codes");
        const auto code = source.number<std::int32_t>();
        require(code >= 0 && code < codes, "un code inconnu");
        if (i == 0) model.space = code;
        auto& text = model.text[static_cast<std::size_t>(code)];
        if ((i > 0 && i < first_real) || !text.empty()) continue;
        text = alphabet[i];
        model.letter[static_cast<std::size_t>(code)] = static_cast<int>(i);
    }
}

Lexicon read_lexicon(const TrainedData& file, const std::vector<std::string>& alphabet) {
    Lexicon lexicon;
    for (const auto& letter : alphabet)
        lexicon.digits.push_back(letter.size() == 1 && letter[0] >= '0' && letter[0] <= '9');
    const auto graph = [&](TrainedData::Entry entry) {
        const auto bytes = file.entry(entry);
        return bytes.empty() ? WordGraph() : WordGraph(bytes);
    };
    lexicon.punctuation = graph(TrainedData::Entry::punctuation);
    lexicon.words = graph(TrainedData::Entry::words);
    lexicon.numbers = graph(TrainedData::Entry::numbers);
    return lexicon;
}

LineModel read_model(const TrainedData& file) {
    const auto network = file.entry(TrainedData::Entry::network);
    const auto alphabet_bytes = file.entry(TrainedData::Entry::alphabet);
    const auto recoder = file.entry(TrainedData::Entry::recoder);
    require(!network.empty() && !alphabet_bytes.empty() && !recoder.empty(), "aucun réseau de lignes");
    auto model = NetworkFile(network).read();
    const auto alphabet = read_alphabet(alphabet_bytes);
    read_codes(recoder, alphabet, model);
    model.lexicon = read_lexicon(file, alphabet);
    return model;
}

}  // namespace

LoadedModel load_line_model(const std::filesystem::path& traineddata) {
    const TrainedData file(traineddata);
    try {
        return {.model = read_model(file)};
    } catch (const std::out_of_range&) {
        return {.why_not = "le modèle est coupé"};
    } catch (const std::runtime_error& unknown) {
        return {.why_not = std::string("le modèle a ") + unknown.what()};
    }
}

}  // namespace ocr
