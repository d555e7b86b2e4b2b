#include "core/people.h"

#include "pipeline/people_import.h"
#include "store/people.h"
#include "tests/store_home.h"

namespace {

using core::SamePerson;

struct Town {
    StoreHome home;
    store::Store store = home.open();

    std::string dossier(const std::string& name, const std::string& first_name, const std::string& born,
                        const std::string& siret = "21780003600014", const std::string& usual_name = "") {
        return store.dossiers()
            .add({.data = {{"agent.nom", name},
                           {"agent.prenom", first_name},
                           {"agent.nom_usage", usual_name},
                           {"agent.naissance", born},
                           {"collectivite.denomination", "Commune de Valmer-sur-Orne"},
                           {"collectivite.siret", siret}}},
                 core::Channel::post, "", "test")
            .dossier.number;
    }
    std::string agent(const std::string& dossier) { return store.people().agent_of(dossier); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(people_tests, Town)

BOOST_AUTO_TEST_CASE(one_person_or_two) {
    struct Row {
        const char* title;
        const char *name, *usual, *first, *born;
        const char *other_name, *other_usual, *other_first, *other_born;
        SamePerson same;
    };
    const Row rows[]{
        {"the same", "LEMOINE", "", "Anne", "1980-02-03", "LEMOINE", "", "Anne", "1980-02-03", SamePerson::yes},
        {"accents, case, hyphens", "Lefèvre", "", "Anne-Laure", "1980-02-03", "LEFEVRE", "", "ANNE LAURE", "1980-02-03",
         SamePerson::yes},
        {"married since", "LEMOINE", "", "Anne", "1980-02-03", "LEMOINE", "DUVAL", "Anne", "1980-02-03",
         SamePerson::yes},
        {"known under the usual name", "LEMOINE", "DUVAL", "Anne", "1980-02-03", "DUVAL", "", "Anne", "1980-02-03",
         SamePerson::yes},
        {"more first names", "LEMOINE", "", "Anne", "1980-02-03", "LEMOINE", "", "Anne Marie Odile", "1980-02-03",
         SamePerson::yes},
        {"homonyms", "MARTIN", "", "Paul", "1980-02-03", "MARTIN", "", "Paul", "1991-02-03", SamePerson::no},
        {"a day unknown", "MARTIN", "", "Paul", "", "MARTIN", "", "Paul", "1991-02-03", SamePerson::doubt},
        {"both days unknown", "MARTIN", "", "Paul", "", "MARTIN", "", "Paul", "", SamePerson::doubt},
        {"another first name", "MARTIN", "", "Paul", "1980-02-03", "MARTIN", "", "Pauline", "1980-02-03",
         SamePerson::no},
        {"twins", "MARTIN", "", "Paul", "1980-02-03", "MARTIN", "", "Jean", "1980-02-03", SamePerson::no},
        {"another name", "MARTIN", "", "Paul", "1980-02-03", "DUPONT", "", "Paul", "1980-02-03", SamePerson::no},
        {"no first name", "MARTIN", "", "", "1980-02-03", "MARTIN", "", "", "1980-02-03", SamePerson::no},
        {"no name at all", "", "", "Paul", "1980-02-03", "", "", "Paul", "1980-02-03", SamePerson::no},
    };
    for (const auto& row : rows) {
        const core::Agent one{"", row.name, row.usual, row.first, core::parse_date(row.born), ""};
        const core::Agent other{"", row.other_name, row.other_usual, row.other_first, core::parse_date(row.other_born),
                                ""};
        BOOST_TEST((core::same_person(one, other) == row.same), row.title);
        BOOST_TEST((core::same_person(other, one) == row.same), row.title << ", the other way");
    }
}

BOOST_AUTO_TEST_CASE(requests_of_one_person_are_linked_and_homonyms_are_not) {
    const auto first = dossier("LEMOINE", "Anne-Laure", "1980-02-03");
    const auto married = dossier("Lemoine", "ANNE LAURE", "1980-02-03", "21780003600014", "DUVAL");
    const auto homonym = dossier("LEMOINE", "Anne-Laure", "1991-05-06");
    BOOST_TEST(agent(first) == agent(married));
    BOOST_TEST(agent(first) != agent(homonym));
    BOOST_TEST(store.people().agent(agent(first))->agent.usual_name == "DUVAL");
    BOOST_TEST(store.people().agent(agent(first))->dossiers == 2);
    const auto by_usual_name = dossier("DUVAL", "Anne-Laure", "1980-02-03");
    BOOST_TEST(agent(by_usual_name) == agent(first));
    BOOST_TEST(store.people().dossiers_of_agent(agent(first)) == (std::vector{first, married, by_usual_name}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_a_day_of_birth_the_place_of_work_tells_or_it_is_a_doubt) {
    const auto first = dossier("LEMOINE", "Odile", "1980-02-03");
    const auto same_place = dossier("LEMOINE", "Odile", "");
    const auto elsewhere = dossier("LEMOINE", "Odile", "", "");
    BOOST_TEST(agent(same_place) == agent(first));
    const auto other_town = store.dossiers()
                                .add({.data = {{"agent.nom", "LEMOINE"},
                                               {"agent.prenom", "Odile"},
                                               {"collectivite.denomination", "Commune d'Orbecq"}}},
                                     core::Channel::post, "", "test")
                                .dossier.number;
    BOOST_TEST(agent(elsewhere) == agent(first));  // No SIRET, but the only place of that name.
    BOOST_TEST(agent(other_town) != agent(first));
    const auto row = *store.people().agent(agent(other_town));
    BOOST_TEST(row.alike == std::vector{agent(first)}, boost::test_tools::per_element());

    BOOST_TEST(store.people().join(agent(first), agent(other_town), "courrier"));
    BOOST_TEST(agent(other_town) == agent(first));
    BOOST_TEST(!store.people().agent(row.agent.id).has_value());
    BOOST_TEST(!store.people().join(agent(first), row.agent.id, "courrier"));
    BOOST_TEST(!store.people().join(agent(first), agent(first), "courrier"));
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_CASE(a_corrected_request_leaves_nobody_behind) {
    const auto number = dossier("LEMONIE", "Odile", "1980-02-03");
    const auto wrong = agent(number);
    auto data = store.dossiers().find(number)->dossier.data;
    data["agent.nom"] = "LEMOINE";
    store.dossiers().update_data(number, data);
    BOOST_TEST(agent(number) != wrong);
    BOOST_TEST(!store.people().agent(wrong).has_value());
    data["agent.nom"] = "";
    store.dossiers().update_data(number, data);
    BOOST_TEST(agent(number).empty());
    BOOST_TEST(store.people().agents("", 10).empty());
}

BOOST_AUTO_TEST_CASE(a_list_of_collectivites_is_taken_and_each_bad_line_named) {
    const auto report =
        pipeline::import_collectivites(store,
                                       "SIRET;Dénomination;E-mail;Adresse 1;Adresse 2\r\n"
                                       "217 800 036 00014;Commune de Valmer;rh@valmer.example;MAIRIE;14999 VALMER\r\n"
                                       "21780003600015;Chiffre faux;;;\r\n"
                                       ";Syndicat sans SIRET;;;\r\n"
                                       ";;x@y.example;;\r\n"
                                       "21780003600014;Commune de Valmer-sur-Orne;rh@valmer.example;;\r\n"
                                       "21780003600014;Commune de Valmer-sur-Orne;rh@valmer.example;;\r\n"
                                       ";Adresse fausse;pas une adresse;;\r\n",
                                       "courrier");
    BOOST_REQUIRE(bool(report));
    BOOST_TEST(report->added == 2);
    BOOST_TEST(report->changed == 1);
    BOOST_TEST(report->known == 1);
    BOOST_REQUIRE(report->faults.size() == 3U);
    BOOST_TEST(report->faults[0].starts_with("ligne 3 : SIRET non valable « 21780003600015 »"));
    BOOST_TEST(report->faults[1].starts_with("ligne 5 : "));
    BOOST_TEST(report->faults[2].starts_with("ligne 8 : courriel non valable"));
    const auto all = store.people().collectivites("commune DE valmer", 10);
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].collectivite.name == "Commune de Valmer-sur-Orne");
    BOOST_TEST(all[0].collectivite.address.size() == 2U);
    const auto number = dossier("LEMOINE", "Odile", "");
    BOOST_TEST(store.people().collectivite_of(number) == all[0].collectivite.id);
}

BOOST_AUTO_TEST_CASE(a_list_of_agents_is_taken_and_given_back) {
    const auto report = pipeline::import_agents(store,
                                                "prénom,nom de famille,nom d'usage,né le,courriel\n"
                                                "Odile,TESNIÈRE,,03/02/1980,o@valmer.example\n"
                                                "Odile,TESNIERE,MARIE,1980-02-03,\n"
                                                "Odile,TESNIÈRE,,1991-02-03,\n"
                                                "Rémi,DUVAL,,31/02/1980,\n"
                                                ",LECOQ,,,\n",
                                                "courrier");
    BOOST_REQUIRE(bool(report));
    BOOST_TEST(report->added == 2);
    BOOST_TEST(report->changed == 1);
    BOOST_REQUIRE(report->faults.size() == 2U);
    BOOST_TEST(report->faults[0] == "ligne 5 : date de naissance non valable « 31/02/1980 »");
    BOOST_TEST(report->faults[1] == "ligne 6 : nom ou prénom absent");
    const auto csv = pipeline::agents_csv(store.people().agents("tesn", 10));
    BOOST_TEST(csv.find("\"TESNIÈRE\";\"MARIE\";\"Odile\";\"1980-02-03\";\"o@valmer.example\";\"0\"") !=
               std::string::npos);
    BOOST_TEST(pipeline::import_agents(store, csv, "courrier")->known == 2);
}

BOOST_AUTO_TEST_CASE(what_is_no_list_is_refused_whole) {
    for (const auto* text :
         {"", "nom\nLEMOINE\n", "siret;courriel\n1;2\n", "nom;prenom\n\"LEMOINE;Odile\n", "nom;prenom\nLEMOINE\n"})
        BOOST_TEST(!pipeline::import_agents(store, text, "courrier"), text);
    BOOST_TEST(!pipeline::import_collectivites(store, "siret;courriel\n21780003600014;\n", "courrier"));
    BOOST_TEST(store.people().agents("", 10).empty());
}

BOOST_AUTO_TEST_SUITE_END()
