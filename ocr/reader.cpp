#include "ocr/reader.h"

#include <algorithm>
#include <utility>

#include "ocr/blank.h"
#include "ocr/codes.h"
#include "ocr/page_marks.h"
#include "ocr/page_text.h"
#include "ocr/words.h"
#include "ocr/working_page.h"

namespace ocr {

namespace {

const core::FormLayout* find_form(std::span<const core::FormLayout> forms, const core::PageCode& code) {
    const auto at = std::find_if(forms.begin(), forms.end(), [&](const core::FormLayout& form) {
        return form.id == code.form && form.version == code.version;
    });
    return at == forms.end() ? nullptr : &*at;
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
    const auto codes = find_codes(raster, *grey);
    for (const auto& code : codes) page.codes.push_back(code.code);
    const auto* ours = !codes.empty() && codes.front().ours ? &codes.front() : nullptr;

    const auto working = make_working_page(raster, *grey);
    const auto ink = codes.empty() ? find_ink(*working.grey) : Ink::present;
    page.blank = ink == Ink::none;
    if (page.blank) return reading;

    auto text =
        text_->read({raster, *grey, working, options_.limit}, ours ? std::optional(ours->rotated) : std::nullopt);
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
