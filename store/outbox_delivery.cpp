/// The second half of Outbox: what became of what left.
#include <algorithm>

#include "core/delivery.h"
#include "store/connection.h"
#include "store/journal.h"
#include "store/names.h"
#include "store/outbox.h"
#include "store/outbox_rows.h"

namespace store {

using core::Delivery;
using core::Dispatch;
using core::DispatchState;

namespace {

void write_report(Connection& connection, const Dispatch& dispatch, Delivery what, std::string_view reason) {
    connection.change(
        "UPDATE dispatches SET reported = :what, reported_at = :now, report = :reason WHERE number = :number", what,
        connection.now(), reason, number_of(dispatch));
}

std::string joined(std::string_view first, std::string_view second) {
    return std::string{first} + (first.empty() || second.empty() ? "" : " ") + std::string{second};
}

}  // namespace

bool Outbox::report(const Dispatch& dispatch, Delivery what, std::string_view reason, std::string_view source) {
    bool counts = false;
    connection_.transaction([&] {
        const auto now = find(dispatch.id);
        if (!now) throw std::logic_error{"no such dispatch: " + dispatch.id};
        if (now->state == DispatchState::uncertain)
            move(*now, {DispatchState::uncertain}, DispatchState::sent, program, Fence::any_attempt);
        journal_.append(program, event_prefix(*now) + std::string{core::to_text(what)}, now->id,
                        joined(source, reason));
        counts = core::supersedes(what, now->reported);
        if (counts) write_report(connection_, *now, what, reason);
    });
    return counts;
}

core::Outcome<Dispatch> Outbox::report_by_person(std::string_view id, const std::vector<Delivery>& from, Delivery to,
                                                 std::string_view reason, std::string_view tracking,
                                                 std::string_view who) {
    core::Outcome<Dispatch> outcome{core::Refusal{core::Reason::unknown_dossier, "envoi inconnu : " + std::string{id}}};
    connection_.transaction([&] {
        const auto dispatch = find(id);
        if (!dispatch) return;
        const auto now = core::delivery_of(*dispatch);
        if (dispatch->channel != core::DispatchChannel::post ||
            std::find(from.begin(), from.end(), now) == from.end()) {
            outcome = core::Refusal{core::Reason::wrong_state, dispatch->id + " : " + std::string{core::to_text(now)}};
            return;
        }
        write_report(connection_, *dispatch, to, reason);
        if (!tracking.empty())
            connection_.change("UPDATE dispatches SET tracking = :tracking WHERE number = :number", tracking,
                               number_of(*dispatch));
        journal_.append(who, event_prefix(*dispatch) + std::string{core::to_text(to)}, dispatch->id,
                        joined(tracking, reason));
        outcome = *find(id);
    });
    return outcome;
}

core::Outcome<Dispatch> Outbox::mark_posted(std::string_view id, std::string_view tracking, std::string_view who) {
    const auto dispatch = find(id);
    const bool same = dispatch && core::delivery_of(*dispatch) == Delivery::posted &&
                      (tracking.empty() || dispatch->tracking == tracking);
    if (same) return *dispatch;  // Ticked twice.
    return report_by_person(id, {Delivery::printed, Delivery::posted}, Delivery::posted, "", tracking, who);
}

core::Outcome<Dispatch> Outbox::mark_returned(std::string_view id, std::string_view reason, std::string_view who) {
    return report_by_person(id, {Delivery::printed, Delivery::posted}, Delivery::returned, reason, "", who);
}

void Outbox::mark_replaced(const Dispatch& dispatch, const Dispatch& by, std::string_view who) {
    connection_.transaction([&] {
        const auto changed = connection_.change(
            "UPDATE dispatches SET replaced_by = :by WHERE number = :number AND replaced_by <> :same", number_of(by),
            number_of(dispatch), number_of(by));
        if (changed == 1) journal_.append(who, event_prefix(dispatch) + "replaced", dispatch.id, by.id);
    });
}

std::optional<Dispatch> Outbox::find_message(std::string_view message_id) {
    return select_dispatch(connection_, "WHERE message_id = :message_id AND message_id <> '' ORDER BY number LIMIT 1",
                           message_id);
}

std::vector<Dispatch> Outbox::of_run(std::string_view run) {
    return select_dispatches(connection_,
                             "WHERE state = 'printed' AND channel = 'post' AND reply = :run ORDER BY number", run);
}

long long Outbox::lost_count() {
    return connection_.value<long long>(
        "SELECT COUNT(*) FROM dispatches WHERE reported IN ('bounced', 'returned') AND replaced_by = 0");
}

}  // namespace store
