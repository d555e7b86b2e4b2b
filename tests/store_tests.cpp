#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "core/failures.h"
#include "core/identifiers.h"
#include "database.h"
#include "store_home.h"

namespace {

using namespace std::chrono_literals;

/// Runs `work` in a child process that never comes back from it.
template <class Work>
pid_t in_child(Work work) {
    const auto child = ::fork();
    if (child != 0) return child;
    try {
        work();
    } catch (...) {
        ::_exit(1);
    }
    ::_exit(0);
}

int exit_code(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// What comes through a pipe until this many lines are there, or until its end.
std::string read_lines(int pipe, std::size_t lines) {
    std::string text;
    char c = 0;
    while (lines > 0 && ::read(pipe, &c, 1) == 1) {
        text.push_back(c);
        if (c == '\n') --lines;
    }
    return text;
}

/// The bytes are put, the row committed, only then the key is told through the pipe: what was told was promised.
void add_until_killed(const std::filesystem::path& home, std::size_t round, int promises) {
    store::Store store{home};
    for (int i = 0;; ++i) {
        const auto content = "round " + std::to_string(round) + " drop " + std::to_string(i);
        store.spool().put(content);
        const auto arrival = some_arrival(content);
        store.arrivals().add(arrival);
        const auto line = arrival.key + "\n";
        if (::write(promises, line.data(), line.size()) < 0) return;
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(store_tests)

BOOST_AUTO_TEST_CASE(durability_rests_on_settings_that_hold) {
    StoreHome home;
    auto store = home.open();
    const auto settings = store.durability();
    BOOST_TEST(settings.at("journal_mode") == "wal");
    BOOST_TEST(settings.at("synchronous") == "2");
    BOOST_TEST(settings.at("foreign_keys") == "1");
    BOOST_TEST(std::stoi(settings.at("busy_timeout")) >= 5000);
}

BOOST_AUTO_TEST_CASE(an_installation_on_a_share_is_refused) {
    StoreHome home;
    const auto nfs = [](const auto&) { return 0x6969L; };
    BOOST_CHECK_THROW(store::Store(home.home, core::system_now, nfs), core::BadSetup);
    BOOST_CHECK_THROW(store::Store::create(home.folder.path() / "autre", nfs), core::BadSetup);
    BOOST_TEST(!std::filesystem::exists(store::database_path(home.folder.path() / "autre")));
}

BOOST_AUTO_TEST_CASE(a_wrong_place_is_told_before_anything_is_made) {
    StoreHome home;
    BOOST_CHECK_THROW(store::Store::create(home.home), core::BadSetup);
    const auto empty = home.folder.path() / "vide";
    std::filesystem::create_directory(empty);
    BOOST_CHECK_THROW(store::Store{empty}, core::BadSetup);
    BOOST_TEST(std::filesystem::is_empty(empty));
    BOOST_CHECK_THROW(store::Store{home.folder.path() / "absent"}, core::BadSetup);
    std::ofstream{store::database_path(empty)} << std::string(5000, 'x');
    BOOST_CHECK_THROW(store::Store{empty}, core::BadSetup);
}

BOOST_AUTO_TEST_CASE(a_database_from_a_later_program_is_left_alone) {
    StoreHome home;
    Database{home.home}.run("INSERT INTO schema_version (version) VALUES (999)");
    BOOST_CHECK_EXCEPTION(home.open(), core::BadSetup, [](const core::BadSetup& error) {
        return std::string{error.what()}.find("999") != std::string::npos;
    });
}

BOOST_AUTO_TEST_CASE(an_installation_cut_short_at_its_making_is_finished_at_the_next_start) {
    const TemporaryFolder folder;
    std::ofstream{store::database_path(folder.path())}.flush();
    store::Store store{folder.path()};
    BOOST_TEST(store.counts().seen == 0);
}

BOOST_AUTO_TEST_CASE(an_arrival_is_stored_with_its_job_and_its_event) {
    StoreHome home;
    auto store = home.open();
    const auto added = store.arrivals().add(some_arrival("one"));
    BOOST_TEST(added.was_new);
    BOOST_TEST(added.arrival.id == "A000001");
    BOOST_TEST((added.arrival.received_at == home.now));
    BOOST_TEST((store.arrivals().find("A000001") == added.arrival));
    const auto job = store.jobs().claim("w1", 2min, {"read", "check"});
    BOOST_REQUIRE(job.has_value());
    BOOST_TEST(job->subject == "A000001");
    const auto events = store.journal().of("A000001");
    BOOST_REQUIRE(events.size() == 1U);
    BOOST_TEST(events.front().what == "arrival_stored");
}

BOOST_AUTO_TEST_CASE(the_same_drop_after_a_crash_is_one_arrival) {
    StoreHome home;
    auto store = home.open();
    const auto first = store.arrivals().add(some_arrival("one"));
    store.jobs().finish(*store.jobs().claim("w", 2min));
    auto again = some_arrival("one");
    again.received_at = home.now + 1h;
    const auto second = store.arrivals().add(again);
    BOOST_TEST(!second.was_new);
    BOOST_TEST((second.arrival == first.arrival));
    BOOST_TEST(store.jobs().list().empty(), "work that was done is not done again");
    BOOST_TEST(store.journal().length() == 1);
}

BOOST_AUTO_TEST_CASE(the_same_bytes_dropped_again_are_a_second_arrival_linked_to_the_first) {
    StoreHome home;
    auto store = home.open();
    store.arrivals().add(some_arrival("one"));
    const auto second = store.arrivals().add(some_arrival("one", "autre nom.pdf"));
    BOOST_TEST(second.was_new);
    BOOST_TEST((second.arrival.fate == core::Fate::duplicate));
    BOOST_TEST(second.arrival.duplicate_of == "A000001");
    BOOST_TEST(store.jobs().list().size() == 1U);
    BOOST_TEST(store.journal().of("A000002").front().what == "arrival_duplicate");
    BOOST_TEST(store.journal().of("A000002").front().detail == "A000001");
    const auto third = store.arrivals().add(some_arrival("one", "encore.pdf"));
    BOOST_TEST(third.arrival.duplicate_of == "A000001");
}

BOOST_AUTO_TEST_CASE(a_file_refused_at_the_door_is_an_arrival_all_the_same) {
    StoreHome home;
    auto store = home.open();
    auto arrival = some_arrival("MZ", "virus.exe");
    arrival.refusal = core::Refusal{core::Reason::unsupported, "virus.exe"};
    const auto added = store.arrivals().add(arrival);
    BOOST_TEST((added.arrival.fate == core::Fate::refused));
    BOOST_TEST((store.arrivals().find(added.arrival.id) == added.arrival));
    BOOST_TEST(store.jobs().list().empty());
    auto later = some_arrival("MZ", "encore.exe");
    BOOST_TEST((store.arrivals().add(later).arrival.fate == core::Fate::stored), "no duplicate of a refused one");
}

BOOST_AUTO_TEST_CASE(a_document_that_cannot_be_taken_is_refused_once) {
    StoreHome home;
    auto store = home.open();
    store.arrivals().add(some_arrival("one"));
    store.arrivals().refuse("A000001", {core::Reason::encrypted, "page 1"});
    store.arrivals().refuse("A000001", {core::Reason::damaged, "autre"});
    const auto refused = store.arrivals().find("A000001");
    BOOST_TEST((refused->fate == core::Fate::refused));
    BOOST_TEST((refused->refusal == core::Refusal{core::Reason::encrypted, "page 1"}));
    BOOST_TEST(store.journal().of("A000001").size() == 2U);
    BOOST_CHECK_THROW(store.arrivals().refuse("x", {core::Reason::damaged, ""}), std::logic_error);
}

BOOST_AUTO_TEST_CASE(the_balance_holds) {
    StoreHome home;
    auto store = home.open();
    for (int i = 0; i < 5; ++i) store.arrivals().add(some_arrival(std::to_string(i)));
    store.arrivals().add(some_arrival("0", "b"));
    store.arrivals().refuse("A000002", {core::Reason::damaged, ""});
    const auto counts = store.counts();
    BOOST_TEST(counts.seen == 6);
    BOOST_TEST(counts.stored == 4);
    BOOST_TEST(counts.refused == 1);
    BOOST_TEST(counts.duplicate == 1);
    BOOST_TEST(counts.jobs.ready == 5);
    BOOST_TEST(counts.dossiers.at(core::DossierState::complete) == 0);
    BOOST_TEST(store.arrivals().list().size() == 6U);
    BOOST_TEST(store.arrivals().list(core::Fate::duplicate).front().id == "A000006");
    BOOST_TEST(!store.arrivals().find("A000007").has_value());
}

BOOST_AUTO_TEST_CASE(an_arrival_without_key_or_hash_is_a_bug) {
    StoreHome home;
    auto store = home.open();
    auto without_key = some_arrival("one");
    without_key.key.clear();
    BOOST_CHECK_THROW(store.arrivals().add(without_key), std::logic_error);
    auto without_hash = some_arrival("one");
    without_hash.sha256 = "1";
    BOOST_CHECK_THROW(store.arrivals().add(without_hash), std::logic_error);
}

BOOST_AUTO_TEST_CASE(names_come_back_byte_for_byte) {
    StoreHome home;
    auto store = home.open();
    for (const std::string name :
         {"œuvre «é» 'x' \"y\"; DROP TABLE arrivals.pdf", ":name", "?", "\xff\xfe.pdf", "a\nb"})
        BOOST_TEST(store.arrivals().find(store.arrivals().add(some_arrival(name, name)).arrival.id)->name == name);
}

BOOST_AUTO_TEST_CASE(a_transaction_is_all_or_nothing_even_when_a_part_is_passed_over) {
    StoreHome home;
    auto store = home.open();
    BOOST_CHECK_THROW(store.transaction([&] {
        store.arrivals().add(some_arrival("one"));
        try {
            store.transaction([] { throw std::runtime_error{"inner"}; });
        } catch (const std::runtime_error&) {
        }
    }),
                      std::logic_error);
    BOOST_TEST(store.counts().seen == 0);
    const auto id = store.transaction([&] { return store.arrivals().add(some_arrival("one")).arrival.id; });
    BOOST_TEST(id == "A000001");
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_CASE(another_connection_sees_only_what_is_committed) {
    StoreHome home;
    auto store = home.open();
    auto other = home.open();
    store.transaction([&] {
        store.arrivals().add(some_arrival("one"));
        BOOST_TEST(other.counts().seen == 0);
    });
    BOOST_TEST(other.counts().seen == 1);
}

BOOST_AUTO_TEST_CASE(writers_in_several_threads_wait_for_each_other) {
    StoreHome home;
    const auto work = [&](int thread) {
        store::Store store{home.home};
        for (int i = 0; i < 60; ++i) store.arrivals().add(some_arrival(std::to_string(i), std::to_string(thread)));
    };
    { std::jthread one{work, 1}, two{work, 2}; }
    auto store = home.open();
    BOOST_TEST(store.counts().seen == 120);
    BOOST_TEST(store.counts().duplicate == 60);
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_CASE(a_reading_is_kept_page_by_page) {
    StoreHome home;
    auto store = home.open();
    auto& readings = store.readings();
    BOOST_TEST(readings.missing("s", "1").empty());
    readings.set_page_count("s", 3);
    core::Page page{.page = 2, .text = "deux", .words = {{.text = "deux"}}};
    readings.save_page("s", "1", page);
    BOOST_TEST((readings.missing("s", "1") == std::vector<int>{1, 3}));
    BOOST_TEST((readings.missing("s", "2") == std::vector<int>{1, 2, 3}));
    page.text = "DEUX";
    readings.save_page("s", "2", page);
    BOOST_TEST((readings.pages("s") == std::vector{page}));
    BOOST_TEST((readings.page("s", 2) == page));
    BOOST_TEST(!readings.page("s", 1).has_value());
    readings.set_refusal("t", {core::Reason::damaged, "fin absente"});
    BOOST_TEST((readings.reading("t").refusal == core::Refusal{core::Reason::damaged, "fin absente"}));
    BOOST_TEST((readings.reading("s") == core::Reading{.sha256 = "s", .pages = {page}}));
}

BOOST_AUTO_TEST_CASE(a_copy_of_the_database_is_a_working_database) {
    StoreHome home;
    auto store = home.open();
    store.arrivals().add(some_arrival("one"));
    const auto copy = home.folder.path() / "copie";
    std::filesystem::create_directory(copy);
    store.copy_database(store::database_path(copy));
    BOOST_CHECK_THROW(store.copy_database(store::database_path(copy)), core::BadSetup);
    store::Store restored{copy};
    BOOST_TEST(restored.counts().seen == 1);
    BOOST_TEST(!restored.journal().verify().has_value());
}

BOOST_AUTO_TEST_CASE(a_kill_at_any_moment_loses_and_doubles_nothing) {
    StoreHome home;
    std::mt19937 random{20261103};
    std::uniform_int_distribution<std::size_t> lines{0, 4};
    std::uniform_int_distribution<int> microseconds{0, 6000};
    constexpr std::size_t rounds = 60;
    std::vector<std::string> promised;
    for (std::size_t round = 0; round < rounds; ++round) {
        std::array<int, 2> pipe{};
        BOOST_REQUIRE(::pipe(pipe.data()) == 0);
        const auto child = in_child([&] { add_until_killed(home.home, round, pipe[1]); });
        ::close(pipe[1]);
        auto told = read_lines(pipe[0], lines(random));
        std::this_thread::sleep_for(std::chrono::microseconds{microseconds(random)});
        ::kill(child, SIGKILL);
        BOOST_REQUIRE(exit_code(child) == -SIGKILL);
        told += read_lines(pipe[0], std::string::npos);
        ::close(pipe[0]);
        for (std::size_t start = 0, end = 0; (end = told.find('\n', start)) != std::string::npos; start = end + 1)
            promised.push_back(told.substr(start, end - start));
    }
    auto store = home.open();
    const auto arrivals = store.arrivals().list();
    std::set<std::string> keys;
    for (const auto& arrival : arrivals) {
        keys.insert(arrival.key);
        BOOST_TEST(store.spool().read(arrival.sha256).size() == arrival.size);
        BOOST_TEST((arrival.fate == core::Fate::stored));
    }
    for (const auto& key : promised) BOOST_TEST(keys.contains(key), "lost: " + key);
    BOOST_TEST(keys.size() == arrivals.size(), "doubled");
    BOOST_TEST(arrivals.size() <= promised.size() + rounds, "at most one a round was committed and not yet told");
    BOOST_TEST(store.jobs().list().size() == arrivals.size());
    BOOST_TEST(!store.journal().verify().has_value());
    BOOST_TEST_MESSAGE(rounds << " kills, " << promised.size() << " promised, " << arrivals.size() << " stored");
    BOOST_TEST(promised.size() > rounds);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_for_later_and_leaves_no_half) {
    StoreHome home;
    const auto child = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1500000, 1500000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        store::Store store{home.home};
        try {
            for (int i = 0;; ++i) store.arrivals().add(some_arrival(std::to_string(i)));
        } catch (const core::TryLater&) {
            ::_exit(75);
        }
    });
    BOOST_TEST(exit_code(child) == 75);
    auto store = home.open();
    const auto counts = store.counts();
    BOOST_TEST(counts.seen > 10);
    BOOST_TEST(counts.jobs.ready == counts.seen);
    BOOST_TEST(store.journal().length() == counts.seen);
    BOOST_TEST(!store.journal().verify().has_value());
    BOOST_TEST(store.arrivals().add(some_arrival("again")).was_new);
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_not_whole_stays_an_alarm_until_it_comes_whole_or_somebody_settles_it) {
    StoreHome office;
    auto store = office.open();
    core::Batch batch{
        .label = "LOT-1", .arrival = "A000001", .sheets = 10, .sheets_seen = 9, .separators = 2, .separators_seen = 2};
    store.batches().record(batch);
    store.batches().record(batch);
    BOOST_TEST(store.journal().length() == 1);
    BOOST_REQUIRE(store.batches().broken().size() == 1U);
    BOOST_TEST((store.batches().broken().front() == batch));

    auto again = batch;
    again.arrival = "A000002", again.sheets_seen = 10, again.separators_seen = 1;
    store.batches().record(again);  // One separator was not recognised.
    BOOST_REQUIRE(store.batches().broken().size() == 1U);
    BOOST_TEST((store.batches().broken().front() == again));
    again.arrival = "A000003", again.separators_seen = 2;
    store.batches().record(again);
    BOOST_TEST(store.batches().broken().empty());

    batch.label = "LOT-2";
    store.batches().record(batch);
    BOOST_TEST(!store.batches().settle("LOT-1", "mairie"));
    BOOST_TEST(store.batches().settle("LOT-2", "accueil"));
    BOOST_TEST(!store.batches().settle("LOT-2", "accueil"));
    BOOST_TEST(store.batches().broken().empty());
    BOOST_TEST(!store.journal().verify().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
