#include "templates/rules.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "core/failures.h"
#include "core/statute.h"
#include "tests/temporary_folder.h"

namespace fs = std::filesystem;

namespace {

const fs::path shipped = fs::path{TEST_SOURCE_DIR} / "templates";

/// A copy of the shipped rules in which one text is replaced.
struct SpoiltRules {
    TemporaryFolder folder;
    fs::path root = folder.path();

    SpoiltRules(const fs::path& file, const std::string& from, const std::string& to) {
        for (const char* part : {"procedures", "pieces", "reference", "schema"})
            fs::copy(shipped / part, root / part, fs::copy_options::recursive);
        std::ostringstream text;
        text << std::ifstream{root / file}.rdbuf();
        auto changed = text.str();
        const auto at = changed.find(from);
        BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
        changed.replace(at, from.size(), to);
        std::ofstream{root / file} << changed;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_tests)

BOOST_AUTO_TEST_CASE(the_shipped_rules_load) {
    const auto procedures = templates::load_procedures(shipped);
    BOOST_REQUIRE(procedures.size() == 5U);
    std::set<std::string> trainings;
    for (const auto& procedure : procedures) trainings.insert(std::string{procedure.training.text()});
    BOOST_TEST(trainings ==
               (std::set<std::string>{"INTEGRATION", "PRO_1ER_EMPLOI", "PRO_CARRIERE", "PRO_POSTE_RESP", "PRO_SGM"}));

    const auto tables = templates::load_reference_tables(shipped);
    BOOST_TEST(tables.cadres.size() == 60U);
    BOOST_TEST(core::find_duration(tables, core::Training::integration, "C")->most.text() == "5");
    BOOST_TEST(core::find_duration(tables, core::Training::integration, "A+") == nullptr);
    BOOST_TEST(core::find_cadre(tables, "attaches TERRITORIAUX")->category == "A");

    const auto kinds = templates::load_kind_rules(shipped);
    BOOST_TEST(kinds.kinds.size() >= 10U);
    BOOST_TEST(templates::load_fact_rules(shipped).facts.size() >= 15U);
}

BOOST_AUTO_TEST_CASE(a_spoilt_rule_stops_the_program_with_file_and_line) {
    const struct {
        const char* file;
        const char* from;
        const char* to;
        const char* expected;
    } rows[]{
        {"procedures/_pieces.xml", "natures=\"diplome\"", "natures=\"diplomme\"",
         "_pieces.xml, ligne 16 : nature de pièce inconnue « diplomme » ; vouliez-vous dire « diplome »"},
        {"procedures/integration.xml", "<titre>", "<titer>", "integration.xml, ligne"},
        {"procedures/integration.xml", "nom=\"integration\"", "nom=\"inconnu\"", "integration.xml, ligne"},
        {"procedures/integration.xml", "_demande.xml", "_demandes.xml", "fragment « _demandes.xml » absent"},
        {"procedures/integration.xml", "formulaire=\"integration\"", "", "_formulaire.xml, ligne"},
        {"procedures/_formulaire.xml", "zone=\"signature_agent\"", "", "il manque l'attribut « zone »"},
        {"procedures/_formulaire.xml", "canal()", "cannal()",
         "fonction inconnue « cannal » ; vouliez-vous dire « canal »"},
        {"procedures/_formulaire.xml", "{page()}", "{limite}", "champ inconnu « limite »"},
        {"procedures/_formulaire.xml", "pour-chaque=\"pages\"", "sujet=\"page\"", "<page-recue> n'a de sens que"},
        {"procedures/_jours.xml", "limite=\"plafond-jours()\"", "limite=\"page()\"", "page() n'a de sens que"},
        {"procedures/_jours.xml", "gravite=\"bloquant\"", "gravite=\"bloquante\"",
         "attribut « gravite » vaut « bloquante » ; vouliez-vous dire « bloquant »"},
        {"procedures/_jours.xml", "code=\"days_over_cap\"", "code=\"Days over cap\"", "un code en minuscules"},
        {"procedures/_jours.xml", "<exige><rempli champ=\"jours\"/></exige>", "", "il manque l'élément « exige »"},
        {"procedures/_jours.xml", "{plafond-jours()}", "{plafond-jours()", "champ inconnu"},
        {"procedures/_jours.xml", "sujet=\"jours\" gravite", "gravite", "il manque l'attribut « sujet »"},
        {"procedures/_jours.xml", "<rempli champ=\"jours\"/>", "<rempli champ=\"'jours'\"/>", "porte sur un champ"},
        {"procedures/_demande.xml", "champ=\"agent.nom\"", "champ=\"agent.nmo\"",
         "champ inconnu « agent.nmo » ; vouliez-vous dire « agent.nom »"},
        {"procedures/_demande.xml", "sujet=\"agent.prenom\"", "sujet=\"agent.nom\"",
         "deux règles ont le code « field_missing » et le sujet « agent.nom »"},
        {"procedures/_demande.xml", "format=\"siret\"", "format=\"sirte\"", "vouliez-vous dire « siret »"},
        {"procedures/_pieces.xml", "{.intitule}", "{.intitul}", "vouliez-vous dire « motifs.formation.intitule »"},
        {"procedures/_pieces.xml", "pour-chaque=\"motifs.diplome\"", "", "« .intitule » n'a de sens que"},
        {"procedures/_pieces.xml", "<piece natures=\"diplome\"/>", "<pieces natures=\"diplome\"/>",
         "élément « pieces » inattendu dans « exige » ; vouliez-vous dire « piece »"},
        {"procedures/_concordances.xml", "piece/holder", "piece/holdr",
         "fait inconnu « holdr » ; vouliez-vous dire « holder »"},
        {"procedures/_concordances.xml", "pour-chaque=\"pieces\"", "", "« natures » n'a de sens ici qu'avec"},
        {"procedures/_experience.xml", "</regles>", "<inclure fragment=\"_experience.xml\"/></regles>",
         "inclusions en cercle"},
        {"procedures/_surplus.xml", "gravite=\"note\"", "gravite=\"bloquant\" en-doute=\"taire\"",
         "dit toujours ses doutes"},
        {"procedures/carriere.xml", "type=\"PRO_CARRIERE\"", "type=\"PRO_SGM\"", "deux procédures pour « PRO_SGM »"},
        {"reference/durees.xml", "depuis=\"agent.nomination\"", "depuis=\"agent.nominaton\"",
         "champ inconnu « agent.nominaton »"},
        {"pieces/kinds.xml", "code=\"diplome\"", "code=\"diplom\"", "diplom"},
        {"pieces/kinds.xml", "poids=\"3\"", "poids=\"lourd\"", "kinds.xml, ligne"},
        {"pieces/kinds.xml", "| attestation de formation |", "| … |", "formule vide"},
        {"pieces/kinds.xml", "| attestation de formation |",
         "| attestation d'une formation suivie par un agent de la fonction publique territoriale |",
         "formule trop longue : « attestation d'une"},
        {"pieces/kinds.xml", "temperature=\"1.1\"", "temperature=\"0\"", "kinds.xml, ligne"},
        {"pieces/facts.xml", "code=\"holder\"", "code=\"holdr\"", "holdr"},
        {"pieces/facts.xml", "<libelles>", "<libelle>", "facts.xml, ligne"},
        {"reference/durees.xml", "max=\"10\"", "max=\"9.3\"", "demi-journées"},
        {"reference/durees.xml", "min=\"10\"", "min=\"11\"", "min au plus égal"},
        {"reference/cadres_emplois.csv", ";A+;", ";Z;", "catégorie inconnue"},
    };
    for (const auto& row : rows) {
        const SpoiltRules spoilt{row.file, row.from, row.to};
        try {
            (void)templates::load_procedures(spoilt.root);
            (void)templates::load_kind_rules(spoilt.root);
            (void)templates::load_fact_rules(spoilt.root);
            (void)templates::load_reference_tables(spoilt.root);
            BOOST_ERROR("accepted: " << row.to);
        } catch (const core::BadSetup& error) {
            BOOST_TEST(std::string{error.what()}.find(row.expected) != std::string::npos,
                       row.to << " -> " << error.what());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
