#include "pipeline/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "core/failures.h"
#include "store/disk.h"

namespace pipeline {

Descriptor try_lock(const std::filesystem::path& file) {
    Descriptor lock{open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0640)};
    if (!lock) store::throw_try_later("verrou impossible :", file, errno);
    if (flock(lock.number(), LOCK_EX | LOCK_NB) != 0) lock.reset();
    return lock;
}

Descriptor lock_or_later(const std::filesystem::path& file, const std::string& message) {
    auto lock = try_lock(file);
    if (!lock) throw core::TryLater{message};
    return lock;
}

}  // namespace pipeline
