#include "ocr/reader.h"

#include <algorithm>
#include <utility>

#include "ocr/blank.h"
#include "ocr/codes.h"
#include "ocr/engine.h"
#include "ocr/layer.h"
#include "ocr/orientation.h"
#include "ocr/page_marks.h"
#include "ocr/words.h"
#include "ocr/working_page.h"

namespace ocr {

namespace {

constexpr double trusted_confidence = 0.55;  ///< Below this mean a page is read a second time, otherwise.

struct Text {
    std::vector<core::Word> words;  ///< Boxes in px as decoded.
    double confidence = 0;
    int rotated = 0;
    double skew_deg = 0;
    bool timed_out = false;
    core::TextSource source = core::TextSource::ocr;
};

/// Reads one page with one engine.
class PageReader {
  public:
    PageReader(Engine& engine, const core::Raster& raster, const WorkingPage& working, std::chrono::milliseconds limit)
        : engine_(engine), raster_(raster), working_(working), limit_(limit) {}

    /// The turn among the candidates whose band of text reads best; when none reads, the sheet is taken as it lies.
    int choose_turn(const Orientation& orientation) const {
        constexpr double least = 3;  // Three letters surely read.
        int best_turn = orientation.candidates.empty() ? orientation.rotated : orientation.candidates.front();
        double best = least;
        for (const int turn : orientation.candidates) {
            const auto page = make_level_page(working_, raster_, turn);
            const auto band = densest_band(*page.grey);
            const double score = legibility(engine_.read(*band, Engine::Layout::block, limit_ / 8).words);
            if (score <= best) continue;
            best = score;
            best_turn = turn;
        }
        return best_turn;
    }

    Text read(int rotated) const {
        const auto page = make_level_page(working_, raster_, rotated);
        auto recognition = engine_.read(*page.grey, Engine::Layout::page, limit_);
        if (!recognition.timed_out && recognition.confidence < trusted_confidence) {
            auto sparse = engine_.read(*page.grey, Engine::Layout::sparse, limit_ / 2);
            if (legibility(sparse.words) > legibility(recognition.words)) recognition = std::move(sparse);
        }
        Text text{.rotated = rotated, .skew_deg = page.map.skew_deg, .timed_out = recognition.timed_out};
        text.words = without_scribbles(std::move(recognition.words));
        for (auto& word : text.words) word.box = page.map.as_decoded(word.box);
        text.confidence = mean_confidence(text.words);
        return text;
    }

    double skew(int rotated) const { return make_level_page(working_, raster_, rotated).map.skew_deg; }

  private:
    Engine& engine_;
    const core::Raster& raster_;
    const WorkingPage& working_;
    std::chrono::milliseconds limit_;
};

const core::FormLayout* find_form(std::span<const core::FormLayout> forms, const core::PageCode& code) {
    const auto at = std::find_if(forms.begin(), forms.end(), [&](const core::FormLayout& form) {
        return form.id == code.form && form.version == code.version;
    });
    return at == forms.end() ? nullptr : &*at;
}

/// The engine is out of its reader while it works, so an exception destroys it.
Text read_text(std::unique_ptr<Engine>& engine, const ReaderOptions& options, const core::Raster& raster,
               const WorkingPage& working, const FoundCode* code) {
    auto busy = engine ? std::move(engine) : std::make_unique<Engine>(options.models, options.language);
    const PageReader reader(*busy, raster, working, options.limit);
    Orientation orientation{.rotated = code ? code->rotated : 0};
    if (!code) orientation = find_orientation(*working.ink);
    Text text;
    if (layer_is_good(raster.layer, *working.ink, working.scale)) {
        text = {.words = raster.layer,
                .confidence = mean_confidence(raster.layer),
                .rotated = orientation.candidates.empty() ? orientation.rotated : 0,
                .source = core::TextSource::layer};
        text.skew_deg = reader.skew(text.rotated);
    } else {
        const int turn = reader.choose_turn(orientation);
        text = reader.read(turn);
        const bool chosen = code || !orientation.candidates.empty();
        if (!chosen && !text.timed_out && text.confidence < trusted_confidence) {
            const int better = reader.choose_turn({turn, {turn, (turn + 180) % 360}});
            if (better != turn) text = reader.read(better);
        }
    }
    engine = std::move(busy);
    return text;
}

void read_zones(const core::Raster& raster, const FoundCode& code, std::span<const core::FormLayout> forms,
                PageReading& reading) {
    if (code.ours->use != core::PageCode::Use::form_page) return;
    const auto& ours = *code.ours;
    reading.page.form = core::FormMatch{ours.form, ours.version, ours.dossier, ours.page, -1};
    const auto* layout = find_form(forms, ours);
    if (!layout) {
        reading.notes.push_back("formulaire inconnu : " + ours.form + ", version " + std::to_string(ours.version));
        return;
    }
    auto form = read_form(raster, code.rotated, ours, code.code.box, *layout, reading.page.words);
    reading.page.form = std::move(form.match);
    reading.page.zones = std::move(form.zones);
    reading.crops = std::move(form.crops);
}

}  // namespace

Reader::Reader(ReaderOptions options) : options_(std::move(options)) {
    static const bool silent = (setMsgSeverity(L_SEVERITY_NONE), true);  // Leptonica writes to stderr otherwise.
    static_cast<void>(silent);
    engine_ = std::make_unique<Engine>(options_.models, options_.language);
}

Reader::~Reader() = default;

PageReading Reader::read(const core::Raster& raster, std::span<const core::FormLayout> forms) {
    PageReading reading;
    auto& page = reading.page;
    page.width_px = raster.width;
    page.height_px = raster.height;
    page.dpi = raster.dpi;

    const auto grey = to_grey(*to_pix(raster));
    const auto codes = find_codes(raster, *grey);
    for (const auto& code : codes) page.codes.push_back(code.code);
    const auto* ours = !codes.empty() && codes.front().ours ? &codes.front() : nullptr;

    const auto working = make_working_page(raster, *grey);
    const auto ink = codes.empty() ? find_ink(*working.grey) : Ink::present;
    page.blank = ink == Ink::none;
    if (page.blank) return reading;

    auto text = read_text(engine_, options_, raster, working, ours);
    if (text.timed_out) reading.notes.push_back("lecture interrompue : durée maximale atteinte, page sans texte");
    if (ink == Ink::faint && !text.timed_out && !has_trusted_word(text.words)) {
        page.blank = true;  // What shows through from the other side reads as nothing.
        return reading;
    }
    page.rotated = text.rotated;
    page.skew_deg = text.skew_deg;
    page.words = std::move(text.words);
    if (!page.words.empty()) page.text_source = text.source;

    if (ours) {
        read_zones(raster, *ours, forms, reading);
    } else {
        auto marks = find_marks(raster, working, page.rotated, page.words, options_.targets);
        page.marks = std::move(marks.marks);
        page.signature = marks.signature;
    }
    page.words = without_zones(std::move(page.words), page.zones);
    page.confidence = mean_confidence(page.words);
    page.text = text_of(page.words);
    return reading;
}

}  // namespace ocr
