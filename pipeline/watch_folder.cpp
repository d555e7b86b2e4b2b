#include "pipeline/watch_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "core/failures.h"
#include "core/utf8.h"
#include "store/disk.h"
#include "store/names.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;

constexpr int deepest_deposit = 4;
constexpr std::size_t most_deposit_files = 1000;
constexpr int most_numbers = 100'000;

struct DirectoryFree {
    void operator()(DIR* directory) const noexcept { closedir(directory); }
};

/// Names in a folder, sorted; an error number, or 0.
int read_names(const fs::path& folder, std::vector<std::string>& names) {
    const std::unique_ptr<DIR, DirectoryFree> directory(opendir(folder.c_str()));
    if (!directory) return errno;
    for (;;) {
        errno = 0;
        const dirent* const entry = readdir(directory.get());
        if (entry == nullptr) break;
        const std::string name(entry->d_name);
        if (name != "." && name != "..") names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return errno;
}

Fingerprint print_of(const struct stat& facts) {
    return {.device = facts.st_dev,
            .inode = facts.st_ino,
            .size = static_cast<std::uint64_t>(facts.st_size),
            .mtime_ns = facts.st_mtim.tv_sec * 1'000'000'000LL + facts.st_mtim.tv_nsec};
}

void mix(std::uint64_t& hash, std::uint64_t value) {
    for (int i = 0; i < 8; ++i) hash = (hash ^ ((value >> (8 * i)) & 0xffU)) * 1099511628211ULL;
}

void look_below(const fs::path& folder, const std::string& prefix, int depth, Deposit& deposit) {
    std::vector<std::string> names;
    if (depth > deepest_deposit || read_names(folder, names) != 0) deposit.unsafe = true;
    for (const auto& name : names) {
        if (store::is_ignored(name) || deposit.unsafe) continue;
        struct stat facts {};
        if (lstat((folder / name).c_str(), &facts) != 0) continue;
        const Fingerprint print = print_of(facts);
        deposit.print.mtime_ns = std::max(deposit.print.mtime_ns, print.mtime_ns);
        for (const char c : prefix + name) mix(deposit.print.contents, static_cast<unsigned char>(c));
        mix(deposit.print.contents, print.inode);
        mix(deposit.print.contents, static_cast<std::uint64_t>(print.mtime_ns));
        if (S_ISDIR(facts.st_mode)) {
            look_below(folder / name, prefix + name + "/", depth + 1, deposit);
        } else if (S_ISREG(facts.st_mode) && deposit.files.size() < most_deposit_files) {
            deposit.print.size += print.size;
            mix(deposit.print.contents, print.size);
            deposit.files.push_back({prefix + name, print});
        } else {
            deposit.unsafe = true;
        }
    }
}

/// A place in `folder` that is free, or that `is_mine` recognises from before a crash.
template <class Mine>
fs::path free_place(const fs::path& folder, const std::string& name, const Mine& is_mine) {
    for (int number = 1; number < most_numbers; ++number) {
        fs::path place = folder / store::numbered_name(name, number);
        std::error_code ignored;
        if (!fs::exists(fs::symlink_status(place, ignored)) && is_mine(place)) return place;
    }
    throw core::TryLater(folder.string() + " : trop de fichiers du même nom");
}

/// False when the source is gone.
bool move_to(const fs::path& from, const fs::path& folder, const std::string& name, const RenameExclusive& rename) {
    for (;;) {
        const fs::path to = free_place(folder, name, [](const fs::path&) { return true; });
        const int error = rename(from, to);
        if (error == 0) return true;
        if (error == ENOENT) return false;
        if (error != EEXIST) store::throw_try_later("déplacement impossible :", from, error);
    }
}

}  // namespace

int system_rename_exclusive(const fs::path& from, const fs::path& to) {
    if (syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), 1U /* RENAME_NOREPLACE */) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    // A file system without it: two intakes may then race for different files of one name, never for the same file.
    struct stat facts {};
    if (lstat(to.c_str(), &facts) == 0) return EEXIST;
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

Deposit look_into(const fs::path& folder) {
    Deposit deposit;
    struct stat facts {};
    if (lstat(folder.c_str(), &facts) != 0) return deposit;
    deposit.print = print_of(facts);
    deposit.print.size = 0;
    look_below(folder, "", 1, deposit);
    return deposit;
}

std::optional<Fingerprint> fingerprint(const fs::path& path) {
    struct stat facts {};
    if (lstat(path.c_str(), &facts) != 0) return std::nullopt;
    if (S_ISDIR(facts.st_mode)) return look_into(path).print;
    if (!S_ISREG(facts.st_mode)) return std::nullopt;
    return print_of(facts);
}

std::optional<Fingerprint> fingerprint(int descriptor) {
    struct stat facts {};
    if (fstat(descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) return std::nullopt;
    return print_of(facts);
}

Listing list_folder(const WatchPlace& place) {
    std::vector<std::string> names;
    if (const int error = read_names(place.folder, names); error != 0)
        store::throw_try_later("dossier surveillé illisible :", place.folder, error);
    Listing listing;
    for (const auto& name : names) {
        const bool claimed = store::parse_claim_name(name).has_value();
        if (!claimed && store::is_ignored(name)) continue;
        struct stat facts {};
        if (lstat((place.folder / name).c_str(), &facts) != 0) continue;  // Gone meanwhile.
        const bool is_folder = S_ISDIR(facts.st_mode) && place.channel == core::Channel::online;
        const auto deposit = is_folder ? look_into(place.folder / name) : Deposit{};
        // A folder without a file holds nothing to take; claimed, it would take its name from who is about to fill it.
        if (is_folder ? deposit.files.empty() : !S_ISREG(facts.st_mode)) {
            listing.strange.push_back(core::utf8_or_latin1(name));
            continue;
        }
        const auto print = is_folder ? deposit.print : print_of(facts);
        listing.items.push_back({.name = name, .claimed = claimed, .is_folder = is_folder, .print = print});
    }
    std::stable_partition(listing.items.begin(), listing.items.end(),
                          [](const WatchItem& item) { return item.claimed; });
    return listing;
}

bool move_received(const WatchPlace& place, const std::string& claim, core::Date day, const RenameExclusive& rename) {
    const fs::path folder = place.folder / store::received_folder(day);
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) store::throw_try_later("création impossible :", folder, error.value());
    return move_to(place.folder / claim, folder, store::parse_claim_name(claim).value_or(claim), rename);
}

bool move_refused(const WatchPlace& place, const std::string& claim, const core::Arrival& arrival,
                  const RenameExclusive& rename) {
    const fs::path folder = place.folder / store::refused_folder;
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) store::throw_try_later("création impossible :", folder, error.value());
    if (!fs::exists(fs::symlink_status(place.folder / claim, error))) return false;
    const std::string text = motive_text(arrival);
    // The reason first: a file in `.refuses` without its reason would be a riddle.
    const fs::path to = free_place(folder, store::parse_claim_name(claim).value_or(claim), [&](const fs::path& free) {
        const fs::path motive = folder / store::motive_name(free.filename().string());
        std::error_code ignored;
        return !fs::exists(motive, ignored) || store::read_file(motive) == text;
    });
    store::write_file_durably(folder / store::motive_name(to.filename().string()), text);
    const int failed = rename(place.folder / claim, to);
    if (failed != 0 && failed != ENOENT)
        store::throw_try_later("déplacement impossible :", place.folder / claim, failed);
    return failed == 0;
}

std::string motive_text(const core::Arrival& arrival) {
    return "Fichier : " + arrival.name + "\nRéception : " + arrival.id + ", le " +
           core::short_date(core::office_date(arrival.received_at)) +
           "\nMotif : " + (arrival.refusal ? core::describe(*arrival.refusal) : "") + "\n";
}

}  // namespace pipeline
