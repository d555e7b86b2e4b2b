#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/enum_names.h"
#include "core/outcome.h"

namespace core {

/// What a named user is in the office. A user may hold several.
enum class Role { courrier, instructeur, signataire, modeles, administrateur };

/// A person of the settings. `login` is what the command line and the journal say.
struct Person {
    std::string login;
    std::string first_name;
    std::string name;
    std::string title;  ///< Qualité.
    std::string telephone;
    std::string email;
    std::vector<Role> roles;

    bool has(Role role) const;
    bool operator==(const Person&) const = default;
};

/// What people do to the office's affairs, as far as rights tell them apart.
enum class Act {
    deposit,          ///< Post put in by hand, a request registered.
    settle_dispatch,  ///< A dispatch held, released, sent again, ticked as posted.
    edit_register,    ///< Collectivités and agents: imported, changed.
    instruct,         ///< Doubts settled, a dossier declared complete or withdrawn, a complement asked.
    decide,           ///< A decision taken or proposed.
    open_session,     ///< A session opened, by a person or a timer.
    hold_session,     ///< Its agenda shared out, the session closed.
    sign,             ///< A decision proposed by another person made one's own.
    edit_templates,   ///< Letters and forms published or rolled back.
    administer,       ///< Retention, erasure, parked work, copies.
};

/// Null when nobody has this login.
const Person* find_person(const std::vector<Person>& people, std::string_view login);
/// Null when nobody has this role.
const Person* first_with(const std::vector<Person>& people, Role role);

/// The person, when one of their roles lets them do this; else not_allowed, in French, with the roles it takes.
Outcome<Person> person_who_may(const std::vector<Person>& people, std::string_view login, Act act);

}  // namespace core

template <>
struct core::EnumNames<core::Role> {
    static constexpr std::array<std::string_view, 5> names{"courrier", "instructeur", "signataire", "modeles",
                                                           "administrateur"};
};
