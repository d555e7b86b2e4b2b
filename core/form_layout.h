#pragma once

#include <string>
#include <vector>

#include "core/enum_names.h"
#include "core/geometry.h"

namespace core {

enum class ZoneKind { text, block, comb, checkbox, date, signature, stamp };

/// A field of a form as the eye needs it. Nothing is printed inside a signature, stamp or checkbox box but its border.
struct ZoneLayout {
    std::string id;
    ZoneKind kind = ZoneKind::text;
    BoxMm box;
    std::string label;  ///< French, as printed; for findings.
    std::string field;  ///< Path in the data document (`agent.nom`), empty when filled by hand.
    int cells = 0;      ///< Comb only.
    std::string value;  ///< Checkbox only: what a tick says the field is (`TOTALE`).

    bool operator==(const ZoneLayout&) const = default;
};

struct FormPageLayout {
    std::vector<Point> marks;  ///< Centres of the corner marks in mm: top left, top right, bottom right, bottom left.
    double mark_side_mm = 5;   ///< Solid black squares.
    BoxMm code;                ///< The QR code, quiet zone not counted.
    std::vector<ZoneLayout> zones;

    bool operator==(const FormPageLayout&) const = default;
};

/// One template, two uses: the pen prints it, the eye finds it again.
struct FormLayout {
    std::string id;  ///< `integration`, `premier-emploi`.
    int version = 1;
    double width_mm = 210;
    double height_mm = 297;
    std::vector<FormPageLayout> pages;  ///< pages[0] is page 1.

    bool operator==(const FormLayout&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::ZoneKind> {
    static constexpr std::array<std::string_view, 7> names{"text", "block",     "comb", "checkbox",
                                                           "date", "signature", "stamp"};
};
