#include "pipeline/learn_form.h"

#include <boost/test/unit_test.hpp>

#include "core/failures.h"
#include "ocr/reader.h"
#include "tests/decoding.h"
#include "tests/drawn_page.h"
#include "tests/temporary_folder.h"

namespace {

using core::ZoneKind;
using drawn::Sheet;

const std::filesystem::path templates_folder{TEST_SOURCE_DIR "/templates"};

const templates::Schema& schema() {
    static const auto one = templates::outside_form_schema(templates_folder);
    return one;
}

void frame(Sheet& sheet, const core::BoxMm& b) {
    sheet.stroke({{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}, {b.x0, b.y0}}, 0.25);
}

/// What another office prints: no mark, no code.
Sheet blank_form() {
    Sheet sheet;
    sheet.text(25, 22, "MAIRIE DE BREVILLE", 14, "Helvetica-Bold")
        .text(25, 30, "Attestation de présence à une formation obligatoire", 12, "Times-Bold")
        .text(25, 42, "Nom de naissance", 9)
        .text(25, 62, "Date de la formation", 9)
        .text(110, 62, "Numéro de SIRET", 9)
        .lines(25, 85, drawn::prose(6, 3), 9)
        .text(32, 133.5, "formation suivie en entier", 9)
        .text(32, 141.5, "formation interrompue", 9)
        .text(25, 160, "Signature du formateur", 9)
        .text(115, 160, "Cachet de la mairie", 9)
        .text(25, 270, "Document 1204 - édition de mars 2024", 7, "Times-Roman");
    frame(sheet, {25, 44, 150, 51});
    frame(sheet, {25, 64, 70, 71});
    for (int i = 0; i < 14; ++i) frame(sheet, {110 + i * 5.0, 64, 115 + i * 5.0, 71});
    frame(sheet, {25, 130, 29, 134});
    frame(sheet, {25, 138, 29, 142});
    frame(sheet, {25, 162, 95, 190});
    frame(sheet, {115, 162, 180, 190});
    return sheet;
}

std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

templates::OutsideForm learnt(const Sheet& blank) {
    const auto pdf = blank.pdf();
    auto form = pipeline::learn_form(bytes_of(pdf), tests::limits_for_tests(), "attestation-breville", std::nullopt);
    BOOST_REQUIRE_MESSAGE(bool(form), (form ? "" : form.refusal().detail));
    return *std::move(form);
}

const core::ZoneLayout* zone(const core::FormLayout& layout, const std::string& id) {
    for (const auto& page : layout.pages)
        for (const auto& zone : page.zones)
            if (zone.id == id) return &zone;
    return nullptr;
}

bool near(const core::BoxMm& a, const core::BoxMm& b) {
    return std::abs(a.x0 - b.x0) < 0.5 && std::abs(a.y0 - b.y0) < 0.5 && std::abs(a.x1 - b.x1) < 0.5 &&
           std::abs(a.y1 - b.y1) < 0.5;
}

std::string refused(const std::string& xml) {
    const auto form = templates::parse_outside_form(xml, "essai.xml", schema());
    return form ? "" : form.refusal().detail;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

/// A fillable form with one field of each sort; coordinates in points from the bottom left.
std::string fillable_pdf() {
    const std::string objects[]{
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R 7 0 R 8 0 R 9 0 R]>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[5 0 R 6 0 R 7 0 R 8 0 R 9 0 R]>>",
        "<</Length 0>>\nstream\n\nendstream",
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(agent_nom)/TU(Nom de l'agent)/Rect[72 700 300 720]>>",
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(date_naissance)/Rect[320 700 420 720]>>",
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(siret)/Ff 16777216/MaxLen 14/Rect[72 650 300 670]>>",
        "<</Type/Annot/Subtype/Widget/FT/Btn/T(oui)/Rect[72 600 84 612]>>",
        "<</Type/Annot/Subtype/Widget/FT/Btn/T(envoyer)/Ff 65536/Rect[72 500 184 520]>>"};
    std::string out = "%PDF-1.7\n", table;
    for (std::size_t i = 0; i < std::size(objects); ++i) {
        const auto offset = std::to_string(out.size());
        table += std::string(10 - offset.size(), '0') + offset + " 00000 n \n";
        out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
    }
    const auto start = out.size();
    const auto count = std::to_string(std::size(objects) + 1);
    return out + "xref\n0 " + count + "\n0000000000 65535 f \n" + table + "trailer <</Size " + count +
           "/Root 1 0 R>>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(learn_form_tests)

BOOST_AUTO_TEST_CASE(ruled_boxes_become_zones_with_their_labels) {
    const auto form = learnt(blank_form());
    BOOST_TEST(form.layout.pages.size() == 1U);
    BOOST_TEST(std::abs(form.layout.width_mm - 210) < 0.5);
    const struct {
        const char* id;
        ZoneKind kind;
        core::BoxMm box;
        int cells = 0;
    } rows[]{{"nom_de_naissance", ZoneKind::text, {25, 44, 150, 51}},
             {"date_de_la_formation", ZoneKind::date, {25, 64, 70, 71}},
             {"numero_de_siret", ZoneKind::comb, {110, 64, 180, 71}, 14},
             {"formation_suivie_en_entier", ZoneKind::checkbox, {25, 130, 29, 134}},
             {"formation_interrompue", ZoneKind::checkbox, {25, 138, 29, 142}},
             {"signature_du_formateur", ZoneKind::signature, {25, 162, 95, 190}},
             {"cachet_de_la_mairie", ZoneKind::stamp, {115, 162, 180, 190}}};
    std::string ids;
    for (const auto& zone : form.layout.pages.front().zones) ids += zone.id + " ";
    BOOST_TEST_CONTEXT(ids) BOOST_TEST(form.layout.pages.front().zones.size() == std::size(rows));
    for (const auto& row : rows) BOOST_TEST_CONTEXT(row.id) {
            const auto* found = zone(form.layout, row.id);
            BOOST_REQUIRE(found != nullptr);
            BOOST_TEST((found->kind == row.kind));
            BOOST_TEST(near(found->box, row.box));
            BOOST_TEST(found->cells == row.cells);
        }
}

BOOST_AUTO_TEST_CASE(fillable_fields_become_zones_and_push_buttons_do_not) {
    const auto pdf = fillable_pdf();
    const auto fields = pipeline::form_fields(bytes_of(pdf), tests::limits_for_tests());
    BOOST_REQUIRE(bool(fields));
    BOOST_REQUIRE(fields->size() == 4U);
    const auto form = pipeline::learn_form(bytes_of(pdf), tests::limits_for_tests(), "fiche", std::nullopt);
    BOOST_REQUIRE(bool(form));
    const auto& layout = form->layout;
    BOOST_REQUIRE(zone(layout, "agent_nom") != nullptr);
    BOOST_TEST(zone(layout, "agent_nom")->label == "Nom de l'agent");
    BOOST_TEST(near(zone(layout, "agent_nom")->box, {25.4, 43.04, 105.83, 50.09}));
    BOOST_TEST((zone(layout, "date_naissance")->kind == ZoneKind::date));
    BOOST_TEST((zone(layout, "siret")->kind == ZoneKind::comb));
    BOOST_TEST(zone(layout, "siret")->cells == 14);
    BOOST_TEST((zone(layout, "oui")->kind == ZoneKind::checkbox));
}

BOOST_AUTO_TEST_CASE(a_filled_and_scanned_page_is_known_without_any_code) {
    const auto form = learnt(blank_form());
    const std::vector<core::FormLayout> forms{form.layout};
    auto sheet = blank_form();
    sheet.text(28, 49.3, "LEMOINE", 12).text(28, 69.3, "12/04/2024", 11);
    for (int i = 0; i < 14; ++i) sheet.text(111.3 + i * 5.0, 69.3, std::string(1, "21780003600014"[i]), 11);
    sheet.stroke({{25.6, 130.6}, {28.4, 133.4}}, 0.4).stroke({{28.4, 130.6}, {25.6, 133.4}}, 0.4);
    ocr::Reader reader;
    for (const auto& scan : {drawn::Scan{.turned = 180, .skew_deg = 1.2, .noise = 8, .blur = 1, .jpeg = 50},
                             drawn::Scan{.turned = 90, .skew_deg = -3, .noise = 5, .shade = 0.3}}) {
        const auto page = reader.read(drawn::scanned(sheet.render(200), scan), forms).page;
        BOOST_TEST_CONTEXT("turned " << scan.turned) {
            BOOST_REQUIRE(page.form.has_value());
            BOOST_TEST(page.form->id == "attestation-breville");
            BOOST_TEST(page.form->dossier == "");
            BOOST_TEST(page.form->error_mm >= 0);
            BOOST_TEST(page.form->error_mm < 0.5);
            BOOST_TEST(page.rotated == scan.turned);
            const auto read = [&](const std::string& id) {
                return *std::find_if(page.zones.begin(), page.zones.end(), [&](const auto& z) { return z.id == id; });
            };
            BOOST_TEST((read("formation_suivie_en_entier").state == core::ZoneState::checked));
            BOOST_TEST((read("formation_interrompue").state == core::ZoneState::empty));
            BOOST_TEST((read("signature_du_formateur").state == core::ZoneState::empty));
            BOOST_TEST(read("nom_de_naissance").value == "LEMOINE");
            BOOST_TEST(read("date_de_la_formation").value == "12/04/2024");
        }
    }
    const auto other =
        reader.read(drawn::scanned(Sheet().lines(25, 30, drawn::prose(40, 9)).render(200), {.noise = 5}), forms);
    BOOST_TEST(!other.page.form.has_value());
}

BOOST_AUTO_TEST_CASE(the_xml_gives_the_same_form_back) {
    auto form = learnt(blank_form());
    form.title = "Attestation de présence & d'assiduité";
    form.layout.kind = core::Kind::attestation_formation;
    form.layout.pages[0].zones[0].field = "agent.nom";
    form.layout.pages[0].zones[2].check = core::FieldCheck::siret;
    const auto back = templates::parse_outside_form(templates::xml_of(form), "attestation-breville.xml", schema());
    BOOST_REQUIRE_MESSAGE(bool(back), (back ? "" : back.refusal().detail));
    BOOST_TEST(back->title == form.title);
    BOOST_TEST((back->layout.kind == form.layout.kind));
    BOOST_TEST(back->layout.pages[0].zones.size() == form.layout.pages[0].zones.size());
    BOOST_TEST(back->layout.pages[0].print.words.size() == form.layout.pages[0].print.words.size());
    BOOST_TEST(back->layout.pages[0].zones[0].field == "agent.nom");
    BOOST_TEST(templates::xml_of(*back) == templates::xml_of(form));
}

BOOST_AUTO_TEST_CASE(zones_of_a_hand_are_kept_and_the_print_is_learnt) {
    const std::string hand =
        "<imprime id=\"presence\" version=\"2\" titre=\"Présence\" nature=\"attestation_formation\" largeur=\"210\" "
        "hauteur=\"297\"><page><texte id=\"nom\" libelle=\"Nom\" x=\"25\" y=\"44\" largeur=\"125\" "
        "hauteur=\"7\"/></page>"
        "</imprime>";
    const auto named = templates::parse_zones(hand, "presence.xml", schema());
    BOOST_REQUIRE(bool(named));
    BOOST_TEST(refused(hand).find("form learn") != std::string::npos);
    const auto pdf = blank_form().pdf();
    const auto form = pipeline::learn_form(bytes_of(pdf), tests::limits_for_tests(), "x", *named);
    BOOST_REQUIRE(bool(form));
    BOOST_TEST(form->layout.id == "presence");
    BOOST_TEST(form->layout.version == 2);
    BOOST_TEST(form->layout.pages[0].zones.size() == 1U);
    BOOST_TEST(form->layout.pages[0].print.words.size() > 40U);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_in_the_xml_is_said_with_its_line) {
    const auto good = templates::xml_of(learnt(blank_form()));
    BOOST_TEST(refused(good) == "");
    const struct {
        const char* title;
        std::string from, to, said;
    } rows[]{
        {"an unknown kind of piece", "nature=\"demande_dispense\"", "nature=\"recette\"", "nature de pièce inconnue"},
        {"a zone off the page", "x=\"25", "x=\"195", "sort de la page"},
        {"two zones of one name", "id=\"formation_interrompue\"", "id=\"formation_suivie_en_entier\"", "deux zones"},
        {"numbers missing", "<mots>", "<mots>1.5 ", "quatre nombres"},
        {"no XML", "<imprime", "<imprim", ""},
        {"an unknown check", "libelle=\"Nom de naissance\"", "controle=\"horoscope\" libelle=\"Nom\"", "controle"}};
    for (const auto& row : rows) BOOST_TEST_CONTEXT(row.title) {
            const auto said = refused(replaced(good, row.from, row.to));
            BOOST_TEST(said != "");
            BOOST_TEST(said.find(row.said) != std::string::npos);
        }
}

BOOST_AUTO_TEST_CASE(hostile_blanks_are_refused) {
    const auto refusal = [](const std::string& bytes) {
        const auto form = pipeline::learn_form(bytes_of(bytes), tests::limits_for_tests(), "x", std::nullopt);
        return form ? std::string{} : std::string{core::to_text(form.refusal().reason)};
    };
    BOOST_TEST(refusal("") == "empty_file");
    BOOST_TEST(refusal("GIF89a......") == "unsupported");
    BOOST_TEST(refusal("%PDF-1.7\n") == "damaged");
    auto cut = fillable_pdf();
    cut.resize(cut.size() / 2);
    BOOST_TEST(refusal(cut) != "");
}

BOOST_AUTO_TEST_SUITE_END()
