#include "store/jobs.h"

#include <algorithm>

#include "core/enum_names.h"
#include "store/connection.h"

template <>
struct core::EnumNames<store::JobState> {
    static constexpr std::array<std::string_view, 3> names{"ready", "taken", "parked"};
};

namespace store {
namespace {

/// The row is this worker's: its id, its attempt, still taken.
const std::string mine = " WHERE id = :id AND attempt = :attempt AND state = 'taken'";

}  // namespace

void Jobs::enqueue(std::string_view kind, std::string_view subject, core::Instant asked_for) {
    const auto due_at = std::max(asked_for, core::Instant{std::chrono::milliseconds{1}});  // 0 means "not asked again".
    connection_.transaction([&] {
        const auto found = connection_.row<long long, JobState, core::Instant, core::Instant>(
            "SELECT id, state, due_at, again_at FROM jobs WHERE kind = :kind AND subject = :subject", kind, subject);
        if (!found) {
            connection_.change(
                "INSERT INTO jobs (id, kind, subject, state, due_at, attempt, failures, worker, lease_until, again_at, "
                "cause, created_at) VALUES (:id, :kind, :subject, 'ready', :due, 0, 0, '', 0, 0, '', :now)",
                connection_.next("job"), kind, subject, due_at, connection_.now());
            return;
        }
        const auto [id, state, due, again] = *found;
        if (state == JobState::ready && due_at < due)
            connection_.change("UPDATE jobs SET due_at = :due WHERE id = :id", due_at, id);
        if (state == JobState::taken && (again == core::Instant{} || due_at < again))
            connection_.change("UPDATE jobs SET again_at = :due WHERE id = :id", due_at, id);
    });
}

std::optional<Job> Jobs::claim(std::string_view worker, std::chrono::milliseconds lease,
                               const std::vector<std::string>& kinds) {
    const auto now = connection_.now();
    const auto of_kinds = kinds.empty() ? std::string{} : " AND kind IN (" + parameter_list(kinds.size()) + ")";
    const auto choose =
        "SELECT id, kind, subject, attempt, failures FROM jobs WHERE state = 'ready' AND due_at <= :now" + of_kinds +
        " ORDER BY failures, due_at, id LIMIT 1 " + std::string{dialect::skip_locked};
    const auto look = [&] {
        return connection_.row<long long, std::string, std::string, int, int>(choose, now, kinds);
    };
    if (!connection_.in_transaction() && !look()) return std::nullopt;  // An idle worker takes no write lock.

    std::optional<Job> job;
    connection_.transaction([&] {
        auto found = look();
        if (!found) return;
        auto& [id, kind, subject, attempt, failures] = *found;
        connection_.change(
            "UPDATE jobs SET state = 'taken', attempt = attempt + 1, worker = :worker, lease_until = :until WHERE id = "
            ":id",
            worker, now + lease, id);
        job = Job{id, std::move(kind), std::move(subject), attempt + 1, failures};
    });
    return job;
}

bool Jobs::heartbeat(const Job& job, std::chrono::milliseconds lease) {
    return connection_.change("UPDATE jobs SET lease_until = :until" + mine, connection_.now() + lease, job.id,
                              job.attempt) == 1;
}

void Jobs::progressed(const Job& job) {
    if (connection_.change("UPDATE jobs SET failures = 0" + mine, job.id, job.attempt) != 1)
        throw StaleJob{"tâche " + std::to_string(job.id) + " reprise par un autre exécutant"};
}

void Jobs::finish(const Job& job) {
    connection_.transaction([&] {
        const auto again = connection_.change(
            "UPDATE jobs SET state = 'ready', due_at = again_at, again_at = 0, failures = 0, worker = '', cause = ''" +
                mine + " AND again_at <> 0",
            job.id, job.attempt);
        if (again == 0 && connection_.change("DELETE FROM jobs" + mine, job.id, job.attempt) != 1)
            throw StaleJob{"tâche " + std::to_string(job.id) + " reprise par un autre exécutant"};
    });
}

bool Jobs::put_back(const Job& job, core::Instant due_at, std::string_view cause) {
    return connection_.change(
               "UPDATE jobs SET state = 'ready', due_at = :due, again_at = 0, failures = failures + 1, worker = '', "
               "cause = :cause" +
                   mine,
               due_at, cause, job.id, job.attempt) == 1;
}

bool Jobs::park(const Job& job, std::string_view cause) {
    return connection_.change(
               "UPDATE jobs SET state = 'parked', again_at = 0, failures = failures + 1, worker = '', cause = :cause" +
                   mine,
               cause, job.id, job.attempt) == 1;
}

bool Jobs::unpark(long long id) {
    return connection_.change(
               "UPDATE jobs SET state = 'ready', failures = 0, due_at = :now WHERE id = :id AND state = 'parked'",
               connection_.now(), id) == 1;
}

long long Jobs::unpark_all() {
    return connection_.change("UPDATE jobs SET state = 'ready', failures = 0, due_at = :now WHERE state = 'parked'",
                              connection_.now());
}

long long Jobs::release_workers(std::string_view prefix, int most_failures) {
    return connection_.change(
        "UPDATE jobs SET state = CASE WHEN failures + 1 >= :most THEN 'parked' ELSE 'ready' END, failures = failures + "
        "1, "
        "again_at = 0, worker = '', cause = 'arrêt du programme pendant la tâche' "
        "WHERE state = 'taken' AND SUBSTR(worker, 1, :length) = :prefix",
        most_failures, prefix.size(), prefix);
}

long long Jobs::reap(int most_failures) {
    return connection_.change(
        "UPDATE jobs SET state = CASE WHEN failures + 1 >= :most THEN 'parked' ELSE 'ready' END, failures = failures + "
        "1, "
        "again_at = 0, worker = '', cause = 'exécutant muet' WHERE state = 'taken' AND lease_until < :now",
        most_failures, connection_.now());
}

JobCounts Jobs::counts() {
    JobCounts counts;
    for (const auto& [state, count, oldest] : connection_.rows<JobState, long long, core::Instant>(
             "SELECT state, COUNT(*), MIN(created_at) FROM jobs GROUP BY state")) {
        switch (state) {
            case JobState::ready:
                counts.ready = count;
                counts.oldest_ready = oldest;
                break;
            case JobState::taken:
                counts.taken = count;
                break;
            case JobState::parked:
                counts.parked = count;
                break;
        }
    }
    return counts;
}

std::optional<core::Instant> Jobs::next_due() {
    const auto found =
        connection_.row<core::Instant>("SELECT due_at FROM jobs WHERE state = 'ready' ORDER BY due_at LIMIT 1");
    if (!found) return std::nullopt;
    return std::get<0>(*found);
}

std::vector<JobLine> Jobs::list(std::optional<JobState> state) {
    std::vector<JobLine> lines;
    for (auto& [id, kind, subject, attempt, failures, job_state, due_at, created_at, worker, cause] :
         connection_.rows<long long, std::string, std::string, int, int, JobState, core::Instant, core::Instant,
                          std::string, std::string>(
             "SELECT id, kind, subject, attempt, failures, state, due_at, created_at, worker, cause "
             "FROM jobs ORDER BY id")) {
        if (state && job_state != *state) continue;
        lines.push_back({.job = {id, std::move(kind), std::move(subject), attempt, failures},
                         .state = job_state,
                         .due_at = due_at,
                         .created_at = created_at,
                         .worker = std::move(worker),
                         .cause = std::move(cause)});
    }
    return lines;
}

}  // namespace store
