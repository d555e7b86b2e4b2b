#include "tests/drawing/fonts.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <array>
#include <stdexcept>
namespace drawing {

namespace {

constexpr double units = 64;  ///< FreeType counts in 64ths.
constexpr int curve_steps = 5;

struct Library {
    FT_Library handle = nullptr;
    Library() {
        if (FT_Init_FreeType(&handle) != 0) throw std::runtime_error("FreeType does not start");
    }
};

FT_Library library() {
    static const Library one;  // Until the end of the program.
    return one.handle;
}

/// Collects a glyph's contours, curves cut into short lines.
struct Pencil {
    Outlines contours;
    core::Point last;

    void move(core::Point p) { contours.push_back({p}), last = p; }
    void line(core::Point p) { contours.back().push_back(p), last = p; }
    template <std::size_t N>
    void curve(const std::array<core::Point, N>& control) {
        const auto from = last;
        for (int i = 1; i <= curve_steps; ++i) {
            const double t = static_cast<double>(i) / curve_steps;
            std::array<core::Point, N + 1> points{};
            points[0] = from;
            std::copy(control.begin(), control.end(), points.begin() + 1);
            for (std::size_t left = N; left > 0; --left)  // De Casteljau.
                for (std::size_t k = 0; k < left; ++k)
                    points[k] = {points[k].x + t * (points[k + 1].x - points[k].x),
                                 points[k].y + t * (points[k + 1].y - points[k].y)};
            line(points[0]);
        }
    }
};

core::Point point(const FT_Vector* v) { return {static_cast<double>(v->x), static_cast<double>(v->y)}; }

const FT_Outline_Funcs pencil_funcs{
    [](const FT_Vector* to, void* user) { return static_cast<Pencil*>(user)->move(point(to)), 0; },
    [](const FT_Vector* to, void* user) { return static_cast<Pencil*>(user)->line(point(to)), 0; },
    [](const FT_Vector* control, const FT_Vector* to, void* user) {
        return static_cast<Pencil*>(user)->curve(std::array{point(control), point(to)}), 0;
    },
    [](const FT_Vector* first, const FT_Vector* second, const FT_Vector* to, void* user) {
        return static_cast<Pencil*>(user)->curve(std::array{point(first), point(second), point(to)}), 0;
    },
    0,
    0};

}  // namespace

struct Font::Face {
    FT_Face handle = nullptr;
    double capital = 1;  ///< Height of an H in font units.

    explicit Face(const std::filesystem::path& path) {
        if (FT_New_Face(library(), path.c_str(), 0, &handle) != 0)
            throw std::runtime_error("cannot read the font " + path.string());
        if (load('H')) capital = std::max<double>(1, static_cast<double>(handle->glyph->metrics.height));
    }
    ~Face() { FT_Done_Face(handle); }
    Face(const Face&) = delete;
    Face& operator=(const Face&) = delete;

    bool load(char letter) const {
        const auto glyph = FT_Get_Char_Index(handle, static_cast<unsigned char>(letter));
        return glyph != 0 && FT_Load_Glyph(handle, glyph, FT_LOAD_NO_SCALE) == 0;
    }
};

Font::Font(const std::filesystem::path& path) : face_(std::make_unique<Face>(path)) {}
Font::~Font() = default;
Font::Font(Font&&) noexcept = default;

std::vector<Outlines> Font::text(std::string_view ascii, core::Point at, double height) const {
    const double scale = height / face_->capital;
    std::vector<Outlines> glyphs;
    double x = 0;
    for (const char letter : ascii) {
        if (!face_->load(letter)) {
            x += 0.4 * face_->capital;
            continue;
        }
        Pencil pencil;
        FT_Outline_Decompose(&face_->handle->glyph->outline, &pencil_funcs, &pencil);
        for (auto& contour : pencil.contours)
            for (auto& p : contour) p = {at.x + (x + p.x) * scale, at.y - p.y * scale};
        glyphs.push_back(std::move(pencil.contours));
        x += static_cast<double>(face_->handle->glyph->metrics.horiAdvance);
    }
    return glyphs;
}

double Font::width_of(std::string_view ascii, double height) const {
    double x = 0;
    for (const char letter : ascii)
        x +=
            face_->load(letter) ? static_cast<double>(face_->handle->glyph->metrics.horiAdvance) : 0.4 * face_->capital;
    return x * height / face_->capital;
}

std::vector<std::filesystem::path> fonts_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto extension = entry.path().extension();
        if (extension == ".ttf" || extension == ".otf" || extension == ".woff") found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::uint8_t> coverage(const Outlines& contours, int width, int height) {
    std::vector<std::uint8_t> cover(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0);
    std::vector<FT_Vector> points;
    std::vector<short> ends;
    for (const auto& contour : contours) {
        if (contour.size() < 3) continue;
        for (const auto p : contour)
            points.push_back({static_cast<FT_Pos>(p.x * units), static_cast<FT_Pos>((height - p.y) * units)});
        ends.push_back(static_cast<short>(points.size() - 1));
    }
    if (points.empty() || points.size() > 30000) return cover;
    std::vector<char> tags(points.size(), FT_CURVE_TAG_ON);
    FT_Outline outline{static_cast<short>(ends.size()),
                       static_cast<short>(points.size()),
                       points.data(),
                       tags.data(),
                       ends.data(),
                       FT_OUTLINE_NONE};
    FT_Bitmap bitmap{};
    bitmap.rows = static_cast<unsigned>(height);
    bitmap.width = static_cast<unsigned>(width);
    bitmap.pitch = width;
    bitmap.buffer = cover.data();
    bitmap.num_grays = 256;
    bitmap.pixel_mode = FT_PIXEL_MODE_GRAY;
    FT_Outline_Get_Bitmap(library(), &outline, &bitmap);
    return cover;
}

}  // namespace drawing
