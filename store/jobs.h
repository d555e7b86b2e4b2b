#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/failures.h"

namespace store {

class Connection;

/// What a worker holds. `attempt` is the fencing number: it grows at every claim, so that a worker that was thought
/// dead can change nothing.
struct Job {
    long long id = 0;
    std::string kind;     ///< `read`, `check` …
    std::string subject;  ///< Arrival id, dossier number …
    int attempt = 0;
    int failures = 0;  ///< Times it was put back or its worker died, in a row.
    bool operator==(const Job&) const = default;
};

enum class JobState { ready, taken, parked };

struct JobLine {
    Job job;
    JobState state = JobState::ready;
    core::Instant due_at{};
    core::Instant created_at{};
    std::string worker;
    std::string cause;  ///< French: why it was put back or parked.
};

struct JobCounts {
    long long ready = 0;  ///< Waiting, due or not.
    long long taken = 0;
    long long parked = 0;                       ///< Someone must look.
    std::optional<core::Instant> oldest_ready;  ///< When the oldest waiting job was made.
};

/// The job is no longer this worker's: drop the work and its result.
struct StaleJob : core::TryLater {
    using core::TryLater::TryLater;
};

/// Work to do, at least once each; results are written in the transaction that finishes the job. At most one open job
/// of a kind for a subject. One thread, that of its Store.
class Jobs {
  public:
    explicit Jobs(Connection& connection) : connection_{connection} {}

    /// Asks for work. Waiting already: the earlier time counts. Being done: it will be done once more, since the worker
    /// may have looked before. Parked: stays parked until a person lifts it.
    void enqueue(std::string_view kind, std::string_view subject, core::Instant due_at);

    /// The due job that failed least, then waits longest, of these kinds (all when empty), leased from now on.
    std::optional<Job> claim(std::string_view worker, std::chrono::milliseconds lease,
                             const std::vector<std::string>& kinds = {});
    /// False: the job is another's now, stop working.
    bool heartbeat(const Job& job, std::chrono::milliseconds lease);
    /// A part of the work is safe: its earlier failures are forgotten, since it is not always the same part that kills.
    /// StaleJob when the job is another's now.
    void progressed(const Job& job);
    /// In the same transaction as the result. StaleJob (and the result rolled back) when the job is another's now.
    void finish(const Job& job);
    /// The world's fault: to be done again at `due_at`. False when stale.
    bool put_back(const Job& job, core::Instant due_at, std::string_view cause);
    /// Poison: not tried again before a person lifts it. False when stale.
    bool park(const Job& job, std::string_view cause);

    /// Lifts a parked job, its failures forgotten; false when it is not parked. `unpark_all` says how many.
    bool unpark(long long id);
    long long unpark_all();

    /// Start-up of the only process: every job held by a worker whose name begins so is ready again, or parked at
    /// `most_failures`. Says how many.
    long long release_workers(std::string_view prefix, int most_failures = 50);
    /// Leases that ran out: ready again, or parked at `most_failures`. Says how many.
    long long reap(int most_failures = 5);

    JobCounts counts();
    /// When the next waiting job falls due; nothing when none waits.
    std::optional<core::Instant> next_due();
    std::vector<JobLine> list(std::optional<JobState> state = std::nullopt);

  private:
    Connection& connection_;
};

}  // namespace store
