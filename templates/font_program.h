#pragma once

#include <hb.h>

#include <memory>
#include <string>
#include <vector>

#include "templates/fonts.h"

namespace templates {

struct HbFree {
    void operator()(hb_blob_t* blob) const noexcept { hb_blob_destroy(blob); }
    void operator()(hb_face_t* face) const noexcept { hb_face_destroy(face); }
    void operator()(hb_font_t* font) const noexcept { hb_font_destroy(font); }
};
using HbBlobPtr = std::unique_ptr<hb_blob_t, HbFree>;
using HbFacePtr = std::unique_ptr<hb_face_t, HbFree>;
using HbFontPtr = std::unique_ptr<hb_font_t, HbFree>;

/// What a font descriptor says of a face.
struct FaceShape {
    bool fixed_pitch = false, serif = false;
    double italic_angle = 0;
    int weight = 400;
    int box[4]{};  ///< Thousandths: left, bottom, right, top.
};
FaceShape shape_of(hb_face_t* face);

/// As the `name` table says, spaces taken out; `otherwise` when it says nothing.
std::string postscript_name(hb_face_t* face, const std::string& otherwise);

/// A character, the glyph that draws it in the whole face, and its width in thousandths.
struct CodeGlyph {
    char32_t code = 0;
    hb_codepoint_t glyph = 0;
    int width = 0;
};

/// Subsets the face to these glyphs with HarfBuzz and deflates all a PDF needs to embed it. `glyphs` by rising code.
/// std::logic_error when the subset cannot be made.
FontProgram make_program(hb_face_t* face, hb_font_t* font, std::string name, const FaceShape& shape,
                         const std::vector<CodeGlyph>& glyphs);

}  // namespace templates
