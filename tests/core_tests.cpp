#include "core/cadres.h"
#include "core/date.h"
#include "core/decision.h"
#include "core/dispatch.h"
#include "core/email_address.h"
#include "core/fields.h"
#include "core/half_days.h"
#include "core/identifiers.h"
#include "core/page_code.h"
#include "core/postal_address.h"
#include "core/procedure.h"
#include "core/raster.h"

BOOST_AUTO_TEST_SUITE(core_tests)

BOOST_AUTO_TEST_CASE(a_dossier_number_carries_its_check_digit) {
    const auto number = core::DossierNumber::make(2026, 123);
    BOOST_TEST(core::DossierNumber::parse(number.text()).has_value());
    for (char digit = '0'; digit <= '9'; ++digit) {
        auto altered = number.text();
        if (altered[10] == digit) continue;
        altered[10] = digit;
        BOOST_TEST(!core::DossierNumber::parse(altered).has_value(), altered);
    }
    for (const char* wrong :
         {"", "26-000123", "26-000123-X", "2600123-7", "26_000123_7", "26-00012A-7", " 26-000123-7"})
        BOOST_TEST(!core::DossierNumber::parse(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(a_single_wrong_digit_or_a_swap_never_passes_as_a_dossier_number) {
    const auto number = core::DossierNumber::make(2026, 4711).text();
    for (std::size_t i : {0U, 1U, 3U, 4U, 5U, 6U, 7U, 8U})
        for (char digit = '0'; digit <= '9'; ++digit) {
            auto altered = number;
            if (altered[i] == digit) continue;
            altered[i] = digit;
            BOOST_TEST(!core::DossierNumber::parse(altered).has_value(), altered);
        }
}

BOOST_AUTO_TEST_CASE(sirets_of_insee_and_la_poste) {
    for (const char* good : {"21780003600014", "21780646200016", "21290039300019", "28780054400010", "20004176200010",
                             "35600000000048", "35600000009075", "217 800 036 00014"})
        BOOST_TEST(core::Siret::parse(good).has_value(), good);
    for (const char* bad : {"20003452800041", "21780646200752", "20145369878550", "", "2178000360001",
                            "217800036000144", "2178000360001A", "35600000009076"})
        BOOST_TEST(!core::Siret::parse(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(an_email_address_can_stand_in_a_header) {
    for (const char* good : {"rh@valmer.example", "a.b+c@x-y.example", "o'neil@mairie.example"})
        BOOST_TEST(core::EmailAddress::parse(good).has_value(), good);
    for (const char* bad :
         {"", "@", "a@", "@b.example", "a@b", "a b@c.example", "a@c.example\r\nRCPT TO:<evil@x.example>",
          "a@c.example>", "<a@c.example", "a..b@c.example", ".a@c.example", "a@-c.example", "a@c..example",
          "é@c.example", "a@b@c.example", "\"a\"@c.example", "a@c.example\n", "a@c.example."})
        BOOST_TEST(!core::EmailAddress::parse(bad).has_value(), bad);
    BOOST_TEST(!core::EmailAddress::parse("a@c.example" + std::string(1, '\0')).has_value());
    BOOST_TEST(!core::EmailAddress::parse(std::string(65, 'a') + "@c.example").has_value());
}

BOOST_AUTO_TEST_CASE(a_postal_address_fits_an_envelope) {
    BOOST_TEST(bool(core::PostalAddress::make({"MAIRIE", "", "1 PLACE DE LA MAIRIE", "14999 VALMER"})));
    const std::vector<std::pair<std::vector<std::string>, core::Reason>> refused{
        {{}, core::Reason::field_missing},
        {{"", ""}, core::Reason::field_missing},
        {{"1", "2", "3", "4", "5", "6", "14999 X"}, core::Reason::address_overflow},
        {{std::string(39, 'A'), "14999 X"}, core::Reason::address_overflow},
        {{"MAIRIE", "VALMER"}, core::Reason::data_invalid},
        {{"MAIRIE\r\nX", "14999 VALMER"}, core::Reason::data_invalid},
    };
    for (const auto& [lines, reason] : refused) {
        const auto address = core::PostalAddress::make(lines);
        BOOST_REQUIRE(!address);
        BOOST_TEST((address.refusal().reason == reason), core::to_text(address.refusal().reason));
    }
    std::string accents;
    for (int i = 0; i < 38; ++i) accents += "É";
    BOOST_TEST(bool(core::PostalAddress::make({accents, "14999 VALMER"})), "38 accented letters are 38 characters");
}

BOOST_AUTO_TEST_CASE(days_count_in_halves) {
    BOOST_TEST(core::HalfDays::parse("2,5")->halves() == 5);
    BOOST_TEST(core::HalfDays::parse("5")->phrase() == "5 jours");
    BOOST_TEST(core::HalfDays::parse("1.5")->phrase() == "1,5 jour");
    for (const char* bad : {"", "-1", "2.3", "x", "5j", "2,", "1e1"})
        BOOST_TEST(!core::HalfDays::parse(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(dates_are_written_the_french_way) {
    BOOST_TEST(core::long_date(*core::parse_date("2026-11-01")) == "1er novembre 2026");
    BOOST_TEST(core::short_date(*core::parse_date("2024-02-29")) == "29/02/2024");
    for (const char* bad : {"2025-02-29", "2026-13-01", "2026-1-1", "01/02/2026", "", "2026-11-0x"})
        BOOST_TEST(!core::parse_date(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(the_office_is_in_paris) {
    const auto day = [](const char* instant) {
        return core::iso_date(core::office_date(*core::parse_instant(instant)));
    };
    BOOST_TEST(day("2026-11-23T22:59:59.999Z") == "2026-11-23");
    BOOST_TEST(day("2026-11-23T23:00:00.000Z") == "2026-11-24");
    BOOST_TEST(day("2026-07-14T22:00:00.000Z") == "2026-07-15");
    BOOST_TEST(day("2026-07-14T21:59:00.000Z") == "2026-07-14");
    BOOST_TEST(core::iso_instant(*core::parse_instant("2026-11-23T22:59:59.999Z")) == "2026-11-23T22:59:59.999Z");
}

BOOST_AUTO_TEST_CASE(a_page_code_says_what_it_was_given_and_nothing_forged_passes) {
    const auto dossier = core::DossierNumber::make(2026, 123).text();
    const std::vector<core::PageCode> codes{
        {.form = "premier-emploi", .version = 1, .dossier = dossier, .page = 2},
        {.form = "integration", .version = 12, .dossier = "", .page = 1},
        {.use = core::PageCode::Use::dossier_sheet, .dossier = dossier},
        {.use = core::PageCode::Use::kind_sheet, .kind = core::Kind::fiche_poste},
        {.use = core::PageCode::Use::batch_sheet, .batch = "LOT7", .sheets = 40, .separators = 6, .sides = 2},
    };
    for (const auto& code : codes) {
        const auto text = code.text();
        BOOST_TEST((core::PageCode::parse(text) == code), text);
        for (std::size_t i = 0; i < text.size(); ++i) {
            auto altered = text;
            altered[i] = altered[i] == '1' ? '2' : '1';
            if (altered == text) continue;
            const auto read = core::PageCode::parse(altered);
            BOOST_TEST((!read || *read == code), altered);
        }
    }
    for (const char* bad : {"", "VM1", "VM1:INTEGRATION:1:26-000123-7:2", "http://x.example", "VM1:S:D:-:A",
                            "::::::", "VM1:S:B:LOT7:0:0:1:X", "VM1:S:B:lot:3:0:1:X", "VM1:S:B:LOT7:3:0:3:X"})
        BOOST_TEST(!core::PageCode::parse(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(fields_count_and_cut) {
    const core::Fields fields{
        {"motifs.formation.1.intitule", "a"}, {"motifs.formation.2.intitule", "b"}, {"ligne.1", "x"}};
    BOOST_TEST(core::count_of(fields, "motifs.formation") == 2);
    BOOST_TEST(core::count_of(fields, "motifs.diplome") == 0);
    BOOST_TEST(core::lines_of(fields, "ligne").size() == 1U);
    BOOST_TEST(core::field(core::below(fields, "motifs.formation.2"), "intitule") == "b");
}

BOOST_AUTO_TEST_CASE(a_wrong_line_of_the_cadres_is_named) {
    BOOST_TEST(bool(core::parse_cadres("h\nAttachés;Adm;;A;non;attaché|attaché principal;87-1099;STD\n")));
    const auto bad = core::parse_cadres("h\nAttachés;Adm;;Z;non;attaché;87-1099;STD\n");
    BOOST_REQUIRE(!bad);
    BOOST_TEST(bad.refusal().detail.find("ligne 2") != std::string::npos);
    BOOST_TEST(!core::parse_cadres("h\n"));
}

BOOST_AUTO_TEST_SUITE_END()
