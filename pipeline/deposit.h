#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/arrival.h"
#include "core/dossier.h"
#include "pipeline/assemble.h"
#include "pipeline/page_reader.h"

namespace pipeline {

inline constexpr const char* request_name = "demande.xml";  ///< In a deposit.

/// Files by name, in their order.
using NamedFiles = std::vector<std::pair<std::string, std::string>>;

/// The files of one arrival read: their pages are numbered through, in the order of the files.
struct FilesRead {
    Assembly assembly;
    std::vector<std::string> names;         ///< Those that were read.
    std::vector<core::Refusal> unreadable;  ///< Those that could not be, named.
};
/// `dossier`: of pages that name none. `heed` may look at the pieces of each file as they are assembled.
FilesRead read_files(
    const Installation& office, const core::Arrival& arrival, const NamedFiles& files, PageReader& pages,
    const std::string& dossier = {},
    const std::function<void(const std::string& name, std::vector<AssembledPiece>& pieces)>& heed = {});

/// An online deposit opened: its request and its pieces. One arrival; the pages of its files are numbered through, in
/// the order of the file names.
struct OnlineRequest {
    core::Dossier request;                  ///< Not yet registered.
    Assembly assembly;                      ///< Dossier left empty: it is known when the deposit is registered.
    std::vector<core::Refusal> unreadable;  ///< Files that could not be taken, named; the request stands without them.
};

/// Unpacks, validates demande.xml and reads the pieces. Refuses archive_unsafe, demande_missing, invalid_demande,
/// damaged …
core::Outcome<OnlineRequest> open_deposit(const Installation& office, store::Store& store, const core::Arrival& arrival,
                                          PageReader& pages);

/// In the caller's transaction: the dossier (new, or the one the request names), its data, pages and pieces. Gives the
/// dossiers to check. A deposit naming a dossier of another collectivité joins none: its pages wait for a person.
std::vector<std::string> register_deposit(const Installation& office, store::Store& store, const core::Arrival& arrival,
                                          const OnlineRequest& deposit);

}  // namespace pipeline
