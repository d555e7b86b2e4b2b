#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "bench/simulated_world.h"

/// What a simulated time left, counted from the store, the relay's mailbox and the print runs.
namespace bench {

struct Sums {
    std::vector<std::pair<std::string, long long>> facts;
    std::vector<std::pair<std::string, long long>> faults;  ///< All must be 0.

    bool hold() const;
};

Sums sums_of(const std::filesystem::path& home, const Plan& plan, const std::filesystem::path& mailbox);

}  // namespace bench
