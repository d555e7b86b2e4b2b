#include "pipeline/submit.h"

#include <sys/stat.h>

#include "core/failures.h"
#include "pipeline/pack.h"
#include "store/disk.h"
#include "store/names.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;

std::string packed(const fs::path& folder) {
    PackedFiles files;
    for (const auto& entry : fs::recursive_directory_iterator{folder})
        if (entry.is_regular_file() && !entry.is_symlink())
            files[fs::relative(entry.path(), folder).generic_string()] = store::read_file(entry.path());
    return pack_zip(files);
}

long long modified_ns(const fs::path& file) {
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) throw core::BadSetup("fichier illisible : " + file.string());
    return static_cast<long long>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
}

}  // namespace

core::Arrival submit(store::Store& store, const fs::path& file, core::Channel channel, std::string_view who) {
    const auto name = store::kept_name(fs::weakly_canonical(file).filename().string());
    const auto time = modified_ns(file);
    const auto bytes = fs::is_directory(file) ? packed(file) : store::read_file(file);
    const auto sha = store.spool().put(bytes);
    return store.transaction([&] {
        auto added = store.arrivals().add({.key = sha + "/" + name + "/" + std::to_string(time),
                                           .sha256 = sha,
                                           .name = name,
                                           .size = bytes.size(),
                                           .channel = channel});
        if (added.was_new) store.journal().append(who, "arrival_submitted", added.arrival.id);
        return std::move(added.arrival);
    });
}

}  // namespace pipeline
