#include "ocr/page_text.h"

#include <cmath>
#include <filesystem>
#include <utility>

#include "ocr/engine.h"
#include "ocr/layer.h"
#include "ocr/words.h"

namespace ocr {

namespace {

constexpr double sure_lines = 0.6;  ///< Below this mean Tesseract reads what the reader of lines read.
constexpr double sure_turn = 0.85;  ///< From this mean on a page of some text does not lie otherwise.
constexpr double sure_page = 0.55;  ///< Below this mean Tesseract reads a second time, words wherever they are.

constexpr const char* by_lines = "lu ligne par ligne";

std::string percent(double share) { return std::to_string(std::lround(share * 100)) + " %"; }

double skew_of(const Sheet& sheet, int turn) { return make_level_page(sheet.working, sheet.raster, turn).map.skew_deg; }

}  // namespace

TextReader::TextReader(std::string models, std::string language)
    : models_(std::move(models)), language_(std::move(language)) {
    const auto file = std::filesystem::path(models_) / (language_ + ".traineddata");
    std::error_code unreadable;
    if (std::filesystem::is_regular_file(file, unreadable)) {
        auto loaded = load_line_model(file);
        if (loaded.model) lines_.emplace(std::move(*loaded.model));
        why_no_lines_ = std::move(loaded.why_not);
    }
    if (!lines_) engine_ = std::make_unique<Engine>(models_, language_);  // Says what is wrong with the model.
}

TextReader::~TextReader() = default;

PageText TextReader::read(const Sheet& sheet, const Orientation& orientation, bool turn_is_known) {
    const auto& layer = sheet.raster.layer;
    const auto fault = layer_fault(layer, *sheet.working.ink, sheet.working.scale);
    if (fault.empty()) {
        const int taken = orientation.candidates.empty() ? orientation.rotated : 0;
        return {.words = layer,
                .confidence = mean_confidence(layer),
                .rotated = taken,
                .skew_deg = skew_of(sheet, taken),
                .source = core::TextSource::layer,
                .reason = "texte du fichier, sans lecture"};
    }
    auto text = read_somehow(sheet, orientation, turn_is_known);
    if (!layer.empty()) text.reason += " ; texte du fichier écarté : " + fault;
    return text;
}

PageText TextReader::read_somehow(const Sheet& sheet, const Orientation& orientation, bool turn_is_known) {
    if (!orientation.candidates.empty())
        if (auto likeliest = read_surely(sheet, orientation.candidates.front())) return *std::move(likeliest);
    const int chosen = choose_turn(sheet, orientation);
    auto text = read_turned(sheet, chosen);
    const bool was_sure = !turn_is_known && orientation.candidates.empty();
    if (was_sure && !text.timed_out && text.confidence < sure_page) {
        const int better = choose_turn(sheet, {chosen, {chosen, (chosen + 180) % 360}});
        if (better != chosen) text = read_turned(sheet, better);
    }
    return text;
}

/// What the lines say at this turn, when that leaves no doubt of it: most pages need no comparison of turns.
std::optional<PageText> TextReader::read_surely(const Sheet& sheet, int turn) {
    constexpr double enough = 60;  // Letters surely read.
    if (!lines_) return {};
    const auto page = make_level_page(sheet.working, sheet.raster, turn);
    auto recognition =
        lines_->read(sheet.grey, *page.ink, page.map, LineReader::Extent::page, Deadline(sheet.limit / 2));
    if (recognition.timed_out || recognition.confidence < sure_turn || legibility(recognition.words) < enough)
        return {};
    return finished(page, std::move(recognition), by_lines);
}

/// The turn among the candidates in which some lines read best; when none reads, the sheet is taken as it lies.
int TextReader::choose_turn(const Sheet& sheet, const Orientation& orientation) {
    constexpr double least = 3;  // Three letters surely read.
    int best_turn = orientation.candidates.empty() ? orientation.rotated : orientation.candidates.front();
    double best = least;
    for (const int turn : orientation.candidates) {
        const double score = legibility(sample(sheet, make_level_page(sheet.working, sheet.raster, turn)).words);
        if (score <= best) continue;
        best = score;
        best_turn = turn;
    }
    return best_turn;
}

PageText TextReader::read_turned(const Sheet& sheet, int turn) {
    const auto page = make_level_page(sheet.working, sheet.raster, turn);
    std::string reason;
    auto recognition = by_lines_or_tesseract(sheet, page, reason);
    return finished(page, std::move(recognition), std::move(reason));
}

PageText TextReader::finished(const LevelPage& page, Recognition recognition, std::string reason) {
    PageText text{.words = without_scribbles(std::move(recognition.words)),
                  .rotated = page.map.rotated,
                  .skew_deg = page.map.skew_deg,
                  .timed_out = recognition.timed_out,
                  .reason = std::move(reason)};
    for (auto& word : text.words) word.box = page.map.as_decoded(word.box);
    text.confidence = mean_confidence(text.words);
    return text;
}

Recognition TextReader::sample(const Sheet& sheet, const LevelPage& page) {
    const Deadline deadline(sheet.limit / 8);
    if (lines_) return lines_->read(sheet.grey, *page.ink, page.map, LineReader::Extent::sample, deadline);
    const auto band = densest_band(*level_grey(sheet.working, page.map));
    return with_engine([&](Engine& engine) { return engine.read(*band, Engine::Layout::block, deadline); });
}

Recognition TextReader::by_lines_or_tesseract(const Sheet& sheet, const LevelPage& page, std::string& reason) {
    const Deadline deadline(sheet.limit);
    if (!lines_) {
        reason = "lu par Tesseract : " + why_no_lines_;
        return by_tesseract(sheet, page, deadline);
    }
    reason = by_lines;
    auto own = lines_->read(sheet.grey, *page.ink, page.map, LineReader::Extent::page, deadline);
    if (own.timed_out || own.confidence >= sure_lines) return own;
    const auto doubt = "confiance ligne par ligne de " + percent(own.confidence);
    auto other = by_tesseract(sheet, page, deadline);
    if (other.timed_out || legibility(other.words) <= legibility(own.words)) {
        reason += " : Tesseract n'a pas fait mieux, " + doubt;
        return own;
    }
    reason = "lu par Tesseract : " + doubt;
    return other;
}

Recognition TextReader::by_tesseract(const Sheet& sheet, const LevelPage& page, const Deadline& deadline) {
    const auto level = level_grey(sheet.working, page.map);
    return with_engine([&](Engine& engine) {
        auto recognition = engine.read(*level, Engine::Layout::page, deadline);
        if (recognition.timed_out || recognition.confidence >= sure_page) return recognition;
        auto sparse = engine.read(*level, Engine::Layout::sparse, deadline);
        return legibility(sparse.words) > legibility(recognition.words) ? sparse : recognition;
    });
}

/// The engine is out of its reader while it works, so an exception destroys it.
Recognition TextReader::with_engine(const std::function<Recognition(Engine&)>& work) {
    auto busy = engine_ ? std::move(engine_) : std::make_unique<Engine>(models_, language_);
    auto recognition = work(*busy);
    engine_ = std::move(busy);
    return recognition;
}

}  // namespace ocr
