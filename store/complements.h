#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/complement.h"

namespace store {

class Connection;
class Journal;

/// A mark of a complement's clock as it was made.
struct ClockLine {
    core::ClockMark mark;
    std::string who;
    std::string why;  ///< French; no names, no text of documents.
    bool operator==(const ClockLine&) const = default;
};

/// How many complements stand how.
struct ComplementCounts {
    long long proposed = 0;
    long long running = 0;
    long long stopped = 0;
    long long over = 0;  ///< Of those open: the delay ran out.
};

/// Requests for what is missing, with their clocks. Each move is an event of the dossier. A dossier has at most one
/// that is proposed or open. One thread, that of its Store.
class Complements {
  public:
    Complements(Connection& connection, Journal& journal) : connection_{connection}, journal_{journal} {}

    /// Proposed or open, as `state` says; the standing one is superseded. An epoch `asked_at` means now. The version
    /// must be the next one, since the letter was written with it: core::TryLater when another hand was faster. Event
    /// `complement_proposed` or `complement_asked`.
    core::Complement add(core::Complement complement);

    /// Proposed -> open, with what a person made of it (items, delay, due_at, asked_at). Event `complement_asked`.
    void ask(const core::Complement& complement, std::string_view who);
    /// Open, any state of its clock; std::logic_error otherwise. `due_at`: the deadline as it now stands, the epoch for
    /// none. An extension lifts `over_at`. Event `complement_clock_<act>`.
    void mark(const core::Complement& complement, const ClockLine& line, core::Instant due_at);
    /// Open: an answer came; the first one's reception is kept. Event `complement_answer` with the arrival.
    void note_answer(const core::Complement& complement, std::string_view arrival, core::Instant received_at);
    /// Once. Event `complement_over`.
    void note_over(const core::Complement& complement);
    /// Event `complement_reminder`.
    void note_reminder(const core::Complement& complement, core::Reminder reminder);
    /// Proposed or open -> answered or withdrawn. Event `complement_<state>`.
    void close(const core::Complement& complement, core::ComplementState state, std::string_view who,
               std::string_view why);

    std::vector<core::Complement> of(std::string_view dossier);
    /// The one that is proposed or open.
    std::optional<core::Complement> standing(std::string_view dossier);
    std::optional<core::Complement> find_reference(std::string_view reference);
    std::vector<ClockLine> clock(std::string_view dossier, int version);
    /// By deadline, then dossier.
    std::vector<core::Complement> list(std::optional<core::ComplementState> state = std::nullopt);
    /// Open, their clocks running, not yet told to be over.
    std::vector<core::Complement> running();
    /// Proposed or open, though their dossier is in session, decided or abandoned.
    std::vector<core::Complement> left_behind();
    ComplementCounts counts();

  private:
    template <class... Values>
    std::vector<core::Complement> select(const std::string& which, const Values&... values);

    Connection& connection_;
    Journal& journal_;
};

}  // namespace store
