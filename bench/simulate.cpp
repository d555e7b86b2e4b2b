/// Six months of a regional office in minutes: a world of requests, defects, late answers, bounces and sessions meets
/// the product's own stages under a fake clock, and the process is killed at random moments and started again. At the
/// end every dossier, letter and message is counted.
///
/// Readings are ready (no page is decoded, no OCR runs); letters are really composed and reopened in the sandbox; mail
/// really leaves by SMTP, to the relay of the settings. scripts/simulate makes the installation and the relay.

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <iostream>
#include <map>
#include <random>
#include <thread>

#include "bench/simulated_office.h"
#include "bench/simulated_sums.h"

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::duration_cast;
using std::chrono::milliseconds;

struct Options {
    fs::path home, program, mailbox;
    bench::Plan plan{.first_day = std::chrono::year{2026} / 1 / 5};
    int restarts = 200;
};

constexpr char day_begins = 'd', all_is_over = 'o';

/// Lives until it is over, or killed; tells each day through the pipe.
[[noreturn]] void live(const Options& options, int pipe) {
    const auto tell = [&](char what) {
        if (write(pipe, &what, 1) != 1) _exit(4);
    };
    try {
        bench::SimulatedOffice office{options.home, options.plan, options.program, options.mailbox};
        while (!office.is_over()) {
            tell(day_begins);
            office.live_a_day();
        }
        tell(all_is_over);
        _exit(0);
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        _exit(3);
    }
}

/// How many kills fall on each day of the months of arrivals.
std::map<int, int> kills_by_day(const Options& options, std::mt19937_64& chance) {
    std::map<int, int> kills;
    std::uniform_int_distribution<int> day{0, options.plan.months * 30 - 1};
    for (int i = 0; i < options.restarts; ++i) ++kills[day(chance)];
    return kills;
}

struct Life {
    int days = 0;  ///< Begun for the first time.
    int killed = 0;
    long max_kilobytes = 0;
    bool over = false;
};

class Controller {
  public:
    explicit Controller(const Options& options)
        : options_{options}, chance_{options.plan.seed}, kills_{kills_by_day(options, chance_)} {}

    Life run() {
        while (!life_.over) one_process();
        return life_;
    }

  private:
    void one_process() {
        int ends[2];
        if (pipe(ends) != 0) throw std::runtime_error{"no pipe"};
        const auto child = fork();
        if (child == 0) {
            close(ends[0]);
            live(options_, ends[1]);
        }
        close(ends[1]);
        follow(child, ends[0]);
        close(ends[0]);
        int status = 0;
        rusage used{};
        wait4(child, &status, 0, &used);
        life_.max_kilobytes = std::max(life_.max_kilobytes, used.ru_maxrss);
        if (WIFEXITED(status) && WEXITSTATUS(status) != 0) throw std::runtime_error{"the office stopped by itself"};
    }

    /// Until it ends or is killed. The first day after a start is one that was begun before, unless it is the first.
    void follow(pid_t child, int pipe) {
        bool begun_before = life_.days > 0;
        auto began = Clock::now();
        for (char what = 0; read(pipe, &what, 1) == 1;) {
            if (what == all_is_over) {
                life_.over = true;
                return;
            }
            if (!begun_before) {
                if (++life_.days > 1) usual_ = (usual_ * 7 + duration_cast<milliseconds>(Clock::now() - began)) / 8;
            }
            begun_before = false;
            began = Clock::now();
            const auto due = kills_.find(life_.days - 1);
            if (due == kills_.end() || due->second == 0) continue;
            std::uniform_int_distribution<long> after{0, static_cast<long>(usual_.count())};
            std::this_thread::sleep_for(milliseconds{after(chance_)});
            kill(child, SIGKILL);
            --due->second;
            ++life_.killed;
            return;
        }
    }

    const Options& options_;
    std::mt19937_64 chance_;
    std::map<int, int> kills_;
    milliseconds usual_{1000};  ///< Of a day.
    Life life_;
};

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Six months of a regional office in minutes"};
    app.add_option("--home", options.home, "A fresh installation")->required();
    app.add_option("--program", options.program, "vaguemestre")->required();
    app.add_option("--mailbox", options.mailbox, "Where the relay keeps what it took")->required();
    app.add_option("--dossiers", options.plan.dossiers)->capture_default_str();
    app.add_option("--months", options.plan.months)->capture_default_str();
    app.add_option("--restarts", options.restarts)->capture_default_str();
    app.add_option("--seed", options.plan.seed)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    spdlog::set_level(spdlog::level::off);
    try {
        const auto start = Clock::now();
        const auto life = Controller{options}.run();
        const auto minutes = std::chrono::duration<double, std::ratio<60>>{Clock::now() - start}.count();
        const auto sums = bench::sums_of(options.home, options.plan, options.mailbox);
        fmt::print("days {}\nrestarts {}\n", life.days, life.killed);
        for (const auto& [what, count] : sums.facts) fmt::print("{} {}\n", what, count);
        fmt::print("dossiers a minute {:.0f}\nmemory {} MB\ndatabase {} MB\n", options.plan.dossiers / minutes,
                   life.max_kilobytes / 1024, fs::file_size(options.home / "store.sqlite") / 1'000'000);
        for (const auto& [what, count] : sums.faults) fmt::print("{} {}\n", what, count);
        fmt::print("{}\n", sums.hold() ? "held" : "BROKEN");
        return sums.hold() ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 2;
    }
}
