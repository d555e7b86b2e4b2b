#include "core/field_check.h"

#include <boost/test/unit_test.hpp>
#include <vector>

namespace {

using core::FieldCheck;
using State = core::CheckedValue::State;

struct Row {
    const char* read;
    const char* value;
};

void all_are(const std::vector<Row>& rows, FieldCheck check, State state,
             const std::vector<std::string>& choices = {}) {
    for (const auto& row : rows) BOOST_TEST_CONTEXT(core::to_text(check) << ": « " << row.read << " »") {
            const auto checked = core::check_field(row.read, check, choices);
            BOOST_TEST(checked.value == row.value);
            BOOST_TEST((checked.state == state));
        }
}

void are_refused(const std::vector<const char*>& texts, FieldCheck check,
                 const std::vector<std::string>& choices = {}) {
    for (const auto* text : texts) BOOST_TEST_CONTEXT(core::to_text(check) << ": « " << text << " »") {
            const auto checked = core::check_field(text, check, choices);
            BOOST_TEST((checked.state == State::invalid));
            BOOST_TEST(checked.value == text);
        }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(field_check_tests)

BOOST_AUTO_TEST_CASE(a_siret_is_repaired_only_when_one_number_fits) {
    all_are({{"21780003600014", "21780003600014"},
             {"217 800 036 00014", "21780003600014"},
             {"35600000009075", "35600000009075"}},
            FieldCheck::siret, State::valid);
    all_are({{"2178OOO36OOO14", "21780003600014"},
             {"2I7800036000l4", "21780003600014"},
             {"2|1|7|8|0|0|0|3|6|0|0|0|1|4", "21780003600014"},
             {"Z1780003600014", "21780003600014"},
             {"217B0003600014", "21780003600014"},
             {"2178000360001A", "21780003600014"}},
            FieldCheck::siret, State::repaired);
    are_refused({"", "21780003600015", "2178000360001", "217800036000144", "20145369878550", "21780646200752",
                 "2178X003600014", "21780003 SIRET", "abcdefghijklmn"},
                FieldCheck::siret);
}

BOOST_AUTO_TEST_CASE(postcodes_and_telephones) {
    all_are({{"14200", "14200"}, {"14 200", "14200"}, {"97400", "97400"}, {"20000", "20000"}}, FieldCheck::code_postal,
            State::valid);
    all_are({{"142O0", "14200"}, {"l4200", "14200"}, {"1420Q", "14200"}}, FieldCheck::code_postal, State::repaired);
    are_refused({"", "1420", "142000", "00100", "96000", "1420X", "S4200"}, FieldCheck::code_postal);
    all_are({{"02 31 00 00 00", "02 31 00 00 00"},
             {"0231000000", "02 31 00 00 00"},
             {"+33 2 31 00 00 00", "02 31 00 00 00"}},
            FieldCheck::telephone, State::valid);
    all_are({{"O2 31 OO 00 00", "02 31 00 00 00"}}, FieldCheck::telephone, State::repaired);
    are_refused({"", "02 31 00 00", "00 31 00 00 00", "2 31 00 00 00", "02 31 00 00 00 1"}, FieldCheck::telephone);
}

BOOST_AUTO_TEST_CASE(a_date_is_a_day_that_exists) {
    all_are({{"12/04/1989", "12/04/1989"},
             {"3.11.2026", "03/11/2026"},
             {"12041989", "12/04/1989"},
             {"3/11/26", "03/11/2026"},
             {"12 04 1989", "12/04/1989"}},
            FieldCheck::date, State::valid);
    all_are({{"l2/O4/1989", "12/04/1989"},
             {"12/04/I989", "12/04/1989"},
             {"12104/1989", "12/04/1989"},
             {"12/0411989", "12/04/1989"}},
            FieldCheck::date, State::repaired);
    are_refused({"", "31/02/2024", "12/13/1989", "12/04/1899", "12/04", "avril", "1Z/ll/zOz6x", "12/04/89/3",
                 "B2/04/1989", "99999999"},
                FieldCheck::date);
}

BOOST_AUTO_TEST_CASE(days_and_addresses) {
    all_are({{"5", "5"}, {"4,5", "4,5"}, {"2.5", "2,5"}, {"10 jours", "10"}}, FieldCheck::jours, State::valid);
    all_are({{"lO", "10"}, {"4,S", "4,5"}}, FieldCheck::jours, State::repaired);
    are_refused({"", "4,3", "beaucoup", "-2", "S"}, FieldCheck::jours);
    all_are({{"rh@valmer.example", "rh@valmer.example"}, {"rh@ valmer.example", "rh@valmer.example"}},
            FieldCheck::courriel, State::valid);
    all_are({{"rh©valmer.example", "rh@valmer.example"}, {"rh(a)valmer,example", "rh@valmer.example"}},
            FieldCheck::courriel, State::repaired);
    are_refused({"", "rh", "rh@valmer", "rh@@valmer.example", "rhvalmer.example"}, FieldCheck::courriel);
}

BOOST_AUTO_TEST_CASE(an_entry_of_a_list_is_taken_when_no_other_is_near) {
    const std::vector<std::string> list{"Attachés territoriaux", "Adjoints administratifs territoriaux",
                                        "Techniciens territoriaux", "Ingénieurs territoriaux",
                                        "Ingénieurs en chef territoriaux"};
    all_are({{"Attachés territoriaux", "Attachés territoriaux"}, {"ATTACHES TERRITORIAUX", "Attachés territoriaux"}},
            FieldCheck::cadre_emplois, State::valid, list);
    all_are({{"Attachés territoriaus", "Attachés territoriaux"},
             {"Adjoints admimistratits territoriaux", "Adjoints administratifs territoriaux"}},
            FieldCheck::cadre_emplois, State::repaired, list);
    are_refused({"", "territoriaux", "Attaché", "Rédacteurs territoriaux", "Adjoints"}, FieldCheck::cadre_emplois,
                list);
}

BOOST_AUTO_TEST_SUITE_END()
