#include "templates/font_program.h"

#include <hb-subset.h>
#include <zlib.h>

#include <array>
#include <cstdio>
#include <stdexcept>

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

std::string deflated(const std::string& bytes) {
    auto size = compressBound(static_cast<uLong>(bytes.size()));
    std::string out(size, '\0');
    const auto status =
        compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
                  static_cast<uLong>(bytes.size()), Z_BEST_COMPRESSION);
    if (status != Z_OK) throw std::bad_alloc();
    out.resize(size);
    return out;
}

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

/// Codes are Unicode values, so every range maps to itself; a range may not cross a multiple of 256, a block holds 100.
std::string to_unicode_map(const std::vector<CodeGlyph>& glyphs) {
    std::vector<std::pair<char32_t, char32_t>> ranges;
    for (const auto& glyph : glyphs) {
        const bool joins = !ranges.empty() && ranges.back().second + 1 == glyph.code && glyph.code % 256 != 0;
        if (joins)
            ranges.back().second = glyph.code;
        else
            ranges.emplace_back(glyph.code, glyph.code);
    }
    std::string map =
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
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

/// Flags: 4 symbolic (its own codes), 1 fixed pitch, 2 serif, 64 italic.
std::string descriptor_text(hb_font_t* font, FaceShape shape) {
    hb_font_extents_t extents{};
    hb_font_get_h_extents(font, &extents);
    const bool italic = shape == FaceShape::sans_italic || shape == FaceShape::serif_italic;
    const bool serif = shape == FaceShape::serif || shape == FaceShape::serif_italic;
    const int flags = 4 + (shape == FaceShape::fixed ? 1 : 0) + (serif ? 2 : 0) + (italic ? 64 : 0);
    return "/Flags " + std::to_string(flags) + "\n/ItalicAngle " + (italic ? "-12" : "0") + "\n/Ascent " +
           std::to_string(extents.ascender) + "\n/Descent " + std::to_string(extents.descender) +
           "\n/CapHeight 729\n/StemV 80\n/FontBBox [-500 -350 2100 1000]\n";
}

}  // namespace

FontProgram make_program(hb_face_t* face, hb_font_t* font, std::string name, FaceShape shape,
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
    program.program = deflated({data, size});
    program.cid_to_gid = deflated(cid_to_gid_map(glyphs, hb_subset_plan_old_to_new_glyph_mapping(plan.get())));
    program.to_unicode = deflated(to_unicode_map(glyphs));
    program.widths = "/W " + width_array(glyphs) + "\n";
    program.descriptor = descriptor_text(font, shape);
    return program;
}

}  // namespace templates
