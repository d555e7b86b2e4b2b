#pragma once

#include <string>
#include <vector>

#include "core/dossier.h"
#include "core/requirement.h"

namespace core {

/// templates/procedures/*.xml: what a request of one training needs. Data, not code.
struct Procedure {
    ProcedureKind kind = ProcedureKind::integration;
    Training training;
    std::string title;                      ///< French.
    std::string form;                       ///< Form id; empty when the training has no form on paper.
    std::string source;                     ///< Law articles.
    std::vector<Requirement> requirements;  ///< In the order they are told.

    bool operator==(const Procedure&) const = default;
};

}  // namespace core
