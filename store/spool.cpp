#include "store/spool.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "store/names.h"

namespace store {
namespace {

namespace fs = std::filesystem;

/// Size in bytes of a regular file; nothing when it is not there.
std::optional<std::uint64_t> size_of(const fs::path& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return static_cast<std::uint64_t>(status.st_size);
}

core::Instant last_write(const struct stat& status) {
    return core::Instant{std::chrono::milliseconds{status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1000000}};
}

}  // namespace

Spool::Spool(fs::path folder, SyncCall sync) : folder_{std::move(folder)}, sync_{std::move(sync)} {
    make_directory_durably((folder_ / spool_tmp_name(0)).parent_path(), sync_);
}

std::string Spool::put(std::string_view bytes) const {
    auto file = incoming();
    file.append(bytes);
    return file.commit().sha256;
}

Spool::Incoming Spool::incoming() const { return Incoming{*this}; }

Spool::Incoming::Incoming(const Spool& spool)
    : spool_{&spool},
      tmp_{spool.folder_ / spool_tmp_name(random_number())},
      file_{tmp_, O_WRONLY | O_CREAT | O_EXCL, 0400} {}

Spool::Incoming::Incoming(Incoming&& other) noexcept
    : spool_{other.spool_},
      tmp_{std::exchange(other.tmp_, {})},
      file_{std::move(other.file_)},
      hash_{std::move(other.hash_)},
      size_{other.size_} {}

Spool::Incoming::~Incoming() {
    if (!tmp_.empty()) ::unlink(tmp_.c_str());
}

void Spool::Incoming::append(std::string_view bytes) {
    file_.write(bytes);
    hash_.add(bytes);
    size_ += bytes.size();
}

Blob Spool::Incoming::commit() {
    Blob blob{.sha256 = hash_.finish(), .size = size_};
    file_.sync(spool_->sync_);  // On failure the destructor drops the file: a second fsync would lie.
    file_.close();
    spool_->publish(tmp_, blob);
    tmp_.clear();
    return blob;
}

/// The rename comes after the bytes are on disk, the folder is synced after the rename: the caller may then commit a
/// row.
void Spool::publish(const fs::path& tmp, const Blob& blob) const {
    const auto target = path(blob.sha256);
    make_directory_durably(target.parent_path(), sync_);
    // Over one that is there, too: the same bytes, put now, so that `remove` lets them be.
    if (::rename(tmp.c_str(), target.c_str()) != 0) throw_try_later("renommage impossible :", target, errno);
    sync_directory(target.parent_path(), sync_);
    sync_directory(folder_, sync_);
}

fs::path Spool::path(std::string_view sha256) const { return folder_ / blob_name(sha256); }

bool Spool::has(std::string_view sha256) const { return size_of(path(sha256)).has_value(); }

std::string Spool::read(std::string_view sha256) const {
    const auto file = path(sha256);
    if (!has(sha256)) throw DamagedBlob{"contenu absent du spool : " + file.string()};
    auto bytes = read_file(file);
    if (store::sha256(bytes) != sha256) throw DamagedBlob{"contenu altéré dans le spool : " + file.string()};
    return bytes;
}

/// Out of its place first, looked at again, then gone: a put that fell between the two looks puts it back.
bool Spool::remove(std::string_view sha256, core::Instant limit) const {
    const auto file = path(sha256);
    struct stat status {};
    if (::lstat(file.c_str(), &status) != 0) return errno == ENOENT;
    if (last_write(status) >= limit) return false;
    const auto aside = folder_ / spool_tmp_name(random_number());
    if (::rename(file.c_str(), aside.c_str()) != 0) throw_try_later("suppression impossible :", file, errno);
    const bool stays = ::lstat(aside.c_str(), &status) != 0 || last_write(status) >= limit;
    if (stays && ::rename(aside.c_str(), file.c_str()) != 0) throw_try_later("renommage impossible :", file, errno);
    if (!stays && ::unlink(aside.c_str()) != 0) throw_try_later("suppression impossible :", aside, errno);
    sync_directory(file.parent_path(), sync_);
    return !stays;
}

int Spool::sweep_tmp(core::Instant limit) const {
    int removed = 0;
    for (const auto& entry : fs::directory_iterator{(folder_ / spool_tmp_name(0)).parent_path()}) {
        const auto& file = entry.path();
        struct stat status {};
        if (!parse_spool_tmp_name("tmp/" + file.filename().string())) continue;
        if (::lstat(file.c_str(), &status) != 0 || last_write(status) >= limit) continue;
        if (::unlink(file.c_str()) == 0) ++removed;
    }
    return removed;
}

std::vector<std::string> Spool::list() const {
    std::vector<std::string> blobs;
    for (const auto& folder : fs::directory_iterator{folder_}) {
        if (!folder.is_directory()) continue;
        for (const auto& entry : fs::directory_iterator{folder})
            if (auto sha = parse_blob_name(folder.path().filename().string() + "/" + entry.path().filename().string()))
                blobs.push_back(std::move(*sha));
    }
    return blobs;
}

}  // namespace store
