#include "pipeline/recognise.h"

#include <filesystem>

#include "core/normalise.h"
#include "core/page_code.h"
#include "pipeline/match.h"
#include "templates/rules.h"
#include "tests/text_page.h"

namespace {

using core::Kind;

const core::KindRules& rules() {
    static const auto shipped = templates::load_kind_rules(std::filesystem::path{TEST_SOURCE_DIR} / "templates");
    return shipped;
}

/// `attestation_formation recognised`, with the detail after a stroke.
std::string told(const core::Page& page) {
    const auto guess = pipeline::recognise(page, rules());
    return std::string{core::to_text(guess.code)} + (guess.detail.empty() ? "" : "/" + guess.detail) + " " +
           std::string{core::to_text(guess.state)};
}

std::string told(const std::string& text) { return told(text_page(text)); }

/// The page as it comes out of a scanner when the sheet was turned.
core::Page turned(core::Page page, int degrees) {
    page.rotated = degrees;
    for (auto& word : page.words) {
        const auto box = word.box;
        if (degrees == 180)
            word.box = {page.width_px - box.x1, page.height_px - box.y1, page.width_px - box.x0,
                        page.height_px - box.y0};
        if (degrees == 90) word.box = {page.height_px - box.y1, box.x0, page.height_px - box.y0, box.x1};
        if (degrees == 270) word.box = {box.y0, page.width_px - box.x1, box.y1, page.width_px - box.x0};
    }
    if (degrees != 180) std::swap(page.width_px, page.height_px);
    return page;
}

const std::string attestation =
    "Organisme Alpha\n12 rue de la Gare\n#ATTESTATION DE FORMATION\nJe soussigné, directeur, atteste que Mme X\na "
    "suivi avec assiduité la formation\n"
    "Accueil du public\ndu 3 au 5 mars 2024\nFait à Caen, le 5 mars 2024";

}  // namespace

BOOST_AUTO_TEST_SUITE(recognise_tests)

BOOST_AUTO_TEST_CASE(text_meets_phrases_in_one_common_form) {
    const std::pair<const char*, const char*> rows[]{
        {"Attestation d’assiduité", "ATTESTATION D ASSIDUITE"},
        {"  Œuvre\t« ÇÀ » : 1er", "OEUVRE CA 1ER"},
        {"forma-\ntion suivie", "FORMATION SUIVIE"},
        {"A R R E T E", "ARRETE"},
        {"A RR E T E :", "ARRETE"},
        {"le A et B", "LE A ET B"},
        {"\xFF\xC3", ""},
        {"Ke\xCC\x81vin", "KEVIN"},
        {"", ""},
    };
    for (const auto& [text, expected] : rows) BOOST_TEST(core::normalised(text) == expected, text);
    BOOST_TEST(core::folded("ATTE5TATI0N") == core::folded("ATTESTATION"));
    BOOST_TEST(core::folded("FORRNATION") == core::folded("FORMATION"));
    BOOST_TEST(core::folded("POSTE") != core::folded("PESTE"));
}

BOOST_AUTO_TEST_CASE(most_words_of_a_title_are_a_mention) {
    BOOST_TEST(pipeline::mentions("la gestion des marches\npublics locaux", "Gestion des marchés publics"));
    BOOST_TEST(pipeline::mentions("la qestion des marchés publlcs", "Gestion des marchés publics"));
    BOOST_TEST(pipeline::mentions("", ""));
    BOOST_TEST(!pipeline::mentions("accueil du public", "Gestion des marchés locaux"));
    BOOST_TEST(!pipeline::mentions("", "Gestion des marchés locaux"));
}

BOOST_AUTO_TEST_CASE(each_kind_is_told_from_its_neighbours) {
    const struct {
        const char* title;
        std::string text;
        const char* expected;
    } rows[]{
        {"an attestation", attestation, "attestation_formation recognised"},
        {"a letter that mentions one",
         "Commune de Caen\nCaen, le 3 mars 2024\nObjet : attestation de formation\nMadame, Monsieur,\nVous trouverez "
         "ci-joint l'attestation de formation et la fiche de poste.\n"
         "Je vous prie d'agréer, Madame, Monsieur, mes salutations distinguées.",
         "courrier recognised"},
        {"a programme that promises one",
         "#PROGRAMME DE FORMATION\nPublic visé : agents\nPrérequis : aucun\nObjectifs pédagogiques\nUne attestation de "
         "formation sera remise à chaque participant.",
         "programme_formation recognised"},
        {"a summons that promises one",
         "#CONVOCATION\nVous êtes convoqué au stage accueil.\nVous voudrez bien vous présenter à 9 heures.\nUne "
         "attestation de présence vous sera remise.",
         "other/convocation recognised"},
        {"a fiche de poste",
         "#FICHE DE POSTE\nIntitulé du poste : jardinier\nMissions principales\nSavoir-faire\nSupérieur hiérarchique : "
         "chef d'équipe",
         "fiche_poste recognised"},
        {"a vacancy is none",
         "#OFFRE D'EMPLOI\nLa commune recrute un jardinier\nMissions\nProfil recherché\nPoste à pourvoir le 1er "
         "mars\nAdresser votre candidature : CV et lettre de motivation",
         "other/offre_emploi recognised"},
        {"an appraisal is none",
         "#COMPTE RENDU D'ENTRETIEN PROFESSIONNEL\nAgent évalué : Mme X\nÉvaluateur : M. Y\nObjectifs de "
         "l'année\nFiche de poste à jour : oui\nSavoir-faire : très satisfaisant",
         "other/compte_rendu_entretien recognised"},
        {"an arrêté",
         "Le Maire,\nVu le code général de la fonction publique\nVu le décret n° 92-1194\n#A R R Ê T E\nArticle 1er : "
         "M. X est nommé stagiaire à compter du 1er mars\nArticle 2 : stage d'une durée d'un an",
         "arrete_nomination recognised"},
        {"an arrêté of the roads",
         "#ARRÊTÉ DE CIRCULATION\nLe Maire,\nVu le code de la route\nArticle 1 : Le stationnement est "
         "interdit.\nArticle 2 : la gendarmerie est chargée de l'exécution",
         "other/arrete_autre recognised"},
        {"a work certificate",
         "#CERTIFICAT DE TRAVAIL\nJe soussigné certifie que Mme X a été employée du 1er mars 2010 au 3 mai 2014\nen "
         "qualité de comptable, libre de tout engagement",
         "etat_services recognised"},
        {"a bilan",
         "#ATTESTATION DE BILAN DE COMPÉTENCES\nLe centre atteste que Mme X a suivi un bilan de compétences\nphase "
         "préliminaire, phase d'investigation",
         "bilan_competences recognised"},
        {"a certificat",
         "#CERTIFICAT DE RÉALISATION\natteste que M. X a suivi l'action\nNature de l'action : action de formation\nJe "
         "m'engage à conserver l'ensemble des pièces justificatives",
         "certificat_realisation recognised"},
        {"a diploma",
         "République française\nUniversité de Caen\n#LICENCE PROFESSIONNELLE\nVu le code de l'éducation\nVu les "
         "procès-verbaux du jury\nle diplôme est délivré à Mme X née le 3 mai 1985",
         "diplome recognised"},
        {"a curriculum",
         "Claire Martin\n#CURRICULUM VITAE\nExpériences professionnelles\nFormation\nLangues : anglais\nCentres "
         "d'intérêt",
         "cv recognised"},
        {"an identity card",
         "RÉPUBLIQUE FRANÇAISE\nCARTE NATIONALE D'IDENTITÉ N° 140912345678\nNom : MARTIN\nNationalité française\nDate "
         "d'expiration 03.05.2030",
         "piece_identite recognised"},
        {"a bank's paper", "#RELEVÉ D'IDENTITÉ BANCAIRE\nTitulaire du compte\nIBAN FR76 3000 1007\nBIC BDFEFRPP",
         "other/rib recognised"},
        {"the paper form of the CNFPT",
         "CNFPT\n#DEMANDE DE DISPENSE DE FORMATION D'INTÉGRATION\nIdentification de l'agent\nNombre de jours demandés "
         ": 5\nAvis de l'autorité territoriale\nCadre réservé au CNFPT",
         "demande_dispense recognised"},
        {"misread", "#ATTESTATI0N DE FORMATI0N\nJe soussiqné atteste que Mrne X\na suivi avec assidulté la formatlon",
         "attestation_formation recognised"},
        {"letter-spaced", "#A T T E S T A T I O N D E S T A G E\natteste que Mme X a suivi le stage",
         "attestation_formation recognised"},
        {"a second page of a fiche",
         "Compétences requises\nSavoir-faire : rédiger\nSavoir-être : écoute\nMoyens mis à disposition\nConditions "
         "d'exercice\nVu et pris connaissance le",
         "fiche_poste recognised"},
        {"a newspaper", "Le marché du samedi change de place.\nLes élus ont présenté le projet aux habitants.",
         "other unrecognised"},
        {"nothing", "", "other unrecognised"},
    };
    for (const auto& row : rows) BOOST_TEST(told(row.text) == row.expected, row.title << ": " << told(row.text));
}

BOOST_AUTO_TEST_CASE(too_little_is_not_enough_to_be_sure) {
    for (const char* text : {"Bonjour\njoindre une attestation de formation", "il faut un diplôme", "programme",
                             "atteste que", "Article 1\nArticle 2"}) {
        const auto guess = pipeline::recognise(text_page(text), rules());
        BOOST_TEST((guess.state != core::KindState::recognised), text << " -> " << told(text));
    }
}

BOOST_AUTO_TEST_CASE(the_title_zone_turns_with_the_sheet) {
    for (const int degrees : {90, 180, 270})
        BOOST_TEST(told(turned(text_page(attestation), degrees)) == "attestation_formation recognised", degrees);
    BOOST_TEST(pipeline::opens_piece(
        [] {
            auto page = turned(text_page(attestation), 180);
            page.kind.code = Kind::attestation_formation;
            return page;
        }(),
        rules()));
}

BOOST_AUTO_TEST_CASE(a_page_that_only_mentions_a_title_opens_no_piece) {
    auto page = text_page(
        "Les pièces du dossier sont au nombre de trois\net comprennent une attestation de formation\na suivi la "
        "formation\nFait à Caen");
    page.kind.code = Kind::attestation_formation;
    BOOST_TEST(!pipeline::opens_piece(page, rules()));
}

BOOST_AUTO_TEST_CASE(our_own_sheets_are_known_by_their_code) {
    auto made = text_page(attestation);
    made.codes = {{.format = "QRCode", .text = core::PageCode{.form = "integration", .version = 1, .page = 1}.text()}};
    BOOST_TEST(told(made) == "demande_dispense recognised");
    made.codes[0].text = "https://ailleurs.example";
    BOOST_TEST(told(made) == "attestation_formation recognised");
}

BOOST_AUTO_TEST_SUITE_END()
