#include <algorithm>
#include <iostream>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/people_import.h"
#include "pipeline/request.h"
#include "pipeline/settle.h"
#include "store/names.h"
#include "store/people.h"
#include "store/reading_json.h"
#include "store/retention.h"
#include "store/store.h"
#include "templates/data.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;

Json events_json(store::Store& store, const std::string& subject) {
    Json all = Json::array();
    for (const auto& event : store.journal().of(subject))
        all.push_back({{"number", event.number},
                       {"at", core::iso_instant(event.at)},
                       {"who", event.who},
                       {"what", event.what},
                       {"detail", event.detail}});
    return all;
}

Json refusal_json(const std::optional<core::Refusal>& refusal) {
    if (!refusal) return nullptr;
    return {{"reason", core::to_text(refusal->reason)}, {"detail", refusal->detail}};
}

Json mail_of(store::Store& store, const std::string& arrival) {
    const auto mail = store.mails().find(arrival);
    if (!mail) return nullptr;
    return mail_json(*mail);
}

Json arrival_json(store::Store& store, const core::Arrival& arrival) {
    Json pages = Json::array();
    for (const auto& page : store.readings().pages(arrival.sha256)) {
        auto shown = store::page_to_json(page);
        shown["dossier"] = store.dossiers().dossier_of({arrival.id, page.page}).value_or("");
        pages.push_back(std::move(shown));
    }
    return {{"id", arrival.id},
            {"name", arrival.name},
            {"sha256", arrival.sha256},
            {"size", arrival.size},
            {"channel", core::to_text(arrival.channel)},
            {"received_at", core::iso_instant(arrival.received_at)},
            {"fate", core::to_text(arrival.fate)},
            {"duplicate_of", arrival.duplicate_of},
            {"refusal", refusal_json(arrival.refusal)},
            {"emptied_at",
             arrival.emptied_at == core::Instant{} ? Json(nullptr) : Json(core::iso_instant(arrival.emptied_at))},
            {"pages", pages},
            {"mail", mail_of(store, arrival.id)},
            {"events", events_json(store, arrival.id)}};
}

Json refs_json(const std::vector<core::PageRef>& refs) {
    Json all = Json::array();
    for (const auto& ref : refs) all.push_back({{"arrival", ref.arrival}, {"page", ref.page}});
    return all;
}

Json pieces_json(const core::DossierView& dossier) {
    Json all = Json::array();
    for (const auto& piece : dossier.pieces)
        all.push_back({{"kind", core::to_text(piece.kind)},
                       {"detail", piece.detail},
                       {"state", core::to_text(piece.state)},
                       {"score", piece.score},
                       {"pages", refs_json(piece.pages)},
                       {"facts", store::facts_to_json(core::facts_of(dossier, piece))}});
    return all;
}

Json findings_json(const std::vector<core::Finding>& findings) {
    Json all = Json::array();
    for (const auto& finding : findings)
        all.push_back({{"code", finding.code},
                       {"subject", finding.subject},
                       {"severity", core::to_text(finding.severity)},
                       {"sentence", finding.sentence},
                       {"evidence", finding.evidence},
                       {"source", finding.source},
                       {"settled_by", core::to_text(finding.settled_by)},
                       {"proposal", finding.proposal}});
    return all;
}

Json decision_json(const std::optional<core::Decision>& decision) {
    if (!decision) return nullptr;
    return {{"outcome", core::to_text(decision->outcome)},
            {"days", decision->days.text()},
            {"motives", decision->motives},
            {"instructor", decision->instructor},
            {"signatory", decision->signatory},
            {"date", core::iso_date(decision->date)}};
}

Json letters_json(store::Store& store, const std::string& number) {
    Json all = Json::array();
    for (const auto& letter : store.dossiers().letters(number))
        all.push_back({{"kind", letter.kind},
                       {"version", letter.version},
                       {"date", core::iso_date(letter.date)},
                       {"publication", letter.publication},
                       {"pdf", store.spool().path(letter.sha256).string()}});
    return all;
}

Json dispatches_json(store::Store& store, const std::string& number) {
    Json all = Json::array();
    for (const auto& dispatch : store.outbox().of(number)) all.push_back(dispatch_json(dispatch));
    return all;
}

Json complements_json(store::Store& store, const Installation& office, const std::string& number) {
    Json all = Json::array();
    for (const auto& complement : store.complements().of(number))
        all.push_back(complement_json(store, office, complement));
    return all;
}

}  // namespace

Json dossier_json(store::Store& store, const Installation& office, const store::DossierRow& row) {
    const auto& number = row.dossier.number;
    auto& dossiers = store.dossiers();
    return {{"number", number},
            {"procedure", core::to_text(row.dossier.procedure)},
            {"type", core::to_text(row.dossier.training)},
            {"state", core::to_text(row.dossier.state)},
            {"channel", core::to_text(row.channel)},
            {"created_at", core::iso_instant(row.dossier.created_at)},
            {"agent", store.people().agent_of(number)},
            {"collectivite", store.people().collectivite_of(number)},
            {"retention",
             {{"emptied", core::to_text(store.retention().emptied(number))},
              {"frozen", store.retention().is_frozen(number)}}},
            {"data", row.dossier.data},
            {"pages", refs_json(dossiers.pages_of(number))},
            {"pieces", pieces_json(view_of(store, row))},
            {"findings", findings_json(dossiers.findings(number))},
            {"complements", complements_json(store, office, number)},
            {"decision", decision_json(dossiers.decision(number))},
            {"letters", letters_json(store, number)},
            {"dispatches", dispatches_json(store, number)},
            {"events", events_json(store, number)}};
}

namespace {

std::string text(const Json& json, const char* key) { return json.at(key).get<std::string>(); }

void tell_events(const Json& events) {
    std::cout << "Journal :\n";
    for (const auto& event : events)
        std::cout << "  " << text(event, "at") << "  " << text(event, "who") << "  " << text(event, "what") << "  "
                  << text(event, "detail") << "\n";
}

/// What was read on a page or a piece, and how surely.
void tell_facts(const Json& facts, const char* indent) {
    for (const auto& fact : facts)
        std::cout << indent << text(fact, "name") << " : " << text(fact, "value") << " ("
                  << static_cast<int>(fact["confidence"].get<double>() * 100) << " %)\n";
}

void tell_arrival(const Json& arrival) {
    std::cout << "Arrivée " << text(arrival, "id") << " : " << text(arrival, "name") << " (" << text(arrival, "channel")
              << ", " << text(arrival, "fate") << "), reçue le " << text(arrival, "received_at") << "\n";
    if (!arrival["refusal"].is_null())
        std::cout << "Refus : " << text(arrival["refusal"], "reason") << " " << text(arrival["refusal"], "detail")
                  << "\n";
    if (const auto& mail = arrival["mail"]; !mail.is_null()) {
        std::cout << "Courriel (" << text(mail, "nature") << ") de " << text(mail, "from") << " : « "
                  << text(mail, "subject") << " »";
        for (const auto* key : {"dispatch", "dossier"})
            if (!text(mail, key).empty()) std::cout << ", " << text(mail, key);
        std::cout << "\n" << text(mail, "text") << "\n";
    }
    for (const auto& page : arrival["pages"]) {
        std::cout << "  page " << page["page"] << " : " << text(page["kind"], "code") << ", dossier "
                  << (text(page, "dossier").empty() ? "inconnu" : text(page, "dossier")) << "\n";
        tell_facts(page["facts"], "    ");
    }
    tell_events(arrival["events"]);
}

void tell_dossier(const Json& dossier) {
    std::cout << "Dossier " << text(dossier, "number") << " : " << text(dossier, "type") << ", état "
              << text(dossier, "state") << "\n";
    for (const auto& piece : dossier["pieces"]) {
        std::cout << "  pièce " << text(piece, "kind") << " (" << text(piece, "state") << "), " << piece["pages"].size()
                  << " page(s), " << text(piece["pages"][0], "arrival") << "\n";
        tell_facts(piece["facts"], "    ");
    }
    for (const auto& finding : dossier["findings"])
        std::cout << "  " << text(finding, "severity") << " " << text(finding, "code") << ":"
                  << text(finding, "subject") << " — " << text(finding, "sentence")
                  << (text(finding, "evidence").empty() ? "" : " [" + text(finding, "evidence") + "]") << "\n";
    for (const auto& complement : dossier["complements"])
        std::cout << "  complément v" << complement["version"] << " : " << text(complement, "state") << " "
                  << text(complement, "clock") << ", échéance " << text(complement, "due_at") << "\n";
    if (!dossier["decision"].is_null())
        std::cout << "  décision " << text(dossier["decision"], "outcome") << ", " << text(dossier["decision"], "days")
                  << " jour(s), le " << text(dossier["decision"], "date") << "\n";
    for (const auto& dispatch : dossier["dispatches"])
        std::cout << "  envoi " << text(dispatch, "id") << " : " << text(dispatch, "letter") << " par "
                  << text(dispatch, "channel") << ", " << text(dispatch, "delivery")
                  << (text(dispatch, "delivery_reason").empty() ? "" : " : " + text(dispatch, "delivery_reason"))
                  << "\n";
    tell_events(dossier["events"]);
}

void show(CommandLine& line, const std::string& id, bool explain) {
    const auto office = line.open(explain ? Load::everything : Load::settings);
    store::Store store{office.home, office.clock};
    if (const auto arrival = store.arrivals().find(id)) {
        const auto json = arrival_json(store, *arrival);
        return line.json ? line.print(json) : tell_arrival(json);
    }
    if (const auto row = store.dossiers().find(id)) {
        auto json = dossier_json(store, office, *row);
        const auto rules = explain ? check_now(office, store, *row) : core::CheckResult{};
        if (explain) json["rules"] = rules_json(rules);
        if (line.json) return line.print(json);
        tell_dossier(json);
        if (explain) tell_rules(rules);
        return;
    }
    line.tell({core::Reason::unknown_dossier, id});
}

/// A request typed on this machine: validated against the same schema as a deposit.
void add_dossier(CommandLine& line, const std::filesystem::path& file, const std::string& who) {
    const auto office = line.open();
    if (!who.empty() && !line.allows(office, who, core::Act::deposit)) return;
    const auto schema = templates::Schema::load(office.catalogue.root / "schema" / "demande.rng");
    auto fields = templates::fields_from_xml(store::read_file(file), file.filename().string(), &schema,
                                             core::Reason::invalid_demande);
    if (!fields) return line.tell(fields.refusal());
    auto dossier = dossier_of(*std::move(fields), office.catalogue);
    if (!dossier) return line.tell(dossier.refusal());
    store::Store store{office.home, office.clock};
    const auto row =
        store.dossiers().add(*std::move(dossier), core::Channel::post, "", who.empty() ? system_account() : who);
    if (line.json) return line.print({{"number", row.dossier.number}});
    std::cout << row.dossier.number << "\n";
}

/// Newest last, so that a terminal ends with them.
void list_dossiers(const CommandLine& line, const std::string& state, const Paging& paging, bool csv) {
    const auto wanted = core::from_text<core::DossierState>(state);
    if (!state.empty() && !wanted) throw core::BadSetup("état inconnu « " + state + " »");
    const auto office = line.open(Load::settings);
    store::Store store{office.home, office.clock};
    auto rows = store.dossiers().newest(wanted, paging.limit(), paging.offset);
    std::reverse(rows.begin(), rows.end());
    if (csv) {
        std::cout << dossiers_csv(store, rows);
        return;
    }
    Json all = Json::array();
    for (const auto& row : rows)
        all.push_back({{"number", row.dossier.number},
                       {"procedure", core::to_text(row.dossier.procedure)},
                       {"type", core::to_text(row.dossier.training)},
                       {"state", core::to_text(row.dossier.state)},
                       {"findings", store.dossiers().findings(row.dossier.number).size()}});
    if (line.json) return line.print(all);
    for (const auto& row : all)
        std::cout << text(row, "number") << "  " << text(row, "type") << "  " << text(row, "state") << "  "
                  << row["findings"] << " constat(s)\n";
    paging.tell_rest(rows.size());
}

/// A person looked, and says so: the only way from doubt to complete without new post.
void move_dossier(CommandLine& line, const std::string& number, core::DossierState state, const std::string& who,
                  const std::string& why) {
    const auto office = line.open();
    if (!line.allows(office, who, core::Act::instruct)) return;
    store::Store store{office.home, office.clock};
    const auto row = store.dossiers().find(number);
    if (!row) return line.tell({core::Reason::unknown_dossier, number});
    const auto last =
        state == core::DossierState::abandoned ? core::DossierState::in_session : core::DossierState::doubtful;
    if (row->dossier.state > last)
        return line.tell(
            {core::Reason::wrong_state, "le dossier est « " + std::string{core::to_text(row->dossier.state)} + " »"});
    store.transaction([&] {
        store.sessions().end_item(number, core::AgendaState::left, who, why);
        store.proposals().withdraw(number, who, why);
        store.dossiers().move(number, state, who, why);
        if (const auto asked = store.complements().standing(number))  // Nothing is waited for any more.
            store.complements().close(*asked,
                                      state == core::DossierState::complete ? core::ComplementState::answered
                                                                            : core::ComplementState::withdrawn,
                                      who, why);
    });
}

}  // namespace

void add_register_commands(CLI::App& app, CommandLine& line) {
    struct Options {
        std::string id;
        std::string state;
        std::string who;
        std::string why;
        std::filesystem::path data;
        bool explain = false;
        Paging paging;
        bool csv = false;
    };
    const auto options = std::make_shared<Options>();
    auto* shown =
        app.add_subcommand("show", "Une arrivée ou un dossier : parcours, constats, lettres, envois, journal");
    shown->add_option("identifiant", options->id, "A000012 ou 26-000123-7")->required();
    shown->add_flag("--explain", options->explain,
                    "Chaque règle : oui, non ou doute, ce qui a été vu, le texte de loi");
    shown->callback([&line, options] { show(line, options->id, options->explain); });

    auto* dossier = app.add_subcommand("dossier", "Registre : new, list, show, complete, withdraw");
    dossier->require_subcommand(1);
    auto* add = dossier->add_subcommand("new", "Enregistre une demande et donne son numéro");
    add->add_option("--data", options->data, "Demande en XML")->required()->check(CLI::ExistingFile);
    add_who(*add, options->who)->required(false);
    add->callback([&line, options] { add_dossier(line, options->data, options->who); });
    auto* list = dossier->add_subcommand("list", "Liste les dossiers");
    list->add_option("--state", options->state, "received, incomplete, doubtful, complete …");
    list->add_flag("--csv", options->csv, "Pour un tableur");
    add_paging(*list, options->paging);
    list->callback([&line, options] { list_dossiers(line, options->state, options->paging, options->csv); });
    auto* one = dossier->add_subcommand("show", "Montre un dossier");
    one->add_option("numero", options->id)->required();
    one->callback([&line, options] { show(line, options->id, false); });

    const auto add_move = [&](const char* name, const char* help, core::DossierState state) {
        auto* move = dossier->add_subcommand(name, help);
        move->add_option("numero", options->id)->required();
        add_who(*move, options->who);
        move->add_option("--motif", options->why, "Pourquoi (sans nom ni donnée personnelle)")->required();
        move->callback([&line, options, state] { move_dossier(line, options->id, state, options->who, options->why); });
    };
    add_move("complete", "Déclare complet un dossier en doute, après examen", core::DossierState::complete);
    add_move("withdraw", "Retire une demande", core::DossierState::abandoned);
}

}  // namespace pipeline
