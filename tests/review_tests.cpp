#include "pipeline/review.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "checking.h"
#include "core/limits.h"
#include "store/sha256.h"

namespace {

using core::QuestionKind;

/// A request whose form has one doubtful signature and whose arrêté is perhaps one.
struct Reviewing : Checking {
    std::string number = complete_dossier(core::Training::integration, "5");
    std::string crop = store.spool().put("PNG of a box");
    std::string form_arrival;
    std::string piece_arrival;

    Reviewing() {
        office.config.control_one_in = 0;
        auto data = store.dossiers().find(number)->dossier.data;
        data["agent.naissance"] = "1989-04-12";
        data["agent.nomination"] = "2026-03-01";
        store.dossiers().update_data(number, data);
        form_arrival = add_pages(number, form());
        piece_arrival = add_pages(number, {{.page = 1}, {.page = 2}, {.page = 3}});
        pieces(core::KindState::uncertain);
    }

    void pieces(core::KindState arrete) {
        const auto of = [&](core::Kind kind, int page, core::KindState state) {
            return core::Piece{.kind = kind, .state = state, .score = 0.8, .pages = {{piece_arrival, page}}};
        };
        using core::Kind;
        constexpr auto sure = core::KindState::recognised;
        store.dossiers().set_pieces(number,
                                    {of(Kind::arrete_nomination, 1, arrete), of(Kind::attestation_formation, 2, sure),
                                     of(Kind::programme_formation, 3, sure)});
    }

    std::vector<core::Page> form() const {
        std::vector<core::Page> pages;
        const auto* layout = office.catalogue.layout("integration");
        for (int number_of = 1; number_of <= static_cast<int>(layout->pages.size()); ++number_of) {
            core::Page page{.page = number_of,
                            .form = core::FormMatch{.id = "integration", .version = 1, .page = number_of}};
            for (const auto& zone : layout->pages[static_cast<std::size_t>(number_of - 1)].zones)
                if (zone.kind == core::ZoneKind::signature)
                    page.zones.push_back(
                        {.id = zone.id, .kind = zone.kind, .state = core::ZoneState::signed_, .score = 0.99});
                else if (zone.kind == core::ZoneKind::stamp)
                    page.zones.push_back({.id = zone.id,
                                          .kind = zone.kind,
                                          .state = core::ZoneState::read,
                                          .score = 0.99,
                                          .stamped = true});
            for (auto& zone : page.zones)
                if (zone.id == "signature_agent") {
                    zone.state = core::ZoneState::doubt;
                    zone.score = 0.4;
                    zone.evidence = crop;
                }
            pages.push_back(std::move(page));
        }
        return pages;
    }

    core::Review question(QuestionKind kind) {
        for (const auto& review : store.reviews().list())
            if (review.question.kind == kind) return review;
        BOOST_FAIL("no such question");
        return {};
    }

    bool answer(QuestionKind kind, const std::string& typed, const std::string& who = "instructeur") {
        return bool(pipeline::settle_review(office, store, question(kind).id, typed, who));
    }

    void run_checks() {
        while (const auto job = store.jobs().claim("test", std::chrono::minutes{1}, {pipeline::check_job}))
            pipeline::settle(office, store, *job);
    }

    std::string findings() {
        std::string text;
        for (const auto& finding : store.dossiers().findings(number))
            text += finding.code + ":" + finding.subject + " ";
        return text;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(review_tests, Reviewing)

BOOST_AUTO_TEST_CASE(a_doubtful_dossier_asks_people_and_is_complete_when_they_answered) {
    check(number);
    BOOST_TEST(state(number) == "doubtful");
    BOOST_TEST(store.reviews().list(core::ReviewState::open).size() == 2U);
    BOOST_TEST(question(QuestionKind::signature).question.crop == crop);
    BOOST_TEST(question(QuestionKind::signature).question.score == 0.4);

    BOOST_TEST(answer(QuestionKind::signature, "s"));
    BOOST_TEST(answer(QuestionKind::kind, "arrete_nomination"));
    run_checks();
    BOOST_TEST(state(number) == "complete", findings());
    BOOST_TEST(store.reviews().list(core::ReviewState::open).empty());

    const auto explained = pipeline::check_now(office, store, *store.dossiers().find(number));
    const auto rule = std::find_if(explained.answers.begin(), explained.answers.end(),
                                   [](const core::RuleAnswer& a) { return a.subject == "signature_agent"; });
    BOOST_REQUIRE(rule != explained.answers.end());
    BOOST_TEST(rule->evidence.at(0).place == "instructeur, le 23/11/2026");

    std::string told;
    for (const auto& event : store.journal().of(number))
        if (event.what == "review_settled") told += event.who + " " + event.detail + "; ";
    BOOST_TEST(told == "instructeur R000001 signature signed; instructeur R000002 kind arrete_nomination; ");
}

BOOST_AUTO_TEST_CASE(an_empty_box_is_asked_for) {
    check(number);
    BOOST_TEST(answer(QuestionKind::signature, "vide"));
    run_checks();
    BOOST_TEST(state(number) == "incomplete");
    BOOST_TEST(findings().find("signature_missing:signature_agent") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_question_asked_twice_is_one_and_its_answer_stands) {
    check(number);
    check(number);
    BOOST_TEST(store.reviews().list().size() == 2U);
    BOOST_TEST(answer(QuestionKind::signature, "s"));
    run_checks();
    check(number);
    BOOST_TEST(question(QuestionKind::signature).answer == "signed");
    BOOST_TEST(store.reviews().list(core::ReviewState::open).size() == 1U);

    BOOST_TEST(answer(QuestionKind::signature, "v"), "a second look");
    run_checks();
    BOOST_TEST(state(number) == "incomplete");
}

BOOST_AUTO_TEST_CASE(a_doubt_that_new_pages_settle_is_no_longer_asked) {
    check(number);
    pieces(core::KindState::recognised);
    check(number);
    BOOST_TEST((question(QuestionKind::kind).state == core::ReviewState::obsolete));
    pieces(core::KindState::uncertain);
    check(number);
    BOOST_TEST((question(QuestionKind::kind).state == core::ReviewState::open),
               "and is asked again when it comes back");
}

BOOST_AUTO_TEST_CASE(who_answers_is_known_and_may) {
    check(number);
    BOOST_TEST(!answer(QuestionKind::signature, "s", "inconnu"));
    BOOST_TEST(!answer(QuestionKind::signature, "s", ""));
    BOOST_TEST((question(QuestionKind::signature).state == core::ReviewState::open));
    BOOST_TEST(!pipeline::settle_review(office, store, "R999999", "s", "instructeur"));
}

BOOST_AUTO_TEST_CASE(answers_are_typed_in_many_ways_and_only_what_makes_sense_is_taken) {
    const struct {
        QuestionKind kind;
        std::string key, typed, kept;  ///< Kept empty: refused.
    } rows[]{
        {QuestionKind::signature, "", "s", "signed"},
        {QuestionKind::signature, "", "Signé", "signed"},
        {QuestionKind::signature, "", "oui", "signed"},
        {QuestionKind::signature, "", "signed", "signed"},
        {QuestionKind::signature, "", " V ", "empty"},
        {QuestionKind::stamp, "", "c", "stamped"},
        {QuestionKind::stamp, "", "non", "empty"},
        {QuestionKind::rule, "", "o", "yes"},
        {QuestionKind::rule, "", "n", "no"},
        {QuestionKind::kind, "", "diplome", "diplome"},
        {QuestionKind::kind, "", "rib", "rib"},
        {QuestionKind::value, "agent.naissance", "12/04/1989", "1989-04-12"},
        {QuestionKind::value, "agent.naissance", "1989-04-12", "1989-04-12"},
        {QuestionKind::value, "agent.nom", "LEMOINE", "LEMOINE"},
        {QuestionKind::value, "jours", "2,5", "2,5"},
        {QuestionKind::value, "motifs.experience.1.du", "2020-01-01", "2020-01-01"},
        {QuestionKind::signature, "", "", ""},
        {QuestionKind::signature, "", "peut-être", ""},
        {QuestionKind::signature, "", "c", ""},
        {QuestionKind::stamp, "", "s", ""},
        {QuestionKind::rule, "", "signed", ""},
        {QuestionKind::kind, "", "", ""},
        {QuestionKind::kind, "", "diplomme", ""},
        {QuestionKind::kind, "", "Diplôme", ""},
        {QuestionKind::value, "agent.naissance", "12 avril 1989", ""},
        {QuestionKind::value, "agent.naissance", "31/02/1989", ""},
        {QuestionKind::value, "agent.categorie", "D", ""},
        {QuestionKind::value, "jours", "cinq", ""},
        {QuestionKind::value, "collectivite.siret", "123", ""},
    };
    for (const auto& row : rows) {
        const auto read = pipeline::read_answer(office, {.kind = row.kind, .key = row.key}, row.typed);
        BOOST_TEST(bool(read) == !row.kept.empty(), row.typed);
        if (read) BOOST_TEST(*read == row.kept);
    }
    const auto empty = pipeline::read_answer(office, {.kind = QuestionKind::value, .key = "agent.nom"}, "");
    BOOST_TEST(bool(empty), "an empty field may be said to be empty");
}

BOOST_AUTO_TEST_CASE(what_a_person_reads_is_data_of_the_request) {
    store.reviews().ask(number, {{.kind = QuestionKind::value, .key = "agent.grade", .text = "?"}});
    BOOST_TEST(answer(QuestionKind::value, "adjoint technique"));
    BOOST_TEST(core::field(store.dossiers().find(number)->dossier.data, "agent.grade") == "adjoint technique");
    for (const auto& event : store.journal().of(number))
        BOOST_TEST(event.detail.find("technique") == std::string::npos, "no text of a document in the journal");
}

BOOST_AUTO_TEST_CASE(some_certain_answers_are_drawn_for_control_and_measure_the_error) {
    office.config.control_one_in = 1;
    check(number);
    auto counts = store.reviews().counts();
    BOOST_TEST(counts.open == 2);
    BOOST_TEST(counts.controls[QuestionKind::signature].drawn == 3);
    BOOST_TEST(counts.controls[QuestionKind::stamp].drawn == 1);
    BOOST_TEST(counts.controls[QuestionKind::kind].drawn == 2);
    BOOST_TEST(state(number) == "doubtful", "a control holds nothing up");

    int wrong = 0;
    for (const auto& review : store.reviews().list(core::ReviewState::open)) {
        if (review.purpose != core::ReviewPurpose::control || review.question.kind != QuestionKind::signature) continue;
        const auto said = wrong == 0 ? "v" : "s";
        wrong = 1;
        BOOST_TEST(bool(pipeline::settle_review(office, store, review.id, said, "instructeur")));
    }
    counts = store.reviews().counts();
    BOOST_TEST((counts.controls[QuestionKind::signature] == store::ControlCount{3, 3, 1}));
    run_checks();
    BOOST_TEST(state(number) == "incomplete", "what the person saw counts in the next check");
}

BOOST_AUTO_TEST_CASE(a_control_of_another_one_of_its_kind_is_no_error) {
    office.config.control_one_in = 1;
    auto all = store.dossiers().pieces(number);
    all[0].detail = "contrat";
    all[0].state = core::KindState::recognised;
    store.dossiers().set_pieces(number, all);
    check(number);
    for (const auto& review : store.reviews().list(core::ReviewState::open))
        if (review.machine == "contrat")
            BOOST_TEST(bool(pipeline::settle_review(office, store, review.id, "arrete_nomination", "instructeur")));
    BOOST_TEST((store.reviews().counts().controls[QuestionKind::kind] == store::ControlCount{3, 1, 0}));
}

BOOST_AUTO_TEST_CASE(the_drawing_is_one_in_so_many_and_always_the_same) {
    int drawn = 0;
    for (int i = 0; i < 20000; ++i) drawn += pipeline::is_drawn("26-000001-5", std::to_string(i), 50) ? 1 : 0;
    BOOST_TEST(drawn > 320);
    BOOST_TEST(drawn < 480);
    BOOST_TEST(pipeline::is_drawn("26-000001-5", "a", 7) == pipeline::is_drawn("26-000001-5", "a", 7));
    BOOST_TEST(!pipeline::is_drawn("26-000001-5", "a", 0));
    BOOST_TEST(pipeline::is_drawn("26-000001-5", "a", 1));
}

BOOST_AUTO_TEST_CASE(the_error_is_told_with_where_it_lies) {
    const auto none = pipeline::error_rate(0, 0);
    BOOST_TEST(none.high == 1.0);
    const auto clean = pipeline::error_rate(0, 100);
    BOOST_TEST(clean.rate == 0.0);
    BOOST_TEST(std::abs(clean.high - 0.0370) < 0.0005);
    const auto some = pipeline::error_rate(2, 100);
    BOOST_TEST(std::abs(some.low - 0.0055) < 0.0005);
    BOOST_TEST(std::abs(some.high - 0.0700) < 0.0005);
}

BOOST_AUTO_TEST_CASE(the_page_shows_each_question_with_its_picture_and_nothing_from_outside) {
    check(number);
    const auto html = pipeline::review_page(office, store, store.reviews().list(core::ReviewState::open));
    BOOST_TEST(html.find("R000001 — dossier " + number) != std::string::npos);
    BOOST_TEST(html.find("data:image/png;base64,UE5HIG9mIGEgYm94") != std::string::npos);
    BOOST_TEST(html.find("http://") == std::string::npos);
    BOOST_TEST(html.find("https://") == std::string::npos);
    BOOST_TEST(html.find("<script") == std::string::npos);
    BOOST_TEST(html.find("Image indisponible") != std::string::npos,
               "the page of the arrêté was not kept by this test");
}

BOOST_AUTO_TEST_CASE(what_people_settled_is_given_out_as_labels) {
    check(number);
    BOOST_TEST(answer(QuestionKind::signature, "v"));
    store.reviews().ask(number, {{.kind = QuestionKind::value, .key = "agent.grade", .text = "?"}});
    BOOST_TEST(answer(QuestionKind::value, "rédacteur"));
    BOOST_TEST(pipeline::export_labels(office, store, folder / "labels", pipeline::Labels::without_texts) == 1);
    std::ostringstream lines;
    lines << std::ifstream{folder / "labels" / "etiquettes.jsonl"}.rdbuf();
    BOOST_TEST(lines.str().find(R"("machine":"doubt","score":0.4,"answer":"empty")") != std::string::npos, lines.str());
    BOOST_TEST(std::filesystem::file_size(folder / "labels" / "R000001.png") == 12U);
    BOOST_CHECK_THROW(pipeline::export_labels(office, store, folder / "labels", pipeline::Labels::with_texts),
                      core::BadSetup);
    BOOST_TEST(pipeline::export_labels(office, store, folder / "all", pipeline::Labels::with_texts) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
