#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/arrival.h"

namespace store {

class Connection;
class Journal;
class Jobs;

struct Added {
    core::Arrival arrival;  ///< As stored: with its id, fate and `duplicate_of`.
    bool was_new = false;   ///< False when this key was there: the same drop, after a crash or a double click.
};

/// What came in. Rows are never deleted, and only their fate may change. One thread, that of its Store.
class Arrivals {
  public:
    Arrivals(Connection& connection, Journal& journal, Jobs& jobs)
        : connection_{connection}, journal_{journal}, jobs_{jobs} {}

    /// The promise starts when this returns: the arrival, its job `read` and its event are one commit. The blob must be
    /// durable before. Idempotent on `key`. `id` and `duplicate_of` given are ignored.
    /// An arrival that carries a refusal (refused at the door) is stored with fate refused and gets no job; one whose
    /// bytes were taken under another key is a duplicate and gets no job (the bytes of a refused one are tried again).
    /// `received_at` at the epoch means now.
    Added add(core::Arrival arrival);

    /// The document turned out not to be takeable (damaged, encrypted …). No effect when it was refused already.
    void refuse(std::string_view id, const core::Refusal& refusal);

    std::optional<core::Arrival> find(std::string_view id);
    std::optional<core::Arrival> find_key(std::string_view key);
    /// One whose key begins so.
    std::optional<core::Arrival> find_key_prefix(std::string_view prefix);
    /// The first arrival with these bytes that was not refused nor emptied.
    std::optional<core::Arrival> find_sha256(std::string_view sha256);
    /// Oldest first.
    std::vector<core::Arrival> list(std::optional<core::Fate> fate = std::nullopt);
    std::vector<core::Arrival> newest(int limit);
    std::map<core::Fate, long long> counts();

  private:
    Connection& connection_;
    Journal& journal_;
    Jobs& jobs_;
};

}  // namespace store
