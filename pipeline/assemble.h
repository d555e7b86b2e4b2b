#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/batch.h"
#include "core/dossier.h"
#include "core/kind_rules.h"
#include "core/reading.h"

namespace pipeline {

/// Where one page of an arrival goes. No dossier: nobody knows yet whose it is; a person looks.
struct Assignment {
    core::PageRef page;
    std::string dossier;
    bool operator==(const Assignment&) const = default;
};

/// A piece and the dossier it belongs to (empty when unknown).
struct AssembledPiece {
    std::string dossier;
    core::Piece piece;
    bool operator==(const AssembledPiece&) const = default;
};

struct Assembly {
    std::vector<Assignment> pages;  ///< Every page of the arrival, once, in order.
    std::vector<AssembledPiece> pieces;
    std::vector<core::Batch> batches;  ///< Announced in the file, with what was counted.
};

/// Pages to dossiers and pieces.
/// Does: a page joins the dossier its code names, else the dossier of the last form page or sheet of its file; pages
/// ahead of the first one join it only when the file names a single dossier. A page of a request form that no code
/// names joins the dossier of the page before it in the form. `deposit` is the dossier of an online deposit. Counts the
/// sheets that the cover of a batch announces. Trusts: page kinds (set by recognise) and codes. Pure. Blank pages go
/// with their neighbours and join no piece. A piece whose first page is not surely one is uncertain, whatever its kind.
/// Known fault: a foreign page slipped between two pages of a dossier joins that dossier.
Assembly assemble(const std::string& arrival, const std::vector<core::Page>& pages, const core::KindRules& rules,
                  const std::string& deposit = {});

}  // namespace pipeline
