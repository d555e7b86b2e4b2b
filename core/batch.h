#pragma once

#include <string>

namespace core {

/// A batch of sheets as its cover announces it, and as it came through the scanner.
struct Batch {
    std::string label;    ///< As printed on the cover: `2026-11-25-A`.
    std::string arrival;  ///< The file it came in last.
    int sheets = 0;       ///< Announced, the cover not counted.
    int sheets_seen = 0;
    int separators = 0;  ///< Announced among them: covers of dossiers and kind sheets; 0: not said.
    int separators_seen = 0;

    bool is_whole() const { return sheets == sheets_seen && (separators == 0 || separators == separators_seen); }
    bool operator==(const Batch&) const = default;
};

}  // namespace core
