#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"
#include "core/session.h"

namespace store {

class Connection;
class Journal;
class Register;

/// Instruction sessions and their agendas. A dossier is on at most one agenda at a time: joining moves it to
/// `in_session`, being carried moves it back to `complete`. Each move is an event. One thread, that of its Store.
class Sessions {
  public:
    Sessions(Connection& connection, Journal& journal, Register& dossiers)
        : connection_{connection}, journal_{journal}, dossiers_{dossiers} {}

    /// The same month and cut-off again give the session of the store; another cut-off is wrong_state. Event
    /// `session_open`.
    core::Outcome<core::Session> open(std::string_view month, core::Date cut_off, std::string_view who);
    std::optional<core::Session> find(std::string_view month);
    /// By month.
    std::vector<core::Session> list();

    /// A complete dossier joins an open session; false when it is on an agenda already or not complete.
    bool join(std::string_view month, std::string_view dossier, std::string_view who);
    /// The pending item of a dossier.
    std::optional<core::AgendaItem> pending(std::string_view dossier);
    /// By dossier number.
    std::vector<core::AgendaItem> agenda(std::string_view month);
    /// Of all sessions.
    std::map<std::string, std::map<core::AgendaState, long long>> counts();
    /// Who instructs a pending item. Event `agenda_assigned`; nothing when it is theirs.
    void assign(const core::AgendaItem& item, std::string_view instructor, std::string_view who);
    /// A pending item ends so; carried and left ones say why. Nothing when it is not pending.
    void end_item(std::string_view dossier, core::AgendaState state, std::string_view who, std::string_view why);

    /// open -> closing; nothing when it is closing already. Event `session_closing`.
    void begin_closing(std::string_view month, std::string_view who);
    /// closing -> closed, with the SHA-256 of the minutes; asks for printing. Event `session_closed`.
    void close(std::string_view month, std::string_view minutes, std::string_view who);
    /// Whether the letters of a closed session wait for a print run; `printed` says that one was made.
    bool print_asked();
    void printed();

  private:
    Connection& connection_;
    Journal& journal_;
    Register& dossiers_;
};

}  // namespace store
