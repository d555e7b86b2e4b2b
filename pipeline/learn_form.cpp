#include "pipeline/learn_form.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "ocr/form_learn.h"

namespace pipeline {
namespace {

double millimetres(int px, int dpi) { return std::round(px * 254.0 / dpi) / 10; }

/// Keeps the zones a person named; what the page prints is what was seen.
void keep_zones(core::FormLayout& learnt, const core::FormLayout& named) {
    for (std::size_t i = 0; i < learnt.pages.size(); ++i) learnt.pages[i].zones = named.pages[i].zones;
}

}  // namespace

core::Outcome<templates::OutsideForm> learn_form(const Hostile& blank, const DecodeLimits& limits, std::string id,
                                                 const std::optional<templates::OutsideForm>& zones) {
    auto fields = form_fields(blank, limits);
    if (!fields) return fields.refusal();
    auto drawing = limits;
    drawing.render_dpi = ocr::learning_dpi;
    templates::OutsideForm form{.title = id, .layout = {.id = std::move(id)}};
    auto& layout = form.layout;
    std::optional<core::Refusal> odd;
    const auto count = decode(blank, drawing, [&](core::Raster&& page, int number) {
        const double width = millimetres(page.width, page.dpi), height = millimetres(page.height, page.dpi);
        if (number == 1) layout.width_mm = width, layout.height_mm = height;
        if (std::abs(width - layout.width_mm) > 2 || std::abs(height - layout.height_mm) > 2)
            odd = core::Refusal{core::Reason::data_invalid,
                                "page " + std::to_string(number) + " : d'une autre taille que la première"};
        std::vector<ocr::PdfField> here;
        std::copy_if(fields->begin(), fields->end(), std::back_inserter(here),
                     [&](const ocr::PdfField& field) { return field.page == number; });
        layout.pages.push_back(ocr::learn_page(page, here));
    });
    if (!count) return count.refusal();
    if (odd) return *odd;
    if (!zones) return form;
    if (zones->layout.pages.size() != layout.pages.size())
        return core::Refusal{core::Reason::data_invalid, "le PDF a " + std::to_string(layout.pages.size()) +
                                                             " page(s), le fichier des zones " +
                                                             std::to_string(zones->layout.pages.size())};
    auto kept = *zones;
    kept.layout.width_mm = layout.width_mm, kept.layout.height_mm = layout.height_mm;
    keep_zones(layout, kept.layout);
    kept.layout.pages = std::move(layout.pages);
    return kept;
}

}  // namespace pipeline
