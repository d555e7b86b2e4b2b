#include "pipeline/config_section.h"
#include "store/journal.h"

namespace pipeline {
namespace {

constexpr std::string_view login_characters = "abcdefghijklmnopqrstuvwxyz0123456789.-_";

std::vector<core::Role> roles_named(const Section& section, const toml::node& at,
                                    const std::vector<std::string>& names) {
    std::vector<core::Role> roles;
    for (const auto& name : names) {
        const auto role = core::from_text<core::Role>(name);
        if (!role)
            section.refuse(
                at, "roles",
                "rôle inconnu « " + name + " » ; attendu courrier, instructeur, signataire, modeles ou administrateur");
        roles.push_back(*role);
    }
    return roles;
}

core::Person read_user(const toml::table& table, const std::string& file) {
    Section section{table, "utilisateurs", file};
    core::Person person;
    std::vector<std::string> roles;
    section.read("identifiant", person.login);
    section.read("prenom", person.first_name);
    section.read("nom", person.name);
    section.read("qualite", person.title);
    section.read("telephone", person.telephone);
    section.read("courriel", person.email);
    section.read("roles", roles);
    section.close();
    if (person.login.empty() || person.first_name.empty() || person.name.empty() || person.title.empty() ||
        roles.empty())
        section.refuse(table, "identifiant", "un utilisateur a besoin de identifiant, prenom, nom, qualite et roles");
    if (person.login.find_first_not_of(login_characters) != std::string::npos || person.login == store::program)
        section.refuse(*table.get("identifiant"), "identifiant",
                       "lettres minuscules sans accent, chiffres, point, tiret ; « " + std::string{store::program} +
                           " » est réservé au programme");
    person.roles = roles_named(section, *table.get("roles"), roles);
    return person;
}

}  // namespace

std::vector<core::Person> read_users(const toml::table& root, const std::string& file) {
    std::vector<core::Person> users;
    const auto* node = root.get("utilisateurs");
    if (node == nullptr) return users;
    const auto* array = node->as_array();
    if (array == nullptr || !array->is_array_of_tables())
        throw core::BadSetup(file + " : « utilisateurs » doit s'écrire [[utilisateurs]]");
    for (const auto& item : *array) {
        auto person = read_user(*item.as_table(), file);
        if (core::find_person(users, person.login) != nullptr)
            throw core::BadSetup(fmt::format("{}, ligne {} : l'identifiant « {} » est donné deux fois", file,
                                             item.source().begin.line, person.login));
        users.push_back(std::move(person));
    }
    if (core::first_with(users, core::Role::signataire) == nullptr)
        throw core::BadSetup(file +
                             " : aucun utilisateur n'a le rôle signataire ; il en faut un, dont le nom paraît sur les "
                             "décisions (CRPA, art. L212-1)");
    return users;
}

}  // namespace pipeline
