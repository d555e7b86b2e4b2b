#pragma once

#include <span>
#include <string>

#include "core/form_layout.h"
#include "core/reading.h"
#include "ocr/homography.h"
#include "ocr/ink.h"

namespace ocr {

struct ZoneText {
    std::string value;      ///< Lines of a block are parted by '\n'; the characters of a comb are joined.
    double confidence = 0;  ///< Mean of the words.
    int words = 0;
};

/// The words whose centre lies in the zone, in reading order.
ZoneText text_in(const core::ZoneLayout& zone, const Homography& sheet, std::span<const core::Word> words);

/// Share of the ink of a zone that no word of it covers: writing that was read as nothing or only in part.
double unread_share(const core::Raster& page, const Homography& sheet, const core::BoxMm& box,
                    std::span<const core::Word> words);

/// Something is written there; ruled lines and cell separators do not count.
bool has_writing(const core::Raster& page, const Homography& sheet, const core::BoxMm& box);

}  // namespace ocr
