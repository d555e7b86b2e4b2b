#include "pipeline/template_publish.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include "core/failures.h"
#include "office_fixture.h"
#include "pipeline/template_diff.h"
#include "pipeline/template_preview.h"
#include "pipeline/template_rerun.h"
#include "store/names.h"

namespace {

namespace fs = std::filesystem;
using core::DecisionOutcome;
using core::Training;

std::string read(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

struct Workshop : Office {
    Workshop() { office.config.users.push_back({.login = "modeliste", .roles = {core::Role::modeles}}); }

    /// In the files being edited.
    void edit(const std::string& file, const std::string& before, const std::string& after) const {
        const auto path = home / "templates" / file;
        auto text = read(path);
        const auto at = text.find(before);
        BOOST_REQUIRE_MESSAGE(at != text.npos, file);
        std::ofstream{path, std::ios::binary} << text.replace(at, before.size(), after);
    }
    core::Outcome<core::Publication> publish(const std::string& name, const std::string& who = "modeliste",
                                             const std::string& why = "essai") {
        return pipeline::publish(office, store, {name, who, why});
    }
    /// As the next command or the service would find it.
    void reopen() {
        auto users = office.config.users;
        office = pipeline::open_installation(home, office.clock);
        office.limits.program = TEST_PROGRAM;
        office.config.users = users;
    }
    std::string decided(const std::string& dossier) {
        const auto done =
            pipeline::decide(office, store, {dossier, DecisionOutcome::refus, {}, {"Motif."}, "instructeur"});
        BOOST_REQUIRE_MESSAGE(done, core::describe(done ? core::Refusal{} : done.refusal()));
        const auto letter = store.dossiers().find_letter(dossier, "refus-integration", 1);
        BOOST_REQUIRE(letter);
        const auto words = pipeline::printed_words(store.spool().read(letter->sha256), office.limits);
        BOOST_REQUIRE(words);
        return *words;
    }
};

constexpr const char* salutation = "l'expression de ma considération distinguée";
constexpr const char* other_salutation = "mes salutations les meilleures";

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

std::string detail(const core::Outcome<core::Publication>& made) {
    return made ? "published" : core::describe(made.refusal());
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(template_publish_tests, Workshop)

BOOST_AUTO_TEST_CASE(what_is_being_edited_reaches_nobody_until_it_is_published) {
    edit("letters/_salutation.xml", salutation, other_salutation);
    reopen();
    BOOST_TEST(office.catalogue.publication == 1);
    BOOST_TEST(!says(decided(complete_dossier(Training::integration, "5")), "salutations"));

    BOOST_TEST(detail(publish("refus-integration")) == "published");
    reopen();
    BOOST_TEST(office.catalogue.publication == 2);
    BOOST_TEST(says(decided(complete_dossier(Training::integration, "5")), "salutations"));
}

BOOST_AUTO_TEST_CASE(a_broken_draft_keeps_nothing_from_working_and_is_not_published) {
    edit("letters/_refus.xml", "<titre>Motifs en droit</titre>",
         "<titre>Motifs en <valeur de=\"agent/nome\"/></titre>");
    reopen();
    BOOST_TEST(says(decided(complete_dossier(Training::integration, "5")), "Motifs en droit"));
    const auto made = publish("refus-integration");
    BOOST_TEST(says(detail(made), "_refus.xml, ligne 8"), detail(made));
    BOOST_TEST(says(detail(made), "« agent/nom »"));
    BOOST_TEST(store.publications().current() == 1);

    edit("letters/_refus.xml", "</fragment>", "");
    reopen();
    BOOST_TEST(says(detail(publish("refus-integration")), "_refus.xml"));
}

BOOST_AUTO_TEST_CASE(another_template_that_the_change_would_break_refuses_it) {
    edit("letters/_salutation.xml", "<fragment>",
         "<fragment><paragraphe><valeur de=\"decision/nature\"/></paragraphe>");
    const auto made = publish("refus-integration");  // It knows decisions; the acknowledgement does not.
    BOOST_TEST(says(detail(made), "_salutation.xml"), detail(made));
    BOOST_TEST(store.publications().current() == 1);
}

BOOST_AUTO_TEST_CASE(who_when_and_why_are_kept_and_needed) {
    edit("letters/_salutation.xml", salutation, other_salutation);
    BOOST_TEST(says(detail(publish("refus-integration", "instructeur")), "modeles"));
    BOOST_TEST(says(detail(publish("refus-integration", "inconnu")), "inconnu"));
    BOOST_TEST(says(detail(publish("refus-integration", "modeliste", "")), "motif"));
    BOOST_TEST(says(detail(publish("refus")), "inconnu"));
    BOOST_TEST(store.publications().current() == 1);

    BOOST_TEST(detail(publish("refus-integration", "modeliste", "formule plus simple")) == "published");
    BOOST_TEST(says(detail(publish("refus-integration")), "rien n'a changé"));
    const auto past = pipeline::history(office, store, "refus-integration");
    BOOST_REQUIRE(past.size() == 2U);
    BOOST_TEST(past[1].who == "modeliste");
    BOOST_TEST(past[1].why == "formule plus simple");
    BOOST_TEST((past[1].at == now));
    BOOST_TEST(past[1].changed.size() == 1U);
    BOOST_TEST(past[1].changed.contains("letters/_salutation.xml"));
    BOOST_TEST(pipeline::history(office, store, "integration").size() == 1U);  // The form was not concerned.
    BOOST_TEST(!store.journal().verify().has_value());
    BOOST_TEST(store.journal().of("2").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_rollback_is_a_publication_and_no_decided_letter_changes) {
    const auto first = complete_dossier(Training::integration, "5");
    decided(first);
    const auto kept = store.dossiers().letters(first);
    edit("letters/_salutation.xml", salutation, other_salutation);
    BOOST_TEST(detail(publish("refus-integration")) == "published");
    reopen();
    const auto second = complete_dossier(Training::integration, "5");
    BOOST_TEST(says(decided(second), "salutations"));
    BOOST_TEST((store.dossiers().letters(first) == kept));
    BOOST_TEST(store.dossiers().find_letter(first, "refus-integration", 1)->publication == 1);
    BOOST_TEST(store.dossiers().find_letter(second, "refus-integration", 1)->publication == 2);

    BOOST_TEST(detail(pipeline::roll_back(office, store, {"refus-integration", "modeliste", "trop familier"})) ==
               "published");
    reopen();
    BOOST_TEST(office.catalogue.publication == 3);
    BOOST_TEST(!says(decided(complete_dossier(Training::integration, "5")), "salutations"));
    BOOST_TEST(says(read(home / "templates" / "letters" / "_salutation.xml"), "salutations"));  // The draft stays.
    BOOST_TEST(!pipeline::roll_back(office, store, {"refus-integration", "modeliste", "x"}, 9));
    BOOST_TEST(!pipeline::roll_back(office, store, {"refus-integration", "instructeur", "x"}, 1));
}

BOOST_AUTO_TEST_CASE(a_form_whose_zones_move_needs_a_new_version) {
    edit("forms/integration.xml", "largeur=\"56\"", "largeur=\"50\"");
    const auto made = publish("integration");
    BOOST_TEST(says(detail(made), "version=\"2\""), detail(made));
    edit("forms/integration.xml", "version=\"1\"", "version=\"2\"");
    BOOST_TEST(detail(publish("integration")) == "published");
}

BOOST_AUTO_TEST_CASE(a_damaged_copy_is_made_again_from_the_spool) {
    const auto copy = store::published_path(home, 1) / "letters" / "_salutation.xml";
    BOOST_REQUIRE(fs::exists(copy));
    std::ofstream{copy} << "<fragment/>";
    reopen();
    BOOST_TEST(says(decided(complete_dossier(Training::integration, "5")), "considération"));
    fs::remove_all(store::published_path(home, 1));
    reopen();
    BOOST_TEST(fs::exists(copy));
}

BOOST_AUTO_TEST_CASE(the_blobs_of_published_templates_are_verified_with_the_others) {
    const auto uses = store.blobs();
    const auto count = std::ranges::count_if(uses, [](const auto& use) { return use.owner.ends_with(".xml"); });
    BOOST_TEST(count > 50);
    for (const auto& use : uses) BOOST_TEST(store.spool().has(use.sha256));
}

BOOST_AUTO_TEST_CASE(a_running_service_takes_a_published_template) {
    const auto log = folder / "journal.txt";
    std::ofstream{home / "vaguemestre.toml", std::ios::app}
        << "\n[[utilisateurs]]\nidentifiant = \"modeliste\"\nprenom = \"Odile\"\nnom = \"Marais\"\n"
           "qualite = \"responsable des modèles\"\nroles = [\"modeles\"]\n";
    const auto command = std::string{TEST_PROGRAM} + " --home '" + home.string() + "' run 2> '" + log.string() + "'";
    const auto child = fork();
    BOOST_REQUIRE(child >= 0);
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", ("exec " + command).c_str(), nullptr);
        _exit(127);
    }
    const auto wait_for = [&](const std::string& words) {
        for (int i = 0; i < 600; ++i) {
            if (says(read(log), words)) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
        return false;
    };
    BOOST_TEST(wait_for("stage=start"));
    edit("letters/_salutation.xml", salutation, other_salutation);
    BOOST_TEST(detail(publish("refus-integration")) == "published");
    BOOST_TEST(wait_for("stage=templates publication=2 outcome=taken"), read(log));

    // A broken draft beside it: it is not published, and what is published next does not take it along.
    edit("letters/_refus.xml", "</fragment>", "");
    BOOST_TEST(says(detail(publish("refus-integration")), "_refus.xml"));
    edit("letters/_accuse_reception.xml", "Merci de rappeler", "Veuillez rappeler");
    BOOST_TEST(detail(publish("accuse-reception-integration")) == "published");
    BOOST_TEST(wait_for("stage=templates publication=3 outcome=taken"), read(log));
    BOOST_TEST(!says(read(log), "level=error"), read(log));
    reopen();
    BOOST_TEST(says(decided(complete_dossier(Training::integration, "5")), "Motifs en droit"));
    kill(child, SIGTERM);
    int status = 0;
    waitpid(child, &status, 0);
    BOOST_TEST(WIFEXITED(status));
    BOOST_TEST(WEXITSTATUS(status) == 0, read(log));
}

BOOST_AUTO_TEST_CASE(a_rerun_names_the_letters_that_would_change) {
    const auto with_grade = complete_dossier(Training::integration, "5");
    const auto without = complete_dossier(Training::integration, "5");
    auto data = store.dossiers().find(without)->dossier.data;
    data.erase("agent.grade");
    store.dossiers().update_data(without, data);
    edit("letters/_refus.xml", "<titre>Motifs en fait</titre>",
         "<si test=\"agent/grade\"><paragraphe>Grade : <valeur de=\"agent/grade\"/>.</paragraphe></si>"
         "<titre>Motifs en fait</titre>");
    const auto runs = pipeline::rerun_letter(office, store, "refus-integration", 10);
    BOOST_REQUIRE(runs);
    BOOST_REQUIRE(runs->size() == 2U);
    for (const auto& run : *runs) {
        const auto expected = run.dossier == with_grade ? "changed" : "same";
        BOOST_TEST(core::to_text(run.outcome) == expected, run.dossier << " " << run.detail);
        if (run.dossier == with_grade) BOOST_TEST(says(run.detail, "+ Grade"), run.detail);
    }
    edit("letters/_refus.xml", "<si test=\"agent/grade\">", "<si test=\"true()\">");
    const auto worse = pipeline::rerun_letter(office, store, "refus-integration", 10);
    BOOST_REQUIRE(worse);
    BOOST_TEST(std::ranges::count_if(
                   *worse, [](const auto& run) { return run.outcome == pipeline::Rerun::Outcome::refused; }) == 1);
    BOOST_TEST(pipeline::rerun_letter(office, store, "refus-integration", 1)->size() == 1U);
}

BOOST_AUTO_TEST_CASE(two_versions_are_shown_side_by_side) {
    using Kind = pipeline::LinePair::Kind;
    const auto pairs = pipeline::compare_lines("a\nb\nc\n", "a\nc\nd\n");
    BOOST_TEST((pairs == std::vector<pipeline::LinePair>{
                             {Kind::same, "a"}, {Kind::removed, "b"}, {Kind::same, "c"}, {Kind::added, "d"}}));

    const auto seen = [&] {
        return pipeline::see_template(home / "templates", "refus-integration", std::nullopt,
                                      core::Date{std::chrono::year{2026} / 11 / 25})
            ->pdf;
    };
    const auto before = seen();
    edit("letters/_salutation.xml", salutation, other_salutation);
    const auto after = seen();
    const auto page = pipeline::diff_page({"avant", "<a/>", before}, {"après", "<b/>", after}, office.limits);
    BOOST_REQUIRE(page);
    for (const auto* words :
         {"<del>− &lt;a/&gt;</del>", "<ins>+ &lt;b/&gt;</ins>", "salutations", "class=\"pages changed\"",
          "data:image/png;base64,iVBOR", "avant, page 1", "après, page 1"})
        BOOST_TEST(says(*page, words), words);
    const auto same = pipeline::diff_page({"x", "", after}, {"y", "", after}, office.limits);
    BOOST_TEST(!says(*same, "changed\""));
    BOOST_TEST(says(*same, "Identique."));
}

BOOST_AUTO_TEST_CASE(a_template_is_seen_before_it_is_published) {
    const core::Date date{std::chrono::year{2026} / 11 / 25};
    for (const auto* name : {"refus-integration", "complement-professionnalisation", "integration"}) {
        const auto seen = pipeline::see_template(home / "templates", name, std::nullopt, date);
        BOOST_REQUIRE_MESSAGE(seen, name);
        BOOST_TEST(seen->pdf.starts_with("%PDF"));
    }
    BOOST_TEST(says(pipeline::see_template(home / "templates", "courriel", std::nullopt, date)->text, "dossier n°"));
    BOOST_TEST(!pipeline::see_template(home / "templates", "_recours", std::nullopt, date));
    const auto pdf = pipeline::see_template(home / "templates", "refus-integration", std::nullopt, date)->pdf;
    const auto pages = pipeline::write_pictures(pdf, folder / "images", "refus", office.limits, 60);
    BOOST_REQUIRE(pages);
    for (int page = 1; page <= *pages; ++page)
        BOOST_TEST(read(folder / "images" / ("refus-" + std::to_string(page) + ".png")).starts_with("\x89PNG"));

    const auto dossier = complete_dossier(Training::integration, "5");
    const auto real = pipeline::see_letter_for(office, store, "refus-integration", dossier);
    BOOST_REQUIRE(real);
    BOOST_TEST(says(*pipeline::printed_words(*real, office.limits), dossier));
    BOOST_TEST(store.dossiers().letters(dossier).empty());
    BOOST_TEST(!pipeline::see_letter_for(office, store, "refus-professionnalisation", dossier));
}

BOOST_AUTO_TEST_SUITE_END()
