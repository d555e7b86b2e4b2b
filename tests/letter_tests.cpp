#include "templates/letter.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fstream>

#include "core/failures.h"
#include "templates/letter_content.h"
#include "tests/pdf_rules.h"
#include "tests/printed.h"
#include "tests/shipped_letters.h"

namespace {

namespace fs = std::filesystem;
using core::Reason;
using shipped::holds, shipped::letters, shipped::said, shipped::sample;

const core::Date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};

const templates::LetterTemplate& letter(const std::string& id) {
    static std::map<std::string, templates::LetterTemplate> loaded;
    const auto found = loaded.find(id);
    if (found != loaded.end()) return found->second;
    auto made = templates::load_letter(letters / (id + ".xml"));
    BOOST_REQUIRE_MESSAGE(made, said(made));
    return loaded.emplace(id, *std::move(made)).first->second;
}

std::string rendered(const std::string& id, const core::Fields& data) {
    auto bytes = templates::render_letter(letter(id), data, today);
    BOOST_REQUIRE_MESSAGE(bytes, id << ": " << said(bytes));
    return *std::move(bytes);
}

core::Refusal refused(const std::string& id, const core::Fields& data) {
    const auto bytes = templates::render_letter(letter(id), data, today);
    BOOST_REQUIRE_MESSAGE(!bytes, id << " was rendered");
    return bytes.refusal();
}

/// Extracted text on one line: justified lines may end anywhere.
std::string flat(const std::string& text) {
    std::string out;
    for (const auto c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\f';
        if (!space)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    return out;
}

bool is_for_agent(const std::string& id) { return id.starts_with("copie-agent"); }
bool is_decision(const std::string& id) {
    return id.starts_with("accord") || id.starts_with("refus") || id.starts_with("sans-objet");
}

void set_address(core::Fields& data, const std::vector<std::string>& lines) {
    std::erase_if(data, [](const auto& field) { return field.first.starts_with("destinataire.adresse."); });
    for (std::size_t i = 0; i < lines.size(); ++i)
        data["destinataire.adresse.ligne." + std::to_string(i + 1)] = lines[i];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(letter_tests)

BOOST_AUTO_TEST_CASE(all_the_letters_are_there) {
    const auto ids = templates::list_letters(letters);
    BOOST_TEST(ids.size() == 16);
    for (const auto* kind : {"accuse-reception", "complement", "relance", "accord-total", "accord-partiel", "refus",
                             "sans-objet", "copie-agent"})
        for (const auto* procedure : {"integration", "professionnalisation"})
            BOOST_TEST((std::ranges::find(ids, std::string(kind) + "-" + procedure) != ids.end()), kind << procedure);
}

BOOST_AUTO_TEST_CASE(every_letter_is_a_sound_pdf_that_gives_its_text_back) {
    for (const auto& id : templates::list_letters(letters)) {
        const auto data = sample(id);
        const printed::File file(rendered(id, data));
        BOOST_TEST(printed::fault_of(file) == "", id);
        for (const auto& font : file.fonts()) BOOST_TEST(holds(font, "yes yes yes"), id << ": " << font);
        BOOST_TEST(file.pages() <= 2, id);
        const auto text = flat(file.text("-raw"));
        // CRPA L111-2 (who deals with it), L212-1 and L212-2 (whose decision it is).
        for (const auto& part : {core::field(data, "dossier.numero"), std::string("Hélène DUQUESNOY"),
                                 core::field(data, "signataire.qualite"), core::field(data, "bureau.service"),
                                 std::string("Thomas AUVRAY, instructeur"), std::string("le 23 novembre 2026"),
                                 "1/" + std::to_string(file.pages())})
            BOOST_TEST(holds(text, part), id << ": " << part << "\n" << text);
        BOOST_TEST((holds(text, "Anne-Laure LEMOINE") || holds(text, "Édouard NGUYỄN-LEFÈVRE")), id);
        BOOST_TEST(!holds(text, "'"), id);
        BOOST_TEST((rendered(id, data) == rendered(id, data)), id);
    }
}

BOOST_AUTO_TEST_CASE(every_letter_keeps_the_rules_of_archives_and_accessibility) {
    for (const auto& id : templates::list_letters(letters)) {
        const auto pdf = rendered(id, sample(id));
        for (const auto& fault : pdf_rules::faults_of(pdf)) BOOST_ERROR(id << ": " << fault);
        const auto outline = pdf_rules::outline_of(pdf);
        // Sender, address, references, place and date; then the object, first heading.
        BOOST_TEST(outline.starts_with("Document P P P P "), id << ": " << outline);
        BOOST_TEST(outline.find("H1") > std::string("Document P P P P ").size(), id << ": " << outline);
        const printed::File file(pdf);
        const auto heard = file.through("pdfinfo -struct-text @");
        const auto address = heard.find(core::field(sample(id), "destinataire.adresse.ligne.1"));
        BOOST_TEST(address < heard.find("H1"), id << ": " << heard);
        BOOST_TEST(holds(file.through("pdfdetach -list @"), "decision.xml") == is_decision(id), id);
    }
}

BOOST_AUTO_TEST_CASE(a_decision_says_how_many_days_of_which_training) {
    const std::pair<const char*, const char*> rows[]{
        {"accord-total-integration", "Dispense totale : 5 jours"},
        {"accord-partiel-integration", "Dispense partielle : 2,5 jours"},
        {"accord-partiel-integration", "Reste à suivre : 2,5 jours, sur une durée de 5 jours"},
        {"refus-integration", "Dispense refusée : 5 jours"},
        {"sans-objet-integration", "Demande sans objet : aucune dispense n’est nécessaire (0 jour)"}};
    for (const auto& [id, said] : rows) {
        const auto text = flat(printed::File(rendered(id, sample(id))).text("-raw"));
        BOOST_TEST(holds(text, said), id << text);
        BOOST_TEST(holds(text, "Nature de la formation : formation d’intégration des agents de catégorie C"), id);
    }
}

BOOST_AUTO_TEST_CASE(unfavourable_decisions_give_motives_and_ways_of_appeal) {
    for (const auto& id : templates::list_letters(letters)) {
        const auto data = sample(id);
        const auto text = flat(printed::File(rendered(id, data)).text("-raw"));
        const bool appeal = is_for_agent(id) || (is_decision(id) && !id.starts_with("accord-total"));
        BOOST_TEST(holds(text, "dans les deux mois qui suivent sa notification") == appeal, id);
        BOOST_TEST(holds(text, "tribunal administratif de Caen") == appeal, id);
        if (id.starts_with("refus")) BOOST_TEST((holds(text, "Motifs en droit") && holds(text, "Motifs en fait")), id);
    }
}

BOOST_AUTO_TEST_CASE(article_18_is_cited_only_where_it_applies) {
    auto data = sample("refus-professionnalisation");
    BOOST_TEST(
        holds(flat(printed::File(rendered("refus-professionnalisation", data)).text("-raw")), "Les articles 17 et 18"));
    data["type"] = "PRO_CARRIERE";
    const auto text = flat(printed::File(rendered("refus-professionnalisation", data)).text("-raw"));
    BOOST_TEST(holds(text, "L’article 17 du décret"));
    BOOST_TEST(!holds(text, "17 et 18"));
}

BOOST_AUTO_TEST_CASE(nothing_but_the_address_shows_through_the_window) {
    for (const auto& id : templates::list_letters(letters)) {
        const auto data = sample(id);
        const auto address = core::lines_of(data, "destinataire.adresse.ligne");
        if (address.empty()) continue;  // Leaves by e-mail.
        std::string shown;
        for (const auto& word : printed::File(rendered(id, data)).words(1)) {
            if (word.box.x1 < 90 || word.box.x0 > 200 || word.box.y1 < 44 || word.box.y0 > 94) continue;
            BOOST_TEST((word.box.x0 >= 109.9 && word.box.x1 <= 190.1 && word.box.y0 >= 58.9 && word.box.y1 <= 79.6),
                       id << ": " << word.text << " y1 " << word.box.y1);
            shown += (shown.empty() ? "" : " ") + word.text;
        }
        std::string expected;
        for (const auto& line : address) expected += (expected.empty() ? "" : " ") + line;
        BOOST_TEST(shown == expected, id);
    }
}

BOOST_AUTO_TEST_CASE(no_name_and_no_object_above_the_fold) {
    for (const auto& id : templates::list_letters(letters)) {
        if (is_for_agent(id)) continue;  // The agent is the addressee.
        for (const auto& word : printed::File(rendered(id, sample(id))).words(1)) {
            const bool sensitive = holds(word.text, "LEMOINE") || holds(word.text, "NGUY") || word.text == "Objet";
            if (sensitive) BOOST_TEST(word.box.y0 > 99, id << ": " << word.text);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_address_must_fit_the_window) {
    struct Row {
        const char* title;
        std::vector<std::string> lines;
        const char* named;
    };
    const Row rows[]{
        {"39 characters", {"MAIRIE", std::string(39, 'I'), "14999 VALMER"}, "IIII"},
        {"38 wide characters", {"MAIRIE", std::string(38, 'W'), "14999 VALMER"}, "ligne 2"},
        {"seven lines", {"A", "B", "C", "D", "E", "F", "14999 VALMER"}, ""},
    };
    for (const auto& row : rows) {
        auto data = sample("refus-integration");
        set_address(data, row.lines);
        const auto refusal = refused("refus-integration", data);
        BOOST_TEST((refusal.reason == Reason::address_overflow), row.title);
        BOOST_TEST(holds(refusal.detail, row.named), row.title << ": " << refusal.detail);
    }
    auto data = sample("refus-integration");
    set_address(data, {"COMMUNAUTE DE COMMUNES DU PAYS D AUGE", "A L ATTENTION DU SERVICE RH", "BATIMENT ADMINISTRATIF",
                       "12 BOULEVARD DU GENERAL WEYGAND", "CS 50072", "14999 VALMER SUR ORNE CEDEX"});
    for (const auto& word : printed::File(rendered("refus-integration", data)).words(1))
        if (word.box.x0 > 105 && word.box.y0 > 44 && word.box.y1 < 94)
            BOOST_TEST((word.box.x1 <= 190.1 && word.box.y1 <= 79.6), word.text << word.box.y1);
}

BOOST_AUTO_TEST_CASE(a_value_the_letter_needs_is_named_when_it_lacks) {
    const std::pair<const char*, const char*> rows[]{{"accuse-reception-integration", "dossier.numero"},
                                                     {"accuse-reception-integration", "dossier.reception"},
                                                     {"accuse-reception-integration", "dossier.formation.1"},
                                                     {"accuse-reception-integration", "bureau.nom"},
                                                     {"accuse-reception-integration", "bureau.service"},
                                                     {"accuse-reception-integration", "bureau.ville"},
                                                     {"accuse-reception-integration", "agent.nom"},
                                                     {"accuse-reception-integration", "agent.prenom"},
                                                     {"accuse-reception-integration", "instructeur.nom"},
                                                     {"accuse-reception-integration", "instructeur.qualite"},
                                                     {"accord-total-integration", "signataire.prenom"},
                                                     {"accord-total-integration", "signataire.nom"},
                                                     {"accord-total-integration", "signataire.qualite"},
                                                     {"accord-total-integration", "decision.jours"},
                                                     {"accord-total-integration", "decision.nature"},
                                                     {"refus-integration", "recours.tribunal"},
                                                     {"refus-integration", "recours.adresse"},
                                                     {"complement-integration", "complement.echeance"},
                                                     {"copie-agent-integration", "decision.date"},
                                                     {"copie-agent-integration", "collectivite.denomination"},
                                                     {"refus-professionnalisation", "destinataire.courriel"}};
    for (const auto& [id, key] : rows) {
        auto data = sample(id);
        BOOST_REQUIRE_MESSAGE(data.erase(key) == 1, key);
        const auto refusal = refused(id, data);
        BOOST_TEST((refusal.reason == Reason::field_missing),
                   id << " without " << key << ": " << core::describe(refusal));
        std::string path = key;
        std::ranges::replace(path, '.', '/');
        if (path.ends_with("/1")) path.resize(path.size() - 2);
        BOOST_TEST((holds(refusal.detail, path) || holds(refusal.detail, key)), refusal.detail);
    }
    for (const auto* prefix : {"decision.motif", "constat"}) {
        const std::string id = prefix == std::string("constat") ? "complement-integration" : "refus-integration";
        auto data = sample(id);
        std::erase_if(data, [&](const auto& field) { return field.first.starts_with(prefix); });
        BOOST_TEST((refused(id, data).reason == Reason::field_missing), prefix);
    }
}

BOOST_AUTO_TEST_CASE(data_that_cannot_be_is_refused) {
    const std::tuple<const char*, const char*, const char*> rows[]{
        {"accuse-reception-integration", "dossier.reception", "03/11/2026"},
        {"accord-total-integration", "decision.jours", "2,3"},
        {"accord-partiel-integration", "decision.duree_due", "beaucoup"},
        {"accord-partiel-integration", "decision.jours", "6"},
        {"refus-integration", "procedure", "professionnalisation"},
        {"refus-integration", "signataire.prenom", "H."}};
    for (const auto& [id, key, value] : rows) {
        auto data = sample(id);
        data[key] = value;
        BOOST_TEST((refused(id, data).reason == Reason::data_invalid), id << " " << key << "=" << value);
    }
    auto data = sample("refus-integration");
    data["decision.motif.1"] = "Motif 中";
    BOOST_TEST((refused("refus-integration", data).reason == Reason::glyph_missing));
}

BOOST_AUTO_TEST_CASE(markup_in_data_stays_text) {
    auto data = sample("refus-integration");
    data["decision.motif.1"] = "<valeur de=\"agent/nom\"/> & {x} $lettre";
    BOOST_TEST(holds(flat(printed::File(rendered("refus-integration", data)).text("-raw")),
                     "<valeur de=\"agent/nom\"/> & {x} $lettre"));
}

BOOST_AUTO_TEST_CASE(a_long_letter_keeps_its_signature_in_company) {
    auto data = sample("complement-integration");
    for (int count = 6; count <= 60; count += 9) {
        for (int i = 1; i <= count; ++i)
            data["constat." + std::to_string(i) + ".phrase"] = "Joindre la pièce numéro " + std::to_string(i) + ".";
        const printed::File file(rendered("complement-integration", data));
        const auto pages = file.pages();
        BOOST_TEST((count < 30 || pages >= 2));
        const auto words = file.words(pages);
        const auto name = std::ranges::find(words, "DUQUESNOY", &printed::Word::text);
        BOOST_REQUIRE(name != words.end());
        std::vector<double> lines;  // Baselines of the body above the signature.
        for (const auto& word : words)
            if (word.box.y0 > 24 && word.box.y1 < name->box.y0 - 20 && word.box.x0 < 105)
                lines.push_back(std::round(word.box.y1));
        std::ranges::sort(lines);
        lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
        BOOST_TEST(lines.size() >= 2, count << " findings, page " << pages);
        if (pages > 1)
            BOOST_TEST(holds(flat(file.text("-f " + std::to_string(pages))),
                             "dossier n° 26-000123-5 page " + std::to_string(pages) + " sur " + std::to_string(pages)));
        for (int page = 1; page <= pages; ++page)
            for (const auto& word : file.words(page)) BOOST_TEST((word.box.y1 < 289 && word.box.x1 < 191.2), word.text);
    }
}

BOOST_AUTO_TEST_CASE(a_row_taller_than_any_page_of_ties_still_comes_out) {
    const templates::Flow flow{.rows = std::vector(200, templates::Row{.before = 1, .height = 5, .keep = true}),
                               .heads = {}};
    std::size_t placed = 0;
    for (const auto& page : templates::paginate(flow, {110, 271}, {28, 271})) {
        placed += page.size();
        for (const auto& row : page) BOOST_TEST(row.top + row.row.height <= 271 + 1e-6);
    }
    BOOST_TEST(placed == flow.rows.size());
}

BOOST_AUTO_TEST_CASE(a_message_says_neither_name_nor_outcome) {
    for (const auto& id : templates::list_letters(letters)) {
        const auto data = sample(id);
        const auto mail = templates::render_mail_text(letter("courriel"), id, data);
        BOOST_REQUIRE_MESSAGE(mail, said(mail));
        BOOST_TEST(mail->subject.starts_with("Dispense de formation – dossier n°\u00A0" +
                                             core::field(data, "dossier.numero") + " – "),
                   mail->subject);
        BOOST_TEST((is_decision(id) || is_for_agent(id)) == mail->subject.ends_with("décision disponible"),
                   mail->subject);
        BOOST_TEST(mail->subject.find_first_of("\r\n") == std::string::npos);
        for (const auto& text : {mail->subject, mail->body}) {
            BOOST_TEST((!holds(text, "emoine") && !holds(text, "LEMOINE") && !holds(text, "guyễn")), id << text);
            BOOST_TEST((!holds(text, "refus") && !holds(text, "accord") && !holds(text, "sans objet")), id << text);
        }
        for (const auto* part : {"Hélène\u00A0DUQUESNOY", "Dispenses et formations statutaires"})
            BOOST_TEST(holds(mail->body, part), id);
        BOOST_TEST(mail->body.size() < 1200, id);
    }
}

BOOST_AUTO_TEST_SUITE_END()
