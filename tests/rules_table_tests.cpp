#include <algorithm>
#include <map>
#include <set>

#include "pipeline/check.h"
#include "tests/rule_rows.h"

namespace {

struct Shipped {
    pipeline::Catalogue catalogue = pipeline::load_catalogue(TEST_SOURCE_DIR "/templates");
    std::vector<RuleRow> rows = rule_rows(TEST_SOURCE_DIR "/samples/rules", catalogue);

    core::CheckResult answer(const RuleRow& row) const {
        const auto* procedure = catalogue.procedure(row.view.dossier.training);
        const auto* layout = catalogue.layout(procedure->form);
        return pipeline::check(row.view, *procedure, layout == nullptr ? core::FormLayout{} : *layout, catalogue.tables,
                               row.today);
    }
};

const Shipped& shipped() {
    static const Shipped once;
    return once;
}

std::vector<std::string> told(const core::CheckResult& result) {
    std::vector<std::string> all;
    for (const auto& finding : result.findings)
        all.push_back(std::string{core::to_text(finding.severity)} + " " + finding.code + ":" + finding.subject);
    std::sort(all.begin(), all.end());
    return all;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_table_tests)

BOOST_AUTO_TEST_CASE(the_table_holds_what_it_promises) { BOOST_TEST(shipped().rows.size() >= 150U); }

BOOST_AUTO_TEST_CASE(each_dossier_gets_the_findings_of_the_law_and_no_other) {
    for (const auto& row : shipped().rows) {
        const auto said = told(shipped().answer(row));
        BOOST_TEST(joined(said) == joined(row.expected),
                   row.where << "\n  attendu : " << joined(row.expected) << "\n  trouvé  : " << joined(said));
    }
}

BOOST_AUTO_TEST_CASE(each_rule_is_met_true_false_and_in_doubt) {
    std::map<std::string, std::set<core::Answer>> met;
    for (const auto& procedure : shipped().catalogue.procedures)
        for (const auto& rule : procedure.requirements) met[rule.origin + " " + rule.code + ":" + rule.subject];
    std::map<std::string, std::string> name_of;
    for (const auto& [name, answers] : met) name_of[name.substr(0, name.rfind(' '))] = name;
    for (const auto& row : shipped().rows)
        for (const auto& answer : shipped().answer(row).answers)
            if (answer.due) met[name_of.at(answer.origin)].insert(answer.answer);
    for (const auto& [name, answers] : met)
        for (const auto answer : {core::Answer::yes, core::Answer::no, core::Answer::doubt})
            BOOST_TEST(answers.contains(answer), name << " : jamais « " << core::to_text(answer) << " »");
}

BOOST_AUTO_TEST_CASE(a_finding_says_its_law_what_settles_it_and_a_whole_sentence) {
    for (const auto& row : shipped().rows)
        for (const auto& finding : shipped().answer(row).findings) {
            BOOST_TEST(!finding.source.empty(), finding.code);
            BOOST_TEST(finding.sentence.ends_with("."), finding.sentence);
            BOOST_TEST(finding.sentence.find_first_of("{}") == std::string::npos, finding.sentence);
            const bool asked = finding.severity == core::Severity::blocking;
            BOOST_TEST((!asked || finding.sentence.find("(non indiqué)") == std::string::npos), finding.sentence);
        }
}

BOOST_AUTO_TEST_CASE(a_doubt_that_holds_a_dossier_up_asks_a_person_something) {
    for (const auto& row : shipped().rows) {
        const auto result = shipped().answer(row);
        const bool doubt =
            std::any_of(result.findings.begin(), result.findings.end(),
                        [](const core::Finding& finding) { return finding.severity == core::Severity::doubt; });
        BOOST_TEST(doubt == !result.questions.empty(), row.where);
    }
}

BOOST_AUTO_TEST_SUITE_END()
