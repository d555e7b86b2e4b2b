#include "ocr/page_faults.h"

#include <algorithm>
#include <array>

namespace ocr {

namespace {

constexpr double longest_sheet = 1.6;  ///< Of its width: A4 has 1.41, a legal sheet 1.65 is not used here.
constexpr double least_letter_mm = 1, most_letter_mm = 6;
constexpr int least_cut_lines = 6;
constexpr double line_pitch_mm = 3.5;
constexpr double edge_mm = 0.4;

bool is_long(const core::Raster& raster) {
    const double across = std::min(raster.width, raster.height), down = std::max(raster.width, raster.height);
    return down > longest_sheet * across;
}

/// Letters at an edge, line after line.
bool runs_off(const Pix& ink) {
    const double px = std::max(1, pixGetXRes(&ink)) / 25.4;
    const int width = pixGetWidth(&ink), height = pixGetHeight(&ink);
    const BoxaPtr boxes(pixConnCompBB(lept(ink), 8));
    std::array<std::vector<double>, 4> at_edge;  // Left, top, right, bottom: places along it.
    for (int i = 0; boxes && i < boxaGetCount(boxes.get()); ++i) {
        int x = 0, y = 0, w = 0, h = 0;
        boxaGetBoxGeometry(boxes.get(), i, &x, &y, &w, &h);
        if (std::max(w, h) < least_letter_mm * px || std::max(w, h) > most_letter_mm * px) continue;
        if (x < edge_mm * px) at_edge[0].push_back((y + h / 2.0) / px);
        if (y < edge_mm * px) at_edge[1].push_back((x + w / 2.0) / px);
        if (x + w > width - edge_mm * px) at_edge[2].push_back((y + h / 2.0) / px);
        if (y + h > height - edge_mm * px) at_edge[3].push_back((x + w / 2.0) / px);
    }
    return std::any_of(at_edge.begin(), at_edge.end(), [](std::vector<double>& places) {
        std::sort(places.begin(), places.end());
        int lines = 0;
        double last = -line_pitch_mm;
        for (const double place : places)
            if (place - last >= line_pitch_mm) ++lines, last = place;
        return lines >= least_cut_lines;
    });
}

/// A zone lies beyond the page, if only in part.
bool is_cut(const FoundForm& form, const core::Raster& raster) {
    if (form.layout == nullptr || !form.registration.found()) return false;
    const auto off = [&](core::Point mm) {
        const auto px = form.registration.at(mm)(mm);
        return px.x < 0 || px.y < 0 || px.x > raster.width || px.y > raster.height;
    };
    const auto& zones = form.page()->zones;
    return std::any_of(zones.begin(), zones.end(), [&](const core::ZoneLayout& zone) {
        const auto& b = zone.box;
        return off({b.x0, b.y0}) || off({b.x1, b.y0}) || off({b.x1, b.y1}) || off({b.x0, b.y1});
    });
}

}  // namespace

std::vector<core::PageFault> faults_of(const core::Raster& raster, const WorkingPage& page,
                                       const std::optional<FoundForm>& form) {
    std::vector<core::PageFault> faults;
    if (form ? is_cut(*form, raster) : runs_off(*page.ink)) faults.push_back(core::PageFault::cut);
    if (is_long(raster)) faults.push_back(core::PageFault::double_fed);
    return faults;
}

}  // namespace ocr
