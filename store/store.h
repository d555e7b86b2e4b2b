#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "store/arrivals.h"
#include "store/batches.h"
#include "store/complements.h"
#include "store/disk.h"
#include "store/jobs.h"
#include "store/journal.h"
#include "store/mails.h"
#include "store/outbox.h"
#include "store/proposals.h"
#include "store/publications.h"
#include "store/readings.h"
#include "store/register.h"
#include "store/reviews.h"
#include "store/sessions.h"
#include "store/spool.h"

namespace store {

class People;
class Retention;
class Search;

/// What `status` shows. seen = stored + refused + duplicate; what still waits in a watch folder is intake's to count.
struct Counts {
    long long seen = 0;
    long long stored = 0;
    long long refused = 0;
    long long duplicate = 0;
    JobCounts jobs;
    std::map<core::DossierState, long long> dossiers;     ///< All states, 0 included.
    std::map<core::DispatchState, long long> dispatches;  ///< All states, 0 included.
    std::optional<core::Instant> oldest_dispatch;         ///< When the oldest waiting dispatch was made.
};

/// Blobs that rows name, for `verify`: each must be in the spool.
struct BlobUse {
    std::string sha256;
    /// Arrival id, dossier number, dispatch id, path of a template, or the SHA-256 of the file whose page kept a crop.
    std::string owner;
    bool operator==(const BlobUse&) const = default;
};

/// What the database of a copy says of itself once it was found whole.
struct CopiedDatabase {
    std::optional<long long> broken_line;  ///< Of its journal.
    long long events = 0;
    std::string head;  ///< Hash of the journal's last line.
    bool operator==(const CopiedDatabase&) const = default;
};

/// Looks at a database that nobody writes, every page of it and its journal, leaving no trace beside it.
/// core::BadSetup when it is damaged.
CopiedDatabase check_database(const std::filesystem::path& copy);

/// All state of an installation: one connection to the database, and the spool. Not thread-safe: one per thread;
/// several threads and processes may each have theirs. core::TryLater when the disk is full or the database stays
/// locked.
class Store {
  public:
    /// Makes `home`, an empty database and the spool. core::BadSetup when there is a database already, or when `home`
    /// lies on a network file system.
    static void create(const std::filesystem::path& home, const FileSystemProbe& probe = system_file_system);

    /// Opens, asserts the durability settings, migrates. core::BadSetup when that cannot be.
    explicit Store(const std::filesystem::path& home, core::Clock clock = core::system_now,
                   const FileSystemProbe& probe = system_file_system);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// All or nothing for everything `work` does through this Store; what `work` returns comes back. Calls inside join
    /// it, and a joined call that throws undoes the whole. Blobs are not part of it: put them before.
    template <class Work>
    auto transaction(Work&& work) {
        using Result = std::invoke_result_t<Work>;
        if constexpr (std::is_void_v<Result>) {
            run_transaction(std::ref(work));
        } else {
            std::optional<Result> result;
            run_transaction([&] { result.emplace(work()); });
            return std::move(*result);
        }
    }

    Arrivals& arrivals();
    Jobs& jobs();
    Readings& readings();
    Register& dossiers();
    Complements& complements();
    Sessions& sessions();
    Proposals& proposals();
    Publications& publications();
    Outbox& outbox();
    Mails& mails();
    Reviews& reviews();
    Batches& batches();
    Journal& journal();
    People& people();        ///< store/people.h
    Search& search();        ///< store/search.h
    Retention& retention();  ///< store/retention.h
    const Spool& spool() const;

    core::Instant now() const;
    Counts counts();
    /// The settings durability rests on, as the database answers: journal_mode, synchronous, foreign_keys,
    /// busy_timeout.
    std::map<std::string, std::string> durability();
    std::vector<BlobUse> blobs();
    /// A consistent copy of the database, durable, while others work. core::BadSetup when `target` exists.
    void copy_database(const std::filesystem::path& target);

  private:
    void run_transaction(const std::function<void()>& work);

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace store
