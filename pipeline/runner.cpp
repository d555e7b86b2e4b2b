#include "pipeline/runner.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/failures.h"
#include "pipeline/complement.h"
#include "pipeline/decide.h"
#include "pipeline/deliver.h"
#include "pipeline/fetch_mail.h"
#include "pipeline/file_lock.h"
#include "pipeline/intake.h"
#include "pipeline/intake_hint.h"
#include "pipeline/print_run.h"
#include "pipeline/process.h"
#include "pipeline/session.h"
#include "pipeline/template_publish.h"
#include "pipeline/workers.h"
#include "store/names.h"

namespace pipeline {
namespace {

Descriptor lock_installation(const std::filesystem::path& home) {
    return lock_or_later(store::lock_path(home), "un autre vaguemestre travaille déjà dans " + home.string());
}

constexpr std::chrono::hours unfinished_blob{1};
constexpr std::chrono::milliseconds rest{2'000};  // Between two looks at the folders (reliability: intake, step 1).
constexpr std::chrono::milliseconds shortest_rest{200};
constexpr std::chrono::minutes watch_every{1};  // Delays are given in hours.

/// A file must be seen unchanged in three scans: they are spread over the time it has to rest.
std::chrono::milliseconds settling_rest(const Config& config) {
    return std::clamp<std::chrono::milliseconds>(std::chrono::milliseconds{1000 * config.settle_seconds / 3},
                                                 shortest_rest, rest);
}

void recover(store::Store& store) {
    const auto jobs = store.jobs().release_workers(worker_prefix);
    const auto swept = store.spool().sweep_tmp(store.now() - unfinished_blob);
    if (jobs > 0 || swept > 0) spdlog::warn("stage=start jobs_freed={} blobs_swept={}", jobs, swept);
}

int worker_count(const Config& config) {
    return config.workers > 0 ? config.workers : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

IntakeSettings intake_settings(const Config& config) {
    IntakeSettings settings;
    settings.settle = std::chrono::seconds{config.settle_seconds};
    return settings;
}

void tell(const IntakeReport& report) {
    for (const auto& arrival : report.taken)
        spdlog::info("doc={} stage=intake outcome={} channel={} bytes={}", arrival.id, core::to_text(arrival.fate),
                     core::to_text(arrival.channel), arrival.size);
}

void deliver(const Installation& office, store::Store& store, const std::stop_token& stop = {}) {
    const auto round = deliver_due(store, mail_settings(office.config.mail), stop);
    if (round.moved() > 0)
        spdlog::info("stage=deliver sent={} waiting={} refused={} uncertain={} held={}", round.sent, round.waiting,
                     round.refused, round.uncertain, round.held);
    if (!round.relay_trouble.empty()) spdlog::warn("stage=deliver relay=\"{}\"", round.relay_trouble);
}

void print(const Installation& office, store::Store& store) {
    const PrintSettings settings{store::post_out_path(office.home), office.config.office.name, office.config.fonts};
    for (const auto& run : print_due(store, settings))
        spdlog::info("stage=print run={} letters={} envelopes={}", store::run_name(run.run), run.letters,
                     run.envelopes);
    store.sessions().printed();
}

/// A session whose closing was cut goes on; dossiers that became complete join the open one.
void tend_sessions(const Installation& office, store::Store& store) {
    for (const auto& session : store.sessions().list()) {
        if (session.state != core::SessionState::closing) continue;
        const auto end = close_session(office, store, session.month, session.closed_by);
        spdlog::info("session={} stage=close outcome={}", session.month, end ? "closed" : "refused");
    }
    if (const int joined = fill_agendas(store); joined > 0) spdlog::info("stage=agenda joined={}", joined);
}

/// The day's run is made once, from the hour of the settings.
bool print_is_due(const Installation& office, core::Date& last) {
    const auto today = core::office_date(office.clock());
    const auto hour_ago = core::office_date(office.clock() - std::chrono::hours{office.config.print_hour});
    if (today != hour_ago || today == last) return false;
    last = today;
    return true;
}

void watch(const Installation& office, store::Store& store) {
    const auto round = watch_complements(office, store);
    if (round.over + round.reminders > 0)
        spdlog::info("stage=complement over={} reminders={}", round.over, round.reminders);
}

/// The world's trouble in one step of the service must not keep the others from going on.
template <class Step>
void guarded(const char* stage, Step step) {
    try {
        step();
    } catch (const core::TryLater& trouble) {
        spdlog::warn("stage={} outcome=later cause=\"{}\"", stage, trouble.what());
    }
}

}  // namespace

namespace {

/// Boxes are emptied beside the rest: a slow server keeps nothing else from going on.
void fetch_until(const Installation& office, const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    while (!stop.stop_requested()) {
        guarded("fetch", [&] {
            store::Store store{office.home, office.clock};
            fetch_mail(office, store, stop);
        });
        std::unique_lock lock{mutex};
        wake.wait_for(lock, stop, std::chrono::minutes{std::max(1, office.config.fetch_minutes)}, [] { return false; });
    }
}

}  // namespace

void run_once(Installation office) {
    const auto lock = lock_installation(office.home);
    office.config.check_wait_minutes = 0;  // All post of the moment is read before any dossier is checked.
    Progress progress;
    store::Store store{office.home, office.clock};
    recover(store);
    Intake intake{store, watch_places(office.home), intake_settings(office.config)};
    fetch_mail(office, store);
    tell(intake.drain());

    const int count = worker_count(office.config);
    for (const char* kind : {read_job, check_job})
        Workers{office, count, {kind}, Until::drained, progress, std::stop_token{}}.join();

    watch(office, store);
    tend_sessions(office, store);
    deliver(office, store);
    print(office, store);
    note_notified(store);
}

bool print_if_free(const Installation& office) {
    try {
        const auto lock = lock_installation(office.home);
        store::Store store{office.home, office.clock};
        print(office, store);
        return true;
    } catch (const core::TryLater&) {
        return false;
    }
}

namespace {

/// However the round ends, its threads do too. Declared after them.
struct EndRound {
    std::stop_source& round;
    ~EndRound() { round.request_stop(); }
};

/// Serves until asked to stop, or until other templates are published: no thread then uses the old ones any more.
void serve_with(const Installation& office, store::Store& store, core::Date& last_print, const std::stop_token& stop) {
    Progress progress;
    const auto places = watch_places(office.home);
    Intake intake{store, places, intake_settings(office.config)};
    std::vector<std::filesystem::path> folders;
    folders.reserve(places.size());
    for (const auto& place : places) folders.push_back(place.folder);
    IntakeHint hint{folders};
    std::stop_source round;
    const std::stop_callback wake{stop, [&] { round.request_stop(), hint.wake(); }};
    Workers workers{office, worker_count(office.config), {}, Until::stopped, progress, round.get_token()};
    const std::jthread fetcher{[&] {
        if (!office.config.boxes.empty()) fetch_until(office, round.get_token());
    }};
    const EndRound end{round};
    core::Instant last_watch{};
    while (!round.stop_requested()) {
        bool settling = false;
        guarded("intake", [&] {
            const auto report = intake.scan();
            settling = !report.waiting.empty();
            tell(report);
        });
        if (office.clock() - last_watch >= watch_every) {
            guarded("complement", [&] { watch(office, store); });
            last_watch = office.clock();
        }
        guarded("session", [&] { tend_sessions(office, store); });
        guarded("deliver", [&] { deliver(office, store, round.get_token()); });
        if (print_is_due(office, last_print) || store.sessions().print_asked())
            guarded("print", [&] { print(office, store); });
        guarded("notify", [&] { note_notified(store); });
        hint.wait(settling ? settling_rest(office.config) : rest);
        bool newer = false;
        guarded("templates", [&] { newer = store.publications().current() != office.catalogue.publication; });
        if (newer) break;
    }
    round.request_stop();
    workers.join();
}

/// Templates were checked before they were published: one that does not load is our fault, and the old ones go on.
void take_templates(Installation& office, store::Store& store) {
    const auto publication = store.publications().current();
    if (publication == office.catalogue.publication) return;
    try {
        office.catalogue = load_catalogue(published_templates(office.home, store, publication));
        spdlog::info("stage=templates publication={} outcome=taken", publication);
    } catch (const core::BadSetup& wrong) {
        spdlog::error("stage=templates publication={} outcome=refused cause=\"{}\"", publication, wrong.what());
    }
    office.catalogue.publication = publication;
}

}  // namespace

void run_service(Installation office, const std::stop_token& stop) {
    const auto lock = lock_installation(office.home);
    store::Store store{office.home, office.clock};
    recover(store);
    core::Date last_print{};
    spdlog::info("stage=start outcome=running");
    while (!stop.stop_requested()) {
        serve_with(office, store, last_print, stop);
        guarded("templates", [&] { take_templates(office, store); });
    }
    spdlog::info("stage=stop outcome=done");
}

}  // namespace pipeline
