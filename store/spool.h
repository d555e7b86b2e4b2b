#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/failures.h"
#include "store/disk.h"
#include "store/sha256.h"

namespace store {

/// A blob is missing or its bytes no longer give its name: someone must act. Never the document's fault.
struct DamagedBlob : core::BadSetup {
    using core::BadSetup::BadSetup;
};

struct Blob {
    std::string sha256;
    std::uint64_t size = 0;  ///< bytes
    bool operator==(const Blob&) const = default;
};

/// Bytes on the local disk, named by their SHA-256 (`ab/<sha256>`), read-only (0400), never changed. A blob that was
/// put survives a power cut once the call returned. TryLater when the disk is full or fails: nothing half-written is
/// then left under a final name. Safe to use from several threads and processes: names are content, renames are atomic.
class Spool {
  public:
    /// Makes the folder and its `tmp` when missing.
    explicit Spool(std::filesystem::path folder, SyncCall sync = system_sync);

    /// Put if absent; gives the SHA-256.
    std::string put(std::string_view bytes) const;

    /// Bytes that come in pieces: append …, then commit; thrown away by the destructor otherwise. One thread.
    class Incoming {
      public:
        Incoming(Incoming&&) noexcept;
        Incoming& operator=(Incoming&&) = delete;
        ~Incoming();

        void append(std::string_view bytes);
        std::uint64_t size() const { return size_; }
        /// fsync, rename to the final name, fsync of the folder. Call once.
        Blob commit();

      private:
        friend class Spool;
        explicit Incoming(const Spool& spool);

        const Spool* spool_;         ///< Outlives this.
        std::filesystem::path tmp_;  ///< Empty once committed or moved from.
        File file_;
        Sha256 hash_;
        std::uint64_t size_ = 0;
    };
    Incoming incoming() const;

    std::filesystem::path path(std::string_view sha256) const;
    bool has(std::string_view sha256) const;
    /// The bytes, their hash checked again. DamagedBlob when missing or altered.
    std::string read(std::string_view sha256) const;

    /// Takes a blob away, unless it was put since `limit` (real time, that of the disk): somebody may be about to name
    /// it in a row. False when it stays; true when it is gone, before the call or by it.
    bool remove(std::string_view sha256, core::Instant limit) const;
    /// Removes unfinished files last written before `limit`; says how many.
    int sweep_tmp(core::Instant limit) const;
    /// SHA-256 of every blob, for `verify`. Files that are no blob are passed over.
    std::vector<std::string> list() const;

  private:
    void publish(const std::filesystem::path& tmp, const Blob& blob) const;

    std::filesystem::path folder_;
    SyncCall sync_;
};

}  // namespace store
