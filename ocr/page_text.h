#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/raster.h"
#include "core/reading.h"
#include "ocr/line_reader.h"
#include "ocr/orientation.h"
#include "ocr/working_page.h"

/// The text of one page, by the cheapest way that can be trusted.
///
/// A text layer that is real text is taken as it is. Else the reader of lines reads all lines at once; what it is not
/// sure of, and models it does not know, are left to Tesseract. Each answer says which way was taken and why.
namespace ocr {

/// One page, as its parts need it; all of it outlives the call.
struct Sheet {
    const core::Raster& raster;
    const Pix& grey;  ///< The raster, 8 bit.
    const WorkingPage& working;
    std::chrono::milliseconds limit;  ///< Processor time for its text.
};

struct PageText {
    std::vector<core::Word> words;  ///< Boxes in px as decoded.
    double confidence = 0;          ///< Mean over the words, weighted by their length.
    int rotated = 0;
    double skew_deg = 0;
    bool timed_out = false;  ///< No words.
    core::TextSource source = core::TextSource::ocr;
    std::string reason;  ///< French.
};

class Engine;

/// One per worker thread. Same page, same text, whatever was read before.
class TextReader {
  public:
    /// core::BadSetup (in French) when the model is missing or unreadable.
    TextReader(std::string models, std::string language);
    ~TextReader();

    /// `turn_is_known`: `orientation` is not a guess from the text.
    PageText read(const Sheet& sheet, const Orientation& orientation, bool turn_is_known);

  private:
    PageText read_somehow(const Sheet& sheet, const Orientation& orientation, bool turn_is_known);
    std::optional<PageText> read_surely(const Sheet& sheet, int turn);
    PageText read_turned(const Sheet& sheet, int turn);
    static PageText finished(const LevelPage& page, Recognition recognition, std::string reason);
    int choose_turn(const Sheet& sheet, const Orientation& orientation);
    Recognition sample(const Sheet& sheet, const LevelPage& page);
    Recognition by_lines_or_tesseract(const Sheet& sheet, const LevelPage& page, std::string& reason);
    Recognition by_tesseract(const Sheet& sheet, const LevelPage& page, const Deadline& deadline);
    Recognition with_engine(const std::function<Recognition(Engine&)>& work);

    std::string models_, language_;
    std::optional<LineReader> lines_;
    std::string why_no_lines_;        ///< French; empty with lines_.
    std::unique_ptr<Engine> engine_;  ///< Made when it is first needed, and anew after an exception.
};

}  // namespace ocr
