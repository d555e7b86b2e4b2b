#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dispatch.h"
#include "core/failures.h"
#include "core/outcome.h"

namespace store {

class Connection;
class Journal;

/// The dispatch is no longer in the state, or at the attempt, that the caller holds: touch nothing more.
struct StaleDispatch : core::TryLater {
    using core::TryLater::TryLater;
};

struct Queued {
    core::Dispatch dispatch;
    bool was_new = false;  ///< False: this letter is queued for this addressee already; `dispatch` is that one.
};

struct Recovered {
    int waiting = 0;    ///< No final dot had left: sent again.
    int uncertain = 0;  ///< It may have left: a person looks.
};

struct Shut {
    int uncertain = 0;  ///< Mails.
    int held = 0;       ///< Envelopes.
};

/// What leaves (reliability.md 3.2). Each move is an event, `message_<state>` or `envelope_<state>`, committed before
/// the call returns: mark_final_dot is the marker that stands before the dot is on the wire. Marks are fenced by the
/// attempt of the dispatch given, and throw StaleDispatch. One thread, that of its Store.
class Outbox {
  public:
    Outbox(Connection& connection, Journal& journal) : connection_{connection}, journal_{journal} {}

    /// In the transaction of the decision. Unique by dossier, letter kind, version and addressee. `id`, `state` and
    /// `attempt` given are ignored; epoch instants mean now.
    Queued add(core::Dispatch dispatch);

    /// Mail: waiting -> connecting, attempt + 1, for the one that is due longest.
    std::optional<core::Dispatch> claim_due(core::Instant now);
    void mark_final_dot(const core::Dispatch& dispatch);  ///< connecting -> final_dot
    /// final_dot -> sent. `queue_id`: the relay's, or empty.
    void mark_sent(const core::Dispatch& dispatch, std::string_view reply, std::string_view queue_id = {});
    void mark_refused(const core::Dispatch& dispatch,
                      std::string_view reply);  ///< connecting, final_dot -> refused (5xx)
    /// connecting, final_dot -> waiting (4xx, or a failure before the final dot).
    void mark_waiting(const core::Dispatch& dispatch, core::Instant next_try, std::string_view reply);
    void mark_uncertain(const core::Dispatch& dispatch, std::string_view reply);  ///< final_dot -> uncertain

    /// Start-up of the only process: connecting -> waiting (now), final_dot -> uncertain.
    Recovered recover_at_start();

    /// Post: waiting -> printed. Inside one transaction for all of a run, after its files are durable.
    void mark_printed(const core::Dispatch& dispatch, std::string_view run);

    /// Number of the next print run of this day: 1 + those marked so far. The same after a crash before the marks.
    int next_run_number(core::Date day);

    // By a person; refused with wrong_state from any other state, unknown ids with unknown_dossier.
    core::Outcome<core::Dispatch> hold(std::string_view id, std::string_view who);     ///< waiting -> held
    core::Outcome<core::Dispatch> release(std::string_view id, std::string_view who);  ///< held -> waiting
    core::Outcome<core::Dispatch> retry(std::string_view id,
                                        std::string_view who);  ///< uncertain, refused, held -> waiting
    /// The person found the message at its relay: uncertain -> sent.
    core::Outcome<core::Dispatch> settle_sent(std::string_view id, std::string_view who);

    /// What it tells of was undone before it left: waiting, held -> cancelled.
    core::Outcome<core::Dispatch> cancel(std::string_view id, std::string_view who);

    // --- After a restoration (outbox_gate.cpp) ----------------------------------------------------------------------

    /// The store went back in time: what it would send may have left since, so nothing leaves before a person has
    /// looked. Mails that had not left are uncertain, envelopes are held, and so is what is added from now on.
    Shut shut(std::string_view why);
    bool is_shut();
    /// What is added leaves again; false when it was not shut. What was held stays so. Event `outbox_opened`.
    bool open(std::string_view who);

    // --- What became of it (outbox_delivery.cpp)
    // ----------------------------------------------------------------------

    /// A report of the mail system or of the reader: event `message_<report>`, with where it came from (an arrival id).
    /// It counts as core::supersedes says; true when it does. An uncertain message that is reported on has left: it
    /// becomes sent.
    bool report(const core::Dispatch& dispatch, core::Delivery what, std::string_view reason, std::string_view source);
    /// Printed -> posted, by the person who ticked the bordereau; `tracking`: number of the registered letter, or
    /// empty.
    core::Outcome<core::Dispatch> mark_posted(std::string_view id, std::string_view tracking, std::string_view who);
    /// Printed or posted -> returned, with its reason in French.
    core::Outcome<core::Dispatch> mark_returned(std::string_view id, std::string_view reason, std::string_view who);
    /// Another dispatch goes in its place. Event `message_replaced` or `envelope_replaced`.
    void mark_replaced(const core::Dispatch& dispatch, const core::Dispatch& by, std::string_view who);
    std::optional<core::Dispatch> find_message(std::string_view message_id);
    /// Those of a print run, `2026-11-23-2`.
    std::vector<core::Dispatch> of_run(std::string_view run);
    /// Bounced or returned, and nothing goes in their place.
    long long lost_count();

    std::optional<core::Dispatch> find(std::string_view id);
    std::vector<core::Dispatch> list(std::optional<core::DispatchState> state = std::nullopt,
                                     std::optional<core::DispatchChannel> channel = std::nullopt);
    /// The newest first, at most `limit`; of those that stand so (core::delivery_of).
    std::vector<core::Dispatch> newest(std::optional<core::DispatchState> state, std::optional<core::Delivery> delivery,
                                       int limit, int offset = 0);
    std::vector<core::Dispatch> of(std::string_view dossier);
    std::map<core::DispatchState, long long> counts();
    /// When the next waiting mail falls due; nothing when none waits.
    std::optional<core::Instant> next_due();

  private:
    core::Outcome<core::Dispatch> report_by_person(std::string_view id, const std::vector<core::Delivery>& from,
                                                   core::Delivery to, std::string_view reason,
                                                   std::string_view tracking, std::string_view who);
    enum class Fence { any_attempt, same_attempt };
    bool move(const core::Dispatch& dispatch, const std::vector<core::DispatchState>& from, core::DispatchState to,
              std::string_view who, Fence fence);
    void mark(const core::Dispatch& dispatch, const std::vector<core::DispatchState>& from, core::DispatchState to,
              std::optional<std::string_view> reply);
    core::Outcome<core::Dispatch> by_person(std::string_view id, const std::vector<core::DispatchState>& from,
                                            core::DispatchState to, std::string_view who);

    Connection& connection_;
    Journal& journal_;
};

}  // namespace store
