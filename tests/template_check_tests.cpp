#include "templates/check.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "template_mistakes.h"
#include "templates/schema_paths.h"
#include "templates/schema_reference.h"
#include "templates/xpath_terms.h"
#include "temporary_folder.h"

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}
void write(const fs::path& file, const std::string& bytes) { std::ofstream{file, std::ios::binary} << bytes; }

/// A copy of the shipped templates that may be spoilt.
class Copy {
  public:
    Copy() { fs::copy(TEST_SOURCE_DIR "/templates", folder_.path(), fs::copy_options::recursive); }

    const fs::path& path() const { return folder_.path(); }
    std::vector<templates::TemplateFault> faults(const std::string& name) const {
        return templates::TemplateCheck{path()}.faults(name);
    }
    /// With one edit, which is taken back.
    std::vector<templates::TemplateFault> with(const Mistake& mistake) const {
        const auto file = path() / mistake.file;
        const auto before = read(file);
        auto after = before;
        after.replace(before.find(mistake.find), std::string_view{mistake.find}.size(), mistake.replace);
        write(file, after);
        auto found = faults(mistake.name);
        write(file, before);
        return found;
    }
    /// Of the edit, from 1.
    int line_of(const Mistake& mistake) const {
        const auto bytes = read(path() / mistake.file);
        const auto at = bytes.find(mistake.find);
        BOOST_REQUIRE_MESSAGE(at != bytes.npos, mistake.file << " : " << mistake.find);
        return 1 + static_cast<int>(std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n')) +
               mistake.further;
    }

  private:
    TemporaryFolder folder_;
};

std::string shown(const std::vector<templates::TemplateFault>& faults) {
    std::string text;
    for (const auto& fault : faults)
        text += "\n    " + fault.file + ":" + std::to_string(fault.line) + ":" + std::to_string(fault.column) + " " +
                fault.cause;
    return text.empty() ? "\n    (nothing)" : text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(template_check_tests)

BOOST_AUTO_TEST_CASE(the_shipped_templates_are_without_fault) {
    const templates::TemplateCheck check{TEST_SOURCE_DIR "/templates"};
    BOOST_TEST(check.names().size() > 20);
    for (const auto& name : check.names()) {
        const auto faults = check.faults(name);
        BOOST_TEST(faults.empty(), name << shown(faults));
    }
}

BOOST_AUTO_TEST_CASE(two_hundred_mistakes_are_refused_at_their_line_with_a_remedy) {
    const Copy copy;
    std::map<std::string, int> kinds;
    for (const auto& mistake : mistakes) {
        ++kinds[mistake.kind];
        const auto line = copy.line_of(mistake);
        const auto faults = copy.with(mistake);
        const auto file = fs::path{mistake.file}.filename().string();
        const bool told = std::ranges::any_of(faults, [&](const templates::TemplateFault& fault) {
            return fs::path{fault.file}.filename() == file && fault.line == line &&
                   !templates::said(fault).remedy.empty() &&
                   templates::said(fault).remedy.find(mistake.remedy) != std::string::npos;
        });
        BOOST_TEST(told, mistake.kind << ": " << mistake.replace << "\n  expected " << file << ":" << line << " … "
                                      << mistake.remedy << shown(faults));
    }
    BOOST_TEST(mistakes.size() >= 200U);
    BOOST_TEST(kinds.size() >= 25U);
}

BOOST_AUTO_TEST_CASE(a_fault_points_at_the_word) {
    const Copy copy;
    const Mistake mistake{"",
                          "refus-integration",
                          "letters/_refus.xml",
                          "<titre>Motifs en droit</titre>",
                          "<titre>Motifs <valeur de=\"agent/nome\"/> et <valeur de=\"agent/prenome\"/></titre>",
                          ""};
    const auto faults = copy.with(mistake);
    BOOST_REQUIRE(faults.size() == 2U);
    BOOST_TEST(faults[0].column == 35);
    BOOST_TEST(faults[1].column == 64);
}

BOOST_AUTO_TEST_CASE(every_fault_of_a_template_is_told_at_once) {
    const Copy copy;
    const Mistake mistake{"",
                          "refus-integration",
                          "letters/_refus.xml",
                          "<titre>Motifs en droit</titre>",
                          "<titre style=\"gros\">a</titre>\n<paragraphe><valeur de=\"agent/nome\"/></paragraphe>\n"
                          "<image fichier=\"x.png\" texte=\"Logo\"/>",
                          ""};
    BOOST_TEST(copy.with(mistake).size() >= 2U);
}

BOOST_AUTO_TEST_CASE(an_unknown_template_names_its_neighbour) {
    const templates::TemplateCheck check{TEST_SOURCE_DIR "/templates"};
    const auto faults = check.faults("refu-integration");
    BOOST_REQUIRE(faults.size() == 1U);
    BOOST_TEST(faults[0].cause.find("« refus-integration »") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_letter_without_sample_is_tried_with_the_examples_of_the_data_model) {
    const Copy copy;
    fs::remove_all(copy.path() / "letters" / "samples");
    for (const auto* name : {"refus-integration", "complement-professionnalisation", "courriel"})
        BOOST_TEST(copy.faults(name).empty(), name << shown(copy.faults(name)));
}

BOOST_AUTO_TEST_CASE(the_paths_of_an_expression_are_found) {
    const auto names = [](const std::string& expression) {
        std::string text;
        for (const auto& path : templates::xpath_terms(expression).paths) {
            text += text.empty() ? "" : " ";
            if (path.within >= 0) text += "[" + std::to_string(path.within) + "]";
            for (const auto& step : path.steps) text += (&step == &path.steps.front() ? "" : "/") + step.name;
        }
        return text;
    };
    const std::vector<std::pair<std::string, std::string>> rows{
        {"agent/nom", "agent/nom"},
        {"div and mod", "div mod"},
        {"a * b", "a b"},
        {"*", "*"},
        {"a/* and b", "a/* b"},
        {"count(decision/motif) > 2 and jours", "decision/motif jours"},
        {"constat[phrase='x']/phrase", "constat/phrase [0]phrase"},
        {"not(a) or b[2]", "a b"},
        {"concat(agent/prenom, ' ', agent/nom)", "agent/prenom agent/nom"},
        {"number(translate(decision/duree_due, ',', '.')) - number(jours)", "decision/duree_due jours"},
        {"$date", ""},
        {"'agent/nom'", ""},
        {"child::agent/nom", "agent/nom"},
        {"a-b/c", "a-b/c"}};
    for (const auto& [expression, expected] : rows) BOOST_TEST(names(expression) == expected, expression);
}

BOOST_AUTO_TEST_CASE(the_data_model_knows_all_that_a_request_may_hold) {
    const fs::path schema{TEST_SOURCE_DIR "/templates/schema"};
    const auto model = templates::DataModel::load(schema / "donnees.xml");
    const auto doc = templates::parse_xml(read(schema / "demande.rng"), "demande.rng");
    BOOST_REQUIRE(doc);
    for (const auto& path : templates::paths_of(*doc)) {
        const auto* at = &model.request;
        std::istringstream steps{path};
        for (std::string step; at != nullptr && std::getline(steps, step, '.');)
            if (!step.starts_with('@')) at = at->child(step);
        BOOST_TEST(at != nullptr, path);
    }
}

BOOST_AUTO_TEST_CASE(the_reference_is_that_of_the_schema) {
    const fs::path schema{TEST_SOURCE_DIR "/templates/schema"};
    const auto doc = templates::parse_xml(read(schema / "modele.rng"), "modele.rng");
    BOOST_REQUIRE(doc);
    const auto made = templates::schema_reference(*doc, templates::DataModel::load(schema / "donnees.xml"));
    BOOST_TEST((made == read(TEST_SOURCE_DIR "/docs/templates-reference.md")),
               "run: vaguemestre template reference > docs/templates-reference.md");
}

BOOST_AUTO_TEST_SUITE_END()
