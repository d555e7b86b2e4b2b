/// A training and a piece that the program has never heard of, added by XML alone.
#include <fstream>
#include <sstream>

#include "checking.h"
#include "core/limits.h"
#include "pipeline/recognise.h"
#include "pipeline/request.h"
#include "templates/data.h"

namespace {

namespace fs = std::filesystem;

constexpr const char* procedure = R"xml(<?xml version="1.0" encoding="UTF-8"?>
<procedure nom="professionnalisation" type="PRO_TUTORAT" source="décret fictif n° 2027-1">
  <titre>formation de tutorat</titre>
  <inclure fragment="_professionnalisation.xml"/>
  <regle code="piece_missing" sujet="carnet_tutorat" gravite="bloquant" se-regle-par="piece" pour-chaque="motifs.formation"
         source="décret fictif n° 2027-1, art. 2" libelle="le carnet de tutorat est joint">
    <exige><piece natures="carnet_tutorat"/></exige>
    <phrase>Joindre le carnet de tutorat de la formation « {.intitule} ».</phrase>
  </regle>
  <regle code="tutor_too_new" sujet="motifs.experience" gravite="avertissement" se-regle-par="decision"
         source="décret fictif n° 2027-1, art. 3" libelle="le tuteur a deux ans d'expérience">
    <exige><au-moins valeur="mois-experience()" limite="24"/></exige>
    <phrase>Le tuteur n'a que {mois-experience()} d'expérience.</phrase>
  </regle>
</procedure>
)xml";

constexpr const char* request = R"(<?xml version="1.0" encoding="UTF-8"?>
<demande><procedure>professionnalisation</procedure><type>PRO_TUTORAT</type><date>2026-11-03</date><portee>TOTALE</portee>
<jours>4</jours>
<collectivite><denomination>Commune de Valmer-sur-Orne</denomination><siret>21780003600014</siret>
<adresse><ligne>MAIRIE DE VALMER SUR ORNE</ligne><ligne>14999 VALMER SUR ORNE</ligne></adresse>
<courriel>rh@valmer.example</courriel>
<representant><civilite>Madame</civilite><prenom>Odile</prenom><nom>TESNIERE</nom><qualite>Maire</qualite></representant></collectivite>
<agent><nom>LEMOINE</nom><prenom>Anne</prenom><naissance>1989-04-12</naissance><categorie>B</categorie>
<cadre_emplois>Rédacteurs territoriaux</cadre_emplois><nomination>2020-09-01</nomination></agent>
<motifs><formation><intitule>Tutorat</intitule></formation><experience><employeur>CCAS</employeur><du>2025-01-01</du></experience></motifs>
</demande>
)";

void put(const fs::path& file, const std::string& text) { std::ofstream{file} << text; }

void insert_before(const fs::path& file, const std::string& mark, const std::string& text) {
    std::ostringstream was;
    was << std::ifstream{file}.rdbuf();
    auto now = was.str();
    now.insert(now.rfind(mark), text);
    put(file, now);
}

struct SixthTraining : Checking {
    SixthTraining() {
        const auto root = home / "templates";
        put(root / "procedures" / "tutorat.xml", procedure);
        insert_before(
            root / "pieces" / "kinds.xml", "</natures>",
            "<nature code=\"other\" detail=\"carnet_tutorat\"><titres poids=\"6\">carnet de tutorat</titres></nature>");
        insert_before(
            root / "reference" / "durees.xml", "</durees>",
            "<duree type=\"PRO_TUTORAT\" categorie=\"B\" min=\"2\" max=\"4\" mois=\"24\" depuis=\"agent.nomination\" "
            "source=\"décret fictif\"/>");
        office.catalogue = pipeline::load_catalogue(root);
        office.config.control_one_in = 0;
    }

    std::string register_request() {
        const auto fields = templates::fields_from_xml(request, "demande.xml");
        const auto schema = templates::Schema::load(home / "templates" / "schema" / "demande.rng");
        BOOST_REQUIRE(bool(templates::fields_from_xml(request, "demande.xml", &schema)));
        const auto dossier = pipeline::dossier_of(*fields, office.catalogue);
        BOOST_REQUIRE(bool(dossier));
        return store.dossiers().add(*dossier, core::Channel::online, "", "test").dossier.number;
    }

    std::string findings(const std::string& number) {
        std::string text;
        for (const auto& finding : store.dossiers().findings(number))
            text += std::string{core::to_text(finding.severity)} + " " + finding.code + ":" + finding.subject + "; ";
        return text;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sixth_training_tests, SixthTraining)

BOOST_AUTO_TEST_CASE(a_training_added_by_xml_is_taken_checked_and_written_about) {
    const auto number = register_request();
    check(number);
    BOOST_TEST(state(number) == "incomplete");
    BOOST_TEST(findings(number) ==
               "blocking piece_missing:fiche_poste; blocking piece_missing:attestation_formation; "
               "blocking piece_missing:programme_formation; blocking piece_missing:etat_services; "
               "blocking piece_missing:carnet_tutorat; warning tutor_too_new:motifs.experience; ");
    const auto asked = store.dossiers().findings(number);
    BOOST_TEST(asked[4].sentence == "Joindre le carnet de tutorat de la formation « Tutorat ».");
    BOOST_TEST(asked[5].sentence == "Le tuteur n'a que 22 mois d'expérience.");
    BOOST_TEST(!store.dossiers().letters(number).empty(), "its letters are written");

    auto data = store.dossiers().find(number)->dossier.data;
    data["jours"] = "4,5";
    store.dossiers().update_data(number, data);
    check(number);
    BOOST_TEST(findings(number).find("blocking days_over_cap:jours") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_piece_added_by_xml_is_recognised_and_answers_its_rule) {
    core::Page page{.page = 1, .width_px = 2480, .height_px = 3508, .text = "CARNET DE TUTORAT"};
    int x = 800;
    for (const char* word : {"CARNET", "DE", "TUTORAT"}) {
        page.words.push_back({.text = word, .confidence = 0.99, .box = {x, 300, x + 250, 360}});
        x += 270;
    }
    // A line alone is no title.
    page.words.push_back({.text = "Tuteur", .confidence = 0.99, .box = {300, 700, 500, 740}, .line = 1});
    page.text += "\nTuteur";
    const auto guess = pipeline::recognise(page, office.catalogue.kinds);
    BOOST_TEST(guess.detail == "carnet_tutorat");

    const auto number = register_request();
    const auto arrival = add_pages(number, {page});
    store.dossiers().set_pieces(number, {{.kind = core::Kind::other,
                                          .detail = "carnet_tutorat",
                                          .state = core::KindState::recognised,
                                          .pages = {{arrival, 1}}}});
    check(number);
    BOOST_TEST(findings(number).find("carnet_tutorat") == std::string::npos, findings(number));
    BOOST_TEST(store.dossiers().pieces(number).at(0).detail == "carnet_tutorat");
}

BOOST_AUTO_TEST_CASE(a_training_added_by_xml_has_its_limit_in_the_agenda) {
    const auto row = store.dossiers().find(register_request());
    const auto due = core::training_limit(row->dossier, office.catalogue.tables, *core::parse_date("2026-11-25"));
    BOOST_REQUIRE(due.has_value());
    BOOST_TEST(core::iso_date(*due) == "2022-09-01");
}

BOOST_AUTO_TEST_SUITE_END()
