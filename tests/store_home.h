#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "core/date.h"
#include "store/sha256.h"
#include "store/store.h"
#include "tests/temporary_folder.h"

/// An installation with a real database and a clock that a test turns.
struct StoreHome {
    TemporaryFolder folder;
    std::filesystem::path home = folder.path() / "maison";
    core::Instant now = *core::parse_instant("2026-11-03T09:30:00.000Z");

    StoreHome() { store::Store::create(home); }
    core::Clock clock() {
        return [this] { return now; };
    }
    store::Store open() { return store::Store{home, clock()}; }
};

inline core::Arrival some_arrival(const std::string& content, const std::string& name = "scan.pdf") {
    const auto sha256 = store::sha256(content);
    return {.key = sha256 + "/" + name + "/1", .sha256 = sha256, .name = name, .size = content.size()};
}
