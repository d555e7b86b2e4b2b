#include "templates/text.h"

#include <boost/test/unit_test.hpp>

#include "templates/format.h"
#include "templates/typography.h"
#include "templates/utf8.h"

namespace {

using templates::french;

const std::string lorem =
    "L’examen du dossier montre que les formations invoquées, suivies entre 2021 et 2024 auprès de plusieurs "
    "organismes, ne recouvrent qu’une "
    "partie des objectifs de la formation d’intégration et que la durée accordée doit donc être limitée à la moitié de "
    "la durée due.";

templates::Shaper& shaper() { return templates::shaper_of(templates::fonts_of()); }

double width_of(const templates::TextLine& line) { return line.pieces.back().x + line.pieces.back().width; }

/// Without the space that keeps words of two lines apart.
std::string shown(const templates::TextLine& line) {
    auto text = templates::text_of(line);
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

std::vector<templates::TextLine> broken(const std::string& text, templates::ParagraphShape shape) {
    return templates::break_lines(shaper(), {{templates::decode_utf8(text), {.size = 10}}}, shape);
}

/// Room its spaces were given or took, in mm, in all.
double stretched(const templates::TextLine& line) {
    double thousandths = 0;
    for (const auto& piece : line.pieces)
        for (const auto& glyph : piece.glyphs)
            if (glyph.code == u' ') thousandths += glyph.after;
    return templates::mm_of(1, 10) * thousandths;
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
        {"à 14 h 30", "à 14\u00A0h\u00A030"},
        {"etc...", "etc…"},
        // Spaces that were not typed.
        {"Oui; non! quoi?", "Oui\u202F; non\u202F! quoi\u202F?"},
        {"Nom: Durand", "Nom\u00A0: Durand"},
        {"«Accueil»", "«\u202FAccueil\u202F»"},
        {"quoi?!", "quoi\u202F?!"},
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
    // A stop or a hyphen at the edge hangs a little into the margin.
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        const auto text = shown(lines[i]);
        const bool hangs = text.ends_with(',') || text.ends_with('.') || text.ends_with("\u00AD");
        BOOST_TEST((width_of(lines[i]) > 119.9 && width_of(lines[i]) < (hangs ? 121.0 : 120.1)), text);
    }
    BOOST_TEST(width_of(lines.back()) < 120);
}

BOOST_AUTO_TEST_CASE(no_word_is_lost_or_reordered) {
    for (const double width : {30.0, 55.0, 120.0, 500.0}) {
        std::string joined;
        for (const auto& line : broken(lorem, {.width = width})) joined += (joined.empty() ? "" : " ") + shown(line);
        BOOST_TEST(joined == lorem);
    }
}

BOOST_AUTO_TEST_CASE(a_ragged_paragraph_stays_within_its_width) {
    for (const auto& line : broken(lorem, {.width = 60, .alignment = templates::Alignment::left})) {
        BOOST_TEST(width_of(line) <= 60);
        BOOST_TEST(stretched(line) == 0);
    }
}

BOOST_AUTO_TEST_CASE(no_line_ends_at_a_no_break_space) {
    for (double width = 20; width < 60; width += 1.5)
        for (const auto& line :
             broken(french("Décision du 3 novembre 2026 pour 2,5 jours : « oui » ! Article 19."), {.width = width})) {
            const auto text = shown(line);
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
    BOOST_TEST(shown(broken("a  b", {}).front()) == "a b");
}

BOOST_AUTO_TEST_CASE(a_line_feed_ends_the_line) {
    const auto lines = broken("un\ndeux", {});
    BOOST_REQUIRE(lines.size() == 2);
    BOOST_TEST(shown(lines[0]) == "un");
    BOOST_TEST(stretched(lines[0]) == 0);
}

BOOST_AUTO_TEST_CASE(styles_meet_without_a_hole) {
    const auto lines = templates::break_lines(
        shaper(), {{U"Dispense de ", {}}, {U"5 jours", {.face = templates::Face::sans_bold}}, {U".", {}}}, {});
    BOOST_REQUIRE(lines.size() == 1);
    BOOST_TEST(lines[0].pieces.size() == 3);
    BOOST_TEST(shown(lines[0]) == "Dispense de 5 jours.");
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
        {"2026-11-03", "date-jour", "mardi 3 novembre 2026"},
        {"2026-11", "mois", "novembre 2026"},
        {"2026-11-03", "mois", "novembre 2026"},
        {"1234567.5", "nombre", "1\u202F234\u202F567,5"},
        {"-12", "nombre", "\u221212"},
        {"1234,5", "montant", "1\u202F234,50\u00A0€"},
        {"1", "ordinal", "1er"},
        {"12", "ordinal", "12e"},
        {"0231000012", "telephone", "02\u00A031\u00A000\u00A000\u00A012"},
        {"02.31.00.00.12", "telephone", "02\u00A031\u00A000\u00A000\u00A012"},
        {"+33 2 31 00 00 12", "telephone", "+33 2 31 00 00 12"},
        {"élan", "initiale", "Élan"},
    };
    for (const auto& row : rows) BOOST_TEST(templates::formatted(row.value, row.format).value_or("?") == row.text);
    const Row refused[]{{"hier", "date", ""},       {"2026-02-30", "date", ""}, {"", "date", ""},
                        {"03/11/2026", "date", ""}, {"2,3", "jours", ""},       {"-1", "jours", ""},
                        {"NaN", "jours", ""},       {"123", "siret", ""},       {"bientôt", "echeance", ""},
                        {"12a", "nombre", ""},      {"", "montant", ""},        {"premier", "ordinal", ""},
                        {"novembre", "mois", ""}};
    for (const auto& row : refused)
        BOOST_TEST(!templates::formatted(row.value, row.format), row.value << " " << row.format);
}

BOOST_AUTO_TEST_CASE(several_values_make_one_text) {
    const std::vector<std::string> values{"a", "b", "c"};
    BOOST_TEST(templates::joined(values, "liste") == "a, b et c");
    BOOST_TEST(templates::joined(values, "virgules") == "a, b, c");
    BOOST_TEST(templates::joined(values, "lignes") == "a\nb\nc");
    BOOST_TEST(templates::joined({"a", "b"}, "liste") == "a et b");
    BOOST_TEST(templates::joined({"a"}, "liste") == "a");
    BOOST_TEST(templates::joined({}, "liste").empty());
}

BOOST_AUTO_TEST_CASE(the_ends_of_ordinals_are_raised) {
    struct Row {
        const char* typed;
        const char* raised;
    };
    const Row rows[]{
        {"le 1er mars", "er"},        {"la 1re fois", "re"}, {"la 2e classe", "e"}, {"le XXe siècle", "e"},
        {"l'article 1er.", "er"},     {"les 3es", "es"},     {"le 2nd", "nd"},      {"la 35ème", "ème"},
        {"le 10 mars", ""},           {"la 2de", ""},        {"Le 3 mai", ""},      {"A4e@b.example", ""},
        {"http://x.example/1er", ""}, {"2euros", ""},        {"1ere", ""},
    };
    for (const auto& row : rows) {
        templates::TypedText typed;
        typed.add(templates::decode_utf8(row.typed), 0);
        const auto set = templates::in_french(typed);
        std::u32string raised;
        for (std::size_t i = 0; i < set.text.size(); ++i)
            if (set.raised[i]) raised += set.text[i];
        BOOST_TEST(templates::encode_utf8(raised) == row.raised, row.typed);
    }
}

BOOST_AUTO_TEST_CASE(words_are_divided_where_french_allows) {
    for (double width = 24; width < 70; width += 1.3) {
        std::string joined;
        for (const auto& line : broken(lorem, {.width = width, .hyphenate = true})) {
            auto text = shown(line);
            const bool divided = text.ends_with("\u00AD");
            if (divided) text.resize(text.size() - 2);
            joined += text + (divided ? "" : " ");
            BOOST_TEST(width_of(line) < width + 1);
            BOOST_TEST((!divided || text.size() > 2), text);
        }
        joined.pop_back();
        BOOST_TEST(joined == lorem, width);
    }
}

BOOST_AUTO_TEST_CASE(names_numbers_and_addresses_are_never_divided) {
    const std::string text =
        "NGUYỄN-LEFÈVRE Constantinople 2008-512 constantin.dupontel@valmer.example a-b-c-d Saint-Constantin";
    for (double width = 20; width < 50; width += 1.7)
        for (const auto& line : broken(text, {.width = width, .hyphenate = true})) {
            BOOST_TEST(!shown(line).ends_with("\u00AD"), shown(line));
            BOOST_TEST(!shown(line).ends_with("LEFÈVRE-"), shown(line));
            BOOST_TEST((!shown(line).ends_with("2008-") && !shown(line).ends_with("Saint-")), shown(line));
        }
}

BOOST_AUTO_TEST_CASE(a_narrow_column_is_more_even_with_hyphens_than_without) {
    const auto worst = [](bool hyphenate) {
        double widest = 0;
        const auto lines = broken(lorem, {.width = 45, .hyphenate = hyphenate});
        for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
            const auto text = shown(lines[i]);
            const auto spaces = static_cast<double>(std::ranges::count(text, ' '));
            if (spaces > 0) widest = std::max(widest, stretched(lines[i]) / spaces);
        }
        return widest;
    };
    BOOST_TEST(worst(true) < worst(false));
}

BOOST_AUTO_TEST_CASE(alignments_stand_where_they_say) {
    const auto x_of = [](templates::Alignment alignment) {
        return broken("Total", {.width = 50, .alignment = alignment}).front().pieces.front();
    };
    BOOST_TEST(x_of(templates::Alignment::left).x == 0);
    const auto right = x_of(templates::Alignment::right), centre = x_of(templates::Alignment::centred);
    // The ink of the last letter stands on the edge: the white beside it is outside.
    BOOST_TEST((right.x + right.width > 50 && right.x + right.width < 50.4));
    BOOST_TEST(std::abs(centre.x + centre.width / 2 - 25) < 0.05);
    const auto digits = broken("1 234", {.width = 50, .alignment = templates::Alignment::right}).front().pieces.front();
    BOOST_TEST(std::abs(digits.x + digits.width - 50) < 0.01);  // Digits of a column stand one below the other.
}

BOOST_AUTO_TEST_CASE(ligatures_are_drawn_and_come_back_as_letters) {
    const auto& fonts = templates::fonts_of(templates::FontFiles{
        .names = {"OpenSans-Regular.ttf", "OpenSans-Bold.ttf", "OpenSans-Italic.ttf", "OpenSans-BoldItalic.ttf",
                  "OpenSans-Regular.ttf", "OpenSans-Bold.ttf", "OpenSans-Italic.ttf", "OpenSans-BoldItalic.ttf",
                  "OpenSans-Regular.ttf", "OpenSans-Bold.ttf"},
        .folders = {"/usr/share/fonts/truetype/open-sans"}});
    const auto piece = templates::set_line(templates::shaper_of(fonts), U"office fin flux affluent off", {.size = 10});
    BOOST_TEST(templates::text_of(piece) == "office fin flux affluent off");
    std::string codes;
    for (const auto& glyph : piece.glyphs)
        if (glyph.code < 6) codes += static_cast<char>('0' + glyph.code);
    BOOST_TEST(codes == "42351");  // ffi fi fl ffl ff
}

BOOST_AUTO_TEST_SUITE_END()
