#pragma once

#include <string>
#include <vector>

#include "core/enum_names.h"
#include "ocr/decode_image.h"

namespace ocr {

/// A field of an AcroForm, where its page shows it.
struct PdfField {
    enum class Kind { text, block, comb, checkbox, signature };

    int page = 1;
    Kind kind = Kind::text;
    core::BoxMm box;    ///< mm from the top left of the page as shown.
    std::string name;   ///< Fully qualified: `topmostSubform[0].Page1[0].nom`.
    std::string label;  ///< Its help text; empty when there is none.
    int cells = 0;      ///< Comb only.
};

/// Every fillable field of a PDF, page by page, from the top; buttons that are only pushed are left out. Hostile bytes:
/// only in the sandboxed child. Refuses as decode_pages().
core::Outcome<std::vector<PdfField>> read_pdf_fields(Bytes file, const DecodeBounds& bounds);

}  // namespace ocr

template <>
struct core::EnumNames<ocr::PdfField::Kind> {
    static constexpr std::array<std::string_view, 5> names{"text", "block", "comb", "checkbox", "signature"};
};
