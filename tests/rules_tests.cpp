#include "templates/rules.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/failures.h"
#include "tests/temporary_folder.h"

namespace fs = std::filesystem;

namespace {

const fs::path shipped = fs::path{TEST_SOURCE_DIR} / "templates";

/// A copy of the shipped rules in which one text is replaced.
struct SpoiltRules {
    TemporaryFolder folder;
    fs::path root = folder.path();

    SpoiltRules(const fs::path& file, const std::string& from, const std::string& to) {
        for (const char* part : {"procedures", "pieces", "reference", "schema"})
            fs::copy(shipped / part, root / part, fs::copy_options::recursive);
        std::ostringstream text;
        text << std::ifstream{root / file}.rdbuf();
        auto changed = text.str();
        const auto at = changed.find(from);
        BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
        changed.replace(at, from.size(), to);
        std::ofstream{root / file} << changed;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_tests)

BOOST_AUTO_TEST_CASE(the_shipped_rules_load) {
    const auto procedures = templates::load_procedures(shipped);
    BOOST_REQUIRE(procedures.size() == 2U);
    BOOST_TEST(procedures[0].form == "integration");
    BOOST_TEST(procedures[0].signatures.size() == 5U);
    BOOST_TEST(procedures[1].pieces.at(0).sentence == "Joindre la fiche de poste de l'agent.");
    BOOST_TEST(procedures[1].pieces.at(1).one_each);

    const auto tables = templates::load_reference_tables(shipped);
    BOOST_TEST(tables.cadres.size() == 60U);
    BOOST_TEST(core::find_duration(tables, core::Training::integration, "C")->most.text() == "5");
    BOOST_TEST(core::find_duration(tables, core::Training::integration, "A+") == nullptr);
    BOOST_TEST(core::find_cadre(tables, "attaches TERRITORIAUX")->category == "A");

    const auto kinds = templates::load_kind_rules(shipped);
    BOOST_TEST(kinds.kinds.size() >= 10U);
    BOOST_TEST(templates::load_fact_rules(shipped).facts.size() >= 15U);
}

BOOST_AUTO_TEST_CASE(a_spoilt_rule_stops_the_program_with_file_and_line) {
    const struct {
        const char* file;
        const char* from;
        const char* to;
        const char* expected;
    } rows[]{
        {"procedures/integration.xml", "natures=\"diplome\"", "natures=\"diplomme\"", "diplomme"},
        {"procedures/integration.xml", "<titre>", "<titer>", "integration.xml, ligne"},
        {"procedures/integration.xml", "zone=\"signature_agent\"", "", "integration.xml, ligne"},
        {"procedures/integration.xml", "nom=\"integration\"", "nom=\"inconnu\"", "integration.xml, ligne"},
        {"pieces/kinds.xml", "code=\"diplome\"", "code=\"diplom\"", "diplom"},
        {"pieces/kinds.xml", "poids=\"3\"", "poids=\"lourd\"", "kinds.xml, ligne"},
        {"pieces/kinds.xml", "| attestation de formation |", "| … |", "formule vide"},
        {"pieces/kinds.xml", "| attestation de formation |",
         "| attestation d'une formation suivie par un agent de la fonction publique territoriale |",
         "formule trop longue : « attestation d'une"},
        {"pieces/kinds.xml", "temperature=\"1.1\"", "temperature=\"0\"", "kinds.xml, ligne"},
        {"pieces/facts.xml", "code=\"holder\"", "code=\"holdr\"", "holdr"},
        {"pieces/facts.xml", "<libelles>", "<libelle>", "facts.xml, ligne"},
        {"reference/durees.xml", "max=\"10\"", "max=\"9.3\"", "demi-journées"},
        {"reference/durees.xml", "min=\"10\"", "min=\"11\"", "min au plus égal"},
        {"reference/cadres_emplois.csv", ";A+;", ";Z;", "catégorie inconnue"},
    };
    for (const auto& row : rows) {
        const SpoiltRules spoilt{row.file, row.from, row.to};
        try {
            (void)templates::load_procedures(spoilt.root);
            (void)templates::load_kind_rules(spoilt.root);
            (void)templates::load_fact_rules(spoilt.root);
            (void)templates::load_reference_tables(spoilt.root);
            BOOST_ERROR("accepted: " << row.to);
        } catch (const core::BadSetup& error) {
            BOOST_TEST(std::string{error.what()}.find(row.expected) != std::string::npos,
                       row.to << " -> " << error.what());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
