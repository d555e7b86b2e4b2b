#include <fstream>

#include "templates/letter.h"
#include "templates/letter_content.h"
#include "tests/shipped_letters.h"
#include "tests/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using core::Reason;
using shipped::holds, shipped::letters, shipped::said, shipped::sample;

/// A folder of templates of its own: `letters/essai.xml`, fragments beside it, the shipped schema.
struct Workshop {
    TemporaryFolder folder;
    fs::path root = folder.path();
    Workshop() {
        fs::create_directories(root / "letters");
        fs::create_directories(root / "schema");
        fs::copy_file(letters.parent_path() / "schema" / "modele.rng", root / "schema" / "modele.rng");
        fs::copy_file(letters.parent_path() / "charte.xml", root / "charte.xml");
        for (const auto* shared : {"_pied.xml", "_appel.xml", "_signature.xml"})
            fs::copy_file(letters / shared, root / "letters" / shared);
    }
    fs::path write(const std::string& name, const std::string& content) const {
        std::ofstream(root / "letters" / name) << content;
        return root / "letters" / name;
    }
};

std::string essay(const std::string& body) {
    return "<lettre nom=\"essai\" titre=\"Essai\" "
           "procedure=\"integration\">\n<references/>\n<objet>Essai</objet>\n<corps>\n" +
           body + "\n</corps>\n</lettre>\n";
}

/// The body of a letter with its data in place.
std::vector<templates::Block> filled(const templates::LetterTemplate& letter, const core::Fields& data) {
    const auto xml = templates::xml_from_fields(data, "donnees");
    BOOST_REQUIRE_MESSAGE(xml, said(xml));
    templates::Filler filler{*xml, letter.content().charter->pictures};
    filler.set_variable("lettre", letter.id());
    filler.set_variable("procedure", letter.procedure());
    auto blocks = filler.blocks(letter.content().body);
    BOOST_REQUIRE_MESSAGE(!filler.refusal(), core::describe(filler.refusal().value_or(core::Refusal{})));
    return blocks;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(letter_template_tests)

BOOST_AUTO_TEST_CASE(a_bad_template_is_refused_with_its_line) {
    const Workshop workshop;
    workshop.write("_boucle.xml", "<fragment><inclure fragment=\"_boucle.xml\"/></fragment>");
    workshop.write("_phrase.xml", "<fragment>des <gras>mots</gras></fragment>");
    workshop.write("_abime.xml", "<fragment>\n<paragraphe>\n</fragment>");
    struct Row {
        const char* title;
        std::string content;
        const char* says;
    };
    const Row rows[]{
        {"not XML", "lettre", "essai.xml"},
        {"unclosed element", essay("<paragraphe>"), "ligne"},
        {"unknown element", essay("<paragrafe>x</paragrafe>"), "ligne 5"},
        {"unknown attribute", essay("<valeur/>"), "ligne 5"},
        {"value in no paragraph", essay("<valeur de=\"agent/nom\"/>"), "ligne 5"},
        {"text in no paragraph", essay("<saut-de-page/>\ntexte perdu"), "essai.xml"},
        {"wrong XPath in a value", essay("\n<paragraphe><valeur de=\"agent/[\"/></paragraphe>"), "ligne 6"},
        {"wrong XPath in a test", essay("<si test=\"a = = b\"><saut-de-page/></si>"), "ligne 5"},
        {"wrong XPath in a loop", essay("<pour-chaque chemin=\"(\"><saut-de-page/></pour-chaque>"), "ligne 5"},
        {"unknown format", essay("<paragraphe><valeur de=\"a\" format=\"heure\"/></paragraphe>"), "ligne 5"},
        {"fragment outside the folder", essay("<inclure fragment=\"../secret.xml\"/>"), "ligne 5"},
        {"fragment that is not one", essay("<inclure fragment=\"essai.xml\"/>"), "ligne 5"},
        {"missing fragment", essay("<inclure fragment=\"_absent.xml\"/>"), "_absent.xml"},
        {"broken fragment", essay("<inclure fragment=\"_abime.xml\"/>"), "_abime.xml, ligne"},
        {"fragments in a circle", essay("<inclure fragment=\"_boucle.xml\"/>"), "cercle"},
        {"words where blocks belong", essay("<inclure fragment=\"_phrase.xml\"/>"), "_phrase.xml"},
        {"entities", "<!DOCTYPE lettre [<!ENTITY a \"b\">]>" + essay(""), "essai.xml"},
        {"another name than its file",
         "<lettre nom=\"autre\" titre=\"T\" procedure=\"integration\"><references/><objet>O</objet><corps/></lettre>",
         "essai"},
        {"unknown procedure",
         "<lettre nom=\"essai\" titre=\"T\" procedure=\"x\"><references/><objet>O</objet><corps/></lettre>", "ligne 1"},
        {"a fragment as a letter", "<fragment>x</fragment>", "fragment"},
        {"empty file", "", "essai.xml"},
    };
    for (const auto& row : rows) {
        const auto made = templates::load_letter(workshop.write("essai.xml", row.content));
        BOOST_REQUIRE_MESSAGE(!made, row.title << " was taken");
        BOOST_TEST((made.refusal().reason == Reason::template_invalid), row.title);
        BOOST_TEST(holds(made.refusal().detail, row.says), row.title << ": " << made.refusal().detail);
    }
    BOOST_TEST(!templates::load_letter(workshop.root / "letters" / "absent.xml"));
}

BOOST_AUTO_TEST_CASE(a_template_evaluates_conditions_loops_and_fragments) {
    const Workshop workshop;
    workshop.write("_mot.xml", "<fragment>sous <gras><valeur de=\"dossier/numero\"/></gras></fragment>");
    const auto file = workshop.write(
        "essai.xml", essay("<paragraphe>A<si test=\"jours &gt; 4\"> beaucoup</si><si test=\"jours &gt; 5\"> trop</si> "
                           "<inclure fragment=\"_mot.xml\"/>.</paragraphe>"
                           "<paragraphe><choisir><quand test=\"$procedure='professionnalisation'\">P</quand><quand "
                           "test=\"$lettre='essai'\">E</quand><sinon>S</sinon></choisir>"
                           " <valeur de=\"rien\" sinon=\"néant\"/><valeur de=\"rien\" facultatif=\"oui\"/></paragraphe>"
                           "<paragraphe><pour-chaque chemin=\"decision/motif\" separateur=\" ; \">(<valeur "
                           "de=\"string-length(.) &gt; 3\"/>)</pour-chaque></paragraphe>"));
    const auto made = templates::load_letter(file);
    BOOST_REQUIRE_MESSAGE(made, said(made));
    const auto text = filled(*made, sample("refus-integration"));
    BOOST_TEST(text.at(0).phrase.plain() == "A beaucoup sous 26-000123-5.");
    BOOST_TEST(text[0].phrase.formats.at(1).bold);
    BOOST_TEST(text.at(1).phrase.plain() == "E néant");
    BOOST_TEST(text.at(2).phrase.plain() == "(true)\u202F; (true)");
}

BOOST_AUTO_TEST_SUITE_END()
