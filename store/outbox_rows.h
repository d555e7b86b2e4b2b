#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/dispatch.h"
#include "store/connection.h"
#include "store/names.h"

/// Inside `store` only: rows of `dispatches` as values.
namespace store {

inline const std::string dispatch_columns =
    "SELECT number, dossier, letter_kind, letter_version, channel, addressee, state, recipient, siret, pdf_sha256, "
    "message_id, message_sha256, attempt, created_at, next_try, reply, attached, queue_id, reported, reported_at, "
    "report, tracking, replaced_by FROM dispatches ";

template <class... Values>
std::vector<core::Dispatch> select_dispatches(Connection& connection, const std::string& which,
                                              const Values&... values) {
    std::vector<core::Dispatch> dispatches;
    for (auto& [number, dossier, kind, version, channel, addressee, state, recipient, siret, pdf, message_id, message,
                attempt, created_at, next_try, reply, attached, queue_id, reported, reported_at, report, tracking,
                replaced_by] :
         connection.rows<long long, std::string, std::string, int, core::DispatchChannel, core::Addressee,
                         core::DispatchState, std::string, std::string, std::string, std::string, std::string, int,
                         core::Instant, core::Instant, std::string, int, std::string, std::string, core::Instant,
                         std::string, std::string, long long>(dispatch_columns + which, values...))
        dispatches.push_back({.id = dispatch_id(number),
                              .dossier = std::move(dossier),
                              .letter_kind = std::move(kind),
                              .letter_version = version,
                              .channel = channel,
                              .addressee = addressee,
                              .state = state,
                              .recipient = std::move(recipient),
                              .siret = std::move(siret),
                              .pdf_sha256 = std::move(pdf),
                              .message_id = std::move(message_id),
                              .message_sha256 = std::move(message),
                              .attempt = attempt,
                              .created_at = created_at,
                              .next_try = next_try,
                              .reply = std::move(reply),
                              .attached = attached != 0,
                              .queue_id = std::move(queue_id),
                              .reported = core::from_text<core::Delivery>(reported),
                              .reported_at = reported_at,
                              .report = std::move(report),
                              .tracking = std::move(tracking),
                              .replaced_by = replaced_by == 0 ? std::string{} : dispatch_id(replaced_by)});
    return dispatches;
}

template <class... Values>
std::optional<core::Dispatch> select_dispatch(Connection& connection, const std::string& which,
                                              const Values&... values) {
    auto found = select_dispatches(connection, which, values...);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

inline long long number_of(const core::Dispatch& dispatch) {
    const auto number = parse_dispatch_id(dispatch.id);
    if (!number) throw std::logic_error{"not a dispatch: " + dispatch.id};
    return *number;
}

/// `message_` or `envelope_`: what its events begin with.
inline std::string event_prefix(const core::Dispatch& dispatch) {
    return dispatch.channel == core::DispatchChannel::mail ? "message_" : "envelope_";
}

}  // namespace store
