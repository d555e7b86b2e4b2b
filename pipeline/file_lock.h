#pragma once

#include <filesystem>
#include <string>

#include "pipeline/child_process.h"

/// Locks between processes, held as long as what is given lives; the kernel lets go of them when the process dies,
/// however it dies. The file stays.
namespace pipeline {

/// Nothing when another process holds it. core::TryLater when the file cannot be made.
Descriptor try_lock(const std::filesystem::path& file);

/// core::TryLater with this message when another process holds it.
Descriptor lock_or_later(const std::filesystem::path& file, const std::string& message);

}  // namespace pipeline
