#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/enum_names.h"

namespace core {

/// A person as the request knows them.
struct NamedPerson {
    std::string family;  ///< Nom de famille.
    std::string usual;   ///< Nom d'usage; empty when there is none.
    std::string first;   ///< Prénom or prénoms.
    std::optional<Date> born;

    bool operator==(const NamedPerson&) const = default;
};

/// What the names on a piece say of its owner. A diploma under the birth name and an arrêté under the married name are
/// the normal case: nothing is asked for by default, and no answer is a hard no (domain reference, 4.5).
enum class NameAnswer {
    same,        ///< The person of the request.
    to_confirm,  ///< Names differ in a way that marriage, usage or a misreading explains.
    other        ///< Looks like somebody else: a person must look.
};

struct NameMatch {
    double score = 0;  ///< 0 to 1.
    NameAnswer answer = NameAnswer::other;

    bool operator==(const NameMatch&) const = default;
};

/// Compares names as read on a piece, in any order, with civility or not, with the person of the request. Accents,
/// case, hyphens, apostrophes and particles do not count; a part of a double surname or of a compound first name
/// suffices; initials, glued words and letters misread are forgiven at a price. A birth date that agrees speaks for,
/// one that differs against.
NameMatch match_name(std::string_view read, const NamedPerson& person, std::optional<Date> born_read = std::nullopt);

}  // namespace core

template <>
struct core::EnumNames<core::NameAnswer> {
    static constexpr std::array<std::string_view, 3> names{"same", "to_confirm", "other"};
};
