#include "store/batches.h"

#include <string>

#include "store/connection.h"
#include "store/journal.h"

namespace store {
namespace {

/// Broken, and nobody settled it.
const std::string broken_ones =
    "settled_by = '' AND (sheets <> sheets_seen OR (separators <> 0 AND separators <> separators_seen))";

std::string told(const core::Batch& batch) {
    return std::to_string(batch.sheets_seen) + "/" + std::to_string(batch.sheets) + " sheets, " +
           std::to_string(batch.separators_seen) + "/" + std::to_string(batch.separators) + " separators";
}

}  // namespace

void Batches::record(const core::Batch& batch) {
    connection_.transaction([&] {
        const auto known = connection_.row<std::string, int, int>(
            "SELECT arrival, sheets_seen, separators_seen FROM batches WHERE label = :label", batch.label);
        if (known && *known == std::tuple(batch.arrival, batch.sheets_seen, batch.separators_seen)) return;
        connection_.change(
            "INSERT INTO batches (label, arrival, sheets, sheets_seen, separators, separators_seen, settled_by) "
            "VALUES (:label, :arrival, :sheets, :sheets_seen, :separators, :separators_seen, '') "
            "ON CONFLICT (label) DO UPDATE SET arrival = excluded.arrival, sheets = excluded.sheets, "
            "sheets_seen = excluded.sheets_seen, separators = excluded.separators, "
            "separators_seen = excluded.separators_seen, settled_by = ''",
            batch.label, batch.arrival, batch.sheets, batch.sheets_seen, batch.separators, batch.separators_seen);
        if (!batch.is_whole())
            journal_.append(program, "batch_broken", batch.arrival, batch.label + ": " + told(batch));
    });
}

std::vector<core::Batch> Batches::broken() {
    std::vector<core::Batch> all;
    for (auto& [label, arrival, sheets, sheets_seen, separators, separators_seen] :
         connection_.rows<std::string, std::string, int, int, int, int>(
             "SELECT label, arrival, sheets, sheets_seen, separators, separators_seen FROM batches WHERE " +
             broken_ones + " ORDER BY label"))
        all.push_back({.label = std::move(label),
                       .arrival = std::move(arrival),
                       .sheets = sheets,
                       .sheets_seen = sheets_seen,
                       .separators = separators,
                       .separators_seen = separators_seen});
    return all;
}

bool Batches::settle(std::string_view label, std::string_view who) {
    bool settled = false;
    connection_.transaction([&] {
        settled = connection_.change("UPDATE batches SET settled_by = :who WHERE label = :label AND " + broken_ones,
                                     who, label) > 0;
        if (settled) journal_.append(who, "batch_settled", label);
    });
    return settled;
}

}  // namespace store
