#include "pipeline/request.h"

namespace {

const pipeline::Catalogue& catalogue() {
    static const auto shipped = pipeline::load_catalogue(TEST_SOURCE_DIR "/templates");
    return shipped;
}

struct Row {
    const char* type;
    const char* procedure;
    const char* refusal;  ///< A part of it; empty when the request is taken.
};

const Row rows[]{
    {"INTEGRATION", "integration", ""},
    {"PRO_1ER_EMPLOI", "professionnalisation", ""},
    {"PRO_1ER_EMPLOIS", "professionnalisation", "vouliez-vous dire « PRO_1ER_EMPLOI »"},
    {"VACANCES", "integration", "admis : PRO_CARRIERE, INTEGRATION, "},
    {"integration", "integration", "type « integration » sans procédure"},
    {"", "integration", "type «  » sans procédure"},
    {"INTEGRATION", "professionnalisation", "relève de la procédure « integration »"},
    {"PRO_1ER_EMPLOI", "integration", "relève de la procédure « professionnalisation »"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(request_tests)

BOOST_AUTO_TEST_CASE(a_request_is_of_a_training_that_has_a_procedure) {
    for (const auto& row : rows) {
        const auto dossier = pipeline::dossier_of({{"type", row.type}, {"procedure", row.procedure}}, catalogue());
        const auto said = dossier ? std::string{} : dossier.refusal().detail;
        BOOST_TEST(bool(dossier) == (*row.refusal == 0), row.type << ": " << said);
        BOOST_TEST(said.find(row.refusal) != std::string::npos, row.type << ": " << said);
    }
}

BOOST_AUTO_TEST_SUITE_END()
