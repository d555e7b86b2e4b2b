#pragma once

#include <string>
#include <vector>

#include "pipeline/installation.h"

namespace store {
class Store;
}

/// The end of retention.
/// Does: says what has reached it and why (`plan_purge`), removes it when a person asks (`purge`); empties one dossier
/// on request (`erase`).
/// Trusts: the settings [conservation].
/// Touches: rows emptied and blobs removed (store::Retention), old print runs, minutes and taken files; the journal.
/// Refuses with: wrong_state.
///
/// Public archives are destroyed under the visa of the archives (code du patrimoine, art. L212-2 and R212-14): what is
/// more than a copy stays until the settings name one.
namespace pipeline {

enum class PurgeKind {
    surplus,      ///< Pieces nobody asked for, once the dossier is at its end (RGPD art. 5-1-c).
    pieces,       ///< Scans, messages, readings, requests for parts, after the time for an appeal (CJA R421-1).
    decisions,    ///< Decision, letters and names.
    loose,        ///< Arrivals of no dossier.
    minutes,      ///< Sessions' minutes and bordereaux: as decisions.
    printed,      ///< Print runs: as pieces.
    taken,        ///< What the watch folder keeps of files taken.
    turned_away,  ///< What it keeps of files refused: as loose arrivals.
};

struct PurgeLine {
    PurgeKind kind = PurgeKind::pieces;
    std::string rule;              ///< French: what goes, since when, on what ground.
    core::Date before{};           ///< What was at its end before this day.
    std::vector<std::string> ids;  ///< Dossiers, arrivals, months, runs or paths.
    bool waits_for_visa = false;
};

/// All kinds, empty ones too.
std::vector<PurgeLine> plan_purge(const Installation& office, store::Store& store);

struct PurgeDone {
    std::vector<PurgeLine> lines;  ///< As planned; those that wait for the visa were left alone.
    long long blobs = 0;           ///< Files removed from the spool.
    long long blobs_left = 0;      ///< Put again so lately that they wait for the next purge.
};

/// Safe to be cut short and run again. core::TryLater while a copy is made.
PurgeDone purge(const Installation& office, store::Store& store, const std::string& who);

/// A person's request (RGPD art. 17): all that a dossier says of anybody goes now. wrong_state while it is instructed,
/// frozen, or until an appeal against its decision is no longer possible (art. 17-3-b and e).
core::Outcome<std::string> erase(const Installation& office, store::Store& store, const std::string& dossier,
                                 const std::string& who, const std::string& why);

}  // namespace pipeline

template <>
struct core::EnumNames<pipeline::PurgeKind> {
    static constexpr std::array<std::string_view, 8> names{"surplus", "pieces",  "decisions", "loose",
                                                           "minutes", "printed", "taken",     "turned_away"};
};
