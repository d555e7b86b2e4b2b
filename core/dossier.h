#pragma once

#include <string>
#include <vector>

#include "core/date.h"
#include "core/enum_names.h"
#include "core/fields.h"
#include "core/kind.h"
#include "core/reading.h"
#include "core/training.h"

namespace core {

enum class ProcedureKind { integration, professionnalisation };

enum class DossierState { received, incomplete, doubtful, complete, in_session, decided, notified, closed, abandoned };

/// A page of an arrival.
struct PageRef {
    std::string arrival;
    int page = 0;  ///< From 1.
    auto operator<=>(const PageRef&) const = default;
};

/// A supporting document, or the pages of the form itself (kind demande_dispense).
struct Piece {
    Kind kind = Kind::other;
    std::string detail;  ///< Which one of its kind (`contrat`); mostly empty.
    KindState state = KindState::unrecognised;
    double score = 0;
    std::vector<PageRef> pages;

    bool operator==(const Piece&) const = default;
};

struct Dossier {
    std::string number;  ///< A DossierNumber; empty before it is registered.
    ProcedureKind procedure = ProcedureKind::integration;
    Training training;
    DossierState state = DossierState::received;
    Fields data;  ///< The request: agent.nom, collectivite.siret …
    Instant created_at{};

    bool operator==(const Dossier&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::ProcedureKind> {
    static constexpr std::array<std::string_view, 2> names{"integration", "professionnalisation"};
};
template <>
struct core::EnumNames<core::DossierState> {
    static constexpr std::array<std::string_view, 9> names{
        "received", "incomplete", "doubtful", "complete", "in_session", "decided", "notified", "closed", "abandoned"};
};
