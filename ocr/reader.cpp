#include "ocr/reader.h"

#include <algorithm>
#include <utility>

#include "ocr/blank.h"
#include "ocr/codes.h"
#include "ocr/deskew.h"
#include "ocr/legibility.h"
#include "ocr/orientation.h"
#include "ocr/page_faults.h"
#include "ocr/page_marks.h"
#include "ocr/page_text.h"
#include "ocr/words.h"
#include "ocr/working_page.h"

namespace ocr {

namespace {

/// The form that a page without code shows; its axis may be unsure.
std::optional<FoundForm> find_by_print(const WorkingPage& working, const Orientation& orientation,
                                       std::span<const core::FormLayout> forms) {
    const int guess = orientation.rotated;
    const bool axis_unsure = orientation.candidates.size() > 2;
    for (const int turn : axis_unsure ? std::vector{guess, (guess + 90) % 360} : std::vector{guess})
        if (auto form = find_printed_form(working, turn, find_skew(*upright(*working.ink, turn)), forms)) return form;
    return std::nullopt;
}

std::optional<FoundForm> find_form(const WorkingPage& working, const FoundCode* ours, const Orientation& orientation,
                                   std::span<const core::FormLayout> forms) {
    if (ours == nullptr) return find_by_print(working, orientation, forms);
    if (ours->ours->use != core::PageCode::Use::form_page) return std::nullopt;
    return find_coded_form(working, *ours, forms);
}

void read_zones(const core::Raster& raster, const FoundForm& found, PageReading& reading) {
    auto form = read_form(raster, found, reading.page.words);
    if (!form.match.trouble.empty()) reading.notes.push_back(form.match.trouble);
    reading.page.form = std::move(form.match);
    reading.page.zones = std::move(form.zones);
    reading.crops = std::move(form.crops);
}

}  // namespace

Reader::Reader(ReaderOptions options) : options_(std::move(options)) {
    static const bool silent = (setMsgSeverity(L_SEVERITY_NONE), true);  // Leptonica writes to stderr otherwise.
    static_cast<void>(silent);
    text_ = std::make_unique<TextReader>(options_.models, options_.language);
}

Reader::~Reader() = default;

PageReading Reader::read(const core::Raster& raster, std::span<const core::FormLayout> forms) {
    PageReading reading;
    auto& page = reading.page;
    page.width_px = raster.width;
    page.height_px = raster.height;
    page.dpi = raster.dpi;

    const auto grey = to_grey(*to_pix(raster));
    auto codes = find_codes(raster, *grey);
    const auto working = make_working_page(raster, *grey);
    const auto ink = find_ink(*working.grey);
    if (ink != Ink::present) codes.clear();  // A code that shows through from the other side, mirrored.
    for (const auto& code : codes) page.codes.push_back(code.code);
    const auto* ours = !codes.empty() && codes.front().ours ? &codes.front() : nullptr;

    if (ink == Ink::none && shows_no_paper(*grey)) {
        page.legibility = 0;
        return reading;
    }
    page.blank = ink == Ink::none;
    if (page.blank) return reading;

    auto orientation = ours ? Orientation{.rotated = ours->rotated} : find_orientation(*working.ink);
    const auto form = find_form(working, ours, orientation, forms);
    if (!ours && form) orientation = {.rotated = form->rotated};
    auto text = text_->read({raster, *grey, working, options_.limit}, orientation, ours || form);
    if (text.timed_out) reading.notes.push_back("lecture interrompue : durée maximale atteinte, page sans texte");
    if (ink == Ink::faint && !text.timed_out && !has_trusted_word(text.words)) {
        page.blank = true;  // What shows through from the other side reads as nothing.
        return reading;
    }
    page.rotated = text.rotated;
    page.skew_deg = text.skew_deg;
    page.words = std::move(text.words);
    if (!page.words.empty()) {
        page.text_source = text.source;
        page.text_reason = std::move(text.reason);
    }

    page.legibility = legibility_of(sharpness_of(working), page.words);
    page.faults = faults_of(raster, working, form);
    if (form) {
        read_zones(raster, *form, reading);
    } else if (!ours) {
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
