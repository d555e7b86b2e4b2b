#pragma once

#include <optional>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <string>
#include <vector>

#include "ocr/decode_image.h"

/// One PDF page looked at through qpdf, nothing drawn.
namespace ocr {

/// A page as its content says, nothing drawn. Visible box in points, before /Rotate.
struct PdfPageFacts {
    double left = 0, bottom = 0, width = 0, height = 0;
    int rotate = 0;  ///< 0, 90, 180, 270 clockwise.
    bool visible_text = false;
    bool hidden_text = false;  ///< Text a reader of the sheet cannot see: such a layer is not believed.
    bool other_ink = false;    ///< Lines, surfaces, annotations, masks, transparency.
    double largest_image = 0;  ///< Share of the page the largest image covers, 0 to 1.
    int images = 0;
    std::optional<QPDFObjectHandle> scan;  ///< The one image that is the whole page.
    int scan_quarters = 0;                 ///< Quarter turns clockwise at which the content lays it.
};
PdfPageFacts examine(QPDFPageObjectHelper page);

/// What qpdf's complaint means for whoever sent the file.
core::Refusal refusal_of(const QPDFExc& trouble);
/// Before qpdf walks the tree: the count a bomb announces is enough to refuse it.
std::optional<core::Refusal> refuse_count(QPDF& structure, const DecodeBounds& bounds);

/// The pixels of a scan as stored, not turned; nothing when only poppler can read this kind.
std::optional<core::Outcome<core::Raster>> take_out(QPDFObjectHandle image, const DecodeBounds& bounds,
                                                    const std::string& place);

/// CCITT data as PDF keeps it, given the TIFF header it lacks.
std::vector<std::uint8_t> fax_as_tiff(Bytes data, int k, int columns, int rows);

}  // namespace ocr
