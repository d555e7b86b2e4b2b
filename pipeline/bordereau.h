#pragma once

#include <string>
#include <vector>

#include "core/dispatch.h"
#include "store/names.h"
#include "templates/fonts.h"

namespace pipeline {

/// One letter of a print run, in its place.
struct RunLine {
    core::Dispatch dispatch;
    int rank = 1;      ///< From 1.
    int envelope = 1;  ///< From 1; letters to one address share an envelope.
    int pages = 1;
    std::string file;  ///< Name in the run's folder.
};

/// What goes to the post with a print run: rank, envelope, dossier, addressee, letter, pages; totals at the end.
/// `office` is its head line. Pure: the same run gives the same bytes.
std::string bordereau_pdf(const store::PrintRun& run, const std::vector<RunLine>& lines, const std::string& office,
                          const templates::Fonts& fonts);

/// The same for a spreadsheet: UTF-8 with its mark, semicolons, every field quoted, no field a formula. The dispatch id
/// is the third column.
std::string bordereau_csv(const std::vector<RunLine>& lines);

/// The dispatch ids of such a file; empty when it is not one.
std::vector<std::string> dispatches_in_csv(const std::string& csv);

/// Lines of an address joined by " / ".
std::string on_one_line(std::string address);

/// "Accord partiel, intégration (version 2)"; the id itself for a letter this table does not know.
std::string letter_label(const core::Dispatch& dispatch);

}  // namespace pipeline
