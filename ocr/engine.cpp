#include "ocr/engine.h"

#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>

#include <filesystem>

#include "core/failures.h"

/// Of libgomp. Tesseract asks for four threads in each of its loops and loses time on them when pages are read side by
/// side; OMP_THREAD_LIMIT=1 in the environment does the same when it was there before the start.
extern "C" void omp_set_max_active_levels(int levels);

namespace ocr {

namespace {

struct TextFree {
    void operator()(char* text) const noexcept { delete[] text; }  // Tesseract made it with new[].
};

/// Tesseract asks before each word.
bool is_late(void* deadline, int /*words*/) { return static_cast<const Deadline*>(deadline)->passed(); }

tesseract::PageSegMode segmentation(Engine::Layout layout) {
    switch (layout) {
        case Engine::Layout::page:
            return tesseract::PSM_AUTO;
        case Engine::Layout::sparse:
            return tesseract::PSM_SPARSE_TEXT;
        case Engine::Layout::block:
            return tesseract::PSM_SINGLE_BLOCK;
    }
    return tesseract::PSM_AUTO;
}

std::string word_text(const tesseract::ResultIterator& at) {
    const std::unique_ptr<char, TextFree> text(at.GetUTF8Text(tesseract::RIL_WORD));
    return text ? text.get() : "";
}

Recognition collect(tesseract::ResultIterator& at) {
    Recognition result;
    int line = -1;
    do {
        if (at.IsAtBeginningOf(tesseract::RIL_TEXTLINE)) ++line;
        core::Word word{.text = word_text(at),
                        .confidence = static_cast<double>(at.Confidence(tesseract::RIL_WORD)) / 100,
                        .line = line};
        if (word.text.find_first_not_of(' ') == std::string::npos) continue;
        if (!at.BoundingBox(tesseract::RIL_WORD, &word.box.x0, &word.box.y0, &word.box.x1, &word.box.y1)) continue;
        result.words.push_back(std::move(word));
    } while (at.Next(tesseract::RIL_WORD));
    result.confidence = mean_confidence(result.words);
    return result;
}

}  // namespace

Engine::Engine(const std::string& directory, const std::string& language)
    : api_(std::make_unique<tesseract::TessBaseAPI>()) {
    const auto model = std::filesystem::path(directory) / (language + ".traineddata");
    std::error_code unreadable;
    if (!std::filesystem::is_regular_file(model, unreadable))
        throw core::BadSetup("modèle de lecture introuvable : " + model.string() +
                             " (installez le paquet tesseract-ocr-" + language +
                             " ou corrigez le dossier des modèles)");
    const std::vector<std::string> names{"debug_file", "classify_enable_learning"};
    const std::vector<std::string> values{"/dev/null", "0"};
    if (api_->Init(directory.c_str(), language.c_str(), tesseract::OEM_LSTM_ONLY, nullptr, 0, &names, &values, false) !=
        0)
        throw core::BadSetup("modèle de lecture illisible : " + model.string() +
                             " (réinstallez le paquet tesseract-ocr-" + language + ")");
}

Engine::~Engine() = default;

Recognition Engine::read(const Pix& image, Layout layout, const Deadline& deadline) {
    omp_set_max_active_levels(0);  // Counts for the calling thread only.
    api_->ClearAdaptiveClassifier();
    api_->SetPageSegMode(segmentation(layout));
    api_->SetImage(lept(image));

    tesseract::ETEXT_DESC monitor;
    monitor.cancel = is_late;
    monitor.cancel_this = const_cast<Deadline*>(&deadline);  // NOLINT: handed back to is_late() only
    const bool failed = api_->Recognize(&monitor) != 0;
    Recognition result;
    result.timed_out = deadline.passed();
    if (!failed && !result.timed_out) {
        const std::unique_ptr<tesseract::ResultIterator> at(api_->GetIterator());
        if (at) result = collect(*at);
    }
    api_->Clear();
    return result;
}

}  // namespace ocr
