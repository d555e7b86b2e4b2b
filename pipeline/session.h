#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/limits.h"
#include "core/session.h"
#include "pipeline/installation.h"
#include "store/store.h"

/// Stage `session`: the monthly instruction session.
/// Does: opens it, fills its agenda with what is complete up to the cut-off, shares it out, and closes it: the
/// decisions come to exist one by one, each with its letters; the rest is carried over; minutes and bordereau are
/// written. Trusts: no machine: only what people proposed (and signed, where the settings ask for two persons) is
/// decided. Touches: the store; the folder `sessions`. Refuses with: data_invalid (month, date), wrong_state,
/// not_allowed. A close that is cut anywhere goes on when it is asked again, and makes nothing twice.
namespace pipeline {

/// `2026-12` and a cut-off within the six months around it.
core::Outcome<core::Session> open_session(const Installation& office, store::Store& store, const std::string& month,
                                          core::Date cut_off, const std::string& who);

/// The day until which dossiers join the session of this month, by the settings; nothing when `month` is none.
std::optional<core::Date> usual_cut_off(const Config& config, const std::string& month);

/// The first month whose usual cut-off lies ahead and that has no session yet.
std::string next_session_month(const Config& config, store::Store& store);

/// Complete dossiers join the first open session whose cut-off they meet. Says how many.
int fill_agendas(store::Store& store);

/// A dossier as a session sees it.
struct AgendaLine {
    core::AgendaItem item;
    store::DossierRow row;
    std::vector<core::Limit> limits;  ///< The nearest first.
    std::optional<core::Proposal> proposal;
    std::optional<core::Decision> decision;
};

/// The most urgent first; what is no longer pending last.
std::vector<AgendaLine> agenda_lines(const Installation& office, store::Store& store, const std::string& month);

/// Pending items to one instructor; to nobody named: those without instructor, shared out evenly over all
/// instructors. Says how many. unknown_dossier names what is not pending on this agenda.
core::Outcome<int> assign_agenda(const Installation& office, store::Store& store, const std::string& month,
                                 const std::vector<std::string>& dossiers, const std::string& to,
                                 const std::string& who);

struct SessionEnd {
    core::Session session;
    int decided = 0;  ///< Of the whole session.
    int carried = 0;
    int left = 0;
    std::vector<std::pair<std::string, core::Refusal>> troubles;  ///< Dossiers whose decision could not be made now.
    std::filesystem::path folder;                                 ///< Minutes and bordereau.
};

core::Outcome<SessionEnd> close_session(const Installation& office, store::Store& store, const std::string& month,
                                        const std::string& who);

}  // namespace pipeline
