#include "core/rights.h"

#include <algorithm>
#include <initializer_list>

namespace core {
namespace {

struct RightRow {
    Act act;
    std::string_view phrase;  ///< French: "n'a pas le rôle qui permet de …".
    std::vector<Role> roles;
};

/// One row an Act, in the order of the enumerators.
const std::vector<RightRow>& rights() {
    using enum Role;
    static const std::vector<RightRow> table{
        {Act::deposit, "déposer du courrier ou une demande", {courrier, instructeur, administrateur}},
        {Act::settle_dispatch, "agir sur un envoi", {courrier, instructeur, administrateur}},
        {Act::edit_register, "modifier le registre", {courrier, instructeur, administrateur}},
        {Act::instruct, "instruire un dossier", {instructeur}},
        {Act::decide, "décider", {instructeur, signataire}},
        {Act::open_session, "ouvrir une session", {instructeur, signataire, administrateur}},
        {Act::hold_session, "tenir une session", {instructeur, signataire}},
        {Act::sign, "signer une décision", {signataire}},
        {Act::edit_templates, "publier un modèle", {modeles}},
        {Act::administer, "administrer l'installation", {administrateur}},
    };
    return table;
}

std::string listed(const std::vector<Role>& roles) {
    std::string text;
    for (std::size_t i = 0; i < roles.size(); ++i)
        text += (i == 0 ? "" : i + 1 == roles.size() ? " ou " : ", ") + std::string{to_text(roles[i])};
    return text;
}

}  // namespace

bool Person::has(Role role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

const Person* find_person(const std::vector<Person>& people, std::string_view login) {
    const auto found =
        std::find_if(people.begin(), people.end(), [&](const Person& person) { return person.login == login; });
    return found == people.end() ? nullptr : &*found;
}

const Person* first_with(const std::vector<Person>& people, Role role) {
    const auto found =
        std::find_if(people.begin(), people.end(), [&](const Person& person) { return person.has(role); });
    return found == people.end() ? nullptr : &*found;
}

Outcome<Person> person_who_may(const std::vector<Person>& people, std::string_view login, Act act) {
    const auto who = "« " + std::string{login} + " »";
    const auto* person = find_person(people, login);
    if (person == nullptr)
        return Refusal{Reason::not_allowed, who + " n'est pas un utilisateur des réglages ([[utilisateurs]])"};
    const auto& right = rights().at(static_cast<std::size_t>(act));
    if (std::any_of(right.roles.begin(), right.roles.end(), [&](Role role) { return person->has(role); }))
        return *person;
    return Refusal{Reason::not_allowed, who + " n'a pas le rôle qui permet de " + std::string{right.phrase} +
                                            " ; rôle attendu : " + listed(right.roles)};
}

}  // namespace core
