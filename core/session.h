#pragma once

#include <string>

#include "core/date.h"
#include "core/decision.h"
#include "core/enum_names.h"

namespace core {

/// `closing`: its decisions are being made to exist; a close that was cut goes on from there.
enum class SessionState { open, closing, closed };

/// The monthly instruction session.
struct Session {
    std::string month;  ///< `2026-12`
    Date cut_off{};     ///< Dossiers complete on this day or before join it.
    SessionState state = SessionState::open;
    std::string opened_by;
    Instant opened_at{};
    std::string closed_by;     ///< Who closes it, from `closing` on.
    Instant closed_at{};       ///< When the closing began; the epoch before.
    std::string minutes;       ///< SHA-256 of its minutes (PDF), once closed.
    bool print_asked = false;  ///< Its letters by post were not printed yet.

    bool operator==(const Session&) const = default;
};

/// `carried`: nothing was decided; it is complete again and joins the next session. `left`: withdrawn meanwhile.
enum class AgendaState { pending, decided, carried, left };

/// A dossier on the agenda of a session.
struct AgendaItem {
    std::string session;  ///< Month.
    std::string dossier;
    std::string instructor;  ///< Login; empty: nobody yet.
    AgendaState state = AgendaState::pending;
    std::string note;  ///< French: why it was carried.

    bool operator==(const AgendaItem&) const = default;
};

/// A decision that does not exist yet: proposed, perhaps signed, with a preview of its letter; its date is not set.
struct Proposal {
    Decision decision;
    int version = 1;  ///< Counts the proposals of the dossier.
    Instant proposed_at{};
    Instant signed_at{};  ///< The epoch: nobody signed.

    bool is_signed() const { return signed_at != Instant{}; }
    bool operator==(const Proposal&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::SessionState> {
    static constexpr std::array<std::string_view, 3> names{"open", "closing", "closed"};
};
template <>
struct core::EnumNames<core::AgendaState> {
    static constexpr std::array<std::string_view, 4> names{"pending", "decided", "carried", "left"};
};
