#include "core/rights.h"

namespace {

using core::Act;
using core::Role;

core::Person person(const std::string& login, std::vector<Role> roles) {
    return {.login = login, .first_name = "A", .name = "B", .title = "C", .roles = std::move(roles)};
}

const std::vector<core::Person> people{
    person("courrier", {Role::courrier}),
    person("instructeur", {Role::instructeur}),
    person("signataire", {Role::signataire}),
    person("modeles", {Role::modeles}),
    person("admin", {Role::administrateur}),
    person("tout", {Role::courrier, Role::instructeur, Role::signataire, Role::modeles, Role::administrateur})};

}  // namespace

BOOST_AUTO_TEST_SUITE(rights_tests)

BOOST_AUTO_TEST_CASE(each_act_is_open_to_the_roles_of_its_row_and_to_no_other) {
    const struct {
        Act act;
        const char* open_to;
    } rows[]{
        {Act::deposit, "courrier instructeur admin tout "},
        {Act::settle_dispatch, "courrier instructeur admin tout "},
        {Act::edit_register, "courrier instructeur admin tout "},
        {Act::instruct, "instructeur tout "},
        {Act::decide, "instructeur signataire tout "},
        {Act::open_session, "instructeur signataire admin tout "},
        {Act::hold_session, "instructeur signataire tout "},
        {Act::sign, "signataire tout "},
        {Act::edit_templates, "modeles tout "},
        {Act::administer, "admin tout "},
    };
    for (const auto& row : rows) {
        std::string open_to;
        for (const auto& someone : people)
            if (core::person_who_may(people, someone.login, row.act)) open_to += someone.login + " ";
        BOOST_TEST(open_to == row.open_to);
    }
}

BOOST_AUTO_TEST_CASE(a_refusal_says_in_french_who_may) {
    const auto wrong = core::person_who_may(people, "courrier", Act::decide);
    BOOST_REQUIRE(!wrong);
    BOOST_TEST((wrong.refusal().reason == core::Reason::not_allowed));
    BOOST_TEST(wrong.refusal().detail ==
               "« courrier » n'a pas le rôle qui permet de décider ; rôle attendu : instructeur ou signataire");
    const auto three = core::person_who_may(people, "modeles", Act::deposit);
    BOOST_TEST(three.refusal().detail.ends_with("rôle attendu : courrier, instructeur ou administrateur"));
    for (const char* stranger : {"", "nul", "COURRIER", "courrier "}) {
        const auto nobody = core::person_who_may(people, stranger, Act::deposit);
        BOOST_REQUIRE(!nobody);
        BOOST_TEST(nobody.refusal().detail.find("n'est pas un utilisateur") != std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
