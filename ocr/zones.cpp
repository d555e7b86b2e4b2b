#include "ocr/zones.h"

#include <algorithm>
#include <cmath>

#include "ocr/checkbox.h"
#include "ocr/ink.h"
#include "ocr/pix.h"
#include "ocr/registration.h"
#include "ocr/signature.h"
#include "ocr/zone_text.h"

namespace ocr {

namespace {

constexpr double crop_margin_mm = 2;
constexpr double crop_px_per_mm = 8;  ///< 203 dpi: as fine as the zone was judged.
constexpr int most_crop_width_px = 1200;
constexpr double sure_text = 0.5;  ///< Mean confidence of words that are an answer in a date zone.
constexpr int enough_borders = 3;  ///< So many printed borders seen check the registration.

bool is_boxed(core::ZoneKind kind) {
    return kind == core::ZoneKind::signature || kind == core::ZoneKind::stamp || kind == core::ZoneKind::checkbox;
}

bool is_kept(const core::Zone& zone) {
    return zone.kind == core::ZoneKind::signature || zone.kind == core::ZoneKind::stamp ||
           zone.state == core::ZoneState::doubt;
}

core::Zone unanswered(const core::ZoneLayout& layout) {
    core::Zone zone{.id = layout.id, .kind = layout.kind, .state = core::ZoneState::doubt};
    if (layout.kind == core::ZoneKind::signature || layout.kind == core::ZoneKind::stamp) zone.stamped = false;
    return zone;
}

/// A registered page, zone by zone.
class Eye {
  public:
    Eye(const core::Raster& page, const Homography& sheet, std::span<const core::Word> words)
        : page_(page), sheet_(sheet), words_(words) {}

    /// The inks of the boxed zones, and how far their borders are from where they should be.
    void look(const std::vector<core::ZoneLayout>& zones) {
        std::vector<double> shifts;
        for (const auto& zone : zones) {
            inks_.push_back(is_boxed(zone.kind) ? ink_of(page_, sheet_, zone.box) : ZoneInk{});
            if (inks_.back().border_shift_mm >= 0 && zone.kind != core::ZoneKind::checkbox)
                shifts.push_back(inks_.back().border_shift_mm);
        }
        if (static_cast<int>(shifts.size()) < enough_borders) return;
        std::nth_element(shifts.begin(), shifts.begin() + static_cast<std::ptrdiff_t>(shifts.size() / 2), shifts.end());
        border_error_mm_ = shifts[shifts.size() / 2];
    }

    double border_error_mm() const { return border_error_mm_; }

    core::Zone answer(const core::ZoneLayout& layout, std::size_t index) const {
        core::Zone zone = unanswered(layout);
        switch (layout.kind) {
            case core::ZoneKind::signature:
                take(zone, judge_signature(inks_[index]));
                break;
            case core::ZoneKind::stamp:
                take(zone, judge_stamp(inks_[index]));
                break;
            case core::ZoneKind::checkbox: {
                const auto verdict = judge_checkbox(inks_[index]);
                zone.state = verdict.state;
                zone.score = verdict.score;
                break;
            }
            case core::ZoneKind::text:
            case core::ZoneKind::block:
            case core::ZoneKind::comb:
            case core::ZoneKind::date:
                read(zone, layout);
                break;
        }
        return zone;
    }

    core::Box box_of(const core::BoxMm& box) const {
        double x0 = 1e9, y0 = 1e9, x1 = 0, y1 = 0;
        for (const core::Point corner :
             {core::Point{box.x0, box.y0}, {box.x1, box.y0}, {box.x1, box.y1}, {box.x0, box.y1}}) {
            const auto p = sheet_(corner);
            x0 = std::min(x0, p.x), x1 = std::max(x1, p.x), y0 = std::min(y0, p.y), y1 = std::max(y1, p.y);
        }
        const auto within = [](double v, int most) { return std::clamp(static_cast<int>(std::lround(v)), 0, most); };
        return {within(x0, page_.width), within(y0, page_.height), within(x1, page_.width), within(y1, page_.height)};
    }

    Crop crop_of(const core::ZoneLayout& layout) const {
        const core::BoxMm area{layout.box.x0 - crop_margin_mm, layout.box.y0 - crop_margin_mm,
                               layout.box.x1 + crop_margin_mm, layout.box.y1 + crop_margin_mm};
        const double scale = std::min(crop_px_per_mm, most_crop_width_px / area.width());
        return {.zone = layout.id, .png = png_bytes(*to_pix(flatten(page_, sheet_, area, scale)))};
    }

  private:
    template <class Verdict>
    static void take(core::Zone& zone, const Verdict& verdict) {
        zone.state = verdict.state;
        zone.score = verdict.score;
        zone.stamped = verdict.stamped;
    }

    void read(core::Zone& zone, const core::ZoneLayout& layout) const {
        const auto text = text_in(layout, sheet_, words_);
        const bool unsure_date = layout.kind == core::ZoneKind::date && text.words > 0 &&
                                 (text.confidence < sure_text || !looks_like_date(text.value));
        if (text.words > 0 && !unsure_date) {
            zone.state = core::ZoneState::read;
            zone.value = text.value;
            zone.score = text.confidence;
        } else if (text.words == 0 && !has_writing(page_, sheet_, layout.box)) {
            zone.state = core::ZoneState::empty;
            zone.score = 0.9;
        }
    }

    const core::Raster& page_;
    const Homography& sheet_;
    std::span<const core::Word> words_;
    std::vector<ZoneInk> inks_;
    double border_error_mm_ = 0;
};

}  // namespace

FormReading read_form(const core::Raster& page, int rotated, const core::PageCode& code,
                      const std::optional<core::Box>& code_box, const core::FormLayout& layout,
                      std::span<const core::Word> words) {
    FormReading reading;
    reading.match = {
        .id = code.form, .version = code.version, .dossier = code.dossier, .page = code.page, .error_mm = -1};
    if (code.page < 1 || code.page > static_cast<int>(layout.pages.size())) return reading;
    const auto& printed = layout.pages[static_cast<std::size_t>(code.page - 1)];
    const auto registration = register_page(page, rotated, code_box, layout, printed);
    if (!registration.found()) {
        for (const auto& zone : printed.zones) reading.zones.push_back(unanswered(zone));
        return reading;
    }

    Eye eye(page, registration.sheet, words);
    eye.look(printed.zones);
    reading.match.error_mm = std::max(registration.error_mm, eye.border_error_mm());
    const bool placed = reading.match.error_mm <= most_error_mm;
    for (std::size_t i = 0; i < printed.zones.size(); ++i) {
        auto zone = placed ? eye.answer(printed.zones[i], i) : unanswered(printed.zones[i]);
        zone.box = eye.box_of(printed.zones[i].box);
        if (is_kept(zone)) reading.crops.push_back(eye.crop_of(printed.zones[i]));
        reading.zones.push_back(std::move(zone));
    }
    return reading;
}

}  // namespace ocr
