#include <hb-ot.h>
#include <hb.h>

#include <array>
#include <mutex>

#include "core/failures.h"
#include "templates/font_program.h"
#include "templates/fonts.h"

namespace templates {
namespace {

/// What stands in for a character the face lacks; its own code is kept, so the text comes out unchanged.
char32_t stand_in(char32_t code) {
    switch (code) {
        case 0x00A0:
        case 0x2007:
        case 0x2009:
        case 0x200A:
        case 0x202F:
            return U' ';
        case 0x00AD:  // The hyphen of a divided word: a soft one, so that readers join the word again.
        case 0x2010:
        case 0x2011:
            return U'-';
        default:
            return code;
    }
}

struct Ligature {
    std::u32string_view letters;
    char16_t code;
};
constexpr std::array<Ligature, 5> ligatures{{{U"ff", 1}, {U"fi", 2}, {U"fl", 3}, {U"ffi", 4}, {U"ffl", 5}}};

struct BufferFree {
    void operator()(hb_buffer_t* buffer) const noexcept { hb_buffer_destroy(buffer); }
};
using BufferPtr = std::unique_ptr<hb_buffer_t, BufferFree>;

hb_feature_t feature(const char* tag, bool on) {
    return {hb_tag_from_string(tag, -1), on ? 1U : 0U, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
}

constexpr std::size_t table_size = 0x2200;

}  // namespace

struct FontFace::Data {
    std::string name;  ///< PostScript name.
    FaceShape shape{};
    HbFacePtr face;
    HbFontPtr font;  ///< Scaled to thousandths of the type size; immutable.
    hb_font_extents_t extents{};
    int cap_height = 0;
    int underline = -100;
    std::array<hb_codepoint_t, ligatures.size()> ligature_glyphs{};  ///< 0 when the face has no such ligature.
    std::vector<std::int16_t> widths;                                ///< Of the codes below `table_size`.
    struct Once {
        std::once_flag flag;
        FontProgram program;
    };
    mutable std::array<Once, repertoire_count> programs;

    bool draws(char32_t code) const {
        hb_codepoint_t unused = 0;
        return code < 0xFFFE && hb_font_get_nominal_glyph(font.get(), code, &unused);
    }
    char32_t drawn_as(char32_t code) const { return code == 0x00AD || !draws(code) ? stand_in(code) : code; }
    /// Of a page code. 0 when neither the character nor its stand-in is there. Beyond the BMP nothing is: codes are two
    /// bytes.
    hb_codepoint_t glyph(char32_t code) const {
        if (code < U' ') return code > 0 && code <= ligatures.size() ? ligature_glyphs[code - 1] : 0;
        hb_codepoint_t found = 0;
        const auto drawn = drawn_as(code);
        return drawn < 0xFFFE && hb_font_get_nominal_glyph(font.get(), drawn, &found) ? found : 0;
    }
    int width_of(char32_t code) const {
        const auto id = glyph(code);
        return id ? hb_font_get_glyph_h_advance(font.get(), id) : 0;
    }
    int advance(char32_t code) const { return code < widths.size() ? widths[code] : width_of(code); }

    BufferPtr shaped(std::u32string_view text, bool with_ligatures) const;
    bool take(const BufferPtr& buffer, std::u32string_view text, std::vector<ShapedGlyph>& out) const;
    std::vector<CodeGlyph> glyphs(Repertoire repertoire) const;
    void find_ligatures();
};

BufferPtr FontFace::Data::shaped(std::u32string_view text, bool with_ligatures) const {
    std::u32string drawn;
    drawn.reserve(text.size());
    for (const auto code : text) drawn.push_back(drawn_as(code));
    BufferPtr buffer{hb_buffer_create()};
    hb_buffer_add_codepoints(buffer.get(), reinterpret_cast<const hb_codepoint_t*>(drawn.data()),
                             static_cast<int>(drawn.size()), 0, -1);
    hb_buffer_set_direction(buffer.get(), HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer.get(), HB_SCRIPT_LATIN);
    // Only what the page can say: a glyph stands for a character, or for one of the five ligatures.
    const std::array features{feature("liga", with_ligatures), feature("clig", false), feature("calt", false),
                              feature("locl", false), feature("ccmp", false)};
    hb_shape(font.get(), buffer.get(), features.data(), static_cast<unsigned>(features.size()));
    return buffer;
}

/// False when a glyph is neither a character's own nor a ligature's.
bool FontFace::Data::take(const BufferPtr& buffer, std::u32string_view text, std::vector<ShapedGlyph>& out) const {
    unsigned count = 0;
    const auto* const infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
    const auto* const positions = hb_buffer_get_glyph_positions(buffer.get(), &count);
    out.clear();
    for (unsigned i = 0; i < count; ++i) {
        const std::size_t from = infos[i].cluster;
        const std::size_t to = i + 1 < count ? infos[i + 1].cluster : text.size();
        char32_t code = to == from + 1 ? std::max(text[from], char32_t{0x20}) : 0;
        for (const auto& ligature : ligatures)
            if (to > from && text.substr(from, to - from) == ligature.letters) code = ligature.code;
        if (code == 0 || (code < 0x10000 && infos[i].codepoint != glyph(code))) return false;
        const auto known = code < 0x10000 ? static_cast<char16_t>(code) : char16_t{0xFFFD};
        const int room = advance(code);
        const int kerning = room == 0 ? 0 : positions[i].x_advance - room;
        out.push_back({{known, static_cast<std::int16_t>(kerning)}, from});
    }
    if (!out.empty()) out.back().glyph.after = 0;
    return true;
}

void FontFace::Data::find_ligatures() {
    for (std::size_t i = 0; i < ligatures.size(); ++i) {
        const auto buffer = shaped(ligatures[i].letters, true);
        unsigned count = 0;
        const auto* const infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
        if (count == 1) ligature_glyphs[i] = infos[0].codepoint;
    }
}

std::vector<CodeGlyph> FontFace::Data::glyphs(Repertoire repertoire) const {
    std::vector<CodeGlyph> list;
    for (char32_t code = 1; code < 0xFFFE; ++code) {
        if (repertoire_of(code) > repertoire) continue;
        if (const auto id = glyph(code)) list.push_back({code, id, width_of(code)});
    }
    return list;
}

FontFace::FontFace(const std::filesystem::path& file) : data_(std::make_unique<Data>()) {
    const HbBlobPtr blob{hb_blob_create_from_file_or_fail(file.c_str())};
    if (blob) data_->face.reset(hb_face_create(blob.get(), 0));
    if (!blob || hb_face_get_glyph_count(data_->face.get()) == 0)
        throw core::BadSetup(
            "Police introuvable ou illisible : " + file.string() +
            ". Installer le paquet qui la contient (fonts-liberation2 pour Liberation, fonts-open-sans "
            "pour Open Sans), ou corriger le dossier des polices dans la configuration.");
    data_->name = postscript_name(data_->face.get(), file.stem().string());
    data_->font.reset(hb_font_create(data_->face.get()));
    hb_font_set_scale(data_->font.get(), 1000, 1000);
    hb_font_make_immutable(data_->font.get());
    hb_font_get_h_extents(data_->font.get(), &data_->extents);
    data_->shape = shape_of(data_->face.get());
    data_->find_ligatures();
    hb_position_t depth = 0;
    if (hb_ot_metrics_get_position(data_->font.get(), HB_OT_METRICS_TAG_UNDERLINE_OFFSET, &depth))
        data_->underline = depth;
    hb_glyph_extents_t capital{};
    if (hb_font_get_glyph_extents(data_->font.get(), data_->glyph(U'H'), &capital))
        data_->cap_height = capital.y_bearing;
    std::vector<std::int16_t> widths(table_size);
    for (char32_t code = 1; code < table_size; ++code) widths[code] = static_cast<std::int16_t>(data_->width_of(code));
    data_->widths = std::move(widths);
}

FontFace::~FontFace() = default;
FontFace::FontFace(FontFace&&) noexcept = default;

bool FontFace::has(char32_t code) const { return code >= U' ' && data_->glyph(code) != 0; }
int FontFace::width(char32_t code) const { return data_->advance(code); }

int FontFace::right_bearing(char32_t code) const {
    hb_glyph_extents_t extents{};
    const auto id = data_->glyph(code);
    if (id == 0 || !hb_font_get_glyph_extents(data_->font.get(), id, &extents) || extents.width == 0) return 0;
    return data_->advance(code) - extents.x_bearing - extents.width;
}

std::vector<ShapedGlyph> FontFace::shape(std::u32string_view text) const {
    std::vector<ShapedGlyph> out;
    if (text.empty() || data_->take(data_->shaped(text, true), text, out)) return out;
    if (data_->take(data_->shaped(text, false), text, out)) return out;
    out.clear();
    for (std::size_t i = 0; i < text.size(); ++i)
        out.push_back({{text[i] < 0x10000 ? static_cast<char16_t>(text[i]) : char16_t{0xFFFD}, 0}, i});
    return out;
}

const FontProgram& FontFace::program(Repertoire repertoire) const {
    static constexpr std::array tags{"VAGUMA+", "VAGUMB+", "VAGUMC+"};
    const auto number = static_cast<std::size_t>(repertoire);
    auto& once = data_->programs.at(number);
    std::call_once(once.flag, [&] {
        once.program = make_program(data_->face.get(), data_->font.get(), tags.at(number) + data_->name, data_->shape,
                                    data_->glyphs(repertoire));
    });
    return once.program;
}

double FontFace::ascent() const { return data_->extents.ascender / 1000.0; }
double FontFace::descent() const { return -data_->extents.descender / 1000.0; }
double FontFace::cap_height() const { return data_->cap_height / 1000.0; }
double FontFace::underline_depth() const { return -data_->underline / 1000.0; }

}  // namespace templates
