#include "store/sessions.h"

#include <stdexcept>

#include "store/connection.h"
#include "store/journal.h"
#include "store/register.h"

namespace store {
namespace {

using core::AgendaState;
using core::SessionState;

template <class... Values>
std::vector<core::Session> select_sessions(Connection& connection, const std::string& which, const Values&... values) {
    std::vector<core::Session> sessions;
    for (auto& [month, cut_off, state, opened_by, opened_at, closed_by, closed_at, minutes, print_asked] :
         connection.rows<std::string, core::Date, SessionState, std::string, core::Instant, std::string, core::Instant,
                         std::string, int>(
             "SELECT month, cut_off, state, opened_by, opened_at, closed_by, closed_at, minutes, print_asked "
             "FROM sessions " +
                 which,
             values...))
        sessions.push_back({.month = std::move(month),
                            .cut_off = cut_off,
                            .state = state,
                            .opened_by = std::move(opened_by),
                            .opened_at = opened_at,
                            .closed_by = std::move(closed_by),
                            .closed_at = closed_at,
                            .minutes = std::move(minutes),
                            .print_asked = print_asked != 0});
    return sessions;
}

template <class... Values>
std::vector<core::AgendaItem> select_items(Connection& connection, const std::string& which, const Values&... values) {
    std::vector<core::AgendaItem> items;
    for (auto& [session, dossier, instructor, state, note] :
         connection.rows<std::string, std::string, std::string, AgendaState, std::string>(
             "SELECT session, dossier, instructor, state, note FROM agenda " + which, values...))
        items.push_back({std::move(session), std::move(dossier), std::move(instructor), state, std::move(note)});
    return items;
}

}  // namespace

core::Outcome<core::Session> Sessions::open(std::string_view month, core::Date cut_off, std::string_view who) {
    core::Outcome<core::Session> outcome{core::Session{}};
    connection_.transaction([&] {
        if (auto known = find(month)) {
            if (known->cut_off == cut_off)
                outcome = *std::move(known);
            else
                outcome = core::Refusal{core::Reason::wrong_state, "la session " + std::string{month} +
                                                                       " existe, avec la date limite du " +
                                                                       core::short_date(known->cut_off)};
            return;
        }
        const core::Session session{.month = std::string{month},
                                    .cut_off = cut_off,
                                    .opened_by = std::string{who},
                                    .opened_at = connection_.now()};
        connection_.change(
            "INSERT INTO sessions (month, cut_off, state, opened_by, opened_at, closed_by, closed_at, minutes, "
            "print_asked) VALUES (:month, :cut_off, 'open', :who, :now, '', 0, '', 0)",
            month, cut_off, who, session.opened_at);
        journal_.append(who, "session_open", month, core::iso_date(cut_off));
        outcome = session;
    });
    return outcome;
}

std::optional<core::Session> Sessions::find(std::string_view month) {
    auto found = select_sessions(connection_, "WHERE month = :month", month);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<core::Session> Sessions::list() { return select_sessions(connection_, "ORDER BY month"); }

bool Sessions::join(std::string_view month, std::string_view dossier, std::string_view who) {
    bool joined = false;
    connection_.transaction([&] {
        const auto session = find(month);
        const auto row = dossiers_.find(dossier);
        if (!session || session->state != SessionState::open || !row ||
            row->dossier.state != core::DossierState::complete)
            return;
        // Carried, then complete again while the same session is open: its item is taken up again.
        connection_.change(
            "INSERT INTO agenda (session, dossier, instructor, state, note) VALUES (:month, :dossier, '', 'pending', "
            "'') ON CONFLICT (session, dossier) DO UPDATE SET state = 'pending', note = ''",
            month, dossier);
        dossiers_.move(dossier, core::DossierState::in_session, who, month);
        joined = true;
    });
    return joined;
}

std::optional<core::AgendaItem> Sessions::pending(std::string_view dossier) {
    auto found = select_items(connection_, "WHERE dossier = :dossier AND state = 'pending'", dossier);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<core::AgendaItem> Sessions::agenda(std::string_view month) {
    return select_items(connection_, "WHERE session = :month ORDER BY dossier", month);
}

std::map<std::string, std::map<AgendaState, long long>> Sessions::counts() {
    std::map<std::string, std::map<AgendaState, long long>> counts;
    for (const auto& [session, state, count] : connection_.rows<std::string, AgendaState, long long>(
             "SELECT session, state, COUNT(*) FROM agenda GROUP BY session, state"))
        counts[session][state] = count;
    return counts;
}

void Sessions::assign(const core::AgendaItem& item, std::string_view instructor, std::string_view who) {
    connection_.transaction([&] {
        const auto changed = connection_.change(
            "UPDATE agenda SET instructor = :instructor WHERE session = :session AND dossier = :dossier AND state = "
            "'pending' AND instructor <> :same",
            instructor, item.session, item.dossier, instructor);
        if (changed == 1) journal_.append(who, "agenda_assigned", item.dossier, instructor);
    });
}

void Sessions::end_item(std::string_view dossier, AgendaState state, std::string_view who, std::string_view why) {
    connection_.transaction([&] {
        const auto item = pending(dossier);
        if (!item) return;
        connection_.change(
            "UPDATE agenda SET state = :state, note = :note WHERE session = :session AND dossier = :dossier", state,
            why, item->session, dossier);
        if (state == AgendaState::carried) dossiers_.move(dossier, core::DossierState::complete, who, item->session);
    });
}

void Sessions::begin_closing(std::string_view month, std::string_view who) {
    connection_.transaction([&] {
        const auto changed = connection_.change(
            "UPDATE sessions SET state = 'closing', closed_by = :who, closed_at = :now WHERE month = :month AND state "
            "= 'open'",
            who, connection_.now(), month);
        if (changed == 1) journal_.append(who, "session_closing", month);
    });
}

void Sessions::close(std::string_view month, std::string_view minutes, std::string_view who) {
    connection_.transaction([&] {
        const auto changed = connection_.change(
            "UPDATE sessions SET state = 'closed', minutes = :minutes, print_asked = 1 WHERE month = :month AND state "
            "= 'closing'",
            minutes, month);
        if (changed == 1) journal_.append(who, "session_closed", month, minutes);
    });
}

bool Sessions::print_asked() {
    return connection_.value<long long>("SELECT COUNT(*) FROM sessions WHERE print_asked = 1") > 0;
}

void Sessions::printed() { connection_.change("UPDATE sessions SET print_asked = 0 WHERE print_asked = 1"); }

}  // namespace store
