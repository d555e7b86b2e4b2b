#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "pipeline/intake.h"
#include "tests/documents.h"
#include "tests/store_home.h"

namespace tests {

/// Makes the temporary folders of a scope in memory, where there is room for it: syncing thousands of files is not what
/// it tests.
class InMemory {
  public:
    InMemory() {
        if (const char* set = std::getenv("TMPDIR")) before_ = set;
        if (access("/dev/shm", W_OK) == 0) setenv("TMPDIR", "/dev/shm", 1);
    }
    InMemory(const InMemory&) = delete;
    InMemory& operator=(const InMemory&) = delete;
    ~InMemory() {
        if (before_.empty())
            unsetenv("TMPDIR");
        else
            setenv("TMPDIR", before_.c_str(), 1);
    }

  private:
    std::string before_;
};

/// A store, two watch folders, and a monotonic clock that only moves when a test says so.
struct IntakeHouse {
    StoreHome store_home;
    std::filesystem::path post = store_home.folder.path() / "post", online = store_home.folder.path() / "online";
    std::chrono::milliseconds monotonic{1'000'000};
    pipeline::IntakeSettings settings;
    pipeline::IntakeWorld world = pipeline::IntakeWorld::real();
    store::Store store = store_home.open();

    IntakeHouse() {
        std::filesystem::create_directories(post);
        std::filesystem::create_directories(online);
        world.monotonic = [this] { return monotonic; };
        world.rest = [this](std::chrono::milliseconds duration) { monotonic += duration; };
    }
    std::vector<pipeline::WatchPlace> places() const {
        return {{post, core::Channel::post}, {online, core::Channel::online}};
    }
    pipeline::Intake intake() { return pipeline::Intake(store, places(), settings, world); }

    /// One second goes by, then a scan; `times` over. The reports of all, the waiting of the last.
    pipeline::IntakeReport pass(pipeline::Intake& intake, int times) {
        pipeline::IntakeReport all;
        for (int i = 0; i < times; ++i) {
            monotonic += std::chrono::seconds(1);
            auto report = intake.scan();
            all.taken.insert(all.taken.end(), report.taken.begin(), report.taken.end());
            all.recovered += report.recovered;
            all.waiting = report.waiting;
            all.strange = report.strange;
            all.ledger = report.ledger;
        }
        return all;
    }
};

inline void write_file(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}
inline void append_file(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::app) << bytes;
}
inline std::string pdf_saying(const std::string& text) {
    const auto bytes = pdf_of_texts({text});
    return {bytes.begin(), bytes.end()};
}
inline int count_files(const std::filesystem::path& folder) {
    int count = 0;
    std::error_code absent;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, absent))
        count += entry.is_regular_file();
    return count;
}

}  // namespace tests
