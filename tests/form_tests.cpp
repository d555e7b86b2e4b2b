#include "templates/form.h"

#include <map>

#include "core/date.h"
#include "core/half_days.h"
#include "core/page_code.h"
#include "forms_data.h"
#include "ocr/codes.h"
#include "printed.h"

namespace {

using core::ZoneKind;
using templates::Form;

const std::filesystem::path templates_folder{TEST_SOURCE_DIR "/templates"};
const std::string dossier = "26-000123-5";

const Form& form_named(const std::string& id) {
    static std::map<std::string, Form> forms;
    if (!forms.contains(id)) forms.emplace(id, templates::load_form(templates_folder, id));
    return forms.at(id);
}

std::string print(const Form& form, const core::Fields& data, const std::string& number = dossier) {
    const auto pdf = templates::print_form(form, data, number);
    BOOST_REQUIRE_MESSAGE(bool(pdf), form.id << (pdf ? "" : pdf.refusal().detail));
    return *pdf;
}

std::string refused(const core::Fields& data, const std::string& number = dossier) {
    const auto pdf = templates::print_form(form_named("integration"), data, number);
    return pdf ? "" : pdf.refusal().detail;
}

core::Fields with(const std::string& key, const std::string& value) {
    auto data = forms_data::request();
    data[key] = value;
    return data;
}

/// The text pdftotext finds with its centre in the box, without its spaces.
std::string found_in(const std::vector<printed::Word>& words, const core::BoxMm& box) {
    std::string text;
    for (const auto& word : words) {
        const double x = (word.box.x0 + word.box.x1) / 2, y = (word.box.y0 + word.box.y1) / 2;
        if (x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1) text += word.text;
    }
    return text;
}

std::string without_spaces(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    return text;
}

std::string expected_in(const templates::FormZone& zone, const core::Fields& data) {
    std::string value;
    for (const auto& path : zone.paths) {
        value += core::field(data, path);
        for (const auto& line : core::lines_of(data, path)) value += line;
    }
    if (zone.format == templates::ValueFormat::date && !value.empty())
        value = core::short_date(*core::parse_date(value));
    if (zone.format == templates::ValueFormat::days && !value.empty()) value = core::HalfDays::parse(value)->text();
    return without_spaces(value);
}

core::BoxMm shrunk(const core::BoxMm& box, double by) { return {box.x0 + by, box.y0 + by, box.x1 - by, box.y1 - by}; }

const core::ZoneLayout* zone_of(const core::FormLayout& layout, const std::string& id) {
    for (const auto& page : layout.pages)
        for (const auto& zone : page.zones)
            if (zone.id == id) return &zone;
    return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(form_tests)

BOOST_AUTO_TEST_CASE(both_forms_load_and_hold_the_zones_that_others_count_on) {
    BOOST_TEST((templates::form_ids(templates_folder) == std::vector<std::string>{"integration", "premier-emploi"}));
    const std::vector<std::pair<std::string, ZoneKind>> zones{{"agent_nom", ZoneKind::text},
                                                              {"agent_prenom", ZoneKind::text},
                                                              {"agent_naissance", ZoneKind::date},
                                                              {"agent_nomination", ZoneKind::date},
                                                              {"agent_cadre_emplois", ZoneKind::text},
                                                              {"collectivite_siret", ZoneKind::comb},
                                                              {"collectivite_denomination", ZoneKind::text},
                                                              {"collectivite_adresse", ZoneKind::block},
                                                              {"jours", ZoneKind::text},
                                                              {"motifs_argumentaire", ZoneKind::block},
                                                              {"motifs_formation_1_intitule", ZoneKind::block},
                                                              {"portee_totale", ZoneKind::checkbox},
                                                              {"portee_partielle", ZoneKind::checkbox},
                                                              {"statut_stagiaire", ZoneKind::checkbox},
                                                              {"categorie_a_plus", ZoneKind::checkbox},
                                                              {"avis_hierarchie_favorable", ZoneKind::checkbox},
                                                              {"avis_hierarchie_defavorable", ZoneKind::checkbox},
                                                              {"avis_autorite_favorable", ZoneKind::checkbox},
                                                              {"avis_autorite_defavorable", ZoneKind::checkbox},
                                                              {"signature_agent", ZoneKind::signature},
                                                              {"signature_hierarchie", ZoneKind::signature},
                                                              {"signature_rh", ZoneKind::signature},
                                                              {"signature_autorite", ZoneKind::signature},
                                                              {"cachet_autorite", ZoneKind::stamp},
                                                              {"date_agent", ZoneKind::date},
                                                              {"date_hierarchie", ZoneKind::date},
                                                              {"date_rh", ZoneKind::date},
                                                              {"date_autorite", ZoneKind::date}};
    for (const char* id : {"integration", "premier-emploi"}) {
        const auto layout = templates::layout(form_named(id));
        BOOST_TEST(layout.id == id);
        BOOST_TEST(layout.pages.size() == 3U);
        for (const auto& [name, kind] : zones) {
            const auto* const zone = zone_of(layout, name);
            BOOST_REQUIRE_MESSAGE(zone != nullptr, id << ": " << name);
            BOOST_TEST((zone->kind == kind), id << ": " << name);
            BOOST_TEST(!zone->label.empty(), id << ": " << name);
        }
        BOOST_TEST(zone_of(layout, "agent_nom")->field == "agent.nom");
        BOOST_TEST(zone_of(layout, "collectivite_siret")->cells == 14);
        BOOST_TEST(zone_of(layout, "signature_agent")->field.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_filled_form_is_a_sound_pdf_whose_values_stand_in_their_zones) {
    const auto data = forms_data::request();
    for (const char* id : {"integration", "premier-emploi"}) {
        const auto& form = form_named(id);
        const printed::File file{print(form, data)};
        BOOST_TEST(printed::fault_of(file) == "");
        for (std::size_t p = 0; p < form.pages.size(); ++p) {
            const auto words = file.words(static_cast<int>(p) + 1);
            for (const auto& zone : form.pages[p].zones) {
                if (zone.layout.kind == ZoneKind::checkbox) continue;
                BOOST_TEST(found_in(words, zone.layout.box) == expected_in(zone, data), id << ": " << zone.layout.id);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_page_carries_its_marks_and_its_own_code_and_leaves_the_pen_its_places) {
    const auto& form = form_named("integration");
    const auto layout = templates::layout(form);
    const printed::File file{print(form, forms_data::request())};
    for (int number = 1; number <= static_cast<int>(layout.pages.size()); ++number) {
        const auto& places = layout.pages[static_cast<std::size_t>(number - 1)];
        const auto page = file.render(number, 200);
        BOOST_REQUIRE(places.marks.size() == 4U);
        for (const auto& mark : places.marks) {
            const core::BoxMm square{mark.x - 2.5, mark.y - 2.5, mark.x + 2.5, mark.y + 2.5};
            BOOST_TEST(printed::ink(page, shrunk(square, 0.2)) == 1.0);
            const auto around = shrunk(square, -3.9);
            const double dark = printed::ink(page, around) * around.width() * around.height();
            BOOST_TEST(dark < 5.2 * 5.2, "something stands within 4 mm of a mark, page " << number);
        }
        const auto codes = ocr::find_codes(page, *ocr::to_pix(page));
        BOOST_REQUIRE(codes.size() == 1U);
        const core::PageCode expected{
            .form = "integration", .version = form.version, .dossier = dossier, .page = number};
        BOOST_TEST((codes[0].ours == expected));
        BOOST_TEST(std::abs(codes[0].code.box.x0 / 200.0 * 25.4 - places.code.x0) < 1.0);
        for (const auto& zone : places.zones) {
            const double dark = printed::ink(page, shrunk(zone.box, 0.35));
            const bool crossed = zone.id == "portee_totale" || zone.id == "statut_stagiaire" ||
                                 zone.id == "categorie_c" || zone.id == "civilite_madame" ||
                                 zone.id == "mode_acces_sans_concours" || zone.id == "piece_attestation_formation";
            if (zone.kind == ZoneKind::signature || zone.kind == ZoneKind::stamp) BOOST_TEST(dark == 0.0, zone.id);
            if (zone.kind == ZoneKind::checkbox)
                BOOST_TEST((crossed ? dark > 0.08 : dark == 0.0), zone.id << ": " << dark);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_blank_form_is_for_the_pen_and_says_so_in_its_code) {
    const auto& form = form_named("premier-emploi");
    const printed::File file{print(form, {}, "")};
    BOOST_TEST(printed::fault_of(file) == "");
    const auto words = file.words(1);
    for (const auto& zone : form.pages[0].zones) BOOST_TEST(found_in(words, zone.layout.box) == "", zone.layout.id);
    const auto page = file.render(1, 200);
    const auto codes = ocr::find_codes(page, *ocr::to_pix(page));
    BOOST_REQUIRE(codes.size() == 1U);
    BOOST_TEST(codes[0].ours->dossier.empty());
    BOOST_TEST(codes[0].ours->form == "premier-emploi");
}

BOOST_AUTO_TEST_CASE(the_same_request_gives_the_same_bytes) {
    const auto data = forms_data::request();
    BOOST_TEST((print(form_named("integration"), data) == print(form_named("integration"), data)));
}

BOOST_AUTO_TEST_CASE(a_value_that_does_not_fit_shrinks_then_is_refused_by_name) {
    BOOST_TEST(refused(with("agent.grade", std::string(40, 'n'))) == "");  // Shrinks.
    BOOST_TEST(refused(with("agent.nom", std::string(60, 'W'))).starts_with("agent.nom (« Nom de famille »)"));
    std::string prose;
    for (int i = 0; i < 400; ++i) prose += "responsabilités ";
    BOOST_TEST(refused(with("motifs.argumentaire", prose)).starts_with("motifs.argumentaire"));
    BOOST_TEST(refused(with("motifs.argumentaire", prose.substr(0, 1500))) == "");
    BOOST_TEST(refused(with("collectivite.siret", "211401185000155")).starts_with("collectivite.siret"));
    BOOST_TEST(
        refused(with("motifs.formation.1.intitule", std::string(300, 'x'))).starts_with("motifs.formation.1.intitule"));
    auto many = forms_data::request();
    for (int i = 1; i <= 5; ++i) many["motifs.formation." + std::to_string(i) + ".intitule"] = "F";
    BOOST_TEST(refused(many).starts_with("motifs.formation.5"));
}

BOOST_AUTO_TEST_CASE(a_value_of_the_wrong_kind_or_with_hostile_characters_is_refused_by_name) {
    const std::vector<std::pair<std::string, std::string>> rows{{"agent.naissance", "12/04/1989"},
                                                                {"agent.naissance", "1989-02-30"},
                                                                {"jours", "cinq"},
                                                                {"jours", "2.25"},
                                                                {"agent.nom", "LE\x01MOINE"},
                                                                {"agent.nom", "\xC3"},
                                                                {"agent.nom", "中文"},
                                                                {"agent.nom", "😀"},
                                                                {"agent.nom",
                                                                 "a\xE2\x80\xAE"
                                                                 "b"},
                                                                {"collectivite.adresse.ligne.1",
                                                                 "A\x7F"
                                                                 "B"},
                                                                {"collectivite.siret", "2114011850001中"}};
    for (const auto& [key, value] : rows) BOOST_TEST(!refused(with(key, value)).empty(), key << "=" << value);
    BOOST_TEST(refused(with("agent.naissance", "x")).starts_with("agent.naissance (« Date de naissance »)"));
    BOOST_TEST(refused(with("agent.nom", "中")).find("U+4E2D") != std::string::npos, refused(with("agent.nom", "中")));
    BOOST_TEST(refused({}, "26-000123-4").find("26-000123-4") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(french_and_its_neighbours_are_printed_as_they_are) {
    for (const char* name :
         {"Œuvré-d’Été", "N’GUYỄN", "ŠKODA", "Łukasz", "Ÿ", "D'ARC (née Ça) & <fils> \"x\" \\ %", "a\tb\nc"})
        BOOST_TEST(refused(with("agent.nom", name)) == "", name);
}

BOOST_AUTO_TEST_SUITE_END()
