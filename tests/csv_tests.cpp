#include "pipeline/csv.h"

#include <fmt/format.h>

namespace {

/// `a|b / c|d` with the line of each row; or the fault.
std::string told(const core::Outcome<pipeline::CsvTable>& table) {
    if (!table) return table.refusal().detail;
    std::string text = fmt::format("{}", fmt::join(table->header, "|"));
    for (const auto& row : table->rows) text += fmt::format(" / {}:{}", row.line, fmt::join(row.fields, "|"));
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_tests)

BOOST_AUTO_TEST_CASE(what_spreadsheets_write_is_read) {
    const std::pair<std::string, const char*> rows[]{
        {"a;b\n1;2\n", "a|b / 2:1|2"},
        {"a;b\r\n1;2", "a|b / 2:1|2"},
        {"\xEF\xBB\xBF"
         "a;b\n1;2\n",
         "a|b / 2:1|2"},
        {"a,b\n1,2\n", "a|b / 2:1|2"},
        {"a\tb\n1\t2\n", "a|b / 2:1|2"},
        {"a;b\n\"x;y\";\"dit \"\"non\"\"\"\n", "a|b / 2:x;y|dit \"non\""},
        {"a;b\n\"deux\nlignes\";2\n3;4\n", "a|b / 2:deux\nlignes|2 / 4:3|4"},
        {"a;b\n\n1;2\n;\n3;4\n", "a|b / 3:1|2 / 5:3|4"},
        {"a;b\n;2\n", "a|b / 2:|2"},
        {"nom;x\n\xC9mile;1\n", "nom|x / 2:Émile|1"},
        {"a\n1\n", "a / 2:1"},
        {"a;b\n", "a|b"},
    };
    for (const auto& [text, expected] : rows) BOOST_TEST(told(pipeline::parse_csv(text)) == expected, text);
}

BOOST_AUTO_TEST_CASE(what_is_no_table_names_its_line) {
    const std::pair<std::string, const char*> rows[]{
        {"", "ligne 1 : fichier vide"},
        {"\n\n", "ligne 1 : fichier vide"},
        {"a;b\n1;2;3\n", "ligne 2 : 2 colonnes attendues, 3 trouvées"},
        {"a;b\n1;2\n1\n", "ligne 3 : 2 colonnes attendues, 1 trouvées"},
        {"a;b\n\"1;2\n3;4\n", "ligne 2 : guillemet jamais refermé"},
        {"a;b\nx\"y;2\n", "ligne 2 : guillemet mal placé"},
        {"a;b\n\"x\"y;2\n", "ligne 2 : guillemet mal placé"},
    };
    for (const auto& [text, expected] : rows)
        BOOST_TEST(told(pipeline::parse_csv(text)).find(expected) != std::string::npos,
                   text << " -> " << told(pipeline::parse_csv(text)));
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again_and_is_no_formula) {
    pipeline::CsvWriter csv{{"a", "b"}};
    csv.add({"l'« œuvre » ; \"x\"\nfin", ""});
    BOOST_TEST(told(pipeline::parse_csv(csv.text())) == "a|b / 2:l'« œuvre » ; \"x\"\nfin|");
    for (const char* formula : {"=1+1", "+33", "-2", "@x", "\tx", "\rx"}) {
        pipeline::CsvWriter harmless{{"a"}};
        harmless.add({formula});
        BOOST_TEST(harmless.text().find("\"'" + std::string{formula}) != std::string::npos, formula);
    }
}

BOOST_AUTO_TEST_SUITE_END()
