#include <iostream>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/people_import.h"
#include "store/people.h"
#include "store/search.h"
#include "store/store.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;

struct PeopleOptions {
    std::vector<std::string> words;
    std::string id;
    std::string other;
    std::string beginning;
    std::string who;
    std::filesystem::path file;
    Paging paging;
    bool csv = false;
};

Json agent_json(const store::AgentRow& row) {
    const auto& agent = row.agent;
    return {{"id", agent.id},
            {"name", agent.name},
            {"usual_name", agent.usual_name},
            {"first_name", agent.first_name},
            {"born", agent.born ? core::iso_date(*agent.born) : ""},
            {"email", agent.email},
            {"dossiers", row.dossiers},
            {"alike", row.alike}};
}

Json collectivite_json(const store::CollectiviteRow& row) {
    const auto& known = row.collectivite;
    return {{"id", known.id},          {"siret", known.siret},         {"name", known.name},
            {"email", known.email},    {"telephone", known.telephone}, {"address", known.address},
            {"dossiers", row.dossiers}};
}

void tell(const store::AgentRow& row) {
    const auto& agent = row.agent;
    std::cout << agent.id << "  " << agent.name << " " << agent.first_name
              << (agent.usual_name.empty() ? "" : " (" + agent.usual_name + ")")
              << (agent.born ? ", " + core::short_date(*agent.born) : ", naissance inconnue") << "  " << row.dossiers
              << " dossier(s)";
    for (const auto& id : row.alike) std::cout << "  ≈ " << id;
    std::cout << "\n";
}

void tell(const store::CollectiviteRow& row) {
    const auto& known = row.collectivite;
    std::cout << known.id << "  " << (known.siret.empty() ? "SIRET inconnu" : known.siret) << "  " << known.name << "  "
              << known.email << "  " << row.dossiers << " dossier(s)\n";
}

/// One page of a list, in the form asked for.
template <class Rows, class ToJson, class ToCsv>
void give(const CommandLine& line, const PeopleOptions& options, const Rows& rows, ToJson to_json, ToCsv to_csv) {
    if (options.csv) {
        std::cout << to_csv(rows);
        return;
    }
    if (line.json) {
        auto all = Json::array();
        for (const auto& row : rows) all.push_back(to_json(row));
        return line.print(all);
    }
    for (const auto& row : rows) tell(row);
    options.paging.tell_rest(rows.size());
}

void list_agents(CommandLine& line, const PeopleOptions& options) {
    const auto office = line.open(Load::settings);
    store::Store store{office.home, office.clock};
    give(line, options, store.people().agents(options.beginning, options.paging.limit(), options.paging.offset),
         agent_json, agents_csv);
}

void list_collectivites(CommandLine& line, const PeopleOptions& options) {
    const auto office = line.open(Load::settings);
    store::Store store{office.home, office.clock};
    give(line, options, store.people().collectivites(options.beginning, options.paging.limit(), options.paging.offset),
         collectivite_json, collectivites_csv);
}

void tell_numbers(const std::vector<std::string>& numbers) {
    for (const auto& number : numbers) std::cout << "  " << number << "\n";
}

template <class Row, class ToJson>
void show(CommandLine& line, const PeopleOptions& options, const std::optional<Row>& row,
          const std::vector<std::string>& dossiers, ToJson to_json) {
    if (!row) return line.tell({core::Reason::unknown_dossier, options.id});
    if (line.json) {
        auto json = to_json(*row);
        json["dossiers"] = dossiers;
        return line.print(json);
    }
    tell(*row);
    tell_numbers(dossiers);
}

void show_agent(CommandLine& line, const PeopleOptions& options) {
    const auto office = line.open(Load::settings);
    store::Store store{office.home, office.clock};
    show(line, options, store.people().agent(options.id), store.people().dossiers_of_agent(options.id), agent_json);
}

void show_collectivite(CommandLine& line, const PeopleOptions& options) {
    const auto office = line.open(Load::settings);
    store::Store store{office.home, office.clock};
    show(line, options, store.people().collectivite(options.id), store.people().dossiers_of_collectivite(options.id),
         collectivite_json);
}

void join_agents(CommandLine& line, const PeopleOptions& options) {
    const auto office = line.open();
    if (!line.allows(office, options.who, core::Act::edit_register)) return;
    store::Store store{office.home, office.clock};
    if (!store.people().join(options.id, options.other, options.who))
        return line.tell({core::Reason::unknown_dossier, options.id + ", " + options.other});
    std::cout << options.other << " est maintenant " << options.id << "\n";
}

using Import = core::Outcome<ImportReport> (*)(store::Store&, std::string_view, const std::string&);

void import_list(CommandLine& line, const PeopleOptions& options, Import import) {
    const auto office = line.open();
    if (!line.allows(office, options.who, core::Act::edit_register)) return;
    store::Store store{office.home, office.clock};
    const auto report = import(store, store::read_file(options.file), options.who);
    if (!report) return line.tell(report.refusal());
    if (!report->faults.empty()) line.exit_code = exit_document;
    if (line.json)
        return line.print({{"added", report->added},
                           {"changed", report->changed},
                           {"known", report->known},
                           {"faults", report->faults}});
    std::cout << report->added << " ajoutés, " << report->changed << " modifiés, " << report->known << " déjà connus, "
              << report->faults.size() << " ligne(s) laissées\n";
    for (const auto& fault : report->faults) std::cerr << options.file.filename().string() << ", " << fault << "\n";
}

void search(CommandLine& line, const PeopleOptions& options) {
    const auto office = line.open(Load::settings);
    store::Store store{office.home, office.clock};
    const auto found = store.search().find(options.words, options.paging.limit(), options.paging.offset);
    auto all = Json::array();
    for (const auto& hit : found) {
        const auto row = hit.dossier.empty() ? std::nullopt : store.dossiers().find(hit.dossier);
        const auto value = [&](const char* key) { return row ? core::field(row->dossier.data, key) : std::string{}; };
        all.push_back(
            {{"dossier", hit.dossier},
             {"state", row ? core::to_text(row->dossier.state) : ""},
             {"agent", value("agent.nom") + (value("agent.prenom").empty() ? "" : " " + value("agent.prenom"))},
             {"collectivite", value("collectivite.denomination")},
             {"arrival", hit.arrival},
             {"page", hit.page},
             {"excerpt", hit.excerpt}});
    }
    if (line.json) return line.print(all);
    for (const auto& hit : all) {
        const auto text = [&](const char* key) { return hit.at(key).get<std::string>(); };
        std::cout << (text("dossier").empty() ? "sans dossier"
                                              : text("dossier") + "  " + text("state") + "  " + text("agent"));
        if (!text("arrival").empty()) std::cout << "  " << text("arrival");
        if (hit["page"] != 0) std::cout << " p. " << hit["page"];
        std::cout << "\n    " << text("excerpt") << "\n";
    }
    options.paging.tell_rest(found.size());
}

void add_list(CLI::App& group, const std::shared_ptr<PeopleOptions>& options, CommandLine& line,
              void (*action)(CommandLine&, const PeopleOptions&)) {
    auto* command = group.add_subcommand("list", "Liste par nom");
    command->add_option("debut", options->beginning, "Début du nom, accents et casse indifférents");
    command->add_flag("--csv", options->csv, "Pour un tableur");
    add_paging(*command, options->paging);
    command->callback([&line, options, action] { action(line, *options); });
}

void add_import(CLI::App& group, const std::shared_ptr<PeopleOptions>& options, CommandLine& line, Import import,
                const char* help) {
    auto* command = group.add_subcommand("import", help);
    command->add_option("fichier", options->file, "CSV")->required()->check(CLI::ExistingFile);
    add_who(*command, options->who);
    command->callback([&line, options, import] { import_list(line, *options, import); });
}

}  // namespace

void add_people_commands(CLI::App& app, CommandLine& line) {
    const auto options = std::make_shared<PeopleOptions>();
    auto* agent = app.add_subcommand("agent", "Les agents du registre : list, show, import, join");
    agent->require_subcommand(1);
    add_list(*agent, options, line, list_agents);
    auto* shown = agent->add_subcommand("show", "Un agent et ses dossiers");
    shown->add_option("identifiant", options->id, "P000012")->required();
    shown->callback([&line, options] { show_agent(line, *options); });
    add_import(*agent, options, line, import_agents,
               "Reprend une liste : nom, prenom, nom d'usage, date de naissance, courriel");
    auto* joined = agent->add_subcommand("join", "Dit que deux agents sont la même personne");
    joined->add_option("identifiant", options->id, "Celui qui reste")->required();
    joined->add_option("autre", options->other, "Celui qui disparaît")->required();
    add_who(*joined, options->who);
    joined->callback([&line, options] { join_agents(line, *options); });

    auto* place = app.add_subcommand("collectivite", "Les collectivités du registre : list, show, import");
    place->require_subcommand(1);
    add_list(*place, options, line, list_collectivites);
    auto* shown_place = place->add_subcommand("show", "Une collectivité et ses dossiers");
    shown_place->add_option("identifiant", options->id, "C000012")->required();
    shown_place->callback([&line, options] { show_collectivite(line, *options); });
    add_import(*place, options, line, import_collectivites,
               "Reprend une liste : siret, denomination, courriel, telephone, adresse 1 à 7");

    auto* searched = app.add_subcommand("search", "Cherche dans les demandes, les pages lues et les courriels");
    searched->add_option("mots", options->words, "Mots ou « phrases » ; debut* pour un début de mot")->required();
    add_paging(*searched, options->paging);
    searched->callback([&line, options] { search(line, *options); });
}

}  // namespace pipeline
