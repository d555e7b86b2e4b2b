#include "pipeline/session.h"

#include <algorithm>
#include <map>

#include "core/failures.h"
#include "pipeline/minutes.h"
#include "pipeline/propose.h"
#include "store/disk.h"
#include "store/names.h"

namespace pipeline {
namespace {

using core::AgendaState;
using core::Reason;
using core::Refusal;
using core::SessionState;

Refusal unknown_session(const std::string& month) {
    return {Reason::wrong_state, "pas de session « " + month + " » ; l'ouvrir avec « vaguemestre session open »"};
}

/// The day on which the nearest limit of a pending line falls; lines that are done come last.
auto urgency(const AgendaLine& line) {
    const bool done = line.item.state != AgendaState::pending;
    return std::tuple{done, line.limits.empty() ? core::Date{} : line.limits.front().on, line.item.dossier};
}

/// Whether this proposal may become a decision, and if not, why it is carried over.
std::optional<std::string> obstacle(const Config& config, const std::optional<core::Proposal>& proposal) {
    if (!proposal) return "aucune proposition";
    if (config.two_persons && !proposal->is_signed()) return "proposition non signée par une seconde personne";
    return std::nullopt;
}

/// Where one person suffices, who closes the session signs what nobody signed, if they may.
core::Proposal signed_by_closer(const Config& config, core::Proposal proposal, const std::string& who) {
    const auto* person = core::find_person(config.users, who);
    if (!proposal.is_signed() && person != nullptr && person->has(core::Role::signataire))
        proposal.decision.signatory = who;
    return proposal;
}

/// Every pending item that can be decided is; each in a transaction of its own.
void decide_agenda(const Installation& office, store::Store& store, const core::Session& session, SessionEnd& end) {
    for (const auto& item : store.sessions().agenda(session.month)) {
        if (item.state != AgendaState::pending) continue;
        const auto proposal = store.proposals().standing(item.dossier);
        if (obstacle(office.config, proposal)) continue;
        const auto taken = take_proposal(office, store, signed_by_closer(office.config, *proposal, session.closed_by),
                                         session.closed_by);
        if (!taken) end.troubles.emplace_back(item.dossier, taken.refusal());
    }
}

std::string trouble_of(const SessionEnd& end, const std::string& dossier) {
    for (const auto& [number, refusal] : end.troubles)
        if (number == dossier) return core::describe(refusal);
    return {};
}

/// What was not decided is complete again, and says why.
void carry_over(const Installation& office, store::Store& store, const core::Session& session, const SessionEnd& end) {
    store.transaction([&] {
        for (const auto& item : store.sessions().agenda(session.month)) {
            if (item.state != AgendaState::pending) continue;
            const auto why = obstacle(office.config, store.proposals().standing(item.dossier));
            store.sessions().end_item(item.dossier, AgendaState::carried, session.closed_by,
                                      why ? *why : trouble_of(end, item.dossier));
        }
    });
}

/// Files whose bytes depend on nothing but the store: written again after a crash, they are the same.
void write_minutes(const Installation& office, store::Store& store, const core::Session& session,
                   const std::filesystem::path& folder) {
    const auto files = session_files(office, store, session);
    const auto sha = store.spool().put(files.at(store::minutes_name(session.month)));
    store::make_directory_durably(folder);
    for (const auto& [name, bytes] : files) store::write_file_durably(folder / name, bytes);
    store.sessions().close(session.month, sha, session.closed_by);
}

}  // namespace

core::Outcome<core::Session> open_session(const Installation& office, store::Store& store, const std::string& month,
                                          core::Date cut_off, const std::string& who) {
    if (const auto person = core::person_who_may(office.config.users, who, core::Act::open_session); !person)
        return person.refusal();
    const auto first = core::parse_date(month + "-01");
    if (!first) return Refusal{Reason::data_invalid, "mois de session « " + month + " » ; attendu AAAA-MM"};
    if (std::abs(core::days_until(cut_off, *first)) > 183)
        return Refusal{Reason::data_invalid,
                       "date limite du " + core::short_date(cut_off) + " trop éloignée de la session " + month};
    auto session = store.sessions().open(month, cut_off, who);
    if (session) fill_agendas(store);
    return session;
}

std::optional<core::Date> usual_cut_off(const Config& config, const std::string& month) {
    const auto first = core::parse_date(month + "-01");
    if (!first) return std::nullopt;
    return first->year() / first->month() / std::chrono::day{static_cast<unsigned>(config.cut_off_day)};
}

std::string next_session_month(const Config& config, store::Store& store) {
    const auto today = core::office_date(store.now());
    for (auto month = today.year() / today.month();; month += std::chrono::months{1}) {
        const auto name = core::iso_date(core::Date{month / 1}).substr(0, 7);
        if (usual_cut_off(config, name) >= today && !store.sessions().find(name)) return name;
    }
}

int fill_agendas(store::Store& store) {
    int joined = 0;
    for (const auto& session : store.sessions().list()) {
        if (session.state != SessionState::open) continue;
        store.transaction([&] {
            for (const auto& row : store.dossiers().list(core::DossierState::complete))
                if (core::office_date(row.state_since) <= session.cut_off)
                    joined += store.sessions().join(session.month, row.dossier.number, store::program) ? 1 : 0;
        });
    }
    return joined;
}

std::vector<AgendaLine> agenda_lines(const Installation& office, store::Store& store, const std::string& month) {
    const auto today = core::office_date(office.clock());
    std::vector<AgendaLine> lines;
    for (auto& item : store.sessions().agenda(month)) {
        auto row = store.dossiers().find(item.dossier);
        if (!row) throw std::logic_error("agenda item without dossier: " + item.dossier);
        AgendaLine line{.item = std::move(item), .row = *std::move(row)};
        line.limits = core::limits(line.row.dossier, core::office_date(line.row.dossier.created_at),
                                   office.catalogue.tables, today);
        if (line.item.state == AgendaState::pending)
            line.proposal = store.proposals().standing(line.item.dossier);
        else if (line.item.state == AgendaState::decided)
            line.decision = store.dossiers().decision(line.item.dossier);
        lines.push_back(std::move(line));
    }
    std::sort(lines.begin(), lines.end(),
              [](const AgendaLine& a, const AgendaLine& b) { return urgency(a) < urgency(b); });
    return lines;
}

core::Outcome<int> assign_agenda(const Installation& office, store::Store& store, const std::string& month,
                                 const std::vector<std::string>& dossiers, const std::string& to,
                                 const std::string& who) {
    if (const auto person = core::person_who_may(office.config.users, who, core::Act::hold_session); !person)
        return person.refusal();
    if (!store.sessions().find(month)) return unknown_session(month);
    std::map<std::string, int> load;  ///< Pending items of each instructor.
    for (const auto& user : office.config.users)
        if (user.has(core::Role::instructeur)) load[user.login] = 0;
    if (!to.empty() && !load.contains(to))
        return Refusal{Reason::not_allowed, "« " + to + " » n'est pas un instructeur des réglages"};

    std::map<std::string, core::AgendaItem> pending;
    for (const auto& item : store.sessions().agenda(month)) {
        if (item.state != AgendaState::pending) continue;
        if (load.contains(item.instructor)) ++load[item.instructor];
        pending[item.dossier] = item;
    }
    for (const auto& dossier : dossiers)
        if (!pending.contains(dossier))
            return Refusal{Reason::unknown_dossier, dossier + " n'est pas à l'ordre du jour de la session " + month};

    int assigned = 0;
    store.transaction([&] {
        for (const auto& [dossier, item] : pending) {
            const bool named = std::find(dossiers.begin(), dossiers.end(), dossier) != dossiers.end();
            if (!dossiers.empty() && !named) continue;
            if (dossiers.empty() && !item.instructor.empty()) continue;
            const auto least = std::min_element(load.begin(), load.end(),
                                                [](const auto& a, const auto& b) { return a.second < b.second; });
            const auto& instructor = to.empty() ? least->first : to;
            store.sessions().assign(item, instructor, who);
            ++load[instructor];
            ++assigned;
        }
    });
    return assigned;
}

core::Outcome<SessionEnd> close_session(const Installation& office, store::Store& store, const std::string& month,
                                        const std::string& who) {
    if (const auto person = core::person_who_may(office.config.users, who, core::Act::hold_session); !person)
        return person.refusal();
    if (!store.sessions().find(month)) return unknown_session(month);
    fill_agendas(store);
    store.sessions().begin_closing(month, who);

    SessionEnd end{.session = *store.sessions().find(month), .folder = store::session_path(office.home, month)};
    if (end.session.state == SessionState::closing) {
        decide_agenda(office, store, end.session, end);
        carry_over(office, store, end.session, end);
        write_minutes(office, store, end.session, end.folder);
        end.session = *store.sessions().find(month);
    }
    const auto counts = store.sessions().counts()[month];
    const auto count = [&](AgendaState state) {
        const auto found = counts.find(state);
        return found == counts.end() ? 0 : static_cast<int>(found->second);
    };
    end.decided = count(AgendaState::decided);
    end.carried = count(AgendaState::carried);
    end.left = count(AgendaState::left);
    return end;
}

}  // namespace pipeline
