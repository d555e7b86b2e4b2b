#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "core/reading.h"
#include "ocr/pix.h"

namespace tesseract {
class TessBaseAPI;
}

namespace ocr {

/// Words of one image, boxes in its px, lines numbered from 0 in reading order.
struct Recognition {
    std::vector<core::Word> words;
    double confidence = 0;   ///< Mean over the words, weighted by their length; 0 without words.
    bool timed_out = false;  ///< The limit was reached: no words.

    bool operator==(const Recognition&) const = default;
};

/// Tesseract with one model, loaded once. One thread at a time; after an exception it is thrown away.
/// Same image, same answer, whatever was read before (LSTM only: nothing is learnt from a page).
class Engine {
  public:
    /// core::BadSetup (in French) when `directory` holds no `language`.traineddata or the model does not load.
    Engine(const std::string& directory, const std::string& language);
    ~Engine();

    /// `page` finds columns and blocks, and reads what stands sideways too; `sparse` takes words wherever they are;
    /// `block` reads level lines only, so it tells whether an image stands upright.
    enum class Layout { page, sparse, block };

    /// An upright, level image of 8 bits whose resolution is set. The limit is of processor time.
    Recognition read(const Pix& image, Layout layout, std::chrono::milliseconds limit);

  private:
    std::unique_ptr<tesseract::TessBaseAPI> api_;
};

}  // namespace ocr
