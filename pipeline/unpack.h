#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "core/outcome.h"

namespace pipeline {

struct UnpackBounds {
    int max_members = 200;
    std::uint64_t max_bytes = 200'000'000;  ///< All members together.
    std::uint64_t max_ratio = 200;          ///< Unpacked to packed, of a member above 1 MB.
};

/// A zip's members, one by one; runs in the sandbox (pipeline/decode.h: unpack()). Folders, `__MACOSX/`, `.DS_Store`,
/// `Thumbs.db` are left out, one folder common to all members is taken off. Refuses archive_unsafe (path, link,
/// duplicate, archive within, count, size, ratio), encrypted, damaged; `archive, NAME : cause`.
core::Outcome<int> unpack_zip(
    std::span<const std::uint8_t> archive, const UnpackBounds& bounds,
    const std::function<void(const std::string& name, std::span<const std::uint8_t> bytes)>& sink);

}  // namespace pipeline
