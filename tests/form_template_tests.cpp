#include "templates/form.h"

namespace {

std::string form_with(const std::string& body) {
    return R"(<formulaire id="essai" version="1" titre="Essai" base="Aucune" edition="2026-11-01">
<page>
<section titre="A. Essai">
)" + body + "\n</section>\n</page>\n</formulaire>\n";
}

std::string verdict(const std::string& bytes) {
    static const auto schema = templates::Schema::load(TEST_SOURCE_DIR "/templates/schema/modele.rng");
    const auto form = templates::parse_form(bytes, "essai.xml", schema);
    return form ? "" : form.refusal().detail;
}

std::string repeated(int times, const std::string& text) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
}

struct Row {
    const char* title;
    std::string body;
    const char* detail;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(form_template_tests)

BOOST_AUTO_TEST_CASE(a_good_template_is_taken) {
    const std::vector<std::pair<const char*, std::string>> rows{
        {"one field", R"(<ligne><champ type="texte" chemin="agent.nom" libelle="Nom"/></ligne>)"},
        {"a width", R"(<ligne><champ type="texte" chemin="agent.nom" libelle="Nom" largeur="60.5"/><vide/></ligne>)"},
        {"a table",
         R"(<grille chemin="motifs.formation" rangees="3"><champ type="texte" chemin="intitule" libelle="Intitulé"/></grille>)"},
        {"columns",
         R"(<colonnes><colonne titre="X"><paragraphe>t</paragraphe></colonne><colonne><espace hauteur="5"/></colonne></colonnes>)"},
        {"boxes",
         R"(<ligne><champ type="signature" id="s" libelle="S"/><champ type="cachet" id="c" libelle="C"/></ligne>)"},
        {"by hand", R"(<libre><champ type="texte" id="t" libelle="T" x="20" y="200" largeur="40"/></libre>)"},
        {"a choice",
         R"(<ligne><choix libelle="Oui ?" chemin="portee"><case valeur="TOTALE" libelle="totale"/></choix></ligne>)"}};
    for (const auto& [title, body] : rows) BOOST_TEST(verdict(form_with(body)) == "", title);
}

BOOST_AUTO_TEST_CASE(a_bad_template_is_refused_with_its_line) {
    const std::vector<Row> rows{
        {"not XML", "<ligne>", "ligne 4 : l'élément « ligne » n'est pas fermé ; ajouter </ligne>"},
        {"unknown element", R"(<ligen><champ type="texte" chemin="agent.nom" libelle="Nom"/></ligen>)",
         "ligne 4 : élément « ligen » inattendu dans « section » ; vouliez-vous dire « ligne »"},
        {"unknown field kind", R"(<ligne><champ type="texe" chemin="agent.nom" libelle="Nom"/></ligne>)",
         "vouliez-vous dire « texte »"},
        {"empty line", "<ligne/>", "ligne 4"},
        {"no label", R"(<ligne><champ type="texte" chemin="agent.nom"/></ligne>)",
         "ligne 4 : il manque l'attribut « libelle » à « champ »"},
        {"misspelt attribute", R"(<ligne><champ type="texte" chemin="agent.nom" libele="Nom"/></ligne>)",
         "vouliez-vous dire « libelle »"},
        {"bad path", R"(<ligne><champ type="texte" chemin="/agent/nom" libelle="Nom"/></ligne>)",
         "un ou plusieurs chemins de donnée"},
        {"bad id", R"(<ligne><champ type="texte" id="Nom Agent" libelle="Nom"/></ligne>)", "comme date_agent"},
        {"negative width", R"(<ligne><champ type="texte" id="a" libelle="Nom" largeur="-5"/></ligne>)",
         "des millimètres"},
        {"width in words", R"(<ligne><champ type="texte" id="a" libelle="Nom" largeur="large"/></ligne>)",
         "des millimètres"},
        {"no cells", R"(<ligne><champ type="peigne" id="a" libelle="Nom"/></ligne>)", "« cellules »"},
        {"zero cells", R"(<ligne><champ type="peigne" id="a" cellules="0" libelle="Nom"/></ligne>)", "ligne 4"},
        {"no rows", R"(<grille chemin="motifs.formation"><champ type="texte" chemin="a" libelle="A"/></grille>)",
         "« rangees »"},
        {"no case", R"(<ligne><choix libelle="Q"/></ligne>)", "il manque l'élément « case » dans « choix »"},
        {"x without y", R"(<libre><champ type="texte" id="a" libelle="A" x="20" largeur="40"/></libre>)", "ligne 4"},
        {"text astray", "<ligne>Nom<champ type=\"texte\" id=\"a\" libelle=\"Nom\"/></ligne>",
         "texte inattendu dans « ligne »"},
        {"neither id nor path", R"(<ligne><champ type="texte" libelle="Nom"/></ligne>)",
         "ligne 4 : il faut un « id » ou un seul « chemin »"},
        {"two paths, no id", R"(<ligne><champ type="texte" chemin="a b" libelle="Nom"/></ligne>)",
         "il faut un « id » ou un seul « chemin »"},
        {"case without value", R"(<ligne><choix libelle="Q"><case libelle="oui"/></choix></ligne>)",
         "il faut un « id » ou une « valeur »"},
        {"same id twice",
         "<ligne><champ type=\"texte\" chemin=\"agent.nom\" libelle=\"Nom\"/></ligne>\n<ligne><champ type=\"texte\" "
         "chemin=\"agent.nom\" "
         "libelle=\"Nom\"/></ligne>",
         "ligne 5 : deux zones ont l'identifiant « agent_nom » (l'autre : ligne 4)"},
        {"line too wide",
         R"(<ligne><champ type="texte" id="a" libelle="A" largeur="100"/><champ type="texte" id="b" libelle="B" largeur="100"/></ligne>)",
         "ligne 4 : les éléments ne tiennent pas"},
        {"no room left",
         R"(<ligne><champ type="texte" id="a" libelle="A" largeur="165"/><champ type="texte" id="b" libelle="B"/></ligne>)",
         "ligne 4 : les éléments ne tiennent pas"},
        {"page too full", repeated(23, "<ligne><paragraphe/></ligne>"), "ligne 4"},
        {"page too long", "<espace hauteur=\"250\"/>", "ligne 2 : la page est trop pleine"},
        {"label too long",
         R"(<ligne><champ type="texte" id="a" libelle="Un libellé qui est bien plus large que sa zone" largeur="20"/><vide/></ligne>)",
         "ligne 4 : le libellé"},
        {"case off the line",
         R"(<ligne><choix largeur="20"><case id="a" libelle="Une très longue réponse possible"/></choix></ligne>)",
         "ligne 4 : la case"},
        {"signature too small", R"(<ligne><champ type="signature" id="s" libelle="S" largeur="40"/><vide/></ligne>)",
         "ligne 4 : la zone « s » doit faire au moins 60 mm sur 22 mm"},
        {"stamp too low", R"(<ligne><champ type="cachet" id="s" libelle="S" hauteur="15"/></ligne>)",
         "au moins 60 mm sur 22 mm"},
        {"cells too narrow", R"(<ligne><champ type="peigne" id="s" libelle="S" cellules="14" largeur="40"/></ligne>)",
         "moins de 4 mm"},
        {"out of the page", R"(<libre><champ type="texte" id="a" libelle="A" x="180" y="100" largeur="40"/></libre>)",
         "ligne 4 : la zone « a » sort de la page"},
        {"below the page", R"(<libre><champ type="texte" id="a" libelle="A" x="100" y="295" largeur="40"/></libre>)",
         "sort de la page"},
        {"near a mark", R"(<libre><champ type="texte" id="a" libelle="A" x="15" y="279" largeur="40"/></libre>)",
         "ligne 4 : la zone « a » est trop près d'un repère"},
        {"on the code", R"(<libre><champ type="texte" id="a" libelle="A" x="160" y="20" largeur="20"/></libre>)",
         "ligne 4 : la zone « a » est trop près du code QR"},
        {"zones overlap",
         "<libre><champ type=\"texte\" id=\"a\" libelle=\"A\" x=\"20\" y=\"200\" largeur=\"40\"/>\n<champ "
         "type=\"texte\" id=\"b\" libelle=\"B\" "
         "x=\"50\" y=\"202\" largeur=\"40\"/></libre>",
         "ligne 5 : la zone « b » recouvre la zone « a » (ligne 4)"},
        {"text in a box",
         "<ligne><champ type=\"texte\" id=\"a\" libelle=\"A\"/></ligne>\n<libre><champ type=\"signature\" id=\"b\" "
         "libelle=\"B\" x=\"20\" y=\"45\" "
         "largeur=\"60\"/></libre>",
         "empiète sur la zone « b »"},
    };
    for (const auto& row : rows) {
        const auto detail = verdict(form_with(row.body));
        BOOST_TEST(detail.find(row.detail) != std::string::npos, row.title << ": " << detail);
    }
}

BOOST_AUTO_TEST_CASE(a_bad_head_is_refused) {
    const auto good = form_with("<paragraphe>x</paragraphe>");
    BOOST_TEST(verdict(good) == "");
    const std::vector<std::pair<std::string, std::string>> rows{
        {"id=\"essai\"", "id=\"Essai\""},
        {"id=\"essai\" ", ""},
        {"version=\"1\"", "version=\"0\""},
        {"version=\"1\"", "version=\"1000\""},
        {"version=\"1\"", "version=\"un\""},
        {"2026-11-01", "2026-13-01"},
        {"titre=\"Essai\"", "titre=\"" + std::string(200, 'W') + "\""},
        {"base=\"Aucune\"", "base=\"" + std::string(200, 'W') + "\""},
        {"<formulaire", "<!DOCTYPE x><formulaire"},
        {"formulaire", "form"}};
    for (const auto& [from, to] : rows) {
        auto bytes = good;
        bytes.replace(bytes.find(from), from.size(), to);
        BOOST_TEST(!verdict(bytes).empty(), to);
    }
}

BOOST_AUTO_TEST_SUITE_END()
