#pragma once

#include <cstdint>

#include "core/arrival.h"

namespace pipeline {

/// What a first, cheap look at a file says. Nothing is decoded: a few bounded reads, every offset checked.
enum class Wholeness {
    whole,    ///< Ends as files of its type end.
    unended,  ///< Of a type that is taken, but its end is missing: still being written, or cut.
    empty,
    unknown,  ///< No type that is taken on this channel.
};

/// `file` is an open descriptor, left where it was. post: PDF, TIFF, JPEG, PNG. online: zip. A read that fails counts
/// as unended: it will be looked at again.
Wholeness look_at(int file, std::uint64_t size, core::Channel channel);

/// For a file inside an online deposit: the same end tests for scans; anything else is whole once it is not empty.
Wholeness look_at_member(int file, std::uint64_t size);

}  // namespace pipeline
