#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/arrival.h"
#include "core/date.h"

namespace pipeline {

/// A folder people and scanners drop into, and the channel its files come by.
struct WatchPlace {
    std::filesystem::path folder;
    core::Channel channel = core::Channel::post;
};

/// Enough to see that something changed. Times are the file server's and are only compared with each other.
struct Fingerprint {
    std::uint64_t device = 0, inode = 0;
    std::uint64_t size = 0;      ///< Of a folder: all files together.
    std::int64_t mtime_ns = 0;   ///< Of a folder: the latest in it.
    std::uint64_t contents = 0;  ///< Of a folder: over names, sizes and times.
    bool operator==(const Fingerprint&) const = default;
};

struct WatchItem {
    std::string name;        ///< In the folder, as the file system has it.
    bool claimed = false;    ///< `.pris-…`
    bool is_folder = false;  ///< A deposit; channel online only.
    Fingerprint print;
};

struct Listing {
    std::vector<WatchItem> items;      ///< Claims first, then by name.
    std::vector<std::string> strange;  ///< Never taken and never moved: links, devices, sub-folders of post/, folders
                                       ///< of online/ without a file.
};

/// The files of a deposit, by path relative to it.
struct DepositFile {
    std::string name;
    Fingerprint print;
};
struct Deposit {
    std::vector<DepositFile> files;
    Fingerprint print;
    bool unsafe = false;  ///< A link, a device, too deep or too many.
};
Deposit look_into(const std::filesystem::path& folder);

/// errno of a rename that does not replace; 0 when done.
using RenameExclusive = std::function<int(const std::filesystem::path& from, const std::filesystem::path& to)>;
int system_rename_exclusive(const std::filesystem::path& from, const std::filesystem::path& to);

/// core::TryLater when the folder cannot be read (share gone).
Listing list_folder(const WatchPlace& place);
/// Of a file as open or as named; nothing when it is not there or no regular file or folder.
std::optional<Fingerprint> fingerprint(const std::filesystem::path& path);
std::optional<Fingerprint> fingerprint(int descriptor);

/// Moves a claim out of the way, under its own name or a numbered one. False: it is gone, another intake was quicker.
bool move_received(const WatchPlace& place, const std::string& claim, core::Date day, const RenameExclusive& rename);
/// The same into `.refuses/`, with the reason in French beside it. A crash in between is made good by the next call.
bool move_refused(const WatchPlace& place, const std::string& claim, const core::Arrival& arrival,
                  const RenameExclusive& rename);
/// What `.refuses/NAME.motif.txt` says.
std::string motive_text(const core::Arrival& arrival);

}  // namespace pipeline
