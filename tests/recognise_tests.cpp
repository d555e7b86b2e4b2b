#include "pipeline/recognise.h"

#include "core/page_code.h"
#include "pipeline/match.h"

namespace {

using core::Kind;

core::KindRules rules() {
    return {
        .kinds = {
            {Kind::attestation_formation,
             {{"ATTESTATION DE FORMATION", 3}, {"ATTESTE QUE", 2}, {"A SUIVI LA FORMATION", 2}, {"PUBLIC VISE", -2}}},
            {Kind::programme_formation,
             {{"PROGRAMME DE FORMATION", 3}, {"OBJECTIFS PEDAGOGIQUES", 2}, {"PUBLIC VISE", 2}, {"ATTESTE QUE", -4}}}}};
}

core::Page page(const std::string& title, const std::string& body, int rotated = 0) {
    core::Page made{.width_px = 1000, .height_px = 1000, .rotated = rotated, .text = title + "\n" + body};
    const core::Box top{400, 50, 600, 80};
    const core::Box bottom{400, 920, 600, 950};
    made.words = {{.text = title, .box = rotated == 180 ? bottom : top}};
    return made;
}

std::string told(const core::Page& page) {
    const auto guess = pipeline::recognise(page, rules());
    return std::string{core::to_text(guess.code)} + " " + std::string{core::to_text(guess.state)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recognise_tests)

BOOST_AUTO_TEST_CASE(text_meets_phrases_in_one_common_form) {
    const std::pair<const char*, const char*> rows[]{
        {"Attestation d’assiduité", "ATTESTATION D ASSIDUITE"},
        {"  Œuvre\t« ÇÀ » : 1er", "OEUVRE CA 1ER"},
        {"forma-\ntion suivie", "FORMATION SUIVIE"},
        {"A R R E T E", "ARRETE"},
        {"le A et B", "LE A ET B"},
        {"\xFF\xC3", ""},
        {"Ke\xCC\x81vin", "KEVIN"},
        {"", ""},
    };
    for (const auto& [text, expected] : rows) BOOST_TEST(core::normalised(text) == expected, text);
}

BOOST_AUTO_TEST_CASE(one_wrong_letter_in_eight_is_forgiven_and_no_more) {
    BOOST_TEST(pipeline::has_phrase(" ATTESTATI0N DE FORMATION ", "ATTESTATION DE FORMATION"));
    BOOST_TEST(pipeline::has_phrase(" ATTE5TATI0N DE FORMATI0N ", "ATTESTATION DE FORMATION"));
    BOOST_TEST(!pipeline::has_phrase(" ATTE5TATI0N DE F0RNATI0N ", "ATTESTATION DE FORMATION"));
    BOOST_TEST(!pipeline::has_phrase(" CONTEST ", "TEST"));
    BOOST_TEST(!pipeline::has_phrase("  ", "ARRETE"));
    BOOST_TEST(pipeline::mentions("la gestion des marches\npublics locaux", "Gestion des marchés publics"));
    BOOST_TEST(!pipeline::mentions("accueil du public", "Gestion des marchés locaux"));
}

BOOST_AUTO_TEST_CASE(a_title_decides_and_a_mention_does_not) {
    BOOST_TEST(told(page("ATTESTATION DE FORMATION", "atteste que M. X a suivi")) ==
               "attestation_formation recognised");
    BOOST_TEST(told(page("Programme de formation", "Objectifs pédagogiques, public visé")) ==
               "programme_formation recognised");
    BOOST_TEST(told(page("Bonjour", "joindre une attestation de formation")) == "attestation_formation uncertain");
    BOOST_TEST(told(page("Bonjour", "rien du tout")) == "other unrecognised");
    BOOST_TEST(told(page("", "")) == "other unrecognised");
    BOOST_TEST(told(page("Programme de formation", "atteste que")) != "programme_formation recognised");
}

BOOST_AUTO_TEST_CASE(the_title_zone_turns_with_the_sheet) {
    BOOST_TEST(told(page("ATTESTATION DE FORMATION", "", 180)) == "attestation_formation recognised");
}

BOOST_AUTO_TEST_CASE(our_own_sheets_are_known_by_their_code) {
    core::Page made = page("ATTESTATION DE FORMATION", "");
    made.codes = {{.format = "QRCode", .text = core::PageCode{.form = "integration", .version = 1, .page = 1}.text()}};
    BOOST_TEST(told(made) == "demande_dispense recognised");
    made.codes[0].text = "https://ailleurs.example";
    BOOST_TEST(told(made) == "attestation_formation recognised");
}

BOOST_AUTO_TEST_SUITE_END()
