#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/complement.h"
#include "core/finding.h"
#include "pipeline/compose.h"
#include "pipeline/installation.h"
#include "store/store.h"

/// Stage `complement`.
/// Does: what a check's findings mean for what is asked of the collectivité: a new request, proposed or sent as the
/// setting says; a clock that starts again when an answer did not bring what was asked; the end of a request when it
/// did. Tells a person when a delay runs out; refuses nobody (the delay is the procedure's, CRPA L114-5 knows none).
/// Touches: complements, letters and dispatches, in the caller's transaction where it says so.
namespace pipeline {

/// What one check means for the dossier's complement, made before anything is committed.
struct ComplementPlan {
    enum class Then { nothing, add, restart, close } then = Then::nothing;
    core::Complement complement;           ///< To add, or the standing one.
    std::optional<Correspondence> letter;  ///< With `add` when it leaves at once.
    std::optional<core::Refusal> refusal;  ///< The letter cannot be written: nothing is asked, a person looks.
    std::optional<core::Finding> doubt;    ///< An answer that no machine can judge.
};

ComplementPlan plan_complement(const Installation& office, store::Store& store, const store::DossierRow& row,
                               const core::CheckResult& result);
/// In the caller's transaction.
void commit_complement(const Installation& office, store::Store& store, const ComplementPlan& plan);

/// In the caller's transaction: pages of this arrival joined these dossiers. A request that waits for them has its
/// answer, and its clock stops at the reception.
void note_answer(const Installation& office, store::Store& store, const core::Arrival& arrival,
                 const std::vector<std::string>& dossiers);

/// The letter of this dispatch cannot have been read: the clock of the request it carries stops, in the caller's
/// transaction.
void note_undelivered(const Installation& office, store::Store& store, const core::Dispatch& dispatch);

/// What fell due: delays that ran out are told, reminders are written. Each in its own transaction; safe to cut.
struct ComplementRound {
    int over = 0;
    int reminders = 0;
};
ComplementRound watch_complements(const Installation& office, store::Store& store);

// --- By a person ----------------------------------------------------------------------------------------------------

/// What a person makes of the request.
struct AskOrder {
    std::string dossier;
    std::string who;
    std::vector<std::string> without;  ///< Codes left out.
    std::vector<std::string> with;     ///< Codes of doubtful findings that are asked too.
    std::vector<std::string> also;     ///< French sentences added.
    int hours = 0;                     ///< 0: the setting's.
    bool by_post = false;              ///< Though there is an e-mail address: it does not work.
};
/// Sends the proposed request, or makes one from the findings. Refuses with unknown_dossier, wrong_state (decided, or
/// asked already with the same content), field_missing (nothing to ask), data_invalid (a code that is no finding's).
core::Outcome<core::Complement> ask_complement(const Installation& office, store::Store& store, const AskOrder& order);

/// Stop, start again, extend by `hours`, or end as answered or withdrawn. Refuses with unknown_dossier, wrong_state
/// (no request, or its clock is that way already).
core::Outcome<core::Complement> mark_clock(const Installation& office, store::Store& store, const std::string& dossier,
                                           core::ClockAct act, int hours, const std::string& who,
                                           const std::string& why);
core::Outcome<core::Complement> close_complement(store::Store& store, const std::string& dossier,
                                                 core::ComplementState state, const std::string& who,
                                                 const std::string& why);

/// `code:subject`, as complements and the command line name a finding.
std::string code_of(const core::Finding& finding);

}  // namespace pipeline
