#pragma once

#include <array>
#include <string_view>

#include "core/enum_names.h"
#include "tests/drawing/canvas.h"
#include "tests/drawing/pens.h"

/// What may be found in a signature box, with its truth, and the ways a page is worn by printing and scanning.
namespace drawing {

enum class Content {
    nothing,
    dust,
    shadow,
    show_through,
    streak,
    line,
    crossed_out,
    tick,
    initials,
    date,
    typed_name,
    mention,
    stamp,
    stamp_and_date,
    stamp_and_initials,
    tail_from_elsewhere,
    signature,
    faint_signature,
    small_signature,
    signature_over_border,
    signature_and_stamp,
    signature_and_name
};
inline constexpr std::size_t content_count = 22;

enum class Writers { tuning, scoring };

/// A person signed here.
constexpr bool is_signed(Content content) { return content >= Content::signature; }
/// A visa: doubt and empty are both right.
constexpr bool is_initials(Content content) {
    return content == Content::initials || content == Content::stamp_and_initials;
}
constexpr bool is_stamped(Content content) {
    return content == Content::stamp || content == Content::stamp_and_date || content == Content::stamp_and_initials ||
           content == Content::signature_and_stamp;
}

void draw(Canvas& canvas, const core::BoxMm& box, Content content, Writers writers, Random& random);

struct Wear {
    Placing placing;
    Scan scan;
    bool with_code = true;
};
/// 200 or 300 dpi; colour, grey, JPEG down to quality 30 or fax; skew, scale, noise, uneven light.
Wear any_wear(Random& random);

}  // namespace drawing

template <>
struct core::EnumNames<drawing::Content> {
    static constexpr std::array<std::string_view, drawing::content_count> names{"nothing",
                                                                                "dust",
                                                                                "shadow",
                                                                                "show_through",
                                                                                "streak",
                                                                                "line",
                                                                                "crossed_out",
                                                                                "tick",
                                                                                "initials",
                                                                                "date",
                                                                                "typed_name",
                                                                                "mention",
                                                                                "stamp",
                                                                                "stamp_and_date",
                                                                                "stamp_and_initials",
                                                                                "tail_from_elsewhere",
                                                                                "signature",
                                                                                "faint_signature",
                                                                                "small_signature",
                                                                                "signature_over_border",
                                                                                "signature_and_stamp",
                                                                                "signature_and_name"};
};
