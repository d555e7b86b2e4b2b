#include "pipeline/check.h"

#include <algorithm>

#include "tests/rule_rows.h"

namespace {

const pipeline::Catalogue& catalogue() {
    static const auto shipped = pipeline::load_catalogue(TEST_SOURCE_DIR "/templates");
    return shipped;
}

core::DossierView base(const std::string& name) {
    return rule_base(TEST_SOURCE_DIR "/samples/rules", name, catalogue()).view;
}

core::CheckResult checked(const core::DossierView& view) {
    const auto* procedure = catalogue().procedure(view.dossier.training);
    const auto* layout = catalogue().layout(procedure->form);
    return pipeline::check(view, *procedure, layout == nullptr ? core::FormLayout{} : *layout, catalogue().tables,
                           *core::parse_date("2026-11-25"));
}

std::string told(const core::CheckResult& result) {
    std::string text{core::to_text(result.completeness)};
    for (const auto& finding : result.findings) text += " " + finding.code + ":" + finding.subject;
    return text;
}

core::Zone& zone(core::DossierView& view, const std::string& id) {
    for (auto& [ref, page] : view.pages)
        for (auto& candidate : page.zones)
            if (candidate.id == id) return candidate;
    throw std::logic_error(id);
}

const core::RuleAnswer& answer(const core::CheckResult& result, const std::string& code, const std::string& subject) {
    const auto found = std::find_if(result.answers.begin(), result.answers.end(), [&](const core::RuleAnswer& rule) {
        return rule.code == code && rule.subject == subject;
    });
    BOOST_REQUIRE_MESSAGE(found != result.answers.end(), code + ":" + subject);
    return *found;
}

core::Settlement said(const std::string& key, const std::string& word) {
    return {.key = key, .answer = word, .who = "dupont", .at = *core::parse_instant("2026-11-24T10:00:00.000Z")};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_tests)

BOOST_AUTO_TEST_CASE(every_rule_of_the_procedure_answers) {
    const auto result = checked(base("integration-c"));
    for (const auto& rule : catalogue().procedure(core::Training::integration)->requirements)
        BOOST_TEST(std::any_of(result.answers.begin(), result.answers.end(),
                               [&](const core::RuleAnswer& said) { return said.origin == rule.origin; }),
                   rule.origin);
    BOOST_TEST(told(result) == "complete");
}

BOOST_AUTO_TEST_CASE(the_same_dossier_gives_the_same_answer) {
    const auto view = base("integration-papier");
    BOOST_TEST((checked(view) == checked(view)));
}

BOOST_AUTO_TEST_CASE(evidence_names_page_box_value_and_confidence) {
    const auto result = checked(base("integration-c"));
    const auto& signature = answer(result, "signature_missing", "signature_agent");
    BOOST_TEST((signature.answer == core::Answer::yes));
    BOOST_REQUIRE(signature.evidence.size() == 1U);
    BOOST_TEST(signature.evidence[0].place == "A000001 page 3");
    BOOST_TEST(signature.evidence[0].field == "signature_agent");
    BOOST_TEST(signature.evidence[0].value == "signed");
    BOOST_TEST(signature.evidence[0].confidence == 0.97);
    const auto& cap = answer(result, "days_over_cap", "jours");
    BOOST_TEST(cap.evidence[0].value == "5");
    BOOST_TEST(cap.evidence[1].field == "plafond-jours()");
    BOOST_TEST(cap.evidence[1].value == "5 jours");
    BOOST_TEST(cap.source.find("décret n° 2008-512") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_sheet_that_came_badly_through_the_scanner_is_asked_again) {
    struct Row {
        const char* code;  ///< Empty: nothing is said.
        void (*spoil)(core::Page&);
    };
    const Row rows[]{
        {"page_illegible", [](core::Page& page) { page.legibility = core::poor_legibility - 0.01; }},
        {"", [](core::Page& page) { page.legibility = core::poor_legibility; }},
        {"", [](core::Page& page) { page.legibility = 0, page.blank = true; }},
        {"page_cut", [](core::Page& page) { page.faults = {core::PageFault::cut}; }},
        {"double_fed", [](core::Page& page) { page.faults = {core::PageFault::double_fed}; }},
        {"form_unplaced", [](core::Page& page) { page.form = core::FormMatch{.trouble = "repères introuvables"}; }},
    };
    for (const auto& row : rows) {
        auto view = base("integration-c");
        view.pages.push_back({{"A000009", 7}, {}});
        row.spoil(view.pages.back().page);
        const std::string subject = "A000009-7", key = row.code + (":" + subject);
        const bool bad = *row.code != '\0';
        const auto result = checked(view);
        BOOST_TEST(told(result) == (bad ? "doubtful " + key : "complete"));
        BOOST_TEST(std::any_of(result.questions.begin(), result.questions.end(),
                               [&](const core::Question& question) { return question.key == key; }) == bad);
        view.settlements = {said(key, "no")};
        BOOST_TEST(told(checked(view)) == told(result));
        view.settlements = {said(key, "yes")};
        BOOST_TEST(told(checked(view)) == "complete");
    }
}

BOOST_AUTO_TEST_CASE(a_rule_that_does_not_apply_is_not_due) {
    const auto result = checked(base("premier-emploi"));
    BOOST_TEST(!answer(result, "signature_missing", "signature_agent").due,
               "an online request is signed by its platform");
    BOOST_TEST(!answer(result, "piece_missing", "diplome").due, "no diploma is invoked");
    BOOST_TEST((answer(result, "piece_missing", "diplome").answer == core::Answer::yes));
}

BOOST_AUTO_TEST_CASE(a_doubtful_box_asks_its_question_with_its_crop) {
    auto view = base("integration-c");
    zone(view, "signature_agent").state = core::ZoneState::doubt;
    zone(view, "signature_agent").evidence = std::string(64, 'a');
    const auto result = checked(view);
    BOOST_TEST(told(result) == "doubtful signature_doubtful:signature_agent");
    BOOST_REQUIRE(result.questions.size() == 1U);
    BOOST_TEST(result.questions[0].key == "A000001/3/signature_agent");
    BOOST_TEST(result.questions[0].crop == std::string(64, 'a'));
    BOOST_TEST(result.questions[0].text.ends_with("est-ce signé ?"));
}

BOOST_AUTO_TEST_CASE(what_a_person_saw_stands_and_says_who_saw_it) {
    auto view = base("integration-c");
    zone(view, "signature_agent").state = core::ZoneState::doubt;
    view.settlements = {said("A000001/3/signature_agent", "signed")};
    auto result = checked(view);
    BOOST_TEST(told(result) == "complete");
    BOOST_TEST(answer(result, "signature_missing", "signature_agent").evidence[0].place == "dupont, le 24/11/2026");

    view.settlements = {said("A000001/3/signature_agent", "empty")};
    BOOST_TEST(told(checked(view)) == "incomplete signature_missing:signature_agent");

    zone(view, "signature_agent").state = core::ZoneState::signed_;
    BOOST_TEST(told(checked(view)) == "incomplete signature_missing:signature_agent", "also against the machine");

    zone(view, "cachet_autorite").stamped = false;
    zone(view, "cachet_autorite").state = core::ZoneState::doubt;
    view.settlements = {said("A000001/3/cachet_autorite", "stamped")};
    BOOST_TEST(told(checked(view)) == "complete");
}

BOOST_AUTO_TEST_CASE(a_person_says_what_a_piece_is) {
    auto view = base("integration-c");
    view.pieces[0].state = core::KindState::uncertain;
    const auto doubtful = checked(view);
    BOOST_TEST(told(doubtful) == "doubtful piece_doubtful:arrete_nomination");
    BOOST_REQUIRE(doubtful.questions.size() == 1U);
    BOOST_TEST(doubtful.questions[0].key == "A000002/1");
    BOOST_TEST((doubtful.questions[0].kind == core::QuestionKind::kind));

    view.settlements = {said("A000002/1", "arrete_nomination")};
    BOOST_TEST(told(checked(view)) == "complete");
    view.settlements = {said("A000002/1", "facture")};
    BOOST_TEST(told(checked(view)) == "incomplete piece_missing:arrete_nomination");
}

BOOST_AUTO_TEST_CASE(a_person_reads_a_field) {
    auto view = base("integration-papier");
    view.dossier.data.erase("agent.naissance");
    auto& box = zone(view, "agent_naissance");
    box.state = core::ZoneState::doubt;
    box.value.clear();
    const auto doubtful = checked(view);
    BOOST_TEST(told(doubtful) == "doubtful field_doubtful:agent.naissance");
    BOOST_REQUIRE(doubtful.questions.size() == 1U);
    BOOST_TEST(doubtful.questions[0].key == "agent.naissance");

    view.settlements = {said("agent.naissance", "1989-04-12")};
    BOOST_TEST(told(checked(view)) == "complete");
    view.settlements = {said("agent.naissance", "")};
    BOOST_TEST(told(checked(view)) == "incomplete field_missing:agent.naissance");
}

BOOST_AUTO_TEST_CASE(a_person_answers_a_rule_that_nothing_read_could) {
    auto view = base("integration-c");
    view.dossier.data["motifs.formation.2.intitule"] = "Marchés publics";
    view.pieces.push_back(view.pieces[1]);
    view.pieces.back().pages = {{"A000003", 1}};
    view.pieces.push_back(view.pieces[2]);
    view.pieces.back().pages = {{"A000003", 2}};
    const auto doubtful = checked(view);
    BOOST_TEST(told(doubtful) == "doubtful piece_doubtful:attestation_formation piece_doubtful:programme_formation");
    BOOST_REQUIRE(doubtful.questions.size() == 2U);
    BOOST_TEST(doubtful.questions[0].key == "piece_missing:attestation_formation#2");
    BOOST_TEST(doubtful.questions[0].page.arrival == "A000003");

    view.settlements = {said("piece_missing:attestation_formation#2", "yes"),
                        said("piece_missing:programme_formation#2", "no")};
    const auto result = checked(view);
    BOOST_TEST(told(result) == "incomplete piece_missing:programme_formation");
    BOOST_TEST(result.findings[0].sentence == "Joindre le programme de la formation « Marchés publics ».");
}

BOOST_AUTO_TEST_CASE(what_the_machine_is_sure_of_can_be_examined) {
    auto view = base("integration-papier");
    zone(view, "signature_rh").state = core::ZoneState::doubt;
    view.settlements = {said("A000001/3/signature_agent", "empty")};
    const auto result = checked(view);
    const auto of = [&](const std::string& key) {
        const auto found = std::find_if(result.certain.begin(), result.certain.end(),
                                        [&](const core::MachineAnswer& sure) { return sure.question.key == key; });
        return found == result.certain.end() ? std::string{"-"} : found->answer;
    };
    BOOST_TEST(of("A000001/3/signature_agent") == "signed", "the machine's own answer, whatever people said");
    BOOST_TEST(of("A000001/3/cachet_autorite") == "stamped");
    BOOST_TEST(of("A000001/3/signature_rh") == "-");
    BOOST_TEST(of("A000002/1") == "arrete_nomination");
    BOOST_TEST(of("agent.nom") == "LEMOINE");
}

BOOST_AUTO_TEST_SUITE_END()
