#include "store/outbox.h"

#include <algorithm>
#include <stdexcept>

#include "core/delivery.h"
#include "store/connection.h"
#include "store/journal.h"
#include "store/names.h"
#include "store/outbox_rows.h"

namespace store {
namespace {

using State = core::DispatchState;

void insert(Connection& connection, long long number, const core::Dispatch& dispatch) {
    connection.change(
        "INSERT INTO dispatches (number, dossier, letter_kind, letter_version, channel, addressee, state, recipient, "
        "siret, "
        "attached, pdf_sha256, message_id, message_sha256, attempt, created_at, next_try, reply) VALUES (:number, "
        ":dossier, "
        ":kind, "
        ":version, :channel, :addressee, :state, :recipient, :siret, :attached, :pdf, :message_id, :message, 0, "
        ":created_at, "
        ":next_try, "
        ":reply)",
        number, dispatch.dossier, dispatch.letter_kind, dispatch.letter_version, dispatch.channel, dispatch.addressee,
        dispatch.state, dispatch.recipient, dispatch.siret, dispatch.attached ? 1 : 0, dispatch.pdf_sha256,
        dispatch.message_id, dispatch.message_sha256, dispatch.created_at, dispatch.next_try, dispatch.reply);
}

std::string event_of(const core::Dispatch& dispatch, State state) {
    return event_prefix(dispatch) + std::string{core::to_text(state)};
}

std::vector<std::string> codes(const std::vector<State>& states) {
    std::vector<std::string> codes;
    codes.reserve(states.size());
    for (const auto state : states) codes.emplace_back(core::to_text(state));
    return codes;
}

}  // namespace

Queued Outbox::add(core::Dispatch dispatch) {
    Queued queued;
    connection_.transaction([&] {
        if (auto known =
                select_dispatch(connection_,
                                "WHERE dossier = :dossier AND letter_kind = :kind AND letter_version = :version "
                                "AND addressee = :addressee",
                                dispatch.dossier, dispatch.letter_kind, dispatch.letter_version, dispatch.addressee)) {
            queued = {.dispatch = std::move(*known), .was_new = false};
            return;
        }
        const auto number = connection_.next("dispatch");
        dispatch.id = dispatch_id(number);
        dispatch.state = is_shut() ? State::held : State::waiting;
        dispatch.attempt = 0;
        if (dispatch.created_at == core::Instant{}) dispatch.created_at = connection_.now();
        if (dispatch.next_try == core::Instant{}) dispatch.next_try = connection_.now();
        insert(connection_, number, dispatch);
        journal_.append(program, event_of(dispatch, dispatch.state), dispatch.id, dispatch.dossier);
        queued = {.dispatch = std::move(dispatch), .was_new = true};
    });
    return queued;
}

/// The one place where a state changes: only from the states given, and only once.
bool Outbox::move(const core::Dispatch& dispatch, const std::vector<State>& from, State to, std::string_view who,
                  Fence fence) {
    const auto update =
        "UPDATE dispatches SET state = :to WHERE number = :number AND state IN (" + parameter_list(from.size()) + ")";
    const auto moved = fence == Fence::any_attempt
                           ? connection_.change(update, to, number_of(dispatch), codes(from))
                           : connection_.change(update + " AND attempt = :attempt", to, number_of(dispatch),
                                                codes(from), dispatch.attempt);
    if (moved == 1)
        journal_.append(who, event_of(dispatch, to), dispatch.id, "essai " + std::to_string(dispatch.attempt));
    return moved == 1;
}

void Outbox::mark(const core::Dispatch& dispatch, const std::vector<State>& from, State to,
                  std::optional<std::string_view> reply) {
    connection_.transaction([&] {
        if (!move(dispatch, from, to, program, Fence::same_attempt))
            throw StaleDispatch{"envoi " + dispatch.id + " : l'essai " + std::to_string(dispatch.attempt) +
                                " n'est plus en cours"};
        if (reply)
            connection_.change("UPDATE dispatches SET reply = :reply WHERE number = :number", *reply,
                               number_of(dispatch));
    });
}

std::optional<core::Dispatch> Outbox::claim_due(core::Instant now) {
    static const std::string due =
        "WHERE state = 'waiting' AND channel = 'mail' AND next_try <= :now ORDER BY next_try, number LIMIT 1 ";
    if (!connection_.in_transaction() && !select_dispatch(connection_, due, now))
        return std::nullopt;  // No lock when idle.
    std::optional<core::Dispatch> claimed;
    connection_.transaction([&] {
        claimed = select_dispatch(connection_, due + std::string{dialect::skip_locked}, now);
        if (!claimed) return;
        connection_.change("UPDATE dispatches SET attempt = attempt + 1 WHERE number = :number", number_of(*claimed));
        ++claimed->attempt;
        claimed->state = State::connecting;
        mark(*claimed, {State::waiting}, State::connecting, std::nullopt);
    });
    return claimed;
}

void Outbox::mark_final_dot(const core::Dispatch& dispatch) {
    mark(dispatch, {State::connecting}, State::final_dot, std::nullopt);
}

void Outbox::mark_sent(const core::Dispatch& dispatch, std::string_view reply, std::string_view queue_id) {
    connection_.transaction([&] {
        mark(dispatch, {State::final_dot}, State::sent, reply);
        connection_.change("UPDATE dispatches SET queue_id = :queue WHERE number = :number", queue_id,
                           number_of(dispatch));
    });
}

void Outbox::mark_refused(const core::Dispatch& dispatch, std::string_view reply) {
    mark(dispatch, {State::connecting, State::final_dot}, State::refused, reply);
}

void Outbox::mark_waiting(const core::Dispatch& dispatch, core::Instant next_try, std::string_view reply) {
    connection_.transaction([&] {
        mark(dispatch, {State::connecting, State::final_dot}, State::waiting, reply);
        connection_.change("UPDATE dispatches SET next_try = :next_try WHERE number = :number", next_try,
                           number_of(dispatch));
    });
}

void Outbox::mark_uncertain(const core::Dispatch& dispatch, std::string_view reply) {
    mark(dispatch, {State::final_dot}, State::uncertain, reply);
}

Recovered Outbox::recover_at_start() {
    Recovered recovered;
    connection_.transaction([&] {
        for (const auto& dispatch : list(State::connecting)) {
            mark_waiting(dispatch, connection_.now(), "arrêt du programme avant l'envoi");
            ++recovered.waiting;
        }
        for (const auto& dispatch : list(State::final_dot)) {
            mark_uncertain(dispatch, "arrêt du programme pendant l'envoi");
            ++recovered.uncertain;
        }
    });
    return recovered;
}

void Outbox::mark_printed(const core::Dispatch& dispatch, std::string_view run) {
    if (dispatch.channel != core::DispatchChannel::post)
        throw std::logic_error{"only envelopes are printed: " + dispatch.id};
    mark(dispatch, {State::waiting}, State::printed, run);
}

int Outbox::next_run_number(core::Date day) {
    int last = 0;
    for (const auto& [name] :
         connection_.rows<std::string>("SELECT DISTINCT reply FROM dispatches WHERE state = 'printed'"))
        if (const auto run = parse_run_name(name); run && run->day == day) last = std::max(last, run->number);
    return last + 1;
}

core::Outcome<core::Dispatch> Outbox::by_person(std::string_view id, const std::vector<State>& from, State to,
                                                std::string_view who) {
    core::Outcome<core::Dispatch> outcome{
        core::Refusal{core::Reason::unknown_dossier, "envoi inconnu : " + std::string{id}}};
    connection_.transaction([&] {
        auto dispatch = find(id);
        if (!dispatch) return;
        if (!move(*dispatch, from, to, who, Fence::any_attempt)) {
            outcome = core::Refusal{core::Reason::wrong_state,
                                    dispatch->id + " : " + std::string{core::to_text(dispatch->state)}};
            return;
        }
        if (to == State::waiting)
            connection_.change("UPDATE dispatches SET next_try = :now WHERE number = :number", connection_.now(),
                               number_of(*dispatch));
        outcome = *find(id);
    });
    return outcome;
}

core::Outcome<core::Dispatch> Outbox::hold(std::string_view id, std::string_view who) {
    return by_person(id, {State::waiting}, State::held, who);
}

core::Outcome<core::Dispatch> Outbox::release(std::string_view id, std::string_view who) {
    return by_person(id, {State::held}, State::waiting, who);
}

core::Outcome<core::Dispatch> Outbox::retry(std::string_view id, std::string_view who) {
    return by_person(id, {State::uncertain, State::refused, State::held}, State::waiting, who);
}

core::Outcome<core::Dispatch> Outbox::settle_sent(std::string_view id, std::string_view who) {
    return by_person(id, {State::uncertain}, State::sent, who);
}

core::Outcome<core::Dispatch> Outbox::cancel(std::string_view id, std::string_view who) {
    return by_person(id, {State::waiting, State::held}, State::cancelled, who);
}

std::optional<core::Dispatch> Outbox::find(std::string_view id) {
    const auto number = parse_dispatch_id(id);
    if (!number) return std::nullopt;
    return select_dispatch(connection_, "WHERE number = :number", *number);
}

std::vector<core::Dispatch> Outbox::list(std::optional<State> state, std::optional<core::DispatchChannel> channel) {
    if (state && channel)
        return select_dispatches(connection_, "WHERE state = :state AND channel = :channel ORDER BY number", *state,
                                 *channel);
    if (state) return select_dispatches(connection_, "WHERE state = :state ORDER BY number", *state);
    if (channel) return select_dispatches(connection_, "WHERE channel = :channel ORDER BY number", *channel);
    return select_dispatches(connection_, "ORDER BY number");
}

std::vector<core::Dispatch> Outbox::newest(std::optional<State> state, std::optional<core::Delivery> delivery,
                                           int limit, int offset) {
    std::string which = "WHERE 1 = 1";
    if (state) which += " AND state = '" + std::string{core::to_text(*state)} + "'";
    if (delivery) {
        which += " AND (reported = '" + std::string{core::to_text(*delivery)} + "'";
        for (std::size_t i = 0; i < core::EnumNames<State>::names.size(); ++i)
            if (core::delivery_of({.state = static_cast<State>(i)}) == *delivery)
                which += " OR (reported = '' AND state = '" + std::string{core::EnumNames<State>::names.at(i)} + "')";
        which += ")";
    }
    return select_dispatches(connection_, which + " ORDER BY number DESC LIMIT :limit OFFSET :offset", limit, offset);
}

std::vector<core::Dispatch> Outbox::of(std::string_view dossier) {
    return select_dispatches(connection_, "WHERE dossier = :dossier ORDER BY number", dossier);
}

std::map<State, long long> Outbox::counts() {
    std::map<State, long long> counts;
    for (std::size_t i = 0; i < core::EnumNames<State>::names.size(); ++i) counts[static_cast<State>(i)] = 0;
    for (const auto& [state, count] :
         connection_.rows<State, long long>("SELECT state, COUNT(*) FROM dispatches GROUP BY state"))
        counts[state] = count;
    return counts;
}

std::optional<core::Instant> Outbox::next_due() {
    const auto found = connection_.row<core::Instant>(
        "SELECT next_try FROM dispatches WHERE state = 'waiting' AND channel = 'mail' ORDER BY next_try LIMIT 1");
    if (!found) return std::nullopt;
    return std::get<0>(*found);
}

}  // namespace store
