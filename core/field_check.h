#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/enum_names.h"

namespace core {

/// What a typed value must be.
enum class FieldCheck {
    none,
    siret,        ///< INSEE: 14 digits, Luhn on all and on the first 9.
    code_postal,  ///< 5 digits; La Poste's first two are a department, 20 for Corsica, 97 and 98 overseas.
    telephone,    ///< 10 digits from 01 to 09, or +33 and 9 digits.
    courriel,
    date,           ///< Day, month, year of a day that exists, from 1900 to 2099.
    jours,          ///< A number of days, halves allowed.
    cadre_emplois,  ///< One of the list of cadres d'emplois.
    liste,          ///< One of a list.
};

/// A value as read and what it is taken for.
struct CheckedValue {
    enum class State {
        valid,     ///< As it stands, spaces and the like aside.
        repaired,  ///< One look-alike or more was put right, and nothing else could have been meant.
        invalid,   ///< Not such a value, or several that it could be.
    };

    std::string value;  ///< In the form people write; as read when it is invalid.
    State state = State::valid;

    bool operator==(const CheckedValue&) const = default;
};

/// Holds a value that was read against what it must be. Characters that optical reading takes for one another (O and 0,
/// l and 1, S and 5, B and 8 …) are put right only when exactly one value fits; digits are never changed into others.
/// `choices`: of cadre_emplois and liste.
CheckedValue check_field(std::string_view read, FieldCheck check, std::span<const std::string> choices = {});

}  // namespace core

template <>
struct core::EnumNames<core::FieldCheck> {
    static constexpr std::array<std::string_view, 9> names{"none", "siret", "code_postal",   "telephone", "courriel",
                                                           "date", "jours", "cadre_emplois", "liste"};
};
