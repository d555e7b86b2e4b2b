#pragma once

#include <string>
#include <vector>

#include "ocr/decode_image.h"

/// PDF pages: a page that is exactly one scan gives that scan's own pixels; every other page is drawn by poppler.
namespace ocr {

/// To be called once before the sandbox is entered; without it pages have no text.
void prepare_text();

core::Outcome<int> decode_pdf(Bytes file, const DecodeBounds& bounds, const PageSink& sink);

/// What a letter of ours looks like from outside, for the check before it counts.
struct PdfText {
    bool ends_properly = false;      ///< `%%EOF` in the last kilobyte, nothing repaired.
    std::vector<std::string> pages;  ///< Text of each page, UTF-8.
};
core::Outcome<PdfText> read_pdf_text(Bytes file, const DecodeBounds& bounds);

}  // namespace ocr
