#include "store/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <random>

#include "core/failures.h"
#include "store/names.h"

namespace store {
namespace {

namespace fs = std::filesystem;

/// Removes a half-written file unless it was given its final name.
class Cleanup {
  public:
    explicit Cleanup(fs::path path) : path_{std::move(path)} {}
    Cleanup(const Cleanup&) = delete;
    Cleanup& operator=(const Cleanup&) = delete;
    ~Cleanup() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    void keep() { path_.clear(); }

  private:
    fs::path path_;
};

}  // namespace

int system_sync(int descriptor) { return ::fsync(descriptor); }

File::File(const fs::path& path, int flags, unsigned mode)
    : path_{path}, descriptor_{::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, mode)} {
    if (descriptor_ < 0) throw_try_later("ouverture impossible :", path, errno);
}

File& File::operator=(File&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

File::~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void File::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw_try_later("écriture impossible :", path_, errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::string File::read_all() {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) throw_try_later("lecture impossible :", path_, errno);
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(status.st_size));
    std::array<char, 65536> chunk;
    for (;;) {
        const auto count = ::read(descriptor_, chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_try_later("lecture impossible :", path_, errno);
        if (count == 0) return bytes;
        bytes.append(chunk.data(), static_cast<std::size_t>(count));
    }
}

void File::sync(const SyncCall& sync) {
    if (sync(descriptor_) != 0) throw_try_later("enregistrement sur disque impossible :", path_, errno);
}

void File::close() {
    if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR)
        throw_try_later("fermeture impossible :", path_, errno);
}

void write_file_durably(const fs::path& path, std::string_view bytes, const SyncCall& sync) {
    const auto folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    const auto partial = folder / partial_name(random_number());
    Cleanup cleanup{partial};
    File file{partial, O_WRONLY | O_CREAT | O_EXCL, 0640};
    file.write(bytes);
    file.sync(sync);
    file.close();
    if (::rename(partial.c_str(), path.c_str()) != 0) throw_try_later("renommage impossible :", path, errno);
    cleanup.keep();
    sync_directory(folder, sync);
}

void make_directory_durably(const fs::path& path, const SyncCall& sync) {
    std::error_code ignored;
    if (path.empty() || fs::is_directory(path, ignored)) return;
    const auto parent = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    if (parent != path) make_directory_durably(parent, sync);
    if (::mkdir(path.c_str(), 0750) != 0 && errno != EEXIST) throw_try_later("création impossible :", path, errno);
    sync_directory(parent, sync);
}

void sync_directory(const fs::path& path, const SyncCall& sync) {
    File folder{path, O_RDONLY | O_DIRECTORY};
    folder.sync(sync);
}

std::string read_file(const fs::path& path) { return File{path, O_RDONLY}.read_all(); }

std::uint64_t random_number() {
    std::random_device source;
    return (static_cast<std::uint64_t>(source()) << 32U) | source();
}

std::string errno_in_french(int error) {
    switch (error) {
        case ENOSPC:
            return "disque plein";
        case EDQUOT:
            return "quota de disque atteint";
        case EIO:
            return "erreur d'entrée-sortie du disque";
        case EROFS:
            return "disque en lecture seule";
        case EACCES:
        case EPERM:
            return "droits insuffisants";
        case ENOENT:
            return "fichier ou dossier absent";
        case EMFILE:
        case ENFILE:
            return "trop de fichiers ouverts";
        case EFBIG:
            return "fichier trop grand";
        case ESTALE:
        case EHOSTDOWN:
            return "partage réseau injoignable";
        case ELOOP:
            return "lien symbolique refusé";
        default:
            return "erreur système " + std::to_string(error);
    }
}

void throw_try_later(std::string_view what, const fs::path& path, int error) {
    throw core::TryLater{std::string{what} + " " + path.string() + " : " + errno_in_french(error)};
}

long system_file_system(const fs::path& path) {
    struct statfs status {};
    if (::statfs(path.c_str(), &status) != 0)
        throw core::BadSetup{"dossier inaccessible : " + path.string() + " : " + errno_in_french(errno)};
    return static_cast<long>(status.f_type);
}

std::optional<std::string_view> network_file_system(long magic) {
    struct Row {
        unsigned long magic;
        std::string_view name;
    };
    static constexpr std::array rows{Row{0x6969, "NFS"},        Row{0xFF534D42, "CIFS"},  Row{0x517B, "SMB"},
                                     Row{0xFE534D42, "SMB2"},   Row{0x65735546, "FUSE"},  Row{0x01021997, "9p"},
                                     Row{0x5346414F, "AFS"},    Row{0x73757245, "Coda"},  Row{0x00C36400, "Ceph"},
                                     Row{0x0BD00BD0, "Lustre"}, Row{0x7461636F, "OCFS2"}, Row{0x01161970, "GFS2"},
                                     Row{0x564C, "NCP"},        Row{0x786F4256, "vboxsf"}};
    for (const auto& row : rows)  // f_type may come back sign-extended.
        if (row.magic == (static_cast<unsigned long>(magic) & 0xFFFFFFFFUL)) return row.name;
    return std::nullopt;
}

void require_local_file_system(const fs::path& path, const FileSystemProbe& probe) {
    const auto name = network_file_system(probe(path));
    if (!name) return;
    throw core::BadSetup{"l'installation " + path.string() + " se trouve sur un système de fichiers partagé (" +
                         std::string{*name} +
                         ") : une coupure pourrait y perdre des courriers. "
                         "Placez-la sur un disque local ; seul le dossier surveillé peut être un partage."};
}

}  // namespace store
