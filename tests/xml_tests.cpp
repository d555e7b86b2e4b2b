#include "templates/xml.h"

#include <atomic>
#include <thread>

#include "templates/schema.h"

namespace {

using templates::parse_xml;

std::string fault(const std::string& bytes) {
    const auto doc = parse_xml(bytes, "essai.xml");
    return doc ? std::string{} : doc.refusal().detail;
}

std::string nested(int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "<a>";
    for (int i = 0; i < depth; ++i) text += "</a>";
    return text;
}

std::string billion_laughs() {
    std::string text = "<!DOCTYPE a [<!ENTITY l0 \"lol\">";
    for (int i = 1; i < 10; ++i) {
        text += "<!ENTITY l" + std::to_string(i) + " \"";
        for (int j = 0; j < 10; ++j) text += "&l" + std::to_string(i - 1) + ";";
        text += "\">";
    }
    return text + "]><a>&l9;</a>";
}

struct Row {
    const char* title;
    std::string bytes;
    const char* detail;  ///< Must be part of the refusal.
};

}  // namespace

BOOST_AUTO_TEST_SUITE(xml_tests)

BOOST_AUTO_TEST_CASE(hostile_or_broken_xml_is_refused_with_its_line) {
    const std::vector<Row> rows{
        {"nothing", "", "essai.xml, ligne 1 : le fichier est vide"},
        {"not XML", "bonjour", "ligne 1 : ce n'est pas un document XML"},
        {"a PDF", "%PDF-1.4\n", "ligne 1 : ce n'est pas un document XML"},
        {"white space only", "  \n ", "ce n'est pas un document XML"},
        {"cut in half", "<a>\n<b>\n", "ligne 3 : "},
        {"tags crossed", "<a>\n<b></a></b>", "ligne 2 : l'élément « b » n'est pas fermé"},
        {"two roots", "<a/>\n<b/>", "ligne 2 : il y a du texte après la fin"},
        {"attribute twice", "<a>\n\n<b c='1' c='2'/></a>", "ligne 3 : attribut donné deux fois : « c »"},
        {"no quotes", "<a b=c/>", "entre guillemets"},
        {"bare ampersand", "<a>Dupont & fils</a>", "ligne 1 : un nom est attendu"},
        {"unknown entity", "<a>\n&eacute;</a>", "ligne 2 : entité inconnue : « eacute »"},
        {"DOCTYPE", "<?xml version='1.0'?>\n<!DOCTYPE a>\n<a/>", "ligne 2 : une déclaration DOCTYPE n'est pas admise"},
        {"external DTD", "<!DOCTYPE a SYSTEM 'http://127.0.0.1/x.dtd'><a/>", "DOCTYPE"},
        {"external entity", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "DOCTYPE"},
        {"parameter entity", "<!DOCTYPE a [<!ENTITY % x SYSTEM 'file:///etc/passwd'>%x;]><a/>", "DOCTYPE"},
        {"billion laughs", billion_laughs(), "DOCTYPE"},
        {"too deep", nested(65), "trop imbriqués"},
        {"far too deep", nested(50'000), "trop imbriqués"},
        {"too many elements",
         "<a>" +
             [] {
                 std::string s;
                 for (int i = 0; i < 100'001; ++i) s += "<b/>";
                 return s;
             }() +
             "</a>",
         "trop d'éléments"},
        {"too large", "<a>" + std::string(4U << 20U, 'x') + "</a>", "dépasse la taille"},
        {"Latin-1 without saying so", "<a>\nn\xE9</a>", "UTF-8"},
        {"overlong UTF-8", "<a>\xC0\xAF</a>", "caractère interdit"},
        {"half a surrogate", "<a>\xED\xA0\x80</a>", "ligne 1"},
        {"control character", "<a>\x01</a>", "caractère interdit"},
        {"control character by number", "<a>&#1;</a>", "caractère interdit"},
        {"NUL inside", std::string{"<a>\n\0</a>", 9}, "ligne 2 : caractère nul"},
        {"NUL after the end", std::string{"<a/>\0<b/>", 9}, "caractère nul"},
        {"UTF-16", std::string{"\xFF\xFE<\0a\0/\0>\0", 10}, "caractère nul"},
        {"unknown encoding", "<?xml version='1.0' encoding='klingon'?><a/>", "codage inconnu"},
        {"undeclared prefix", "<x:a/>", "préfixe"},
    };
    for (const auto& row : rows) {
        const auto detail = fault(row.bytes);
        BOOST_TEST(detail.find(row.detail) != std::string::npos, row.title << ": " << detail);
    }
}

BOOST_AUTO_TEST_CASE(what_may_be_taken_is_taken) {
    BOOST_TEST(fault("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>é’€</a>").empty());
    BOOST_TEST(fault("\xEF\xBB\xBF<a/>").empty());
    BOOST_TEST(fault(nested(64)).empty());
    const auto latin = parse_xml("<?xml version='1.0' encoding='ISO-8859-1'?><a>n\xE9</a>", "a.xml");
    BOOST_REQUIRE(bool(latin));
    BOOST_TEST(latin->root().text() == "né");
    BOOST_TEST(parse_xml("<a>x &amp; <![CDATA[<y>]]></a>", "a.xml")->root().text() == "x & <y>");
}

BOOST_AUTO_TEST_CASE(an_element_tells_its_name_line_attributes_and_parts) {
    const auto doc = parse_xml(
        "<lettre>\n <p n='1'>Bonjour <champ chemin='agent/nom'/>,<!-- non --> merci.</p>\n <p/>\n</lettre>", "l.xml");
    BOOST_REQUIRE(bool(doc));
    const auto p = doc->root().child("p");
    BOOST_TEST(p.line() == 2);
    BOOST_TEST(p.attribute_or("n", "") == "1");
    BOOST_TEST(!p.attribute("m").has_value());
    BOOST_TEST(doc->root().children("p").size() == 2U);
    BOOST_TEST(!doc->root().child("q"));
    BOOST_TEST(doc->root().child("q").text().empty());
    BOOST_TEST(p.parent().name() == "lettre");
    const auto parts = p.parts();
    BOOST_REQUIRE(parts.size() == 4U);
    BOOST_TEST(parts[0].text == "Bonjour ");
    BOOST_TEST(parts[1].element.attribute_or("chemin", "") == "agent/nom");
    BOOST_TEST(parts[2].text + parts[3].text == ", merci.");
    BOOST_TEST(doc->refuse(core::Reason::template_invalid, p, "cause").detail == "l.xml, ligne 2 : cause");
}

BOOST_AUTO_TEST_CASE(xpath_answers_in_text_number_truth_and_elements) {
    const auto doc = parse_xml(
        "<demande><jours>2.5</jours><motifs><formation><intitule> A </intitule></formation>"
        "<formation><intitule>B</intitule></formation></motifs></demande>",
        "d.xml");
    BOOST_REQUIRE(bool(doc));
    templates::XPath xpath{*doc};
    BOOST_TEST(*xpath.text("motifs/formation[2]/intitule") == "B");
    BOOST_TEST(*xpath.text("/demande/motifs/formation/intitule") == "A");
    BOOST_TEST(xpath.text("rien")->empty());
    BOOST_TEST(*xpath.number("jours") == 2.5);
    BOOST_TEST(*xpath.boolean("count(motifs/formation) > 1"));
    const auto found = xpath.elements("motifs/formation");
    BOOST_REQUIRE(found->size() == 2U);
    BOOST_TEST(*xpath.text("intitule", (*found)[1]) == "B");
    xpath.set_variable("n", "2.5");
    BOOST_TEST(*xpath.boolean("$n = jours"));
}

BOOST_AUTO_TEST_CASE(a_wrong_expression_is_a_refusal_that_quotes_it) {
    const auto doc = parse_xml("<a/>", "a.xml");
    templates::XPath xpath{*doc};
    for (const char* wrong : {"", "a[", "a/", "'a", "f(", "$inconnue", "fonction()", "x:a", "count()", "1 +"}) {
        const auto result = xpath.text(wrong);
        BOOST_REQUIRE_MESSAGE(!result, wrong);
        BOOST_TEST(result.refusal().detail.find(wrong) != std::string::npos);
        BOOST_TEST((result.refusal().reason == core::Reason::template_invalid));
    }
    BOOST_TEST(xpath.text("fonction()").refusal().detail.find("fonction inconnue") != std::string::npos);
    BOOST_TEST(templates::xpath_fault("a[").has_value());
    BOOST_TEST(!templates::xpath_fault("a[b = 'c']").has_value());
}

BOOST_AUTO_TEST_CASE(an_expression_that_would_run_for_ever_is_stopped) {
    std::string text = "<a>";
    for (int i = 0; i < 2000; ++i) text += "<b/>";
    const auto doc = parse_xml(text + "</a>", "a.xml");
    templates::XPath xpath{*doc};
    BOOST_TEST(!xpath.number("count(//b[count(//b[count(//b) > 1]) > 1])"));
}

BOOST_AUTO_TEST_CASE(a_schema_names_what_it_did_not_expect) {
    const auto schema = templates::Schema::parse(R"(<grammar xmlns="http://relaxng.org/ns/structure/1.0"
        datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><start><ref name="liste"/></start>
        <define name="liste"><element name="liste"><zeroOrMore><ref name="article"/></zeroOrMore></element></define>
        <define name="article"><element name="article"><attribute name="prix"><data type="decimal"/></attribute>
          <mixed><zeroOrMore><ref name="article"/></zeroOrMore></mixed></element></define></grammar>)",
                                                 "liste.rng");
    BOOST_REQUIRE_MESSAGE(bool(schema), (schema ? "" : schema.refusal().detail));
    const auto said = [&](const std::string& bytes) {
        const auto refusal = schema->validate(*parse_xml(bytes, "l.xml"));
        return refusal ? refusal->detail : std::string{};
    };
    BOOST_TEST(said("<liste><article prix='1'>un <article prix='2'/></article></liste>") == "");
    BOOST_TEST(said("<liste>\n<artcle/></liste>") ==
               "l.xml, ligne 2 : élément « artcle » inattendu dans « liste » ; vouliez-vous dire « article » ?");
    BOOST_TEST(said("<liste><article prx='1'/></liste>").find("vouliez-vous dire « prix »") != std::string::npos);
    BOOST_TEST(said("<liste><article/></liste>").find("il manque l'attribut « prix »") != std::string::npos);
    BOOST_TEST(said("<liste><article prix='cher'/></liste>").find("« cher »") != std::string::npos);
    BOOST_TEST(said("<liste>texte</liste>").find("texte inattendu dans « liste »") != std::string::npos);
    BOOST_TEST(said("<autre/>").find("élément « autre » inattendu dans « document »") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wrong_schema_is_the_template_s_fault) {
    for (const char* wrong :
         {"<a/>", "<grammar xmlns='http://relaxng.org/ns/structure/1.0'/>", "not xml",
          "<grammar xmlns='http://relaxng.org/ns/structure/1.0'><start><ref name='x'/></start></grammar>"}) {
        const auto schema = templates::Schema::parse(wrong, "s.rng");
        BOOST_REQUIRE_MESSAGE(!schema, wrong);
        BOOST_TEST((schema.refusal().reason == core::Reason::template_invalid));
    }
}

BOOST_AUTO_TEST_CASE(one_schema_serves_several_threads) {
    const auto schema = templates::Schema::load(TEST_SOURCE_DIR "/templates/schema/demande.rng");
    std::atomic<int> faults = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 20; ++i) {
                    const auto doc = parse_xml("<demande><type>X</type></demande>", "d.xml");
                    if (doc && schema.validate(*doc)) ++faults;
                    if (!parse_xml("<a>", "d.xml")) ++faults;
                }
            });
    }
    BOOST_TEST(faults == 160);
}

BOOST_AUTO_TEST_SUITE_END()
