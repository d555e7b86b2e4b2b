#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "store/names.h"
#include "store/store.h"

/// Stage `print`.
/// Does: puts every envelope that is due into one folder of `post/out`: a PDF a letter, all of them merged for a
/// two-sided printer, the bordereau as PDF and CSV. Letters to one address follow one another and share an envelope.
/// Trusts: blobs whose hash is right.
/// Touches: `post/out`; the outbox and the journal.
/// Refuses with: nothing. An envelope without its PDF or address is held with an alarm.
///
/// A folder appears whole: it is written beside its place, reopened, page counts compared, then renamed. Its CSV is the
/// list of what it holds. Only then are its dispatches marked printed, in one transaction. After a crash between the
/// two, the next run finds the folder, writes the same bytes again and marks the same dispatches; what has come due
/// since goes into a run of its own. So no letter is ever in two folders.
namespace pipeline {

struct PrintSettings {
    std::filesystem::path folder;  ///< post/out
    std::string office;            ///< Head line of the bordereau.
    std::filesystem::path fonts;   ///< Empty: Debian's.
};

struct PrintedRun {
    store::PrintRun run;
    std::filesystem::path folder;
    int letters = 0;
    int envelopes = 0;
    int pages = 0;  ///< Without the blank ones.
};

/// What a crash left unfinished, then all that is due now; empty when there is nothing to print. Only one process of an
/// installation prints. core::TryLater when the disk fails: nothing is then marked.
std::vector<PrintedRun> print_due(store::Store& store, const PrintSettings& settings);

}  // namespace pipeline
