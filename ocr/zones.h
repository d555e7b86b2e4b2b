#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/form_layout.h"
#include "core/page_code.h"
#include "core/raster.h"
#include "core/reading.h"

/// A page of the product's own form: found on its marks, every zone answered.
///
/// Does: registers the page on its four corner marks, then reads every zone of the layout.
/// Trusts: the code (already checked by its check character), the layout, the quarter turn. Nothing else on the page.
/// Touches: nothing. Pure: no clock, randomness or file; same page, same answer.
/// A page that cannot be registered gives every zone as doubt with score 0, never a guess; so does a registration
/// error above `most_error_mm`.
///
/// Answers by kind of zone:
///   signature     signed | empty | doubt, with `stamped`. A stamp alone, a date, a typed name, initials, a stray line
///   or
///                 a stroke that comes from elsewhere never count as signed.
///   stamp         read when a stamp is there (stamped true), empty (stamped false), doubt when there is ink that is
///                 not surely a stamp. Pen strokes beside a stamp do not matter.
///   checkbox      checked | empty | doubt (struck out, or a mere speck or stray stroke).
///   text, block, comb, date   read with the words whose centre lies in the zone; empty when there are none; doubt,
///                 without value, when there is ink but no word (a date written by hand).
namespace ocr {

/// What a person must be able to see again: a zone with 2 mm around it, upright, at most 1200 px wide, as PNG bytes.
/// Kept for every signature and stamp zone and for every doubt. Whoever stores it sets Zone::evidence.
struct Crop {
    std::string zone;  ///< Zone::id
    std::vector<std::uint8_t> png;
};

struct FormReading {
    core::FormMatch match;
    std::vector<core::Zone> zones;  ///< In the order of the layout; boxes in px as decoded.
    std::vector<Crop> crops;
};

/// Above this the zones are not where they should be and none is answered.
inline constexpr double most_error_mm = 0.8;

/// `rotated`: quarter turn found, degrees clockwise by which the sheet was turned. `code_box`: where the QR code was
/// seen (px as decoded). `words`: of this page, boxes in px as decoded. A page number the layout does not have gives
/// no zones and an unregistered match.
FormReading read_form(const core::Raster& page, int rotated, const core::PageCode& code,
                      const std::optional<core::Box>& code_box, const core::FormLayout& layout,
                      std::span<const core::Word> words);

}  // namespace ocr
