#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/date.h"
#include "core/enum_names.h"
#include "core/fields.h"

namespace core {

/// An agent of the register, as lists and requests name them.
struct Agent {
    std::string id;          ///< `P000012`; made by the store.
    std::string name;        ///< Of birth (nom de famille).
    std::string usual_name;  ///< Empty when it is the same.
    std::string first_name;
    std::optional<Date> born;
    std::string email;

    bool operator==(const Agent&) const = default;
};

struct Collectivite {
    std::string id;     ///< `C000012`; made by the store.
    std::string siret;  ///< 14 digits; empty when unknown.
    std::string name;
    std::string email;
    std::string telephone;
    std::vector<std::string> address;

    bool operator==(const Collectivite&) const = default;
};

/// Whether two agents are one person. Names are compared as core::normalised gives them (core/normalise.h), the birth
/// name of one with either name of the other; of first names the shorter list must begin the longer one. yes: names
/// agree and so does the day of birth. no: names differ, or the days of birth do (homonyms). doubt: names agree, and a
/// day of birth is missing.
enum class SamePerson { no, doubt, yes };
SamePerson same_person(const Agent& one, const Agent& other);

/// What their names are found under: normalised first word of the first names, with each of the names; none without
/// both.
std::vector<std::string> name_keys(const Agent& agent);

/// Those of a request; their ids are empty.
Agent agent_of(const Fields& request);
Collectivite collectivite_of(const Fields& request);

}  // namespace core
