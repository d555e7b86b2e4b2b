#pragma once

#include <atomic>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "pipeline/installation.h"
#include "pipeline/progress.h"

namespace pipeline {

enum class Until { drained, stopped };

/// Threads that do jobs, one engine and one store each. The boundary of every document: whatever goes wrong with one is
/// told with document, stage and cause, and the next one is taken.
class Workers {
  public:
    /// Starts `count` threads on jobs of these kinds. `drained`: they end when nothing is due; `stopped`: when asked
    /// to.
    Workers(const Installation& office, int count, std::vector<std::string> kinds, Until until, Progress& progress,
            std::stop_token stop);
    /// Waits for them.
    void join();
    /// Jobs done.
    long long done() const { return done_; }

  private:
    void run(int number, const std::stop_token& stop);

    const Installation& office_;
    const std::vector<std::string> kinds_;
    const Until until_;
    Progress& progress_;
    std::atomic<long long> done_{0};
    std::vector<std::jthread> threads_;  // Last: they use the rest.
};

/// All names of workers of a process begin so; at start-up the jobs they held are free again.
inline constexpr const char* worker_prefix = "ouvrier-";

}  // namespace pipeline
