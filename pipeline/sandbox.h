#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pipeline {

/// What a process that opens hostile bytes may still use. Reading is limited to fonts and their caches.
struct SandboxLimits {
    std::uint64_t address_space = 1'500'000'000;  ///< bytes; not set under a sanitizer, which maps terabytes.
    unsigned cpu_seconds = 60;                    ///< The parent raises it page by page, up to cpu_most.
    unsigned cpu_most = 600;
    unsigned open_files = 32;
    int parent = 0;  ///< Process id that must still be the parent; 0: not checked.
};

/// Confines the calling process, for good: resource limits, no new privileges, no capability, death with the parent,
/// Landlock where the kernel has it, then a seccomp allow-list (read, write to what is open, memory; no file made or
/// changed, no process, no socket, no executable memory). Single-threaded processes only. Returns what the kernel could
/// not give, for the log; core::BadSetup when a part that must hold does not.
std::vector<std::string> enter_sandbox(const SandboxLimits& limits);

}  // namespace pipeline
