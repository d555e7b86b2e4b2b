#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/watch_folder.h"
#include "pipeline/whole.h"
#include "store/store.h"

/// Stage `intake`.
/// Does: takes what is dropped in the watch folders, bytes safe and committed before the source is moved away. A full
/// scan is the mechanism (inotify, intake_hint.h, only shortens the wait); nothing in memory matters, recovery is the
/// normal path. Trusts: nothing; a file is looked at, never opened by a decoder. Touches: the watch folders (`.pris-`,
/// `.recus/AAAA-MM-JJ/`, `.refuses/`), the spool, the store. Refuses with: empty_file, incomplete_file, unsupported,
/// too_large, archive_unsafe; the bytes are kept all the same. Known faults: a folder we may not write in (ledger mode)
/// is read again once after each start; .refuses is then not written.
namespace pipeline {

struct IntakeSettings {
    std::chrono::milliseconds settle{2'000};           ///< Unchanged so long, by our clock …
    std::chrono::milliseconds settle_network{20'000};  ///< … on NFS and SMB, …
    int scans = 3;                                     ///< … and in so many scans.
    std::chrono::milliseconds patience{
        1'800'000};  ///< Then a file that is empty, unended or of no known type is refused.
    std::chrono::milliseconds drain_patience{6'000};  ///< The same for drain(), which nobody watches.
    std::chrono::milliseconds drain_most{60'000};     ///< drain() leaves what still moves after this.
    std::uint64_t max_bytes = 200'000'000;
};

/// The world, as far as intake needs it; tests make it fail.
struct IntakeWorld {
    std::function<std::chrono::milliseconds()> monotonic;
    std::function<void(std::chrono::milliseconds)> rest;
    RenameExclusive rename = system_rename_exclusive;
    std::function<void(std::string_view step)>
        at_step;  ///< Called before each step that changes something; may be empty.

    static IntakeWorld real();
};

/// Why a file is not taken yet.
enum class WaitingFor {
    settling,    ///< Changed lately.
    end,         ///< Unended: being written, or cut.
    content,     ///< Empty.
    known_type,  ///< No type that is taken here.
    writer,      ///< Held by another program, or it changed while it was copied.
};
std::string_view sentence(WaitingFor why);  ///< French.

struct Waiting {
    std::filesystem::path file;
    WaitingFor why{};
    std::chrono::milliseconds since{};  ///< How long it has been seen.
};

struct IntakeReport {
    std::vector<core::Arrival> taken;  ///< New in the store: stored, duplicate or refused.
    int recovered = 0;                 ///< Known to the store already: left over by a crash.
    std::vector<Waiting> waiting;
    std::vector<std::string> strange;           ///< Links, empty folders and the like, never taken.
    std::vector<std::filesystem::path> ledger;  ///< Folders that are read without being changed.
};

/// One thread, one Store. Several intakes, in several processes or machines, may watch the same folders.
class Intake {
  public:
    Intake(store::Store& store, std::vector<WatchPlace> places, IntakeSettings settings = {},
           IntakeWorld world = IntakeWorld::real());

    /// One look at every folder; takes what has settled. To be called every 2 s (10 s on a network share).
    /// core::TryLater when a folder or the store cannot be used now: nothing is lost, scan again.
    IntakeReport scan();
    /// `run --once`: scans until nothing waits, waiting as long as settling needs, once for all files.
    IntakeReport drain();

  private:
    struct Memory {
        Fingerprint print;
        std::chrono::milliseconds first_seen{}, unchanged_since{};
        int scans = 0;
        bool taken = false;  ///< Ledger mode: these very bytes are in the store.
        bool unsettled_claim = false;
        std::string name;  ///< In the folder, now: that of the claim once claimed.
    };
    using Memories = std::map<std::string, Memory>;

    void scan_place(const WatchPlace& place, Memories& memories, IntakeReport& report);
    void consider(const WatchPlace& place, const WatchItem& item, Memory& memory, IntakeReport& report);
    /// Claims and takes; or says what to wait for.
    void take(const WatchPlace& place, const WatchItem& item, Memory& memory, IntakeReport& report);
    bool take_bytes(const WatchPlace& place, const std::string& name, const Memory& memory, IntakeReport& report);
    void start_over(const WatchPlace& place, const WatchItem& item, Memory& memory, IntakeReport& report) const;
    bool is_settled(const WatchPlace& place, const Memory& memory) const;
    void step(std::string_view name) const;
    void wait(const WatchPlace& place, const WatchItem& item, const Memory& memory, WaitingFor why,
              IntakeReport& report) const;

    store::Store& store_;
    const std::vector<WatchPlace> places_;
    const IntakeSettings settings_;
    const IntakeWorld world_;
    std::chrono::milliseconds patience_;
    std::map<std::filesystem::path, Memories> memories_;
    std::map<std::filesystem::path, bool> read_only_;
};

/// For the balance, from any process: what lies in the folders and is not in the store yet.
int count_waiting(store::Store& store, const std::vector<WatchPlace>& places);

/// seen = stored + refused + duplicate + waiting.
struct Balance {
    long long seen = 0, stored = 0, refused = 0, duplicate = 0, waiting = 0;
    bool holds() const { return seen == stored + refused + duplicate + waiting; }
};
Balance balance(store::Store& store, const std::vector<WatchPlace>& places);

/// The document turned out not to be takeable after reception (damaged, encrypted …): shows it to the mailroom, a copy
/// with its reason beside it in `.refuses/`. Does nothing the second time.
void show_refusal(const store::Spool& spool, const WatchPlace& place, const core::Arrival& arrival);

}  // namespace pipeline
