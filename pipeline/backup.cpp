#include "pipeline/backup.h"

#include <algorithm>
#include <set>

#include "core/failures.h"
#include "pipeline/copy_manifest.h"
#include "pipeline/file_lock.h"
#include "pipeline/installation.h"
#include "store/names.h"
#include "store/store.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;

/// What a copy that was cut short left behind; the caller holds the lock.
void sweep(const fs::path& copies, const store::Spool& blobs) {
    for (const auto& entry : fs::directory_iterator{copies})
        if (store::parse_partial_name(entry.path().filename().string())) fs::remove_all(entry.path());
    blobs.sweep_tmp(core::system_now());
}

/// Everything of an installation that is neither database nor blob nor lock nor post not taken yet.
bool belongs_in_a_copy(const fs::path& relative) {
    const auto first = relative.begin()->string();
    if (first.starts_with("store.sqlite") || first.starts_with("verrou") || first == "spool") return false;
    if (relative.generic_string().starts_with("post/in/")) return false;
    return std::none_of(relative.begin(), relative.end(),
                        [](const fs::path& part) { return store::parse_partial_name(part.string()).has_value(); });
}

class CopyMaker {
  public:
    CopyMaker(const fs::path& home, const core::Clock& clock, const fs::path& copies)
        : home_{home}, copies_{copies}, clock_{clock}, store_{home, clock}, target_{store::copy_blobs_path(copies)} {
        sweep(copies, target_);
    }

    CopyMade make(const std::string& name) {
        made_.name = name;
        const auto partial = copies_ / store::partial_name(store::random_number());
        store::make_directory_durably(partial);
        const auto database = store::database_path(partial);
        store_.copy_database(database);
        const auto facts = store::check_database(database);
        if (facts.broken_line)
            throw core::BadSetup{"journal rompu à la ligne " + std::to_string(*facts.broken_line) +
                                 " : lancez « vaguemestre verify », puis restaurez une sauvegarde."};
        CopyManifest manifest{.events = facts.events, .head = facts.head};
        copy_blobs();
        copy_files(manifest);
        note_missing();
        manifest.faults = made_.faults;
        manifest.database = hash_of_file(database);
        manifest.blob_list = store::sha256(list_);
        store::write_file_durably(store::copy_blob_list_path(partial), list_);
        store::write_file_durably(store::copy_manifest_path(partial), manifest_text(manifest));
        store::sync_directory(partial);
        fs::rename(partial, copies_ / name);
        store::sync_directory(copies_);
        store_.transaction([&] { store_.journal().append(store::program, "backup_made", "", name); });
        made_.events = facts.events;
        return made_;
    }

  private:
    void put(const std::string& bytes) {
        made_.new_bytes += static_cast<long long>(bytes.size());
        target_.put(bytes);
    }

    void copy_blobs() {
        auto blobs = store_.spool().list();
        std::sort(blobs.begin(), blobs.end());
        for (const auto& sha : blobs) {
            const auto size = fs::file_size(store_.spool().path(sha));
            try {
                if (!target_.has(sha) || fs::file_size(target_.path(sha)) != size) put(store_.spool().read(sha));
            } catch (const store::DamagedBlob& damage) {
                made_.faults.emplace_back(damage.what());
                continue;
            }
            list_ += sha + " " + std::to_string(size) + "\n";
            ++made_.blobs;
        }
    }

    void copy_files(CopyManifest& manifest) {
        for (auto walk = fs::recursive_directory_iterator{home_}; walk != fs::recursive_directory_iterator{}; ++walk) {
            const auto relative = walk->path().lexically_relative(home_);
            if (!belongs_in_a_copy(relative)) {
                walk.disable_recursion_pending();
                continue;
            }
            if (walk->is_symlink() || !(walk->is_regular_file() || walk->is_directory()))
                made_.faults.push_back("ni fichier ni dossier, absent de la copie : " + relative.string());
            if (walk->is_symlink() || !walk->is_regular_file()) continue;
            const auto bytes = store::read_file(walk->path());
            const auto sha = store::sha256(bytes);
            if (!target_.has(sha)) put(bytes);
            manifest.files.push_back({relative.generic_string(), sha});
        }
    }

    /// Rows are only added meanwhile (the caller holds the lock that keeps blobs from being removed): what the copied
    /// database names, the live one still names.
    void note_missing() {
        std::set<std::string> told;
        for (const auto& use : store_.blobs())
            if (!target_.has(use.sha256) && told.insert(use.sha256).second)
                made_.faults.push_back("contenu absent : " + use.sha256 + " (" + use.owner + ")");
    }

    const fs::path& home_;
    const fs::path& copies_;
    const core::Clock& clock_;
    store::Store store_;
    store::Spool target_;
    std::string list_;
    CopyMade made_;
};

/// Takes away all but the newest `keep` copies, then the blobs that none of these needs.
std::vector<std::string> drop_old(const fs::path& copies, int keep) {
    auto names = list_copies(copies);
    if (keep <= 0 || names.size() <= static_cast<std::size_t>(keep)) return {};
    std::vector<std::string> old{names.begin(), names.end() - keep};
    std::set<std::string> needed;
    for (const auto& name : std::vector<std::string>{names.end() - keep, names.end()}) {
        const auto content = read_copy(copies / name);  // Unreadable: nothing goes.
        for (const auto& blob : content.blobs) needed.insert(blob.sha256);
        for (const auto& file : content.manifest.files) needed.insert(file.sha256);
    }
    for (const auto& name : old) {
        const auto aside = copies / store::partial_name(store::random_number());
        fs::rename(copies / name, aside);
        store::sync_directory(copies);
        fs::remove_all(aside);
    }
    const store::Spool blobs{store::copy_blobs_path(copies)};
    for (const auto& sha : blobs.list())
        if (!needed.contains(sha)) blobs.remove(sha, core::Instant::max());
    return old;
}

}  // namespace

CopyMade back_up(const fs::path& home, const core::Clock& clock, const fs::path& copies, int keep) {
    if (!fs::exists(store::config_path(home))) throw core::BadSetup{home.string() + " n'est pas une installation"};
    const auto inside = fs::weakly_canonical(copies).lexically_relative(fs::weakly_canonical(home)).generic_string();
    if (!inside.starts_with(".."))
        throw core::BadSetup{"les copies doivent être hors de l'installation, de préférence sur un autre disque : " +
                             copies.string()};
    store::make_directory_durably(copies);
    const auto one_maker =
        lock_or_later(store::copy_lock_path(copies), "une autre copie est en cours dans " + copies.string());
    const auto no_purge =
        lock_or_later(store::blob_lock_path(home), "une copie ou une purge est en cours dans " + home.string());
    try {
        auto made = CopyMaker{home, clock, copies}.make(store::copy_name(clock()));
        if (made.faults.empty()) made.dropped = drop_old(copies, keep);
        return made;
    } catch (const fs::filesystem_error& error) {
        store::throw_try_later("copie impossible :", error.path1(), error.code().value());
    }
}

std::vector<std::string> list_copies(const fs::path& copies) {
    if (!fs::is_directory(copies)) throw core::BadSetup{"pas de dossier de copies ici : " + copies.string()};
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator{copies})
        if (store::parse_copy_name(entry.path().filename().string())) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace pipeline
