#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// Files that survive a power cut: written beside their place, synced, renamed, the folder synced. Any failure of the
/// world (disk full, input/output error) is core::TryLater with a French message; a failed fsync is never tried again
/// on the same file, since the kernel has dropped its pages: the file is thrown away and the caller starts over.
namespace store {

/// `fsync`, or a stand-in that counts and fails in tests. Returns 0, or -1 with errno.
using SyncCall = std::function<int(int descriptor)>;
int system_sync(int descriptor);

/// An open file descriptor and its owner.
class File {
  public:
    /// TryLater when it cannot be opened. O_CLOEXEC and O_NOFOLLOW are added.
    File(const std::filesystem::path& path, int flags, unsigned mode = 0);
    File(File&& other) noexcept : path_{std::move(other.path_)}, descriptor_{std::exchange(other.descriptor_, -1)} {}
    File& operator=(File&& other) noexcept;
    ~File();

    void write(std::string_view bytes);
    std::string read_all();
    void sync(const SyncCall& sync);
    /// The close is checked too: on NFS it is where a full disk is told.
    void close();
    int descriptor() const { return descriptor_; }

  private:
    std::filesystem::path path_;
    int descriptor_ = -1;
};

/// The program's only way to write a file that people or other programs read. Replaces what was there, whole or not at
/// all. Mode 0640.
void write_file_durably(const std::filesystem::path& path, std::string_view bytes, const SyncCall& sync = system_sync);

/// Makes the folder and its missing parents, each entry synced in its parent. Nothing when it is already there.
void make_directory_durably(const std::filesystem::path& path, const SyncCall& sync = system_sync);

/// Makes the entries of a folder (renames, new files) durable.
void sync_directory(const std::filesystem::path& path, const SyncCall& sync = system_sync);

/// The whole file. TryLater when it cannot be read.
std::string read_file(const std::filesystem::path& path);

std::uint64_t random_number();

/// French: "disque plein", "erreur d'entrée-sortie" … for an errno.
std::string errno_in_french(int error);

/// Throws core::TryLater: "<what> <path> : <errno in French>".
[[noreturn]] void throw_try_later(std::string_view what, const std::filesystem::path& path, int error);

/// statfs(2) f_type of the file system that holds a path; or a stand-in in tests.
using FileSystemProbe = std::function<long(const std::filesystem::path&)>;
long system_file_system(const std::filesystem::path& path);

/// The name of a file system on which SQLite's WAL and our renames are not safe ("NFS", "CIFS" …); nothing when local.
std::optional<std::string_view> network_file_system(long magic);

/// core::BadSetup when `path` lies on such a file system.
void require_local_file_system(const std::filesystem::path& path, const FileSystemProbe& probe = system_file_system);

}  // namespace store
