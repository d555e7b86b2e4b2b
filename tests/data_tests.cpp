#include "templates/data.h"

#include <random>

namespace {

using core::Fields;

/// Fields as a document could give them: every leaf of a random tree.
class RandomFields {
  public:
    explicit RandomFields(unsigned seed) : random_(seed) {}

    Fields make() {
        Fields fields;
        grow(fields, "", 0);
        return fields;
    }

  private:
    int up_to(int most) { return std::uniform_int_distribution{0, most}(random_); }

    std::string word() {
        static const std::vector<std::string> pieces{"a",   "Z",  "é",  "’",  "œ",  "€",     "&",  "<", ">", "\"", "'",
                                                     "]]>", "\n", "\t", "\r", "  ", "&amp;", "中", "𝄞", "0", ".",  "@"};
        std::string text{"x"};
        for (int i = up_to(8); i > 0; --i)
            text += pieces[static_cast<std::size_t>(up_to(static_cast<int>(pieces.size()) - 1))];
        return text + "y";
    }

    void grow(Fields& fields, const std::string& path, int depth) {
        static const std::vector<std::string> names{"nom", "prenom", "agent", "nom_usage", "a-b", "collectivite"};
        static const std::vector<std::string> repeated{"ligne", "formation", "piece"};
        for (const auto& name : names)
            if (up_to(2) == 0) leaf_or_branch(fields, path + name, depth);
        for (const auto& name : repeated)
            for (int i = 1, count = up_to(3) == 0 ? up_to(12) : 0; i <= count; ++i)
                leaf_or_branch(fields, path + name + "." + std::to_string(i), depth);
    }

    void leaf_or_branch(Fields& fields, const std::string& path, int depth) {
        if (up_to(3) == 0) fields[path + ".@fichier"] = word();
        const auto before = fields.size();
        if (depth < 3 && up_to(1) == 0) grow(fields, path + ".", depth + 1);
        if (fields.size() == before && !fields.contains(path + ".@fichier")) fields[path] = word();
    }

    std::mt19937 random_;
};

Fields read(const std::string& bytes) {
    const auto fields = templates::fields_from_xml(bytes, "d.xml");
    BOOST_REQUIRE_MESSAGE(bool(fields), bytes << (fields ? "" : fields.refusal().detail));
    return *fields;
}

std::string refused(const std::string& bytes) {
    const auto fields = templates::fields_from_xml(bytes, "d.xml");
    return fields ? std::string{} : fields.refusal().detail;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(data_tests)

BOOST_AUTO_TEST_CASE(a_document_becomes_paths) {
    const auto fields = read(
        "<demande><agent><nom> LEMOINE\n</nom><adresse><ligne>A</ligne><ligne>B</ligne></adresse></agent>"
        "<motifs><formation><intitule>F</intitule></formation></motifs>"
        "<pieces><piece fichier='a.pdf'/><piece fichier='b.pdf' nature='cv'/></pieces><jours/></demande>");
    const Fields expected{{"agent.nom", "LEMOINE"},
                          {"agent.adresse.ligne.1", "A"},
                          {"agent.adresse.ligne.2", "B"},
                          {"motifs.formation.1.intitule", "F"},
                          {"pieces.piece.1.@fichier", "a.pdf"},
                          {"pieces.piece.2.@fichier", "b.pdf"},
                          {"pieces.piece.2.@nature", "cv"},
                          {"jours", ""}};
    BOOST_TEST((fields == expected));
}

BOOST_AUTO_TEST_CASE(fields_survive_the_way_to_xml_and_back) {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        const auto fields = RandomFields{seed}.make();
        const auto doc = templates::xml_from_fields(fields, "demande");
        BOOST_REQUIRE_MESSAGE(bool(doc), "seed " << seed << ": " << (doc ? "" : doc.refusal().detail));
        const auto direct = templates::fields_of(*doc);
        BOOST_REQUIRE(bool(direct));
        BOOST_TEST((*direct == fields), "seed " << seed << ", without writing");
        BOOST_TEST((read(doc->bytes()) == fields), "seed " << seed << ", written and read");
    }
}

BOOST_AUTO_TEST_CASE(twelve_lines_keep_their_order) {
    Fields fields;
    for (int i = 1; i <= 12; ++i) fields["adresse.ligne." + std::to_string(i)] = std::to_string(i);
    const auto doc = templates::xml_from_fields(fields, "d");
    const auto lines = doc->root().child("adresse").children("ligne");
    BOOST_REQUIRE(lines.size() == 12U);
    for (std::size_t i = 0; i < 12; ++i) BOOST_TEST(lines[i].text() == std::to_string(i + 1));
}

BOOST_AUTO_TEST_CASE(what_could_not_be_given_back_is_refused_with_its_line) {
    BOOST_TEST(refused("<d>\n<nom>A</nom>\n<nom>B</nom></d>") == "d.xml, ligne 3 : élément « nom » donné deux fois");
    BOOST_TEST(refused("<d>\n<agent>texte<nom>A</nom></agent></d>").find("ligne 2 : texte à côté") !=
               std::string::npos);
    BOOST_TEST(refused("<d><a.b>x</a.b></d>").find("« a.b »") != std::string::npos);
    BOOST_TEST(refused("<d><é>x</é></d>").find("non admis") != std::string::npos);
    BOOST_TEST(refused("<d><a b.c='1'/></d>").find("attribut") != std::string::npos);
    BOOST_TEST(refused("<d xmlns='urn:x'><a/></d>").find("espace de noms") != std::string::npos);
    BOOST_TEST(refused("<d>texte</d>").find("texte sans élément") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_key_that_is_no_path_or_a_value_xml_cannot_hold_is_refused) {
    const std::vector<Fields> rows{
        {{"", "x"}},
        {{"a..b", "x"}},
        {{".a", "x"}},
        {{"a.", "x"}},
        {{"1a", "x"}},
        {{"a b", "x"}},
        {{"<a>", "x"}},
        {{"ligne", "x"}},
        {{"ligne.0", "x"}},
        {{"ligne.01", "x"}},
        {{"ligne.x", "x"}},
        {{"ligne.1234567", "x"}},
        {{"@a", "x"}},
        {{"a.@b.c", "x"}},
        {{"a.@", "x"}},
        {{"a", "\x01"}},
        {{"a", "\xE9"}},
        {{"a", std::string(1, '\0')}},
        {{"a", "\xEF\xBF\xBF"}},
        {{"a", "\xED\xA0\x80"}},
        {{"a.2", "x"}},
    };
    for (const auto& fields : rows) {
        const auto doc = templates::xml_from_fields(fields, "d");
        BOOST_TEST(!doc, "taken: " << fields.begin()->first << "=" << fields.begin()->second);
    }
}

BOOST_AUTO_TEST_SUITE_END()
