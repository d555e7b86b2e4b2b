#pragma once

#include <string>
#include <vector>

#include "core/enum_names.h"
#include "core/field_check.h"
#include "core/geometry.h"
#include "core/kind.h"

namespace core {

enum class ZoneKind { text, block, comb, checkbox, date, signature, stamp };

/// A field of a form as the eye needs it. Nothing is printed inside a signature, stamp or checkbox box but its border.
struct ZoneLayout {
    std::string id;
    ZoneKind kind = ZoneKind::text;
    BoxMm box;
    std::string label;                    ///< French, as printed; for findings.
    std::string field;                    ///< Path in the data document (`agent.nom`), empty when filled by hand.
    int cells = 0;                        ///< Comb only.
    FieldCheck check = FieldCheck::none;  ///< Typed zones: what the value must be.
    std::vector<std::string> choices;     ///< For the checks that have a list.
    std::string value;                    ///< Checkbox only: what a tick says the field is (`TOTALE`).

    bool operator==(const ZoneLayout&) const = default;
};

/// A straight printed line, in mm of the upright sheet.
struct Rule {
    Point from, to;
    double width = 0.2;

    bool operator==(const Rule&) const = default;
};

/// What every copy of a page bears whatever is filled in: the eye finds the page again by it. Marks and code are
/// not repeated here; borders of boxed zones need not be.
struct PagePrint {
    std::vector<Rule> rules;
    std::vector<BoxMm> words;  ///< The ink of each printed word, accents and all.

    bool operator==(const PagePrint&) const = default;
};

struct FormPageLayout {
    std::vector<Point> marks;  ///< Centres of the corner marks in mm: top left, top right, bottom right, bottom left.
    double mark_side_mm = 5;   ///< Solid black squares.
    BoxMm code;                ///< The QR code, quiet zone not counted.
    std::vector<ZoneLayout> zones;
    PagePrint print;

    bool operator==(const FormPageLayout&) const = default;
};

/// A form as the eye knows it: one the product prints (one template, two uses), or one that others print.
struct FormLayout {
    std::string id;  ///< `integration`, `premier-emploi`.
    int version = 1;
    Kind kind = Kind::demande_dispense;  ///< What a page of it is a page of.
    std::string stands_for;              ///< Id of the form of ours whose signatures its zones of the same id answer.
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
