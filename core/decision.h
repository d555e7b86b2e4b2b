#pragma once

#include <string>
#include <vector>

#include "core/date.h"
#include "core/enum_names.h"
#include "core/half_days.h"

namespace core {

/// `sans_objet`: the agent is not subject to the training (promotion interne, police, pompiers …): a refusal would be
/// wrong.
enum class DecisionOutcome { accord_total, accord_partiel, refus, sans_objet };

/// Taken by a named person; no machine decides.
struct Decision {
    std::string dossier;
    DecisionOutcome outcome = DecisionOutcome::refus;
    HalfDays days;                     ///< Dispensed (décret 2008-512 art. 19); zero for refus and sans_objet.
    std::vector<std::string> motives;  ///< French sentences; required for anything but accord_total (CRPA L211-5).
    std::string instructor;            ///< Login of who dealt with it.
    std::string signatory;             ///< Login of the author of the act; empty: the signatory of the settings.
    Date date{};

    bool operator==(const Decision&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::DecisionOutcome> {
    static constexpr std::array<std::string_view, 4> names{"accord-total", "accord-partiel", "refus", "sans-objet"};
};
