#include "ocr/zones.h"

#include <algorithm>
#include <cmath>

#include "ocr/checkbox.h"
#include "ocr/ink.h"
#include "ocr/pix.h"
#include "ocr/signature.h"
#include "ocr/zone_text.h"

namespace ocr {

namespace {

constexpr double crop_margin_mm = 2;
constexpr double crop_px_per_mm = 8;  ///< 203 dpi: as fine as the zone was judged.
constexpr int most_crop_width_px = 1200;
constexpr double sure_text = 0.5;      ///< Mean confidence of words that are an answer.
constexpr double repaired_text = 0.9;  ///< Most that a repaired value is trusted.
constexpr double most_unread = 0.3;    ///< Share of the ink that was read as nothing: writing by hand.
constexpr int enough_borders = 3;      ///< So many printed borders seen check the registration.

bool is_boxed(core::ZoneKind kind) {
    return kind == core::ZoneKind::signature || kind == core::ZoneKind::stamp || kind == core::ZoneKind::checkbox;
}

bool is_kept(const core::Zone& zone) {
    return zone.kind == core::ZoneKind::signature || zone.kind == core::ZoneKind::stamp ||
           zone.state == core::ZoneState::doubt;
}

core::Point middle(const core::BoxMm& box) { return {(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2}; }

core::Zone unanswered(const core::ZoneLayout& layout) {
    core::Zone zone{.id = layout.id, .kind = layout.kind, .state = core::ZoneState::doubt};
    if (layout.kind == core::ZoneKind::signature || layout.kind == core::ZoneKind::stamp) zone.stamped = false;
    return zone;
}

/// A registered page, zone by zone.
class Eye {
  public:
    Eye(const core::Raster& page, const Registration& registration, std::span<const core::Word> words)
        : page_(page), registration_(registration), words_(words) {}

    /// The inks of the boxed zones, and how far their borders are from where they should be.
    void look(const std::vector<core::ZoneLayout>& zones) {
        std::vector<double> shifts;
        for (const auto& zone : zones) {
            maps_.push_back(registration_.at(middle(zone.box)));
            inks_.push_back(is_boxed(zone.kind) ? ink_of(page_, maps_.back(), zone.box) : ZoneInk{});
            if (inks_.back().border_shift_mm >= 0 && zone.kind != core::ZoneKind::checkbox)
                shifts.push_back(inks_.back().border_shift_mm);
        }
        if (static_cast<int>(shifts.size()) < enough_borders) return;
        std::nth_element(shifts.begin(), shifts.begin() + static_cast<std::ptrdiff_t>(shifts.size() / 2), shifts.end());
        border_error_mm_ = shifts[shifts.size() / 2];
    }

    double border_error_mm() const { return border_error_mm_; }

    bool is_placed(const core::ZoneLayout& layout) const {
        const double error = registration_.error_at(middle(layout.box));
        return error >= 0 && std::max(error, border_error_mm_) <= most_error_mm;
    }

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
                read(zone, layout, maps_[index]);
                break;
        }
        return zone;
    }

    core::Box box_of(const core::BoxMm& box, std::size_t index) const {
        double x0 = 1e9, y0 = 1e9, x1 = 0, y1 = 0;
        for (const core::Point corner :
             {core::Point{box.x0, box.y0}, {box.x1, box.y0}, {box.x1, box.y1}, {box.x0, box.y1}}) {
            const auto p = maps_[index](corner);
            x0 = std::min(x0, p.x), x1 = std::max(x1, p.x), y0 = std::min(y0, p.y), y1 = std::max(y1, p.y);
        }
        const auto within = [](double v, int most) { return std::clamp(static_cast<int>(std::lround(v)), 0, most); };
        return {within(x0, page_.width), within(y0, page_.height), within(x1, page_.width), within(y1, page_.height)};
    }

    Crop crop_of(const core::ZoneLayout& layout, std::size_t index) const {
        const core::BoxMm area{layout.box.x0 - crop_margin_mm, layout.box.y0 - crop_margin_mm,
                               layout.box.x1 + crop_margin_mm, layout.box.y1 + crop_margin_mm};
        const double scale = std::min(crop_px_per_mm, most_crop_width_px / area.width());
        return {.zone = layout.id, .png = png_bytes(*to_pix(flatten(page_, maps_[index], area, scale)))};
    }

  private:
    template <class Verdict>
    static void take(core::Zone& zone, const Verdict& verdict) {
        zone.state = verdict.state;
        zone.score = verdict.score;
        zone.stamped = verdict.stamped;
    }

    void read(core::Zone& zone, const core::ZoneLayout& layout, const Homography& map) const {
        const auto text = text_in(layout, map, words_);
        if (text.words == 0) {
            if (has_writing(page_, map, layout.box)) return;
            zone.state = core::ZoneState::empty;
            zone.score = 0.9;
            return;
        }
        zone.score = std::min(text.confidence, sure_text);
        if (text.confidence < sure_text || unread_share(page_, map, layout.box, words_) > most_unread) return;
        const auto checked = core::check_field(text.value, layout.check, layout.choices);
        zone.value = checked.value;
        if (checked.state == core::CheckedValue::State::invalid) return;
        zone.state = core::ZoneState::read;
        zone.score = text.confidence;
        if (checked.state == core::CheckedValue::State::repaired) zone.score = std::min(zone.score, repaired_text);
    }

    const core::Raster& page_;
    const Registration& registration_;
    std::span<const core::Word> words_;
    std::vector<Homography> maps_;  ///< Around each zone.
    std::vector<ZoneInk> inks_;
    double border_error_mm_ = 0;
};

}  // namespace

FormReading read_form(const core::Raster& page, const FoundForm& form, std::span<const core::Word> words) {
    FormReading reading{.match = form.match};
    reading.match.trouble = form.registration.trouble;
    if (form.layout == nullptr) return reading;
    const auto& printed = form.page()->zones;
    if (!form.registration.found()) {
        for (const auto& zone : printed) reading.zones.push_back(unanswered(zone));
        return reading;
    }

    Eye eye(page, form.registration, words);
    eye.look(printed);
    reading.match.error_mm = std::max(form.registration.error_mm, eye.border_error_mm());
    for (std::size_t i = 0; i < printed.size(); ++i) {
        auto zone = eye.is_placed(printed[i]) ? eye.answer(printed[i], i) : unanswered(printed[i]);
        zone.box = eye.box_of(printed[i].box, i);
        if (is_kept(zone)) reading.crops.push_back(eye.crop_of(printed[i], i));
        reading.zones.push_back(std::move(zone));
    }
    return reading;
}

}  // namespace ocr
