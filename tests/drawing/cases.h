#pragma once

#include <array>
#include <string_view>

#include "core/enum_names.h"
#include "tests/drawing/cast.h"

/// What may be found in a signature box, with its truth, and the ways a page is worn by printing and scanning.
namespace drawing {

enum class Content {
    nothing,
    dust,
    shadow,
    fold,
    show_through,
    streak,
    staple,
    punch_hole,
    fluid,
    line,
    crossed_out,
    tick,
    date,
    typed_name,
    mention,
    stamp,
    dater,
    stamp_and_date,
    stamp_and_name,
    tail_from_elsewhere,
    initials,
    stamp_and_initials,
    capitals,
    signature,
    faint_signature,
    small_signature,
    felt_signature,
    signature_over_border,
    signature_and_stamp,
    felt_signature_and_stamp,
    signature_and_name,
    signature_and_date,
    signature_and_mention,
    signature_over_fluid,
    signature_and_tail
};
inline constexpr std::size_t content_count = 35;

/// A person signed here.
constexpr bool is_signed(Content content) { return content >= Content::signature; }
/// Initials or a name in capitals: never a signature. Doubt is right; empty too for initials.
constexpr bool is_half_signed(Content content) { return content >= Content::initials && !is_signed(content); }
constexpr bool is_stamped(Content content) {
    return (content >= Content::stamp && content <= Content::stamp_and_name) ||
           content == Content::stamp_and_initials || content == Content::signature_and_stamp ||
           content == Content::felt_signature_and_stamp;
}

void draw(Canvas& canvas, const core::BoxMm& box, Content content, const Cast& cast, Random& random);

enum class Degradation {
    clean,
    grey,
    colour_jpeg_30,
    grey_jpeg_30,
    fax,
    dark_fax,
    light_fax,
    noisy,
    uneven,
    blurred,
    skewed,
    shrunk,
    fine,
    coarse,
    tinted,
    photocopy
};
inline constexpr std::size_t degradation_count = 16;

struct Wear {
    Placing placing;
    Scan scan;
};
Wear worn(Degradation degradation, Random& random);

}  // namespace drawing

template <>
struct core::EnumNames<drawing::Content> {
    static constexpr std::array<std::string_view, drawing::content_count> names{"nothing",
                                                                                "dust",
                                                                                "shadow",
                                                                                "fold",
                                                                                "show_through",
                                                                                "streak",
                                                                                "staple",
                                                                                "punch_hole",
                                                                                "fluid",
                                                                                "line",
                                                                                "crossed_out",
                                                                                "tick",
                                                                                "date",
                                                                                "typed_name",
                                                                                "mention",
                                                                                "stamp",
                                                                                "dater",
                                                                                "stamp_and_date",
                                                                                "stamp_and_name",
                                                                                "tail_from_elsewhere",
                                                                                "initials",
                                                                                "stamp_and_initials",
                                                                                "capitals",
                                                                                "signature",
                                                                                "faint_signature",
                                                                                "small_signature",
                                                                                "felt_signature",
                                                                                "signature_over_border",
                                                                                "signature_and_stamp",
                                                                                "felt_signature_and_stamp",
                                                                                "signature_and_name",
                                                                                "signature_and_date",
                                                                                "signature_and_mention",
                                                                                "signature_over_fluid",
                                                                                "signature_and_tail"};
};
template <>
struct core::EnumNames<drawing::Degradation> {
    static constexpr std::array<std::string_view, drawing::degradation_count> names{
        "clean",  "grey",    "colour_jpeg_30", "grey_jpeg_30", "fax",  "dark_fax", "light_fax", "noisy",
        "uneven", "blurred", "skewed",         "shrunk",       "fine", "coarse",   "tinted",    "photocopy"};
};
