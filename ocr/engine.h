#pragma once

#include <memory>
#include <string>

#include "ocr/deadline.h"
#include "ocr/pix.h"
#include "ocr/words.h"

namespace tesseract {
class TessBaseAPI;
}

namespace ocr {

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

    /// An upright, level image of 8 bits whose resolution is set.
    Recognition read(const Pix& image, Layout layout, const Deadline& deadline);

  private:
    std::unique_ptr<tesseract::TessBaseAPI> api_;
};

}  // namespace ocr
