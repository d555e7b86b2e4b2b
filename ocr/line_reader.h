#pragma once

#include "ocr/deadline.h"
#include "ocr/line_model.h"
#include "ocr/line_network.h"
#include "ocr/page_map.h"
#include "ocr/pix.h"
#include "ocr/words.h"

namespace ocr {

/// Reads pages with Tesseract's own network of lines, all lines of a page at once.
///
/// Does: finds the lines of a level page, cuts each out of the full resolution, runs the network, gives words with
/// boxes and confidences. Trusts: the model it was given. Touches: nothing; safe from several threads at once, same
/// page, same answer on every machine.
class LineReader {
  public:
    explicit LineReader(LineModel model);

    enum class Extent {
        page,
        sample
    };  ///< `sample`: some of the longest lines, enough to tell whether they can be read.

    /// `grey`: 8 bit, as decoded; `ink`: the level 1 bit image the map leads to. Boxes in px of the level image.
    Recognition read(const Pix& grey, const Pix& ink, const PageMap& map, Extent extent,
                     const Deadline& deadline) const;

  private:
    LineModel model_;
    LineNetwork network_;
};

}  // namespace ocr
