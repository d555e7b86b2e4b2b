#pragma once

#include <optional>

#include "core/outcome.h"
#include "pipeline/watch_folder.h"
#include "pipeline/whole.h"
#include "store/spool.h"

namespace pipeline {

/// What a claimed file or deposit became in the spool.
struct Copied {
    store::Blob blob;
    Fingerprint print;                     ///< The same before and after.
    std::optional<core::Refusal> refusal;  ///< The look at it did not satisfy; the bytes are kept all the same.
};

Wholeness look_at_path(const std::filesystem::path& path, core::Channel channel);

/// Streams the file into the spool, hash and all; a folder becomes one deterministic zip (pack.h). Nothing when it
/// changed under the copy or cannot be read now. core::TryLater when the spool cannot take it.
std::optional<Copied> copy_to_spool(const std::filesystem::path& path, core::Channel channel, std::uint64_t max_bytes,
                                    const store::Spool& spool);

}  // namespace pipeline
