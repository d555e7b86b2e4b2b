#pragma once

#include <chrono>
#include <filesystem>
#include <vector>

#include "pipeline/child_process.h"

namespace pipeline {

/// Shortens the wait between two scans when the kernel tells of a change. Only a hint: it says nothing of files written
/// by other hosts, and loses events; the scan is what finds files. wake() may be called from any thread and from a
/// signal handler.
class IntakeHint {
  public:
    /// Without inotify (limit reached, odd file system) it only waits.
    explicit IntakeHint(const std::vector<std::filesystem::path>& folders);

    /// At most `longest`; true when something may have changed or wake() was called.
    bool wait(std::chrono::milliseconds longest);
    void wake() const noexcept;

  private:
    Descriptor notify_, wake_;
};

}  // namespace pipeline
