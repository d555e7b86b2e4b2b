#include "pipeline/facts.h"

#include <filesystem>
#include <map>

#include "pipeline/recognise.h"
#include "templates/rules.h"
#include "tests/text_page.h"

namespace {

const std::filesystem::path shipped = std::filesystem::path{TEST_SOURCE_DIR} / "templates";

std::vector<core::Fact> facts_in(core::Page page) {
    static const auto kinds = templates::load_kind_rules(shipped);
    static const auto rules = templates::load_fact_rules(shipped);
    static const auto tables = templates::load_reference_tables(shipped);
    page.kind = pipeline::recognise(page, kinds);
    return pipeline::find_facts(page, rules, tables);
}

/// The values that are taken without a look, periods as `from..to`, joined by `+`.
std::map<std::string, std::string> sure(const std::string& text) {
    std::map<std::string, std::string> found;
    for (const auto& fact : facts_in(text_page(text))) {
        if (fact.confidence < core::sure_fact) continue;
        const auto name = std::string{core::to_text(fact.name)};
        if (name == "from")
            found["period"] += (found["period"].empty() ? "" : "+") + fact.value;
        else if (name == "to")
            found["period"] += ".." + fact.value;
        else
            found[name] = fact.value;
    }
    return found;
}

using Facts = std::map<std::string, std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(facts_tests)

BOOST_AUTO_TEST_CASE(pieces_say_what_a_check_needs) {
    const struct {
        const char* title;
        const char* text;
        Facts expected;
    } rows[]{
        {"an attestation in prose",
         "Alpha Formation\n12 rue de la Gare\n#ATTESTATION DE FORMATION\nJe soussignée Paule Guérin, directrice de "
         "Alpha Formation, atteste que Madame Claire MARTIN,\n"
         "agent de la commune, a suivi avec assiduité la formation « Accueil du public » du 3 au 5 mars 2024,\nd'une "
         "durée de 3 jours (21 heures).\nFait à Caen, le 6 mars 2024\nLa directrice",
         {{"holder", "Claire MARTIN"},
          {"title", "Accueil du public"},
          {"period", "2024-03-03..2024-03-05"},
          {"days", "3"},
          {"hours", "21"},
          {"document_date", "2024-03-06"}}},
        {"an attestation in a table",
         "#ATTESTATION DE STAGE\nNom et prénom | MARTIN Claire\nEmployeur | Commune de Caen\nIntitulé du stage | "
         "Accueil du public\nOrganisme | Alpha Formation\n"
         "Dates | 3, 4 et 10 mars 2024\nNombre de jours | 3\nDate de naissance | 03/05/1985\nNous attestons la "
         "présence du stagiaire.",
         {{"holder", "MARTIN Claire"},
          {"organism", "Alpha Formation"},
          {"period", "2024-03-03..2024-03-04+2024-03-10..2024-03-10"},
          {"days", "3"},
          {"birth_date", "1985-05-03"}}},
        {"names in two cells",
         "#ATTESTATION DE PRÉSENCE\nNom de naissance : MARTIN\nNom d'usage : DUPONT\nPrénom : Claire\nFormation suivie "
         ": Accueil du public\nDurée : 2,5 jours\natteste que le stagiaire a suivi la formation",
         {{"holder", "Claire MARTIN"}, {"birth_name", "MARTIN"}, {"usual_name", "DUPONT"}, {"days", "2.5"}}},
        {"an arrêté",
         "Commune de Caen\n#ARRÊTÉ PORTANT NOMINATION STAGIAIRE\nLe Maire,\nVu le code général de la fonction publique "
         ";\nVu le décret n° 2006-1690 du 22 décembre 2006 ;\n"
         "Considérant que l'intéressée est lauréate du concours externe ;\nARRÊTE\nArticle 1er : Madame Claire MARTIN, "
         "née le 3 mai 1985, est nommée adjointe administrative territoriale\n"
         "principale de 2ème classe stagiaire à compter du 1er septembre 2024.\nFait à Caen, le 20 août 2024\nLe Maire",
         {{"holder", "Claire MARTIN"},
          {"birth_date", "1985-05-03"},
          {"grade", "adjoint administratif principal de 2e classe"},
          {"cadre_emplois", "Adjoints administratifs territoriaux"},
          {"effective_date", "2024-09-01"},
          {"access_mode", "CONCOURS"},
          {"document_date", "2024-08-20"}}},
        {"a record of services",
         "Commune de Caen\n#ÉTAT DES SERVICES\nNom et prénom : MARTIN Claire\nEmploi | Du | Au\nAgent d'accueil | "
         "01/03/2010 | 31/08/2012\nAgent d'accueil | 01/09/2012 | 28/02/2015\nTotal des services\nFait à Caen, le 3 "
         "mars 2024",
         {{"holder", "MARTIN Claire"},
          {"period", "2010-03-01..2012-08-31+2012-09-01..2015-02-28"},
          {"document_date", "2024-03-03"}}},
        {"a fiche de poste",
         "#FICHE DE POSTE\nIntitulé du poste : Jardinier\nTitulaire du poste : Claire MARTIN\nGrade : adjoint "
         "technique territorial\nSupérieur hiérarchique : Paul DURAND\nMissions principales",
         {{"holder", "Claire MARTIN"},
          {"function", "Jardinier"},
          {"grade", "adjoint technique"},
          {"cadre_emplois", "Adjoints techniques territoriaux"}}},
        {"a grade written out in full",
         "#FICHE DE POSTE\nIntitulé du poste : Éducatrice sportive\nGrade : éducatrice territoriale des activités "
         "physiques et sportives principale de 1ère classe\nMissions principales",
         {{"grade", "éducateur principal de 1re classe"},
          {"cadre_emplois", "Éducateurs territoriaux des activités physiques et sportives"}}},
        {"a diploma",
         "RÉPUBLIQUE FRANÇAISE\nUniversité de Caen\n#Licence professionnelle Métiers du livre\nVu le procès-verbal du "
         "jury,\nle diplôme est délivré à Madame Claire MARTIN, née le 3 mai 1985 à Caen.\nFait à Caen, le 3 juillet "
         "2008\nLe président du jury",
         {{"holder", "Claire MARTIN"},
          {"title", "Licence professionnelle Métiers du livre"},
          {"birth_date", "1985-05-03"},
          {"document_date", "2008-07-03"}}},
    };
    for (const auto& row : rows) {
        const auto found = sure(row.text);
        for (const auto& [name, value] : row.expected) {
            const auto at = found.find(name);
            BOOST_TEST((at == found.end() ? std::string{"?"} : at->second) == value,
                       row.title << ", " << name << ": " << (at == found.end() ? "?" : at->second));
        }
    }
}

BOOST_AUTO_TEST_CASE(who_signs_is_not_who_the_piece_is_about) {
    const auto found = sure(
        "#ATTESTATION DE FORMATION\nJe soussignée, Madame Paule GUÉRIN, directrice de l'organisme, atteste que le "
        "stagiaire\na suivi la formation « Accueil du public ».\nFait à Caen, le 6 mars 2024");
    BOOST_TEST(found.count("holder") == 0U);
}

BOOST_AUTO_TEST_CASE(the_date_of_a_law_is_neither_a_session_nor_a_signature) {
    const auto found = sure(
        "#ATTESTATION DE FORMATION\natteste que Madame Claire MARTIN a suivi la formation « Accueil »\nprévue par le "
        "décret n° 2008-512 du 29 mai 2008");
    BOOST_TEST(found.count("period") == 0U);
    BOOST_TEST(found.count("document_date") == 0U);
}

BOOST_AUTO_TEST_CASE(two_readings_that_differ_are_a_doubt) {
    const auto found = sure(
        "#ATTESTATION DE FORMATION\nStagiaire : Claire MARTIN\nFormation : Accueil du public\nDurée : 2 jours\nDurée "
        "totale : 3 jours\na suivi la formation");
    BOOST_TEST(found.count("days") == 0U);
    BOOST_TEST(found.at("holder") == "Claire MARTIN");
}

BOOST_AUTO_TEST_CASE(letters_forms_and_unknown_pages_say_nothing) {
    BOOST_TEST(facts_in(text_page("Madame,\nje vous prie d'agréer mes salutations distinguées\nVous trouverez ci-joint "
                                  "le dossier de Madame Claire MARTIN"))
                   .empty());
    BOOST_TEST(facts_in(text_page("Le marché du samedi change de place le 3 mars 2024.")).empty());
    BOOST_TEST(facts_in(core::Page{}).empty());
}

BOOST_AUTO_TEST_CASE(marks_tell_that_a_piece_is_signed_and_stamped) {
    auto page = text_page("#ATTESTATION DE FORMATION\natteste que Madame Claire MARTIN a suivi la formation");
    page.marks = {{.kind = core::MarkKind::signature, .score = 0.97, .box = {1, 2, 3, 4}},
                  {.kind = core::MarkKind::initials, .score = 0.9}};
    const auto facts = facts_in(page);
    BOOST_REQUIRE(core::find_fact(facts, core::FactName::signed_) != nullptr);
    BOOST_TEST((core::find_fact(facts, core::FactName::signed_)->box == core::Box{1, 2, 3, 4}));
    BOOST_TEST(core::find_fact(facts, core::FactName::stamped) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_fact_carries_where_it_stands) {
    const auto page =
        text_page("#ATTESTATION DE FORMATION\nStagiaire : Claire MARTIN\natteste que la formation a été suivie");
    const auto facts = facts_in(page);
    const auto* holder = core::find_fact(facts, core::FactName::holder);
    BOOST_REQUIRE(holder != nullptr);
    BOOST_TEST(holder->page == 1);
    const auto& first = page.words.at(5).box;
    const auto& last = page.words.at(6).box;
    BOOST_TEST((holder->box == core::Box{first.x0, first.y0, last.x1, last.y1}));
}

BOOST_AUTO_TEST_CASE(the_facts_of_a_piece_are_those_of_its_pages) {
    const std::vector<core::Fact> one{
        {.name = core::FactName::holder, .value = "A", .confidence = 0.6},
        {.name = core::FactName::from, .value = "2024-03-03", .confidence = 0.9, .item = 1},
        {.name = core::FactName::to, .value = "2024-03-05", .confidence = 0.9, .item = 1}};
    const std::vector<core::Fact> two{
        {.name = core::FactName::holder, .value = "B", .confidence = 0.9},
        {.name = core::FactName::from, .value = "2024-03-03", .confidence = 0.8, .item = 1},
        {.name = core::FactName::to, .value = "2024-03-05", .confidence = 0.8, .item = 1},
        {.name = core::FactName::from, .value = "2024-04-01", .confidence = 0.9, .item = 2},
        {.name = core::FactName::to, .value = "2024-04-01", .confidence = 0.9, .item = 2}};
    const std::vector<std::vector<core::Fact>> pages{one, two};
    const auto all = core::facts_of_piece(pages);
    BOOST_REQUIRE(all.size() == 5U);
    BOOST_TEST(all[0].value == "B");
    BOOST_TEST(all[1].value == "2024-03-03");
    BOOST_TEST(all[3].value == "2024-04-01");
    BOOST_TEST(all[4].item == 2);
    BOOST_TEST(core::facts_of_piece({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
