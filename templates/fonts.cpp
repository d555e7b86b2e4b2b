#include "templates/fonts.h"

#include <hb-subset.h>
#include <hb.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>

#include "core/failures.h"
#include "templates/font_program.h"

namespace templates {
namespace {

struct FaceRow {
    const char* name;  ///< As in the PDF, and the file name without `.ttf`.
    FaceShape shape;
};

constexpr std::array<FaceRow, face_count> face_table{{
    {"LiberationSans-Regular", FaceShape::sans},
    {"LiberationSans-Bold", FaceShape::sans},
    {"LiberationSans-Italic", FaceShape::sans_italic},
    {"LiberationSans-BoldItalic", FaceShape::sans_italic},
    {"LiberationSerif-Regular", FaceShape::serif},
    {"LiberationSerif-Bold", FaceShape::serif},
    {"LiberationSerif-Italic", FaceShape::serif_italic},
    {"LiberationSerif-BoldItalic", FaceShape::serif_italic},
    {"LiberationMono-Regular", FaceShape::fixed},
    {"LiberationMono-Bold", FaceShape::fixed},
}};

/// What stands in for a character the face lacks; its own code is kept, so the text comes out unchanged.
char32_t stand_in(char32_t code) {
    switch (code) {
        case 0x00A0:
        case 0x2007:
        case 0x2009:
        case 0x200A:
        case 0x202F:
            return U' ';
        case 0x2010:
        case 0x2011:
            return U'-';
        default:
            return code;
    }
}

bool is_dropped(char32_t code) { return code == 0x00AD || (code >= 0x200B && code <= 0x200D) || code == 0xFEFF; }

/// Base letter and following accent become one character, where Unicode has it: "e" + U+0301 is "é".
std::u32string composed(std::u32string_view text) {
    std::u32string out;
    auto* const unicode = hb_unicode_funcs_get_default();
    for (const auto code : text) {
        hb_codepoint_t both = 0;
        if (is_dropped(code)) continue;
        if (!out.empty() && code >= 0x300 && code < 0x370 && hb_unicode_compose(unicode, out.back(), code, &both))
            out.back() = both;
        else
            out.push_back(code);
    }
    return out;
}

constexpr std::array<hb_feature_t, 3> no_ligatures{{
    {HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    {HB_TAG('c', 'l', 'i', 'g'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    {HB_TAG('c', 'a', 'l', 't'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
}};

struct BufferFree {
    void operator()(hb_buffer_t* buffer) const noexcept { hb_buffer_destroy(buffer); }
};
using BufferPtr = std::unique_ptr<hb_buffer_t, BufferFree>;

/// Place of an everyday character in the tables of a face; `everyday_count` for any other.
constexpr std::size_t everyday_count = 0x1A1;
std::size_t everyday(char32_t code) {
    if (code < 0x180) return code;
    if (code >= 0x2010 && code < 0x2030) return 0x180 + (code - 0x2010);
    return code == 0x20AC ? 0x1A0 : everyday_count;
}

/// Widths and kerning of everyday characters, so that a line is measured without shaping it. A pair's kerning is asked
/// from HarfBuzz once, by whichever thread needs it first: all would store the same.
struct Everyday {
    std::array<int, everyday_count> width{};  ///< 0 when the face lacks the character.
    std::unique_ptr<std::atomic<std::uint16_t>[]> kerning =
        std::make_unique<std::atomic<std::uint16_t>[]>(everyday_count * everyday_count);
    static constexpr int bias = 0x4000;  ///< A stored 0 is "not asked yet".
};

}  // namespace

struct FontFace::Data {
    FaceRow row{};
    HbFacePtr face;
    HbFontPtr font;  ///< Scaled to thousandths of the type size; immutable.
    hb_font_extents_t extents{};
    int cap_height = 0;
    Everyday everyday;
    mutable std::once_flag common_once, full_once;
    mutable FontProgram common, full;

    bool draws(char32_t code) const {
        hb_codepoint_t unused = 0;
        return code < 0xFFFE && hb_font_get_nominal_glyph(font.get(), code, &unused);
    }
    char32_t drawn_as(char32_t code) const { return draws(code) ? code : stand_in(code); }
    /// 0 when neither the character nor its stand-in is there. Beyond the BMP nothing is: codes are two bytes.
    hb_codepoint_t glyph(char32_t code) const {
        hb_codepoint_t found = 0;
        const auto drawn = drawn_as(code);
        return drawn < 0xFFFE && hb_font_get_nominal_glyph(font.get(), drawn, &found) ? found : 0;
    }
    int width(hb_codepoint_t glyph_id) const { return hb_font_get_glyph_h_advance(font.get(), glyph_id); }
    int width_of(char32_t code) const {
        const auto id = glyph(code);
        return id ? width(id) : 0;
    }
    int kerning(char32_t left, char32_t right) const;
    void shape_slowly(std::vector<PlacedChar>& placed) const;

    std::vector<CodeGlyph> glyphs(bool common_only) const {
        std::vector<CodeGlyph> list;
        for (char32_t code = 0x20; code < 0xFFFE; ++code) {
            if (common_only && !is_common(code)) continue;
            if (const auto id = glyph(code)) list.push_back({code, id, width(id)});
        }
        return list;
    }
};

FontFace::FontFace(Face face, const std::filesystem::path& file) : data_(std::make_unique<Data>()) {
    data_->row = face_table.at(static_cast<std::size_t>(face));
    const HbBlobPtr blob{hb_blob_create_from_file_or_fail(file.c_str())};
    if (blob) data_->face.reset(hb_face_create(blob.get(), 0));
    if (!blob || hb_face_get_glyph_count(data_->face.get()) == 0)
        throw core::BadSetup(
            "Police introuvable ou illisible : " + file.string() +
            ". Installer le paquet fonts-liberation2, ou corriger le dossier des polices dans la configuration.");
    data_->font.reset(hb_font_create(data_->face.get()));
    hb_font_set_scale(data_->font.get(), 1000, 1000);
    hb_font_make_immutable(data_->font.get());
    hb_font_get_h_extents(data_->font.get(), &data_->extents);
    hb_glyph_extents_t capital{};
    if (hb_font_get_glyph_extents(data_->font.get(), data_->glyph(U'H'), &capital))
        data_->cap_height = capital.y_bearing;
    for (char32_t code = 0x20; code < 0x20AD; ++code)
        if (everyday(code) != everyday_count) data_->everyday.width[everyday(code)] = data_->width_of(code);
}

FontFace::~FontFace() = default;
FontFace::FontFace(FontFace&&) noexcept = default;

bool FontFace::has(char32_t code) const { return data_->glyph(code) != 0; }

bool FontFace::is_common(char32_t code) {
    constexpr std::array<std::pair<char32_t, char32_t>, 14> ranges{{
        {0x20, 0x7E},
        {0xA0, 0x17F},
        {0x1A0, 0x1A1},
        {0x1AF, 0x1B0},
        {0x218, 0x21B},
        {0x1EA0, 0x1EF9},
        {0x2002, 0x200A},
        {0x2010, 0x2027},
        {0x202F, 0x203A},
        {0x20AC, 0x20AC},
        {0x2116, 0x2122},
        {0x2190, 0x2193},
        {0x2212, 0x2212},
        {0x25A0, 0x25CF},
    }};
    return std::ranges::any_of(ranges,
                               [code](const auto& range) { return code >= range.first && code <= range.second; });
}

int FontFace::Data::kerning(char32_t left, char32_t right) const {
    auto& cell = everyday.kerning[templates::everyday(left) * everyday_count + templates::everyday(right)];
    if (const auto known = cell.load(std::memory_order_relaxed)) return known - Everyday::bias;
    std::vector<PlacedChar> pair{{left, 0, everyday.width[templates::everyday(left)]},
                                 {right, 0, everyday.width[templates::everyday(right)]}};
    shape_slowly(pair);
    const auto value = pair.front().advance - pair.front().width;
    cell.store(static_cast<std::uint16_t>(value + Everyday::bias), std::memory_order_relaxed);
    return value;
}

/// Fills the advances of characters whose width is known.
void FontFace::Data::shape_slowly(std::vector<PlacedChar>& placed) const {
    std::u32string drawn;
    for (const auto& item : placed) drawn.push_back(drawn_as(item.code));
    const BufferPtr buffer{hb_buffer_create()};
    hb_buffer_add_codepoints(buffer.get(), reinterpret_cast<const hb_codepoint_t*>(drawn.data()),
                             static_cast<int>(drawn.size()), 0, -1);
    hb_buffer_set_direction(buffer.get(), HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer.get(), HB_SCRIPT_LATIN);
    hb_shape(font.get(), buffer.get(), no_ligatures.data(), static_cast<unsigned>(no_ligatures.size()));
    unsigned count = 0;
    const auto* const positions = hb_buffer_get_glyph_positions(buffer.get(), &count);
    const bool one_each = count == placed.size();  // Otherwise marks were merged: plain widths serve.
    for (unsigned i = 0; i < placed.size(); ++i)
        placed[i].advance = one_each && placed[i].width != 0 ? positions[i].x_advance : placed[i].width;
}

std::vector<PlacedChar> FontFace::shape(std::u32string_view text) const {
    std::vector<PlacedChar> placed;
    placed.reserve(text.size());
    bool all_everyday = true;
    for (const auto code : composed(text)) {
        const auto at = everyday(code);
        all_everyday = all_everyday && at != everyday_count;
        const auto room = at != everyday_count ? data_->everyday.width[at] : data_->width_of(code);
        placed.push_back({code, room, room});
    }
    if (!all_everyday) {
        data_->shape_slowly(placed);
    } else {
        for (std::size_t i = 0; i + 1 < placed.size(); ++i)
            if (placed[i].width != 0) placed[i].advance += data_->kerning(placed[i].code, placed[i + 1].code);
    }
    return placed;
}

const FontProgram& FontFace::common_program() const {
    std::call_once(data_->common_once, [this] {
        data_->common = make_program(data_->face.get(), data_->font.get(), std::string("VAGUMA+") + data_->row.name,
                                     data_->row.shape, data_->glyphs(true));
    });
    return data_->common;
}

const FontProgram& FontFace::full_program() const {
    std::call_once(data_->full_once, [this] {
        data_->full = make_program(data_->face.get(), data_->font.get(), std::string("VAGUMB+") + data_->row.name,
                                   data_->row.shape, data_->glyphs(false));
    });
    return data_->full;
}

double FontFace::ascent() const { return data_->extents.ascender / 1000.0; }
double FontFace::descent() const { return -data_->extents.descender / 1000.0; }
double FontFace::cap_height() const { return data_->cap_height / 1000.0; }

Fonts::Fonts(const std::filesystem::path& directory) {
    faces_.reserve(face_count);
    for (std::size_t i = 0; i < face_count; ++i)
        faces_.emplace_back(static_cast<Face>(i), directory / (std::string(face_table.at(i).name) + ".ttf"));
}

const Fonts& fonts_of(const std::filesystem::path& directory) {
    static std::mutex mutex;
    static std::map<std::filesystem::path, std::unique_ptr<const Fonts>> loaded;
    const std::scoped_lock lock(mutex);
    auto& fonts = loaded[directory];
    if (!fonts) fonts = std::make_unique<const Fonts>(directory);
    return *fonts;
}

}  // namespace templates
