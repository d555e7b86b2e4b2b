#include "templates/font_program.h"

#include <hb-ot.h>
#include <hb-subset.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

#include "templates/deflate.h"

namespace templates {
namespace {

struct InputFree {
    void operator()(hb_subset_input_t* input) const noexcept { hb_subset_input_destroy(input); }
};
struct PlanFree {
    void operator()(hb_subset_plan_t* plan) const noexcept { hb_subset_plan_destroy(plan); }
};
using InputPtr = std::unique_ptr<hb_subset_input_t, InputFree>;
using PlanPtr = std::unique_ptr<hb_subset_plan_t, PlanFree>;

/// Outlines and metrics only: characters, names and kerning live in the PDF, hinting is of no use on paper.
InputPtr subset_input(const std::vector<CodeGlyph>& glyphs) {
    InputPtr input{hb_subset_input_create_or_fail()};
    if (!input) throw std::bad_alloc();
    for (const auto& glyph : glyphs) hb_set_add(hb_subset_input_glyph_set(input.get()), glyph.glyph);
    auto* const dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (const auto* tag : {"cmap", "GSUB", "GPOS", "GDEF", "kern", "post", "name", "OS/2", "gasp", "FFTM", "DSIG"})
        hb_set_add(dropped, hb_tag_from_string(tag, -1));
    hb_set_clear(hb_subset_input_set(input.get(), HB_SUBSET_SETS_LAYOUT_FEATURE_TAG));
    hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING);
    return input;
}

/// Two bytes a character code, up to the last one used.
std::string cid_to_gid_map(const std::vector<CodeGlyph>& glyphs, const hb_map_t* new_of_old) {
    std::string map(2 * (static_cast<std::size_t>(glyphs.back().code) + 1), '\0');
    for (const auto& glyph : glyphs) {
        const auto gid = hb_map_get(new_of_old, glyph.glyph);
        map[2 * glyph.code] = static_cast<char>(gid >> 8);
        map[2 * glyph.code + 1] = static_cast<char>(gid & 0xFF);
    }
    return map;
}

/// `[32[278 278 …]160[…]]`
std::string width_array(const std::vector<CodeGlyph>& glyphs) {
    std::string out = "[";
    char32_t expected = 0;
    for (const auto& glyph : glyphs) {
        const bool follows = expected != 0 && glyph.code == expected;
        if (!follows) out += (expected ? "]" : "") + std::to_string(static_cast<unsigned>(glyph.code)) + "[";
        out += (follows ? " " : "") + std::to_string(glyph.width);
        expected = glyph.code + 1;
    }
    return out + "]]";
}

std::string hex4(char32_t code) {
    std::array<char, 5> digits{};
    std::snprintf(digits.data(), digits.size(), "%04X", static_cast<unsigned>(code));
    return digits.data();
}

/// Codes are Unicode values, so every range maps to itself, but for the ligatures; a range may not cross a multiple of
/// 256, a block holds 100.
std::string to_unicode_map(const std::vector<CodeGlyph>& glyphs) {
    static constexpr std::array ligatures{"00660066", "00660069", "0066006C", "006600660069", "00660066006C"};
    std::vector<std::pair<char32_t, char32_t>> ranges;
    std::string single;
    int singles = 0;
    for (const auto& glyph : glyphs) {
        const bool joins = !ranges.empty() && ranges.back().second + 1 == glyph.code && glyph.code % 256 != 0;
        if (glyph.code <= ligatures.size()) {
            single += "<" + hex4(glyph.code) + "> <" + ligatures.at(glyph.code - 1) + ">\n";
            ++singles;
        } else if (joins) {
            ranges.back().second = glyph.code;
        } else {
            ranges.emplace_back(glyph.code, glyph.code);
        }
    }
    std::string map =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    if (singles > 0) map += std::to_string(singles) + " beginbfchar\n" + single + "endbfchar\n";
    for (std::size_t i = 0; i < ranges.size(); i += 100) {
        const auto end = std::min(i + 100, ranges.size());
        map += std::to_string(end - i) + " beginbfrange\n";
        for (auto at = i; at < end; ++at)
            map +=
                "<" + hex4(ranges[at].first) + "> <" + hex4(ranges[at].second) + "> <" + hex4(ranges[at].first) + ">\n";
        map += "endbfrange\n";
    }
    return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

/// One bit for each code the program draws; code 0 is the missing glyph, always there.
std::string cid_set(const std::vector<CodeGlyph>& glyphs) {
    std::string bits(glyphs.back().code / 8 + 1, '\0');
    const auto set = [&bits](char32_t code) {
        bits[code / 8] = static_cast<char>(static_cast<unsigned char>(bits[code / 8]) | (0x80U >> (code % 8)));
    };
    set(0);
    for (const auto& glyph : glyphs) set(glyph.code);
    return bits;
}

/// Flags: 4 symbolic (its own codes), 1 fixed pitch, 2 serif, 64 italic.
std::string descriptor_text(hb_font_t* font, const FaceShape& shape) {
    hb_font_extents_t extents{};
    hb_font_get_h_extents(font, &extents);
    hb_glyph_extents_t capital{};
    hb_codepoint_t glyph = 0;
    if (hb_font_get_nominal_glyph(font, U'H', &glyph)) hb_font_get_glyph_extents(font, glyph, &capital);
    const int flags = 4 + (shape.fixed_pitch ? 1 : 0) + (shape.serif ? 2 : 0) + (shape.italic_angle != 0 ? 64 : 0);
    std::string box;
    for (const int side : shape.box) box += (box.empty() ? "" : " ") + std::to_string(side);
    return "/Flags " + std::to_string(flags) + "\n/ItalicAngle " +
           std::to_string(static_cast<int>(shape.italic_angle)) + "\n/Ascent " + std::to_string(extents.ascender) +
           "\n/Descent " + std::to_string(extents.descender) + "\n/CapHeight " + std::to_string(capital.y_bearing) +
           "\n/StemV " + std::to_string(shape.weight / 5) + "\n/FontBBox [" + box + "]\n";
}

/// Big-endian numbers of a table; 0 beyond its end.
class Table {
  public:
    Table(hb_face_t* face, const char* tag) : blob_(hb_face_reference_table(face, hb_tag_from_string(tag, -1))) {
        data_ = hb_blob_get_data(blob_.get(), &size_);
    }
    unsigned unsigned16(unsigned at) const { return at + 2 <= size_ ? byte(at) << 8U | byte(at + 1) : 0; }
    int signed16(unsigned at) const { return static_cast<std::int16_t>(unsigned16(at)); }
    unsigned byte(unsigned at) const { return at < size_ ? static_cast<unsigned char>(data_[at]) : 0; }

  private:
    HbBlobPtr blob_;
    const char* data_ = nullptr;
    unsigned size_ = 0;
};

}  // namespace

FaceShape shape_of(hb_face_t* face) {
    const Table head{face, "head"}, post{face, "post"}, os2{face, "OS/2"};
    FaceShape shape{.fixed_pitch = post.unsigned16(12) != 0 || post.unsigned16(14) != 0,
                    .italic_angle = post.signed16(4) + 0.0,
                    .weight = static_cast<int>(os2.unsigned16(4))};
    const unsigned family = os2.byte(32), serifs = os2.byte(33);  // Panose
    shape.serif = family == 2 && serifs >= 2 && serifs <= 10;
    const double scale = 1000.0 / std::max(1U, hb_face_get_upem(face));
    for (unsigned i = 0; i < 4; ++i) shape.box[i] = static_cast<int>(head.signed16(36 + 2 * i) * scale);
    return shape;
}

std::string postscript_name(hb_face_t* face, const std::string& otherwise) {
    std::array<char, 128> text{};
    auto size = static_cast<unsigned>(text.size());
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &size, text.data());
    std::string name{text.data()};
    if (name.empty()) name = otherwise;
    std::erase_if(
        name, [](char c) { return (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && c != '-'; });
    return name;
}

FontProgram make_program(hb_face_t* face, hb_font_t* font, std::string name, const FaceShape& shape,
                         const std::vector<CodeGlyph>& glyphs) {
    if (glyphs.empty()) throw std::logic_error("a face without glyphs: " + name);
    const auto input = subset_input(glyphs);
    const PlanPtr plan{hb_subset_plan_create_or_fail(face, input.get())};
    const HbFacePtr subset{plan ? hb_subset_plan_execute_or_fail(plan.get()) : nullptr};
    if (!subset) throw std::logic_error("no subset of " + name);
    const HbBlobPtr blob{hb_face_reference_blob(subset.get())};
    unsigned size = 0;
    const auto* const data = hb_blob_get_data(blob.get(), &size);

    FontProgram program;
    program.name = std::move(name);
    program.program_size = size;
    program.program = deflated_hard({data, size});
    program.cid_to_gid = deflated_hard(cid_to_gid_map(glyphs, hb_subset_plan_old_to_new_glyph_mapping(plan.get())));
    program.cid_set = deflated_hard(cid_set(glyphs));
    program.to_unicode = deflated_hard(to_unicode_map(glyphs));
    program.widths = "/W " + width_array(glyphs) + "\n";
    program.descriptor = descriptor_text(font, shape);
    return program;
}

}  // namespace templates
