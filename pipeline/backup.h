#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"

/// Copies of an installation, made while it works.
/// Does: `back_up` adds a copy to a folder, `check_copy` looks at one down to the last byte, `restore` makes an
/// installation of one.
/// Trusts: nothing. A blob is copied when its bytes give its name; a copy is believed when all its hashes hold.
/// Touches: the folder of copies; the journal of the installation.
///
/// The folder of copies (it may be a network share; one writer at a time):
///   2026-11-25T02-30-00.000Z/store.sqlite     the database at one moment, whole
///   2026-11-25T02-30-00.000Z/contenus.txt     `<SHA-256> <bytes>` of every blob of that moment, one a line
///   2026-11-25T02-30-00.000Z/sauvegarde.json  the manifest: SHA-256 of the two above, and of every other file of the
///                                             installation (settings, templates, sessions, print runs) by path
///   contenus/ab/abcd…                         blobs and those other files by SHA-256: each once, for all copies
/// A copy appears whole: it is written beside its place and renamed. What lies in a watch folder is not in it (it has
/// not been taken yet), nor are secrets, which lie outside the installation.
namespace pipeline {

struct CopyMade {
    std::string name;
    long long events = 0;
    long long blobs = 0;
    long long new_bytes = 0;           ///< Copied now; the rest was there.
    std::vector<std::string> faults;   ///< French: what the installation itself had lost. Kept in the manifest.
    std::vector<std::string> dropped;  ///< Older copies taken away.
};

/// Afterwards at most `keep` copies stay (all when 0), and no blob that none of them needs; nothing goes while there
/// are faults. core::TryLater when another copy is being made, or the disk fails: no half copy is ever seen.
CopyMade back_up(const std::filesystem::path& home, const core::Clock& clock, const std::filesystem::path& copies,
                 int keep);

/// Names, the oldest first. core::BadSetup when it is no folder of copies.
std::vector<std::string> list_copies(const std::filesystem::path& copies);

struct CopyCheck {
    std::string name;
    long long events = 0;
    long long blobs = 0;
    std::vector<std::string> faults;  ///< French; empty when it can be restored.
    std::vector<std::string> known;   ///< What the installation had lost when it was made.
};

CopyCheck check_copy(const std::filesystem::path& copies, const std::string& name);

struct Restored {
    CopyCheck check;  ///< With faults: nothing was restored.
    int uncertain = 0;
    int held = 0;
};

/// Makes `home`, which must not exist or be empty (core::BadSetup otherwise), from a copy found whole. It appears whole
/// too. Its outbox is shut (store::Outbox::shut): what left after the copy was made must not leave twice.
Restored restore(const std::filesystem::path& copies, const std::string& name, const std::filesystem::path& home);

}  // namespace pipeline
