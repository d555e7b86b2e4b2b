/// The half of backup.h that looks at a copy and makes an installation of it.
#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

#include "core/failures.h"
#include "pipeline/backup.h"
#include "pipeline/child_process.h"
#include "pipeline/copy_manifest.h"
#include "pipeline/installation.h"
#include "store/names.h"
#include "store/store.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;

void check_database(const fs::path& copy, const CopyManifest& manifest, CopyCheck& check) {
    const auto database = store::database_path(copy);
    if (!fs::exists(database)) throw core::BadSetup{"base de données absente : " + database.string()};
    if (hash_of_file(database) != manifest.database) {
        check.faults.emplace_back("base de données altérée");
        return;
    }
    const auto facts = store::check_database(database);
    if (facts.broken_line)
        check.faults.push_back("journal rompu à la ligne " + std::to_string(*facts.broken_line));
    else if (facts.events != manifest.events || facts.head != manifest.head)
        check.faults.emplace_back("le journal n'est pas celui du manifeste");
}

void check_content(const store::Spool& blobs, const std::string& sha256, CopyCheck& check) {
    try {
        (void)blobs.read(sha256);
    } catch (const store::DamagedBlob& damage) {
        check.faults.emplace_back(damage.what());
    }
}

/// A folder that nobody else fills, emptied of what an earlier try left.
Descriptor own_folder(const fs::path& partial) {
    store::make_directory_durably(partial);
    Descriptor folder{open(partial.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
    if (!folder || flock(folder.number(), LOCK_EX | LOCK_NB) != 0)
        throw core::TryLater{"une autre restauration est en cours dans " + partial.string()};
    for (const auto& entry : fs::directory_iterator{partial}) fs::remove_all(entry.path());
    return folder;
}

void copy_in(const fs::path& copies, const fs::path& copy, const CopyContent& content, const fs::path& partial) {
    const store::Spool source{store::copy_blobs_path(copies)};
    const store::Spool spool{store::spool_path(partial)};
    for (const auto& blob : content.blobs) spool.put(source.read(blob.sha256));
    for (const auto& file : content.manifest.files) {
        const auto target = partial / file.path;
        store::make_directory_durably(target.parent_path());
        store::write_file_durably(target, source.read(file.sha256));
    }
    const auto database = store::database_path(partial);
    fs::copy_file(store::database_path(copy), database);
    if (hash_of_file(database) != content.manifest.database)
        throw core::TryLater{"copie infidèle : " + database.string()};
    fs::permissions(database, fs::perms::owner_write, fs::perm_options::add);
    store::File{database, O_RDWR}.sync(store::system_sync);
    for (const auto& place : watch_places(partial)) store::make_directory_durably(place.folder);
    store::make_directory_durably(store::post_out_path(partial));
}

}  // namespace

CopyCheck check_copy(const fs::path& copies, const std::string& name) {
    CopyCheck check{.name = name};
    try {
        const auto content = read_copy(copies / name);
        check.events = content.manifest.events;
        check.blobs = static_cast<long long>(content.blobs.size());
        check.known = content.manifest.faults;
        check_database(copies / name, content.manifest, check);
        const store::Spool blobs{store::copy_blobs_path(copies)};
        for (const auto& blob : content.blobs) check_content(blobs, blob.sha256, check);
        for (const auto& file : content.manifest.files) check_content(blobs, file.sha256, check);
    } catch (const core::BadSetup& damage) {
        check.faults.emplace_back(damage.what());
    }
    return check;
}

Restored restore(const fs::path& copies, const std::string& name, const fs::path& home) {
    if (!store::parse_copy_name(name) || !fs::is_directory(copies / name))
        throw core::BadSetup{"pas de copie « " + name + " » dans " + copies.string()};
    if (fs::exists(home) && !(fs::is_directory(home) && fs::is_empty(home)))
        throw core::BadSetup{"le dossier n'est pas vide, rien n'est écrasé : " + home.string() +
                             " ; nommer un dossier neuf avec --home"};
    Restored restored{.check = check_copy(copies, name)};
    if (!restored.check.faults.empty()) return restored;

    const auto place = fs::absolute(home / "").parent_path();
    const auto partial = place.parent_path() / (place.filename().string() + ".restauration");
    try {
        const auto owned = own_folder(partial);
        copy_in(copies, copies / name, read_copy(copies / name), partial);
        {
            store::Store store{partial};
            const auto shut = store.outbox().shut("restauration de " + name);
            restored.uncertain = shut.uncertain;
            restored.held = shut.held;
        }
        fs::rename(partial, place);
        store::sync_directory(place.parent_path());
    } catch (const fs::filesystem_error& error) {
        store::throw_try_later("restauration impossible :", error.path1(), error.code().value());
    }
    return restored;
}

}  // namespace pipeline
