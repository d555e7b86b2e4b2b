#include "templates/text.h"

#include <boost/test/unit_test.hpp>

#include "templates/letter_text.h"

namespace {

using templates::french;

const std::string lorem =
    "L’examen du dossier montre que les formations invoquées, suivies entre 2021 et 2024 auprès de plusieurs "
    "organismes, ne recouvrent qu’une "
    "partie des objectifs de la formation d’intégration et que la durée accordée doit donc être limitée à la moitié de "
    "la durée due.";

double width_of(const templates::TextLine& line) {
    const auto& last = line.pieces.back();
    return last.x + templates::text_width(templates::fonts_of(), last.text, last.style);
}

std::string text_of(const templates::TextLine& line) {
    std::string text;
    for (const auto& piece : line.pieces) text += piece.text;
    return text;
}

std::vector<templates::TextLine> broken(const std::string& text, templates::ParagraphShape shape) {
    return templates::break_lines(templates::fonts_of(), {{text, {.size = 10}}}, shape);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_tests)

BOOST_AUTO_TEST_CASE(a_keyboard_text_is_set_in_french) {
    struct Row {
        const char* typed;
        const char* set;
    };
    const Row rows[]{
        {"l'agent d'accueil", "l’agent d’accueil"},
        {"Oui ; non ! quoi ?", "Oui\u202F; non\u202F! quoi\u202F?"},
        {"Nom : Durand", "Nom\u00A0: Durand"},
        {"« Accueil »", "«\u202FAccueil\u202F»"},
        {"« Accueil », 2 jours", "«\u202FAccueil\u202F», 2\u00A0jours"},
        {"pendant 2,5 jours.", "pendant 2,5\u00A0jours."},
        {"sous 48 heures", "sous 48\u00A0heures"},
        {"le 3 novembre 2026,", "le 3\u00A0novembre\u00A02026,"},
        {"le 1er mars 2026", "le 1er\u00A0mars\u00A02026"},
        {"décret n° 2008-512 du 29 mai 2008", "décret n°\u00A02008-512 du 29\u00A0mai\u00A02008"},
        {"l'article 19", "l’article\u00A019"},
        {"article L. 114-5 du code", "article L.\u00A0114-5 du code"},
        {"Mme Lemoine et M. Duval", "Mme\u00A0Lemoine et M.\u00A0Duval"},
        {"tél. 02 31 00 00 12", "tél. 02\u00A031\u00A000\u00A000\u00A012"},
        {"à 14 h 30", "à 14\u00A0h 30"},
        {"etc...", "etc…"},
        {"rh@valmer.example ; suite", "rh@valmer.example\u202F; suite"},
        // Left alone.
        {"http://exemple.example/l'a?b", "http://exemple.example/l'a?b"},
        {"en 2023 et 2024 les agents", "en 2023 et 2024 les agents"},
        {"catégorie A ou B", "catégorie A ou B"},
        {"les articles", "les articles"},
        {"12:30", "12:30"},
        {"", ""},
        {" ", " "},
        {";", ";"},
    };
    for (const auto& row : rows) {
        BOOST_TEST(french(row.typed) == row.set);
        BOOST_TEST(french(french(row.typed)) == french(row.typed));
    }
}

BOOST_AUTO_TEST_CASE(a_justified_paragraph_fills_every_line_but_the_last) {
    const auto lines = broken(lorem, {.width = 120});
    BOOST_REQUIRE(lines.size() >= 3);
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) BOOST_TEST(std::abs(width_of(lines[i]) - 120) < 0.05);
    BOOST_TEST(width_of(lines.back()) < 120);
}

BOOST_AUTO_TEST_CASE(no_word_is_lost_or_reordered) {
    for (const double width : {30.0, 55.0, 120.0, 500.0}) {
        std::string joined;
        for (const auto& line : broken(lorem, {.width = width})) joined += (joined.empty() ? "" : " ") + text_of(line);
        BOOST_TEST(joined == lorem);
    }
}

BOOST_AUTO_TEST_CASE(a_ragged_paragraph_stays_within_its_width) {
    for (const auto& line : broken(lorem, {.width = 60, .alignment = templates::Alignment::left})) {
        BOOST_TEST(width_of(line) <= 60);
        for (const auto& piece : line.pieces) BOOST_TEST(piece.style.extra_space == 0);
    }
}

BOOST_AUTO_TEST_CASE(no_line_ends_at_a_no_break_space) {
    for (double width = 20; width < 60; width += 1.5)
        for (const auto& line :
             broken(french("Décision du 3 novembre 2026 pour 2,5 jours : « oui » ! Article 19."), {.width = width})) {
            const auto text = text_of(line);
            BOOST_TEST(!text.starts_with("novembre"));
            BOOST_TEST(!text.starts_with("jours"));
            BOOST_TEST((!text.starts_with(":") && !text.starts_with("!") && !text.starts_with("»")));
        }
}

BOOST_AUTO_TEST_CASE(a_word_wider_than_the_paragraph_is_cut) {
    const std::string word(200, 'm');
    const auto lines = broken("avant " + word + " après", {.width = 50});
    BOOST_TEST(lines.size() > 5);
    for (const auto& line : lines) BOOST_TEST(width_of(line) <= 50.05);
}

BOOST_AUTO_TEST_CASE(spaces_and_empty_texts_make_no_line) {
    BOOST_TEST(broken("", {}).empty());
    BOOST_TEST(broken("   ", {}).empty());
    BOOST_TEST(broken("a  b", {}).size() == 1);
    BOOST_TEST(text_of(broken("a  b", {}).front()) == "a b");
}

BOOST_AUTO_TEST_CASE(a_line_feed_ends_the_line) {
    const auto lines = broken("un\ndeux", {});
    BOOST_REQUIRE(lines.size() == 2);
    BOOST_TEST(text_of(lines[0]) == "un");
    BOOST_TEST(lines[0].pieces[0].style.extra_space == 0);
}

BOOST_AUTO_TEST_CASE(styles_meet_without_a_hole) {
    const auto lines = templates::break_lines(
        templates::fonts_of(), {{"Dispense de ", {}}, {"5 jours", {.face = templates::Face::sans_bold}}, {".", {}}},
        {});
    BOOST_REQUIRE(lines.size() == 1);
    BOOST_TEST(lines[0].pieces.size() == 3);
    BOOST_TEST(text_of(lines[0]) == "Dispense de 5 jours.");
    const auto& pieces = lines[0].pieces;
    BOOST_TEST(pieces[1].x > pieces[0].x);
    BOOST_TEST(pieces[2].x > pieces[1].x);
}

BOOST_AUTO_TEST_CASE(values_are_written_as_a_letter_writes_them) {
    struct Row {
        const char* value;
        const char* format;
        const char* text;
    };
    const Row rows[]{
        {"2026-11-03", "date", "3 novembre 2026"},
        {"2026-11-01", "date", "1er novembre 2026"},
        {"2026-11-23T23:30:00.000Z", "date", "24 novembre 2026"},
        {"2026-11-03", "date-courte", "03/11/2026"},
        {"2026-11-25T09:30:00.000Z", "echeance", "25 novembre 2026 à 10 h 30"},
        {"2026-07-25T07:00:00.000Z", "echeance", "25 juillet 2026 à 9 h"},
        {"2026-11-25", "echeance", "25 novembre 2026"},
        {"2,5", "jours", "2,5 jours"},
        {"1", "jours", "1 jour"},
        {"0", "jours", "0 jour"},
        {"Nguyễn-Lefèvre", "majuscules", "NGUYỄN-LEFÈVRE"},
        {"œuvre d'İpek šťastný ÿ ñ", "majuscules", "ŒUVRE D'İPEK ŠŤASTNÝ Ÿ Ñ"},
        {"tel quel", "", "tel quel"},
    };
    for (const auto& row : rows) BOOST_TEST(templates::formatted(row.value, row.format).value_or("?") == row.text);
    const Row refused[]{{"hier", "date", ""},       {"2026-02-30", "date", ""}, {"", "date", ""},
                        {"03/11/2026", "date", ""}, {"2,3", "jours", ""},       {"-1", "jours", ""},
                        {"NaN", "jours", ""},       {"123", "siret", ""},       {"bientôt", "echeance", ""}};
    for (const auto& row : refused)
        BOOST_TEST(!templates::formatted(row.value, row.format), row.value << " " << row.format);
}

BOOST_AUTO_TEST_SUITE_END()
