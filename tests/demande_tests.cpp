#include "templates/data.h"

namespace {

const std::string demande = R"(<?xml version="1.0" encoding="UTF-8"?>
<demande>
  <numero>26-000123-7</numero>
  <procedure>integration</procedure>
  <type>INTEGRATION</type>
  <date>2026-11-03</date>
  <portee>TOTALE</portee>
  <jours>5</jours>
  <collectivite>
    <denomination>Commune de Valmer-sur-Orne</denomination>
    <type>commune</type>
    <siret>21140118500017</siret>
    <adresse><ligne>MAIRIE</ligne><ligne>14999 VALMER SUR ORNE</ligne></adresse>
    <courriel>rh@valmer.example</courriel>
    <telephone>02 31 00 00 00</telephone>
    <representant><civilite>Madame</civilite><prenom>Odile</prenom><nom>TESNIÈRE</nom><qualite>Maire</qualite></representant>
    <correspondant><prenom>Luc</prenom><nom>HAMARD</nom></correspondant>
  </collectivite>
  <agent>
    <civilite>Madame</civilite>
    <nom>LEMOINE</nom>
    <nom_usage>DUVAL</nom_usage>
    <prenom>Anne-Laure</prenom>
    <naissance>1989-04-12</naissance>
    <statut>STAGIAIRE</statut>
    <categorie>C</categorie>
    <mode_acces>SANS_CONCOURS</mode_acces>
    <nomination>2026-03-01</nomination>
  </agent>
  <motifs>
    <formation><intitule>Accueil</intitule><organisme>Greta</organisme><du>2024-03-04</du><au>2024-03-08</au><jours>5</jours></formation>
    <diplome><intitule>Bac</intitule><niveau/></diplome>
    <formation><intitule>État civil</intitule></formation>
    <argumentaire>Libre.</argumentaire>
  </motifs>
  <pieces>
    <piece fichier="attestation.pdf" nature="attestation_formation"/>
  </pieces>
</demande>
)";

/// The model with one text put in the place of another.
std::string with(const std::string& from, const std::string& to) {
    auto text = demande;
    const auto at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

std::string verdict(const std::string& bytes) {
    static const auto schema = templates::Schema::load(TEST_SOURCE_DIR "/templates/schema/demande.rng");
    const auto fields = templates::fields_from_xml(bytes, "demande.xml", &schema, core::Reason::invalid_demande);
    return fields ? "" : fields.refusal().detail;
}

struct Row {
    std::string from, to, detail;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(demande_tests)

BOOST_AUTO_TEST_CASE(a_complete_request_is_taken) { BOOST_TEST(verdict(demande) == ""); }

BOOST_AUTO_TEST_CASE(what_may_be_absent_empty_or_otherwise_is_taken) {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"<numero>26-000123-7</numero>", ""},
        {"<jours>5</jours>", ""},
        {"<jours>5</jours>", "<jours/>"},
        {"<jours>5</jours>", "<jours>2,5</jours>"},
        {"<jours>5</jours>", "<jours> 0.5 </jours>"},
        {"<courriel>rh@valmer.example</courriel>", ""},
        {"<courriel>rh@valmer.example</courriel>", "<courriel></courriel>"},
        {"<siret>21140118500017</siret>", "<siret>211 401 185 00017</siret>"},
        {"<naissance>1989-04-12</naissance>", "<naissance/>"},
        {"<categorie>C</categorie>", "<categorie>A+</categorie>"},
        {"<type>INTEGRATION</type>\n  <date>2026-11-03</date>", "<date>2026-11-03</date><type>PRO_SGM</type>"},
        {"<piece fichier=\"attestation.pdf\" nature=\"attestation_formation\"/>", ""},
        {"fichier=\"attestation.pdf\"", "fichier=\"Attestation de l’agent (2).TIFF\""},
        {"<nomination>2026-03-01</nomination>", "<affectation>2026-03-01</affectation><fin_contrat/>"},
        {"<nomination>2026-03-01</nomination>", "<integration_dispensee>2,5</integration_dispensee>"},
        {"<jours>5</jours>", "<periode><du>2024-01-01</du><au>2028-12-31</au></periode>"},
        {"<argumentaire>Libre.</argumentaire>",
         "<experience><employeur>Greta</employeur><quotite>80</quotite></experience><argumentaire>A</argumentaire>"},
        {"<argumentaire>Libre.</argumentaire>",
         "<argumentaire>\n Une ligne,\n une autre &amp; « la fin ».</argumentaire>"},
    };
    for (const auto& [from, to] : rows) BOOST_TEST(verdict(with(from, to)) == "", to);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_refused_with_its_line_and_remedy) {
    const std::vector<Row> rows{
        {"<numero>26-000123-7</numero>", "<numero>123</numero>", "ligne 3 : « numero » vaut « 123 »"},
        {"<procedure>integration</procedure>", "", "ligne 2 : il manque l'élément « procedure »"},
        {"<procedure>integration", "<procedure>integrations",
         "ligne 4 : « procedure » vaut « integrations » ; vouliez-vous dire « integration »"},
        {"<type>INTEGRATION</type>", "", "il manque l'élément « type »"},
        {"<type>INTEGRATION", "<type>integration", "un code de formation comme INTEGRATION"},
        {"<date>2026-11-03", "<date>03/11/2026", "ligne 6 : « date » vaut « 03/11/2026 »"},
        {"<date>2026-11-03", "<date>2026-02-30", "ligne 6"},
        {"<date>2026-11-03", "<date>2026-11-03Z", "une date comme"},
        {"<date>2026-11-03</date>", "<date/>", "ligne 6 : « date » est vide"},
        {"<portee>TOTALE", "<portee>totale", "ligne 7"},
        {"<jours>5", "<jours>cinq", "ligne 8"},
        {"<jours>5", "<jours>2.25", "par demi-journées"},
        {"<jours>5", "<jours>-1", "ligne 8"},
        {"<jours>5", "<jours>1e9", "ligne 8"},
        {"<jours>5</jours>", "<jours>5</jours><jours>6</jours>", "élément « jours » donné deux fois"},
        {"<denomination>Commune de Valmer-sur-Orne</denomination>", "",
         "ligne 9 : il manque l'élément « denomination »"},
        {"<denomination>Commune de Valmer-sur-Orne", "<denomination>   ", "ligne 10 : « denomination » est vide"},
        {"<siret>21140118500017", "<siret>2114011850001", "ligne 12 : « siret » vaut « 2114011850001 »"},
        {"<siret>21140118500017", "<siret>2114011850001X", "un SIRET de 14 chiffres"},
        {"<ligne>MAIRIE</ligne>", "<lignes>MAIRIE</lignes>",
         "ligne 13 : élément « lignes » inattendu dans « adresse » ; vouliez-vous dire « ligne »"},
        {"<courriel>rh@valmer.example", "<courriel>rh.valmer.example", "ligne 14"},
        {"<courriel>rh@valmer.example", "<courriel>rh@valmer.example&#10;Bcc: x@y.example", "ligne 14"},
        {"<telephone>02 31 00 00 00", "<telephone>demander Luc", "ligne 15"},
        {"<civilite>Madame", "<civilite>Mme", "ligne 16"},
        {"<nom>TESNIÈRE</nom>", "", "ligne 16 : il manque l'élément « nom » dans « representant »"},
        {"<nom>LEMOINE</nom>", "", "ligne 19 : il manque l'élément « nom » dans « agent »"},
        {"<nom>LEMOINE</nom>", "<nom><b>LEMOINE</b></nom>", "ligne 21"},
        {"<nom_usage>DUVAL</nom_usage>", "<nom-usage>DUVAL</nom-usage>",
         "ligne 22 : élément « nom-usage » inattendu dans « agent » ; vouliez-vous dire « nom_usage »"},
        {"<naissance>1989-04-12", "<naissance>12 avril 1989", "ligne 24"},
        {"<statut>STAGIAIRE", "<statut>STAGAIRE", "vouliez-vous dire « STAGIAIRE »"},
        {"<categorie>C", "<categorie>D", "ligne 26"},
        {"<mode_acces>SANS_CONCOURS", "<mode_acces>MUTATION", "ligne 27"},
        {"<nomination>2026-03-01</nomination>", "<salaire>2000</salaire>",
         "ligne 28 : élément « salaire » inattendu dans « agent »"},
        {"<intitule>Accueil</intitule>", "", "ligne 31 : il manque l'élément « intitule »"},
        {"<du>2024-03-04", "<du>2024", "ligne 31"},
        {"<argumentaire>Libre.",
         "<experience><employeur>A</employeur><quotite>120</quotite></experience><argumentaire>B",
         "une quotité de travail en pour cent"},
        {"<argumentaire>Libre.", "<argumentaire>" + std::string(4001, 'x'), "ligne 34"},
        {"<argumentaire>Libre.</argumentaire>", "<argumentaire>A</argumentaire><argumentaire>B</argumentaire>",
         "ligne 34 : élément « argumentaire » donné deux fois"},
        {"fichier=\"attestation.pdf\" ", "", "ligne 37 : il manque l'attribut « fichier »"},
        {"attestation.pdf", "../attestation.pdf", "sans dossier"},
        {"attestation.pdf", "/etc/a.pdf", "ligne 37"},
        {"attestation.pdf", ".cache.pdf", "ligne 37"},
        {"attestation.pdf", "attestation.exe", "ligne 37"},
        {"attestation.pdf", "pdf", "ligne 37"},
        {"nature=", "natur=", "vouliez-vous dire « nature »"},
        {"attestation_formation", "attestation_formations", "ligne 37"},
        {"attestation_formation", "separator", "ligne 37"},
        {"<pieces>", "<pieces>texte", "texte inattendu dans « pieces »"},
        {"</agent>", "</agent>bonjour", "texte inattendu dans « demande »"},
        {"<demande>", "<demande version='2'>", "attribut « version » inattendu"},
        {"<demande>", "<demande xmlns='urn:x'>", "ligne 2"},
        {"<motifs>", "<motifs><autre/>", "élément « autre » inattendu dans « motifs »"},
    };
    for (const auto& row : rows) {
        const auto detail = verdict(with(row.from, row.to));
        BOOST_TEST(detail.find(row.detail) != std::string::npos, row.to.substr(0, 60) << " -> " << detail);
    }
}

BOOST_AUTO_TEST_CASE(a_request_without_a_motive_says_which_are_known) {
    const auto start = demande.find("<motifs>") + 8;
    auto text = demande;
    text.erase(start, demande.find("</motifs>") - start);
    BOOST_TEST(verdict(text).find("ligne 30 : il manque dans « motifs » un des éléments : argumentaire, bilan") !=
                   std::string::npos,
               verdict(text));
}

BOOST_AUTO_TEST_CASE(several_faults_are_told_together) {
    auto text = with("<siret>21140118500017", "<siret>x");
    text.replace(text.find("<categorie>C"), 12, "<categorie>Z");
    const auto detail = verdict(text);
    BOOST_TEST(detail.find("ligne 12") != std::string::npos);
    BOOST_TEST(detail.find("\ndemande.xml, ligne 26") != std::string::npos, detail);
}

BOOST_AUTO_TEST_CASE(fields_written_back_are_still_a_request) {
    static const auto schema = templates::Schema::load(TEST_SOURCE_DIR "/templates/schema/demande.rng");
    const auto fields = templates::fields_from_xml(demande, "demande.xml", &schema);
    BOOST_REQUIRE(bool(fields));
    const auto doc = templates::xml_from_fields(*fields, "demande");
    BOOST_TEST(verdict(doc->bytes()) == "");
}

BOOST_AUTO_TEST_SUITE_END()
