#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/form_layout.h"
#include "core/raster.h"
#include "core/reading.h"
#include "ocr/page_marks.h"
#include "ocr/zones.h"

/// One page, from pixels to what it says.
///
/// Does: codes, quarter turn, skew, blank or not, zones of our own forms, text with words and confidences.
/// Trusts: nothing on the page. A text layer is kept when it is plausible and leaves no text out; else the page is
/// read. Touches: nothing but its readers of text. Same page, same reading, whatever was read before; only the limit
/// of time looks at a clock. Refuses: nothing. A page that cannot be read has no text, a confidence of 0 and a note.
namespace ocr {

struct ReaderOptions {
    std::string models = "/usr/share/tesseract-ocr/5/tessdata";  ///< Folder of the .traineddata files.
    std::string language = "fra";
    std::chrono::milliseconds limit{40'000};  ///< Processor time for the text of one page.
    ErrorTargets targets;                     ///< How often a page may be answered wrongly.
};

struct PageReading {
    core::Page page;                 ///< `page.page` is left at 0: its place in the file is the caller's knowledge.
    std::vector<Crop> crops;         ///< Of a form's zones, to be kept as evidence.
    std::vector<std::string> notes;  ///< French, for the log of the page: limit reached, code of an unknown form.
};

class TextReader;

/// One per worker thread.
class Reader {
  public:
    /// core::BadSetup (in French) when the model is missing or unreadable.
    explicit Reader(ReaderOptions options = {});
    ~Reader();

    PageReading read(const core::Raster& raster, std::span<const core::FormLayout> forms);

  private:
    ReaderOptions options_;
    std::unique_ptr<TextReader> text_;
};

}  // namespace ocr
