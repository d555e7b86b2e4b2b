#pragma once

#include <string>
#include <vector>

#include "pipeline/installation.h"
#include "store/store.h"

namespace pipeline {

/// What an edited letter would make of a dossier, against the letter in service.
struct Rerun {
    enum class Outcome { same, changed, refused, mended };  ///< `mended`: only the letter in service is refused.
    std::string dossier;
    Outcome outcome = Outcome::same;
    std::string detail;  ///< The first line that differs and how many others do, or why it is refused.
};

/// Composes a letter for the last dossiers of its procedure, newest first, with the templates in service and as it is
/// edited; nothing is kept. Refuses when the edited letter does not load.
core::Outcome<std::vector<Rerun>> rerun_letter(const Installation& office, store::Store& store,
                                               const std::string& letter, int last);

}  // namespace pipeline

template <>
struct core::EnumNames<pipeline::Rerun::Outcome> {
    static constexpr std::array<std::string_view, 4> names{"same", "changed", "refused", "mended"};
};
