#include "ocr/decode_pdf.h"

#include <iconv.h>
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-page-renderer.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

#include "ocr/pdf_page.h"

namespace ocr {
namespace {

constexpr double believable_layer = 0.3;  // A larger image on the page may hold text that the layer does not.

/// Both views of one file. `file` must outlive it.
struct OpenPdf {
    QPDF structure;
    std::unique_ptr<poppler::document> drawing;
    bool repaired = false;

    explicit OpenPdf(Bytes file) {
        structure.setSuppressWarnings(true);
        structure.processMemoryFile("scan", reinterpret_cast<const char*>(file.data()), file.size());
        repaired = structure.anyWarnings();
    }
};

/// Poppler is only opened for the files that need it.
poppler::document* drawing_of(OpenPdf& pdf, Bytes file) {
    if (!pdf.drawing)
        pdf.drawing.reset(poppler::document::load_from_raw_data(reinterpret_cast<const char*>(file.data()),
                                                                static_cast<int>(file.size())));
    return pdf.drawing && !pdf.drawing->is_locked() ? pdf.drawing.get() : nullptr;
}

std::optional<core::Refusal> refuse_images(QPDFPageObjectHelper page, const DecodeBounds& bounds,
                                           const std::string& place) {
    std::optional<core::Refusal> refusal;
    page.forEachImage(true, [&](QPDFObjectHandle& image, QPDFObjectHandle&, const std::string&) {
        auto width = image.getDict().getKey("/Width"), height = image.getDict().getKey("/Height");
        if (!refusal && width.isInteger() && height.isInteger())
            refusal = refuse_size(width.getIntValue(), height.getIntValue(), bounds, place);
    });
    return refusal;
}

core::Raster raster_of(const poppler::image& image) {
    core::Raster raster{.width = image.width(), .height = image.height(), .channels = 3};
    const std::size_t row = static_cast<std::size_t>(raster.width) * 3;
    raster.pixels.resize(row * static_cast<std::size_t>(raster.height));
    for (std::size_t y = 0; y < static_cast<std::size_t>(raster.height); ++y) {
        const char* from = image.const_data() + y * static_cast<std::size_t>(image.bytes_per_row());
        std::copy(from, from + row, reinterpret_cast<char*>(raster.pixels.data()) + y * row);
    }
    return raster;
}

std::string utf8(const poppler::ustring& text) {
    const auto bytes = text.to_utf8();
    return {bytes.begin(), std::find(bytes.begin(), bytes.end(), '\0')};
}

/// Words with boxes in px; a new line when the next word is not beside the last one.
std::vector<core::Word> words_of(const poppler::page& page, int dpi, const core::Raster& raster) {
    std::vector<core::Word> words;
    const double scale = dpi / 72.0;
    int line = 0;
    for (const auto& box : page.text_list()) {
        const auto area = box.bbox();
        core::Word word{.text = utf8(box.text()), .confidence = 1};
        const auto clamp = [](double value, int most) {
            return std::clamp(static_cast<int>(std::lround(value)), 0, most);
        };
        word.box = {clamp(area.left() * scale, raster.width), clamp(area.top() * scale, raster.height),
                    clamp(area.right() * scale, raster.width), clamp(area.bottom() * scale, raster.height)};
        if (word.text.empty() || word.box.width() <= 0 || word.box.height() <= 0) continue;
        if (!words.empty()) {
            const core::Box& last = words.back().box;
            const int shared = std::min(last.y1, word.box.y1) - std::max(last.y0, word.box.y0);
            if (2 * shared < std::min(last.height(), word.box.height()) || word.box.x0 < last.x0) ++line;
        }
        word.line = line;
        words.push_back(std::move(word));
    }
    return words;
}

core::Outcome<core::Raster> draw(OpenPdf& pdf, Bytes file, int index, const PdfPageFacts& facts, int dpi,
                                 const DecodeBounds& bounds, const std::string& place) {
    const auto points = [&](double length) { return std::llround(std::ceil(length / 72 * dpi)); };
    if (auto refusal = refuse_size(points(facts.width), points(facts.height), bounds, place)) return *refusal;
    auto* const drawing = drawing_of(pdf, file);
    if (drawing == nullptr) return damaged(place, "page impossible à dessiner");
    const std::unique_ptr<poppler::page> page(drawing->create_page(index));
    if (!page) return damaged(place, "page introuvable");
    const auto size = page->page_rect();  // Poppler's own idea of the page is the one it will draw.
    if (auto refusal = refuse_size(points(size.width()), points(size.height()), bounds, place)) return *refusal;
    poppler::page_renderer renderer;
    renderer.set_render_hint(poppler::page_renderer::antialiasing);
    renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
    renderer.set_image_format(poppler::image::format_rgb24);
    const auto image = renderer.render_page(page.get(), dpi, dpi);
    if (!image.is_valid() || image.width() <= 0 || image.height() <= 0)
        return damaged(place, "page impossible à dessiner");
    core::Raster raster = grey_unless_coloured(raster_of(image));
    raster.dpi = dpi;
    if (facts.visible_text && !facts.hidden_text && facts.largest_image < believable_layer)
        raster.layer = words_of(*page, dpi, raster);
    return raster;
}

/// EXIF orientation that turns an image by quarters clockwise.
int orientation_of_quarters(int quarters) {
    static constexpr int orientations[]{1, 6, 3, 8};
    return orientations[quarters & 3];
}

int native_dpi(QPDFObjectHandle image, const PdfPageFacts& facts, int otherwise) {
    auto width = image.getDict().getKey("/Width");
    const double inches = (facts.scan_quarters % 2 == 0 ? facts.width : facts.height) / 72;
    if (!width.isInteger() || inches <= 0) return otherwise;
    const auto dpi = std::lround(static_cast<double>(width.getIntValue()) / inches);
    return dpi >= 50 && dpi <= 2400 ? static_cast<int>(dpi) : otherwise;
}

core::Outcome<core::Raster> decode_page(OpenPdf& pdf, Bytes file, int index, QPDFPageObjectHelper page,
                                        const DecodeBounds& bounds) {
    const std::string place = "page " + std::to_string(index + 1);
    PdfPageFacts facts = examine(page);
    if (auto refusal = refuse_images(page, bounds, place)) return *refusal;
    if (!facts.scan) return draw(pdf, file, index, facts, bounds.render_dpi, bounds, place);

    const int dpi = native_dpi(*facts.scan, facts, 0);
    auto taken = take_out(*facts.scan, bounds, place);
    if (!taken) return draw(pdf, file, index, facts, dpi > 0 ? dpi : bounds.render_dpi, bounds, place);
    if (!*taken) return taken->refusal();
    core::Raster raster =
        oriented(**std::move(taken), orientation_of_quarters(facts.scan_quarters + facts.rotate / 90));
    raster.dpi = plausible_dpi(dpi, raster.width, raster.height);
    return raster;
}

}  // namespace

core::Refusal refusal_of(const QPDFExc& trouble) {
    if (trouble.getErrorCode() == qpdf_e_password)
        return {core::Reason::encrypted, "mot de passe demandé à l'ouverture"};
    if (trouble.getErrorCode() == qpdf_e_unsupported) return {core::Reason::encrypted, "protection inconnue"};
    return {core::Reason::damaged, "structure PDF : " + trouble.getMessageDetail()};
}

std::optional<core::Refusal> refuse_count(QPDF& structure, const DecodeBounds& bounds) {
    auto count = structure.getRoot().getKey("/Pages").getKeyIfDict("/Count");
    if (count.isInteger() && count.getIntValue() > bounds.max_pages)
        return core::Refusal{core::Reason::too_many_pages, std::to_string(count.getIntValue()) + " pages"};
    const auto found = structure.getAllPages().size();
    if (found > static_cast<std::size_t>(bounds.max_pages))
        return core::Refusal{core::Reason::too_many_pages, std::to_string(found) + " pages"};
    if (found == 0) return core::Refusal{core::Reason::damaged, "structure PDF : aucune page"};
    if (count.isInteger() && count.getIntValue() != static_cast<long long>(found) && structure.anyWarnings())
        return core::Refusal{core::Reason::damaged, "structure PDF : " + std::to_string(count.getIntValue()) +
                                                        " pages annoncées, " + std::to_string(found) + " trouvées"};
    return std::nullopt;
}

void prepare_text() {
    // Poppler converts through iconv, whose modules cannot be loaded in the sandbox; an open handle keeps them in
    // memory.
    static const iconv_t kept[]{iconv_open("UTF-8", "UTF-16"), iconv_open("UTF-16", "UTF-8")};
    static_cast<void>(kept);
}

core::Outcome<int> decode_pdf(Bytes file, const DecodeBounds& bounds, const PageSink& sink) try {
    OpenPdf pdf(file);
    if (auto refusal = refuse_count(pdf.structure, bounds)) return *refusal;
    int before = 0;
    for (auto& page : QPDFPageDocumentHelper(pdf.structure).getAllPages()) {
        const int index = before++;
        if (index + 1 < bounds.first_page) continue;
        auto raster = decode_page(pdf, file, index, page, bounds);
        if (!raster) return raster.refusal();
        sink(*std::move(raster));
    }
    return before;
} catch (const QPDFExc& trouble) {
    return refusal_of(trouble);
} catch (const std::logic_error&) {  // qpdf's answer to objects that contradict themselves.
    return core::Refusal{core::Reason::damaged, "structure PDF contradictoire"};
}

core::Outcome<PdfText> read_pdf_text(Bytes file, const DecodeBounds& bounds) try {
    OpenPdf pdf(file);
    if (auto refusal = refuse_count(pdf.structure, bounds)) return *refusal;
    PdfText text;
    static constexpr std::string_view end = "%%EOF";
    const auto tail = file.last(std::min<std::size_t>(file.size(), 1024));
    text.ends_properly = !pdf.repaired && std::search(tail.begin(), tail.end(), end.begin(), end.end()) != tail.end();
    auto* const drawing = drawing_of(pdf, file);
    if (drawing == nullptr) return damaged("fichier", "PDF impossible à ouvrir");
    for (int i = 0; i < drawing->pages(); ++i) {
        const std::unique_ptr<poppler::page> page(drawing->create_page(i));
        if (!page) return damaged("page " + std::to_string(i + 1), "page introuvable");
        text.pages.push_back(utf8(page->text(poppler::rectf(), poppler::page::non_raw_non_physical_layout)));
    }
    return text;
} catch (const QPDFExc& trouble) {
    return refusal_of(trouble);
} catch (const std::logic_error&) {
    return core::Refusal{core::Reason::damaged, "structure PDF contradictoire"};
}

}  // namespace ocr
