#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/raster.h"
#include "core/reading.h"
#include "ocr/form_finder.h"

/// A page of a form that was found: every zone answered.
///
/// Trusts: where the registration has each zone. Nothing else on the page.
/// Touches: nothing. Pure: no clock, randomness or file; same page, same answer.
/// A page that cannot be registered gives every zone as doubt with score 0, never a guess; so does each zone whose
/// place may be more than `most_error_mm` off.
///
/// Answers by kind of zone:
///   signature     signed | empty | doubt, with `stamped`. A stamp alone, a date, a typed name, initials, a stray line
///                 or a stroke that comes from elsewhere never count as signed.
///   stamp         read when a stamp is there (stamped true), empty (stamped false), doubt when there is ink that is
///                 not surely a stamp. Pen strokes beside a stamp do not matter.
///   checkbox      checked | empty | doubt (struck out, or a mere speck or stray stroke).
///   text, block, comb, date   read with the words whose centre lies in the zone, held against what the value must be
///                 (core/field_check.h); empty when there are none and no ink; doubt, with what was read, when it cannot
///                 be such a value; doubt without a value when the words are unsure or leave ink unread (writing by
///                 hand), or when there is ink but no word.
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

/// Above this a zone is not where it should be and is not answered.
inline constexpr double most_error_mm = 0.8;

/// `words`: of this page, boxes in px as decoded. A form that is not known gives no zones.
FormReading read_form(const core::Raster& page, const FoundForm& form, std::span<const core::Word> words);

}  // namespace ocr
