#include "pipeline/print_run.h"

#include <spdlog/spdlog.h>

#include <map>
#include <memory>
#include <random>
#include <set>

#include "core/identifiers.h"
#include "pipeline/bordereau.h"
#include "pipeline/pdf_merge.h"
#include "store/names.h"
#include "templates/haru.h"
#include "tests/printed.h"
#include "tests/smtp_fixture.h"
#include "tests/store_home.h"

namespace {

namespace fs = std::filesystem;
using core::DispatchState;
using std::chrono::hours;
using std::chrono::milliseconds;

const std::string valmer = "MAIRIE DE VALMER SUR ORNE\n1 PLACE DE LA MAIRIE\n14999 VALMER SUR ORNE";
const std::string bourg = "MAIRIE DE BOURG-L’ÉVÊQUE\n3 RUE HAUTE\n14100 BOURG L EVEQUE";

struct PostRoom {
    PostRoom() { spdlog::set_level(spdlog::level::off); }
    ~PostRoom() { spdlog::set_level(spdlog::level::info); }

    static std::string letter(int number, int pages) {
        templates::HaruDoc document{templates::fonts_of(),
                                    {.title = "Lettre", .date = *core::parse_date("2026-11-03")}};
        for (int page = 1; page <= pages; ++page) {
            document.add_page();
            document.text(30, 50, "Lettre " + std::to_string(number) + ", page " + std::to_string(page), {});
        }
        return *document.bytes();
    }

    core::Dispatch row(int number, int pages, const std::string& recipient) const {
        return {.dossier = core::DossierNumber::make(2026, number).text(),
                .letter_kind = "accord-partiel-integration",
                .channel = core::DispatchChannel::post,
                .recipient = recipient,
                .siret = "21140118500017",
                .pdf_sha256 = store::Spool{store::spool_path(home.home)}.put(letter(number, pages))};
    }

    static std::string add(store::Store& store, const core::Dispatch& dispatch) {
        store.dossiers().add({.number = dispatch.dossier}, core::Channel::post, "", "test");
        return store.outbox().add(dispatch).dispatch.id;
    }

    std::vector<pipeline::PrintedRun> print(store::Store& store) const {
        return pipeline::print_due(store,
                                   {.folder = out, .office = "CNFPT Normandie, pôle des dispenses de formation"});
    }

    std::map<std::string, std::string> files(const std::string& run) const {
        std::map<std::string, std::string> found;
        for (const auto& entry : fs::directory_iterator{out / run})
            found[entry.path().filename().string()] = smtp_fixture::content(entry.path());
        return found;
    }
    std::set<std::string> folders() const {
        std::set<std::string> found;
        for (const auto& entry : fs::directory_iterator{out}) found.insert(entry.path().filename().string());
        return found;
    }

    StoreHome home;
    fs::path out = store::post_out_path(home.home);
};

std::string state_of(store::Store& store, const std::string& id) {
    return std::string{core::to_text(store.outbox().find(id)->state)};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(print_run_tests, PostRoom)

BOOST_AUTO_TEST_CASE(a_run_holds_each_letter_the_merged_file_and_the_bordereau) {
    auto store = home.open();
    add(store, row(1, 1, valmer));
    add(store, row(2, 2, bourg));
    add(store, row(3, 3, valmer));
    auto copy = row(3, 1, valmer);
    copy.letter_kind = "copie-agent-integration";
    copy.addressee = core::Addressee::agent;
    copy.recipient = "MADAME ANNE-LAURE LEMOINE\n14999 VALMER SUR ORNE";
    add(store, copy);
    const auto runs = print(store);
    BOOST_REQUIRE(runs.size() == 1U);
    BOOST_TEST(runs[0].letters == 4);
    BOOST_TEST(runs[0].envelopes == 3);
    BOOST_TEST(runs[0].pages == 7);
    BOOST_TEST((runs[0].folder == out / "2026-11-03"));

    std::vector<std::string> names;
    for (const auto& [name, bytes] : files("2026-11-03")) names.push_back(name);
    const std::vector<std::string> expected{
        "001-26-000002-" + row(2, 1, "x").dossier.substr(10) + "-accord-partiel-integration.pdf",
        "002-" + row(3, 1, "x").dossier + "-copie-agent-integration.pdf",
        "003-" + row(1, 1, "x").dossier + "-accord-partiel-integration.pdf",
        "004-" + row(3, 1, "x").dossier + "-accord-partiel-integration.pdf",
        "bordereau-2026-11-03.csv",
        "bordereau-2026-11-03.pdf",
        "tirage-2026-11-03.pdf"};
    BOOST_TEST(names == expected, boost::test_tools::per_element());

    const std::vector<std::string> pages{
        "Lettre 2, page 1", "Lettre 2, page 2", "Lettre 3, page 1", "", "Lettre 1, page 1", "",
        "Lettre 3, page 1", "Lettre 3, page 2", "Lettre 3, page 3", ""};
    const auto file_of = [&](const char* name) {
        return std::make_unique<printed::File>(smtp_fixture::content(runs[0].folder / name));
    };
    const auto merged = file_of("tirage-2026-11-03.pdf"), bordereau = file_of("bordereau-2026-11-03.pdf");
    BOOST_TEST(merged->pages() == static_cast<int>(pages.size()));
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const auto number = std::to_string(i + 1);
        auto text = merged->text("-f " + number + " -l " + number);
        std::erase_if(text, [](char c) { return c == '\n' || c == '\f'; });
        BOOST_TEST(text == pages[i]);
    }
    for (const auto* file : {merged.get(), bordereau.get()}) {
        BOOST_TEST(printed::fault_of(*file) == "");
        const auto fonts = file->fonts();
        BOOST_TEST(std::any_of(fonts.begin(), fonts.end(),
                               [](const auto& font) { return font.find("Liberation") != std::string::npos; }));
    }
    const auto text = bordereau->text("-f 1 -l 1");
    for (const auto* word : {"CNFPT Normandie", "Bordereau d’envoi postal n° 2026-11-03", "MAIRIE DE BOURG-L’ÉVÊQUE",
                             "14100 BOURG L EVEQUE", "Accord partiel", "Copie à l’agent", "intégration",
                             "4 lettres, 3 plis, 7 pages, 5 feuilles en recto verso"})
        BOOST_TEST(text.find(word) != std::string::npos, word << " in " << text);
}

BOOST_AUTO_TEST_CASE(a_letter_is_printed_once_and_a_second_run_has_its_own_name) {
    auto store = home.open();
    const auto first = add(store, row(1, 1, valmer));
    BOOST_TEST(print(store).size() == 1U);
    BOOST_TEST(state_of(store, first) == "printed");
    BOOST_TEST(store.outbox().find(first)->reply == "2026-11-03");
    const auto before = files("2026-11-03");
    BOOST_TEST(print(store).empty());
    BOOST_TEST((folders() == std::set<std::string>{"2026-11-03"}));

    const auto second = add(store, row(2, 1, valmer));
    const auto runs = print(store);
    BOOST_REQUIRE(runs.size() == 1U);
    BOOST_TEST((runs[0].run == store::PrintRun{*core::parse_date("2026-11-03"), 2}));
    BOOST_TEST(store.outbox().find(second)->reply == "2026-11-03-2");
    BOOST_TEST((files("2026-11-03") == before));
    BOOST_TEST(files("2026-11-03-2").contains("tirage-2026-11-03-2.pdf"));
}

BOOST_AUTO_TEST_CASE(a_mail_a_held_letter_and_one_for_later_stay) {
    auto store = home.open();
    auto mail = row(1, 1, "rh@valmer.example");
    mail.channel = core::DispatchChannel::mail;
    const auto by_mail = add(store, mail);
    const auto held = add(store, row(2, 1, valmer));
    BOOST_REQUIRE(store.outbox().hold(held, "instructeur"));
    auto later = row(3, 1, valmer);
    later.next_try = home.now + hours{1};
    add(store, later);
    BOOST_TEST(print(store).empty());
    BOOST_TEST(folders().empty());
    BOOST_TEST(state_of(store, by_mail) == "waiting");
    home.now += hours{1};
    BOOST_TEST(print(store).at(0).letters == 1);
    BOOST_TEST(state_of(store, held) == "held");
}

BOOST_AUTO_TEST_CASE(an_envelope_without_its_letter_is_held_and_stops_no_other) {
    auto store = home.open();
    auto missing = row(1, 1, valmer), unreadable = row(2, 1, valmer), nowhere = row(3, 1, "");
    missing.pdf_sha256 = store::sha256("never put");
    unreadable.pdf_sha256 = store::Spool{store::spool_path(home.home)}.put("no PDF");
    std::vector<std::string> bad;
    for (const auto& dispatch : {missing, unreadable, nowhere}) bad.push_back(add(store, dispatch));
    const auto good = add(store, row(4, 1, valmer));
    BOOST_TEST(print(store).at(0).letters == 1);
    BOOST_TEST(state_of(store, good) == "printed");
    for (const auto& id : bad) {
        BOOST_TEST(state_of(store, id) == "held");
        BOOST_TEST(store.journal().of(id).back().what == "alarm_envelope_held");
    }
}

/// The crash between the folder and the commit: the database of before, the folder of after.
BOOST_AUTO_TEST_CASE(a_run_that_was_not_marked_is_finished_with_the_same_bytes) {
    const auto kept = home.folder.path() / "kept.sqlite";
    std::string first, second;
    {
        auto store = home.open();
        first = add(store, row(1, 3, valmer));
        add(store, row(2, 1, bourg));
        store.copy_database(kept);
        BOOST_TEST(print(store).size() == 1U);
    }
    const auto before = files("2026-11-03");
    for (const auto* suffix : {"", "-wal", "-shm"}) fs::remove(store::database_path(home.home).string() + suffix);
    fs::copy_file(kept, store::database_path(home.home));
    fs::create_directory(out / store::partial_name(7));
    fs::create_directory(out / "à moi");
    {
        auto store = home.open();
        second = add(store, row(3, 1, valmer));  // Due since: not for the run that is out already.
        home.now += hours{24};
        const auto runs = print(store);
        BOOST_REQUIRE(runs.size() == 2U);
        BOOST_TEST(runs[0].letters == 2);
        BOOST_TEST((files("2026-11-03") == before));
        BOOST_TEST(store.outbox().find(first)->reply == "2026-11-03");
        BOOST_TEST(store.outbox().find(second)->reply == "2026-11-04");
        BOOST_TEST(print(store).empty());
        BOOST_TEST((folders() == std::set<std::string>{"2026-11-03", "2026-11-04", "à moi"}));
    }
}

BOOST_AUTO_TEST_CASE(an_unmarked_run_with_a_letter_held_since_is_made_anew) {
    const auto kept = home.folder.path() / "kept.sqlite";
    std::string held;
    {
        auto store = home.open();
        held = add(store, row(1, 1, valmer));
        add(store, row(2, 1, bourg));
        store.copy_database(kept);
        print(store);
    }
    for (const auto* suffix : {"", "-wal", "-shm"}) fs::remove(store::database_path(home.home).string() + suffix);
    fs::copy_file(kept, store::database_path(home.home));
    auto store = home.open();
    BOOST_REQUIRE(store.outbox().hold(held, "instructeur"));
    BOOST_TEST(print(store).at(0).letters == 1);
    BOOST_TEST((folders() == std::set<std::string>{"2026-11-03"}));
    BOOST_TEST(files("2026-11-03").size() == 4U);
    BOOST_TEST(state_of(store, held) == "held");
}

BOOST_AUTO_TEST_CASE(kills_at_random_print_every_letter_in_one_run) {
    constexpr int kills = 15;
    using std::chrono::steady_clock;
    std::mt19937 random{7};
    int number = 0;
    auto whole = milliseconds{0};  // What a run takes here, today.
    for (int round = 0; round <= kills; ++round) {
        {
            auto store = home.open();
            for (int i = 0; i < 2; ++i) ++number, add(store, row(number, 1 + number % 3, number % 2 ? valmer : bourg));
        }
        const auto start = steady_clock::now();
        const auto child = fork();
        if (child == 0) {
            try {
                auto store = home.open();
                print(store);
            } catch (...) {
            }
            _exit(0);
        }
        if (round > 0) {
            std::this_thread::sleep_for(whole * std::uniform_int_distribution{20, 300}(random) / 100);
            kill(child, SIGKILL);
        }
        smtp_fixture::finish(child);
        if (round == 0) whole = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
    }
    auto store = home.open();
    print(store);
    std::multiset<std::string> in_folders;
    for (const auto& folder : folders())
        for (const auto& id : pipeline::dispatches_in_csv(files(folder).at("bordereau-" + folder + ".csv")))
            in_folders.insert(id + " " + folder);
    std::multiset<std::string> in_store;
    for (const auto& dispatch : store.outbox().list(DispatchState::printed))
        in_store.insert(dispatch.id + " " + dispatch.reply);
    BOOST_TEST((in_folders == in_store));
    BOOST_TEST(in_store.size() == static_cast<std::size_t>(number));
    BOOST_TEST_MESSAGE(kills << " kills of runs of " << whole.count() << " ms: " << number
                             << " letters, each in one of " << folders().size() << " runs");
}

BOOST_AUTO_TEST_CASE(a_long_run_has_several_bordereau_pages_and_no_formula) {
    std::vector<pipeline::RunLine> lines;
    for (int rank = 1; rank <= 70; ++rank)
        lines.push_back({.dispatch = {.id = store::dispatch_id(rank),
                                      .dossier = core::DossierNumber::make(2026, rank).text(),
                                      .letter_kind = rank % 2 ? "refus-professionnalisation" : "une-autre",
                                      .letter_version = rank % 3 + 1,
                                      .recipient = "=HYPERLINK(\"x\") " + std::string(80, 'W') + "漢\n14000 CAEN"},
                         .rank = rank,
                         .envelope = rank,
                         .pages = 2,
                         .file = "x.pdf"});
    const auto pdf =
        pipeline::bordereau_pdf({*core::parse_date("2026-11-03"), 1}, lines, "Bureau", templates::fonts_of());
    BOOST_TEST(pipeline::count_pages(pdf) == 4);
    BOOST_TEST(
        (pdf == pipeline::bordereau_pdf({*core::parse_date("2026-11-03"), 1}, lines, "Bureau", templates::fonts_of())));
    const auto csv = pipeline::bordereau_csv(lines);
    BOOST_TEST(csv.find(";\"'=HYPERLINK(\"\"x\"\") ") != std::string::npos);
    BOOST_TEST(csv.find(";\"=") == std::string::npos);
    const auto ids = pipeline::dispatches_in_csv(csv);
    BOOST_REQUIRE(ids.size() == 70U);
    BOOST_TEST(ids.back() == "E000070");
    BOOST_TEST(pipeline::dispatches_in_csv("rang;enveloppe").empty());
    BOOST_TEST(pipeline::dispatches_in_csv(csv.substr(0, csv.size() / 2)).size() < 70U);
}

BOOST_AUTO_TEST_SUITE_END()
