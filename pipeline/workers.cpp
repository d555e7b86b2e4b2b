#include "pipeline/workers.h"

#include <spdlog/spdlog.h>

#include <memory>
#include <optional>

#include "core/failures.h"
#include "pipeline/process.h"

namespace pipeline {
namespace {

constexpr std::chrono::milliseconds lease{3'600'000};  // One process holds the installation: a lease only outlives it.
constexpr std::chrono::milliseconds idle_rest{300};
constexpr int most_failures = 5;

/// 0 s, then 30 s, 60 s, 120 s …
std::chrono::seconds delay(int failures) {
    return std::chrono::seconds{failures == 0 ? 0 : 15 << std::min(failures, 8)};
}

void put_back(store::Store& store, const store::Job& job, const char* cause) {
    if (job.failures + 1 >= most_failures) {
        spdlog::error("doc={} stage={} outcome=parked cause=\"{}\"", job.subject, job.kind, cause);
        store.jobs().park(job, cause);
        return;
    }
    spdlog::warn("doc={} stage={} outcome=later cause=\"{}\"", job.subject, job.kind, cause);
    store.jobs().put_back(job, store.now() + delay(job.failures), cause);
}

/// One job, and every way it can end. False when the engine must be thrown away.
bool attempt(Processor& processor, const store::Job& job) {
    const auto start = std::chrono::steady_clock::now();
    try {
        processor.work(job);
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
        spdlog::info("doc={} stage={} outcome=done ms={}", job.subject, job.kind, took.count());
        return true;
    } catch (const store::StaleJob&) {
        spdlog::warn("doc={} stage={} outcome=stale", job.subject, job.kind);
    } catch (const core::TryLater& trouble) {
        put_back(processor.store(), job, trouble.what());
    } catch (const std::exception& fault) {
        put_back(processor.store(), job, fault.what());
    }
    return false;
}

}  // namespace

Workers::Workers(const Installation& office, int count, std::vector<std::string> kinds, Until until, Progress& progress,
                 std::stop_token stop)
    : office_(office), kinds_(std::move(kinds)), until_(until), progress_(progress) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this, i, stop] { run(i, stop); });
}

void Workers::join() {
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

void Workers::run(int number, const std::stop_token& stop) {
    const auto name = worker_prefix + std::to_string(number);
    std::unique_ptr<Processor> processor;
    while (!stop.stop_requested()) {
        try {
            if (!processor) processor = std::make_unique<Processor>(office_);
            auto& store = processor->store();
            const auto job = store.jobs().claim(name, lease, kinds_);
            if (job) {
                if (!attempt(*processor, *job)) processor.reset();  // Half-done library state is not reused.
                progress_.show("travaux faits", ++done_, 0);
                continue;
            }
            if (until_ == Until::drained) return;
        } catch (const std::exception& trouble) {
            spdlog::error("worker={} cause=\"{}\"", name, trouble.what());
            processor.reset();
            if (until_ == Until::drained) return;
        }
        std::this_thread::sleep_for(idle_rest);
    }
}

}  // namespace pipeline
