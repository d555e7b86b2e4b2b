#include "ocr/zones.h"

namespace ocr {

namespace {

core::Zone unanswered(const core::ZoneLayout& layout) {
    core::Zone zone{.id = layout.id, .kind = layout.kind, .state = core::ZoneState::doubt};
    if (layout.kind == core::ZoneKind::signature || layout.kind == core::ZoneKind::stamp) zone.stamped = false;
    return zone;
}

}  // namespace

FormReading read_form(const core::Raster&, int, const core::PageCode& code, const std::optional<core::Box>&,
                      const core::FormLayout& layout, std::span<const core::Word>) {
    FormReading reading;
    reading.match = {
        .id = code.form, .version = code.version, .dossier = code.dossier, .page = code.page, .error_mm = -1};
    if (code.page < 1 || code.page > static_cast<int>(layout.pages.size())) return reading;
    for (const auto& zone : layout.pages[static_cast<std::size_t>(code.page - 1)].zones)
        reading.zones.push_back(unanswered(zone));
    return reading;
}

}  // namespace ocr
