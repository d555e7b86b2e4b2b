#include <iostream>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/minutes.h"
#include "pipeline/pdf_merge.h"
#include "pipeline/propose.h"
#include "pipeline/runner.h"
#include "pipeline/session.h"
#include "store/disk.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;
using core::AgendaState;

struct SessionOptions {
    std::string month;
    std::string cut_off;
    std::string who;
    std::string to;
    std::vector<std::string> dossiers;
    std::filesystem::path output;
};

Json session_json(const core::Session& session, const std::map<AgendaState, long long>& counts) {
    const auto count = [&](AgendaState state) {
        const auto found = counts.find(state);
        return found == counts.end() ? 0 : found->second;
    };
    return {{"month", session.month},
            {"cut_off", core::iso_date(session.cut_off)},
            {"state", core::to_text(session.state)},
            {"opened_by", session.opened_by},
            {"closed_by", session.closed_by},
            {"pending", count(AgendaState::pending)},
            {"decided", count(AgendaState::decided)},
            {"carried", count(AgendaState::carried)},
            {"left", count(AgendaState::left)}};
}

void tell_session(const Json& session) {
    std::cout << session["month"].get<std::string>() << "  " << session["state"].get<std::string>() << ", date limite "
              << session["cut_off"].get<std::string>() << " : " << session["pending"] << " à décider, "
              << session["decided"] << " décidés, " << session["carried"] << " reportés, " << session["left"]
              << " retirés\n";
}

void list(const CommandLine& line) {
    const auto office = line.open(Load::settings);
    store::Store store{office.home, office.clock};
    const auto counts = store.sessions().counts();
    Json all = Json::array();
    for (const auto& session : store.sessions().list()) {
        const auto found = counts.find(session.month);
        all.push_back(
            session_json(session, found == counts.end() ? std::map<AgendaState, long long>{} : found->second));
        if (!line.json) tell_session(all.back());
    }
    if (line.json) line.print(all);
}

/// « J+47 » for a silence that grows; nothing before the 45th day.
std::string silence_alert(int days_since_reception) {
    if (days_since_reception < core::silence_warning_days) return {};
    return "J+" + std::to_string(days_since_reception);
}

Json proposal_json(const std::optional<core::Proposal>& proposal) {
    if (!proposal) return nullptr;
    return {{"outcome", core::to_text(proposal->decision.outcome)},
            {"days", proposal->decision.days.text()},
            {"motives", proposal->decision.motives},
            {"instructor", proposal->decision.instructor},
            {"signatory", proposal->decision.signatory},
            {"signed", proposal->is_signed()}};
}

Json line_json(const AgendaLine& agenda, core::Date today) {
    Json limits = Json::array();
    for (const auto& limit : agenda.limits)
        limits.push_back({{"kind", core::to_text(limit.kind)},
                          {"on", core::iso_date(limit.on)},
                          {"days_left", core::days_until(limit.on, today)}});
    const auto age = -core::days_until(core::office_date(agenda.row.dossier.created_at), today);
    return {{"dossier", agenda.item.dossier},
            {"type", core::to_text(agenda.row.dossier.training)},
            {"agent", core::field(agenda.row.dossier.data, "agent.nom")},
            {"collectivite", core::field(agenda.row.dossier.data, "collectivite.denomination")},
            {"instructor", agenda.item.instructor},
            {"state", core::to_text(agenda.item.state)},
            {"note", agenda.item.note},
            {"limits", limits},
            {"silence_alert", silence_alert(age)},
            {"proposal", proposal_json(agenda.proposal)},
            {"decision", agenda.decision ? Json(core::to_text(agenda.decision->outcome)) : Json(nullptr)}};
}

std::string text(const Json& json, const char* key) { return json.at(key).get<std::string>(); }

void tell_line(const Json& agenda) {
    std::cout << "  " << text(agenda, "dossier") << "  " << text(agenda, "type") << "  " << text(agenda, "agent")
              << " (" << text(agenda, "collectivite") << ")";
    if (text(agenda, "state") == "pending") {
        for (const auto& limit : agenda["limits"])
            std::cout << "  " << (text(limit, "kind") == "training" ? "formation due " : "silence ")
                      << text(limit, "on") << " (" << limit["days_left"] << " j)";
        if (!text(agenda, "silence_alert").empty()) std::cout << "  ALERTE " << text(agenda, "silence_alert");
        std::cout << "  instructeur " << (text(agenda, "instructor").empty() ? "?" : text(agenda, "instructor"));
        if (!agenda["proposal"].is_null())
            std::cout << "  proposé : " << text(agenda["proposal"], "outcome")
                      << (agenda["proposal"]["signed"].get<bool>() ? ", signé" : "");
    } else {
        std::cout << "  " << (agenda["decision"].is_null() ? text(agenda, "state") : text(agenda, "decision")) << "  "
                  << text(agenda, "note");
    }
    std::cout << "\n";
}

std::optional<core::Session> find_or_tell(CommandLine& line, store::Store& store, const std::string& month) {
    auto session = store.sessions().find(month);
    if (!session)
        line.tell({core::Reason::wrong_state,
                   "pas de session « " + month + " » ; voir « session list », l'ouvrir avec « session open »"});
    return session;
}

void show(CommandLine& line, const std::string& month) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    const auto session = find_or_tell(line, store, month);
    if (!session) return;
    const auto today = core::office_date(office.clock());
    auto json = session_json(*session, store.sessions().counts()[month]);
    json["agenda"] = Json::array();
    for (const auto& agenda : agenda_lines(office, store, month)) json["agenda"].push_back(line_json(agenda, today));
    if (line.json) return line.print(json);
    tell_session(json);
    for (const auto& agenda : json["agenda"]) tell_line(agenda);
}

core::Date cut_off_of(const Installation& office, const std::string& month, const std::string& text) {
    const auto day = text.empty() ? usual_cut_off(office.config, month) : core::parse_date(text);
    if (day) return *day;
    if (text.empty()) throw core::BadSetup("mois de session non valable « " + month + " » ; attendu AAAA-MM");
    throw core::BadSetup("date limite non valable « " + text + " » ; attendu AAAA-MM-JJ");
}

void open(CommandLine& line, const SessionOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    const auto month = options.month.empty() ? next_session_month(office.config, store) : options.month;
    const auto session = open_session(office, store, month, cut_off_of(office, month, options.cut_off), options.who);
    if (!session) return line.tell(session.refusal());
    const auto json = session_json(*session, store.sessions().counts()[month]);
    if (line.json) return line.print(json);
    tell_session(json);
}

void assign(CommandLine& line, const SessionOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    const auto count = assign_agenda(office, store, options.month, options.dossiers, options.to, options.who);
    if (!count) return line.tell(count.refusal());
    if (line.json) return line.print({{"assigned", *count}});
    std::cout << *count << " dossier(s) confié(s)\n";
}

/// The letters of all standing proposals, one after the other, marked as drafts.
void preview_all(CommandLine& line, const SessionOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    if (!find_or_tell(line, store, options.month)) return;
    std::vector<std::string> letters;
    for (const auto& agenda : agenda_lines(office, store, options.month)) {
        if (!agenda.proposal) continue;
        auto decision = agenda.proposal->decision;
        decision.date = core::office_date(office.clock());
        auto pdf = preview(office, store, decision);
        if (!pdf) {
            std::cerr << agenda.item.dossier << " : ";
            line.tell(pdf.refusal());
            continue;
        }
        letters.push_back(*std::move(pdf));
    }
    if (letters.empty())
        return line.tell({core::Reason::wrong_state, "aucune proposition à montrer dans la session " + options.month});
    store::write_file_durably(options.output, merge_pdfs(letters));
    std::cerr << "écrit : " << options.output.string() << " (" << letters.size() << " lettre(s))\n";
}

void sign_all(CommandLine& line, const SessionOptions& options) {
    if (options.month.empty() == options.dossiers.empty())
        throw core::BadSetup("donner des dossiers, ou --session MOIS");
    const auto office = line.open();
    if (!line.allows(office, options.who, core::Act::sign)) return;
    store::Store store{office.home, office.clock};
    auto dossiers = options.dossiers;
    if (!options.month.empty())
        for (const auto& item : store.sessions().agenda(options.month))
            if (item.state == AgendaState::pending && store.proposals().standing(item.dossier))
                dossiers.push_back(item.dossier);
    Json all = Json::array();
    for (const auto& dossier : dossiers) {
        const auto proposal = sign(office, store, dossier, options.who);
        if (!proposal) {
            std::cerr << dossier << " : ";
            line.tell(proposal.refusal());
            continue;
        }
        all.push_back({{"dossier", dossier}, {"outcome", core::to_text(proposal->decision.outcome)}});
        if (!line.json) std::cout << dossier << " : signé, " << core::to_text(proposal->decision.outcome) << "\n";
    }
    if (line.json) line.print(all);
}

void close(CommandLine& line, const SessionOptions& options) {
    const auto office = line.open();
    SessionEnd end;
    {
        store::Store store{office.home, office.clock};
        auto closed = close_session(office, store, options.month, options.who);
        if (!closed) return line.tell(closed.refusal());
        end = *std::move(closed);
    }
    for (const auto& [dossier, refusal] : end.troubles) {
        std::cerr << dossier << " : ";
        line.tell(refusal);
    }
    const bool printed = print_if_free(office);
    if (line.json)
        return line.print({{"month", end.session.month},
                           {"decided", end.decided},
                           {"carried", end.carried},
                           {"left", end.left},
                           {"folder", end.folder.string()},
                           {"printed", printed}});
    std::cout << "Session " << end.session.month << " close : " << end.decided << " décisions, " << end.carried
              << " reportés, " << end.left << " retirés\nProcès-verbal et bordereau : " << end.folder.string() << "\n"
              << (printed ? "Les lettres par courrier sont imprimées.\n"
                          : "Le service en marche imprime les lettres par courrier.\n");
}

}  // namespace

void add_session_commands(CLI::App& app, CommandLine& line) {
    const auto options = std::make_shared<SessionOptions>();
    auto* session = app.add_subcommand("session", "Session d'instruction : open, list, show, assign, preview, close");
    session->require_subcommand(1);
    const auto add = [&](const char* name, const char* help, void (*action)(CommandLine&, const SessionOptions&)) {
        auto* command = session->add_subcommand(name, help);
        command->callback([&line, options, action] { action(line, *options); });
        return command;
    };
    auto* opened = add("open", "Ouvre la session d'un mois (le prochain sans session, si rien n'est dit)", open);
    opened->add_option("mois", options->month, "AAAA-MM");
    opened->add_option("--cut-off,--date-limite", options->cut_off, "Dernier jour pour être complet (AAAA-MM-JJ)");
    add_who(*opened, options->who);

    session->add_subcommand("list", "Liste les sessions")->callback([&line] { list(line); });
    auto* shown = session->add_subcommand("show", "L'ordre du jour, le plus urgent d'abord");
    shown->add_option("mois", options->month, "AAAA-MM")->required();
    shown->callback([&line, options] { show(line, options->month); });

    auto* assigned = add("assign", "Confie des dossiers à un instructeur, ou partage ceux qui n'en ont pas", assign);
    assigned->add_option("mois", options->month, "AAAA-MM")->required();
    assigned->add_option("dossiers", options->dossiers, "Numéros ; aucun : tous ceux qui n'ont pas d'instructeur");
    assigned->add_option("--a,--to", options->to, "Identifiant de l'instructeur ; sinon partage égal");
    add_who(*assigned, options->who);

    auto* previewed = add("preview", "Écrit les lettres de toutes les propositions, en projet", preview_all);
    previewed->add_option("mois", options->month, "AAAA-MM")->required();
    previewed->add_option("-o,--output", options->output, "PDF à écrire")->required();

    auto* closed = add("close", "Clôt la session : décisions, lettres, procès-verbal, bordereau, tirage", close);
    closed->add_option("mois", options->month, "AAAA-MM")->required();
    add_who(*closed, options->who);

    auto* sign = app.add_subcommand("sign", "Signe des décisions proposées par une autre personne");
    sign->add_option("dossiers", options->dossiers, "Numéros des dossiers");
    sign->add_option("--session", options->month, "Toutes les propositions de cette session");
    add_who(*sign, options->who);
    sign->callback([&line, options] { sign_all(line, *options); });
}

}  // namespace pipeline
