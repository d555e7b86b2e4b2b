#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/date.h"
#include "core/enum_names.h"
#include "core/outcome.h"

namespace core {

enum class Channel { post, online, mail };

/// Where an arrival stands. Reception is not processing: `stored` is promised once committed, whatever follows.
enum class Fate { stored, duplicate, refused };

/// One file, mail or upload as received. Immutable but for its fate.
struct Arrival {
    std::string id;          ///< `A000012`; made by the store.
    std::string key;         ///< Same drop, same key, whatever crashed (reliability: intake, step 8).
    std::string sha256;      ///< Of the bytes; the name of the blob.
    std::string name;        ///< File name as received, UTF-8.
    std::uint64_t size = 0;  ///< bytes
    Channel channel = Channel::post;
    Instant received_at{};
    Fate fate = Fate::stored;
    std::string duplicate_of;  ///< Id of the first arrival with the same bytes; empty when none.
    std::optional<Refusal> refusal;
    Instant emptied_at{};  ///< When its bytes were removed, at the end of their retention; the epoch while they are kept.

    bool operator==(const Arrival&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::Channel> {
    static constexpr std::array<std::string_view, 3> names{"post", "online", "mail"};
};
template <>
struct core::EnumNames<core::Fate> {
    static constexpr std::array<std::string_view, 3> names{"stored", "duplicate", "refused"};
};
