#include "ocr/pdf_fields.h"

#include <algorithm>
#include <optional>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <utility>

#include "ocr/decode_pdf.h"
#include "ocr/pdf_page.h"

namespace ocr {
namespace {

constexpr double mm_per_point = 25.4 / 72;
constexpr int comb_flag = 1 << 24, multiline_flag = 1 << 12, push_flag = 1 << 16;  // ISO 32000-1, tables 226 and 228.
constexpr int most_cells = 40;
constexpr std::size_t most_fields = 5000, longest_text = 300;

/// A rectangle in PDF points as the page shows it.
core::BoxMm shown(const QPDFObjectHandle::Rectangle& r, const PdfPageFacts& page) {
    const double x0 = std::min(r.llx, r.urx) - page.left, x1 = std::max(r.llx, r.urx) - page.left;
    const double y0 = page.bottom + page.height - std::max(r.lly, r.ury),
                 y1 = page.bottom + page.height - std::min(r.lly, r.ury);
    core::BoxMm box{x0, y0, x1, y1};
    if (page.rotate == 90) box = {page.height - y1, x0, page.height - y0, x1};
    if (page.rotate == 180) box = {page.width - x1, page.height - y1, page.width - x0, page.height - y0};
    if (page.rotate == 270) box = {y0, page.width - x1, y1, page.width - x0};
    return {box.x0 * mm_per_point, box.y0 * mm_per_point, box.x1 * mm_per_point, box.y1 * mm_per_point};
}

std::optional<PdfField::Kind> kind_of(QPDFFormFieldObjectHelper& field) {
    if (field.getFieldType() == "/Sig") return PdfField::Kind::signature;
    const int flags = field.getFlags();
    if (field.getFieldType() == "/Btn")
        return (flags & push_flag) != 0 ? std::nullopt : std::optional(PdfField::Kind::checkbox);
    if (field.getFieldType() == "/Ch") return PdfField::Kind::text;
    if (field.getFieldType() != "/Tx") return std::nullopt;
    if ((flags & comb_flag) != 0) return PdfField::Kind::comb;
    return (flags & multiline_flag) != 0 ? PdfField::Kind::block : PdfField::Kind::text;
}

int cells_of(QPDFFormFieldObjectHelper& field) {
    auto most = field.getInheritableFieldValue("/MaxLen");
    return most.isInteger() ? static_cast<int>(std::clamp<long long>(most.getIntValue(), 0, most_cells)) : 0;
}

std::string cut(std::string text) {
    if (text.size() > longest_text) text.resize(longest_text);
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.pop_back();
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0U) text.pop_back();
    return text;
}

void add_page_fields(QPDFAcroFormDocumentHelper& form, QPDFPageObjectHelper page, int number,
                     std::vector<PdfField>& fields) {
    const auto facts = examine(page);
    const auto first = static_cast<std::ptrdiff_t>(fields.size());
    for (auto& widget : form.getWidgetAnnotationsForPage(page)) {
        if (fields.size() >= most_fields) return;
        auto field = form.getFieldForAnnotation(widget);
        const auto kind = kind_of(field);
        if (!kind || !widget.getObjectHandle().getKey("/Rect").isRectangle()) continue;
        PdfField found{.page = number,
                       .kind = *kind,
                       .box = shown(widget.getRect(), facts),
                       .name = cut(field.getFullyQualifiedName()),
                       .label = cut(field.getAlternativeName())};
        if (found.label == found.name) found.label.clear();  // qpdf's stand-in for a help text.
        if (found.kind == PdfField::Kind::comb) found.cells = cells_of(field);
        if (found.kind == PdfField::Kind::comb && found.cells == 0) found.kind = PdfField::Kind::text;
        fields.push_back(std::move(found));
    }
    std::stable_sort(fields.begin() + first, fields.end(), [](const PdfField& a, const PdfField& b) {
        return std::pair(a.box.y0, a.box.x0) < std::pair(b.box.y0, b.box.x0);
    });
}

}  // namespace

core::Outcome<std::vector<PdfField>> read_pdf_fields(Bytes file, const DecodeBounds& bounds) try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("imprime", reinterpret_cast<const char*>(file.data()), file.size());
    if (auto refusal = refuse_count(pdf, bounds)) return *refusal;
    std::vector<PdfField> fields;
    QPDFAcroFormDocumentHelper form(pdf);
    int number = 0;
    for (auto& page : QPDFPageDocumentHelper(pdf).getAllPages()) add_page_fields(form, page, ++number, fields);
    return fields;
} catch (const QPDFExc& trouble) {
    return refusal_of(trouble);
} catch (const std::logic_error&) {
    return core::Refusal{core::Reason::damaged, "structure PDF contradictoire"};
}

}  // namespace ocr
