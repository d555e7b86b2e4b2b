#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <set>

#include "store/names.h"
#include "tests/intake_house.h"

using namespace tests;
namespace fs = std::filesystem;

namespace {

/// Folders and a store, but no open connection: each process opens its own.
struct Ground {
    StoreHome store_home;
    fs::path post = store_home.folder.path() / "post", online = store_home.folder.path() / "online";
    int dropped = 0;

    Ground() {
        fs::create_directories(post);
        fs::create_directories(online);
    }
    std::vector<pipeline::WatchPlace> places() const {
        return {{post, core::Channel::post}, {online, core::Channel::online}};
    }
    /// Mostly scans, some deposits in folders, some files that will be refused.
    void drop(int count) {
        for (int i = 0; i < count; ++i, ++dropped) {
            const std::string name = "d" + std::to_string(dropped);
            const auto unfinished = store_home.folder / name;  // The clock runs too fast to write in sight.
            if (dropped % 5 == 4) {
                fs::create_directories(unfinished);
                write_file(unfinished / "demande.xml", "<demande>" + name + "</demande>");
                write_file(unfinished / "piece.pdf", pdf_saying(name));
                fs::rename(unfinished, online / name);
            } else if (dropped % 7 == 3) {
                write_file(unfinished, "PK\x03\x04" + name);
                fs::rename(unfinished, post / (name + ".docx"));
            } else {
                write_file(unfinished, pdf_saying(name));
                fs::rename(unfinished, post / (name + ".pdf"));
            }
        }
    }
    /// Intake without rest, its clock running fast so that files settle at once; never returns to the caller's stack.
    [[noreturn]] void work(const std::function<void(std::string_view)>& at_step, bool once) {
        try {
            std::chrono::milliseconds monotonic{0};
            auto world = pipeline::IntakeWorld::real();
            world.monotonic = [&] { return monotonic += std::chrono::seconds(2); };
            world.rest = [](std::chrono::milliseconds) {};
            world.at_step = at_step;
            store::Store store(store_home.home, store_home.clock());
            pipeline::Intake intake(store, places(), {.drain_most = std::chrono::hours(10)}, world);
            (void)intake.drain();
            if (!once)
                for (;;) (void)intake.drain();
        } catch (const std::exception&) {
            _exit(1);
        }
        _exit(0);
    }
};

/// Runs in a child; its exit status as waitpid gives it.
template <class Work>
pid_t start(const Work& work) {
    const pid_t child = fork();
    if (child == 0) work();
    return child;
}
int end_of(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return status;
}

struct Verdict {
    int lost = 0, doubled = 0, wrong = 0, stray = 0;
};

/// After a last undisturbed drain: every drop once in the store with its bytes, and its source in one place.
Verdict judge(Ground& ground) {
    Verdict verdict;
    const int status = end_of(start([&] { ground.work({}, true); }));
    BOOST_TEST(status == 0);
    auto store = ground.store_home.open();
    std::map<std::string, int> seen;
    for (const auto& arrival : store.arrivals().list()) {
        ++seen[fs::path(arrival.name).stem().string()];
        try {
            const auto bytes = store.spool().read(arrival.sha256);
            verdict.wrong += bytes.find(fs::path(arrival.name).stem().string()) == std::string::npos;
        } catch (const store::DamagedBlob&) {
            ++verdict.wrong;
        }
    }
    for (int i = 0; i < ground.dropped; ++i) {
        const int times = seen["d" + std::to_string(i)];
        verdict.lost += times == 0;
        verdict.doubled += times > 1;
    }
    const auto balance = pipeline::balance(store, ground.places());
    BOOST_TEST(balance.holds());
    BOOST_TEST(balance.waiting == 0);
    BOOST_TEST(balance.seen == ground.dropped);
    std::set<std::string> sources;
    for (const auto& place : ground.places())
        for (const auto& entry : fs::recursive_directory_iterator(place.folder))
            if (entry.path().extension() != ".txt" && entry.path().filename().string().starts_with("d") &&
                entry.path().parent_path().filename().string()[0] != 'd' &&
                !sources.insert(entry.path().stem().string()).second)
                ++verdict.stray;
    BOOST_TEST(static_cast<int>(sources.size()) - (sources.contains("demande") ? 1 : 0) == ground.dropped);
    BOOST_TEST(store.journal().verify().has_value() == false);
    return verdict;
}

void expect_nothing_wrong(const Verdict& verdict) {
    BOOST_TEST(verdict.lost == 0);
    BOOST_TEST(verdict.doubled == 0);
    BOOST_TEST(verdict.wrong == 0);
    BOOST_TEST(verdict.stray == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(intake_kill_tests)

BOOST_AUTO_TEST_CASE(killed_before_any_of_its_steps_intake_loses_and_doubles_nothing) {
    const InMemory here;
    Ground ground;
    int killed = 0;
    for (int step = 1; step <= 60; ++step) {
        ground.drop(1);
        int left = step % 13 + 1;
        const int status = end_of(start([&] {
            ground.work(
                [&](std::string_view) {
                    if (--left == 0) raise(SIGKILL);
                },
                true);
        }));
        killed += WIFSIGNALED(status);
    }
    BOOST_TEST_MESSAGE(killed << " kills at a step");
    expect_nothing_wrong(judge(ground));
}

/// VAGUEMESTRE_KILLS=1000 for the long run.
BOOST_AUTO_TEST_CASE(killed_at_random_intake_loses_and_doubles_nothing) {
    const InMemory here;
    Ground ground;
    const char* const asked = std::getenv("VAGUEMESTRE_KILLS");
    const int kills = asked != nullptr ? std::max(1, std::atoi(asked)) : 60;
    std::uint32_t seed = 7;
    for (int kill_number = 0; kill_number < kills; ++kill_number) {
        ground.drop(2);
        const pid_t worker = start([&] { ground.work({}, false); });
        seed = seed * 1664525U + 1013904223U;
        usleep((seed >> 8) % 60'000);
        ground.drop(1);
        kill(worker, SIGKILL);
        end_of(worker);
    }
    const auto verdict = judge(ground);
    BOOST_TEST_MESSAGE(kills << " random kills over " << ground.dropped << " drops: " << verdict.lost << " lost, "
                             << verdict.doubled << " doubled, " << verdict.wrong << " wrong, " << verdict.stray
                             << " sources twice");
    expect_nothing_wrong(verdict);
}

BOOST_AUTO_TEST_SUITE_END()
