#pragma once

#include <hpdf.h>

#include <initializer_list>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/geometry.h"
#include "templates/haru.h"
#include "templates/haru_objects.h"

namespace templates {

inline constexpr double points_per_mm = 72.0 / 25.4;
/// Three decimals, a dot whatever the locale.
void append_number(std::string& out, double value);

struct HaruDoc::Impl {
    struct Sheet {
        HPDF_Page page;
        double height;
    };

    const Fonts& fonts;
    HaruFile file;
    std::vector<Sheet> sheets;
    std::size_t current = 0;
    std::map<Face, FontUse> used;  ///< Faces drawn with, in the whole document.
    std::optional<core::Refusal> refusal;
    std::string path;  ///< Built, not yet painted.
    bool finished = false;

    explicit Impl(const Fonts& given) : fonts(given) {}

    const Sheet& sheet() const {
        if (sheets.empty()) throw std::logic_error("drawing without a page");
        return sheets[current];
    }
    HPDF_Page page() const { return sheet().page; }
    double up(double y) const { return (sheet().height - y) * points_per_mm; }

    void describe(const DocumentInfo& info);
    std::vector<PlacedChar> shape(std::u32string_view text, Face face);
    const char* font_name(Face face);
    void refuse(core::Reason reason, std::string detail) {
        if (!refusal) refusal = core::Refusal{reason, std::move(detail)};
    }
    void add_path(std::initializer_list<core::Point> along, const char* operation);
    void paint(const std::string& settings, const char* operation);
    void image(HPDF_Image picture, core::BoxMm box);
};

}  // namespace templates
