#include <iostream>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/pack.h"
#include "pipeline/purge.h"
#include "store/people.h"
#include "store/retention.h"
#include "store/store.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;

struct RetentionOptions {
    bool dry_run = false;
    std::string who;
    std::string id;
    std::string why;
    std::filesystem::path output;
};

Json lines_json(const std::vector<PurgeLine>& lines) {
    auto all = Json::array();
    for (const auto& line : lines)
        all.push_back({{"kind", core::to_text(line.kind)},
                       {"rule", line.rule},
                       {"before", core::iso_date(line.before)},
                       {"count", line.ids.size()},
                       {"waits_for_visa", line.waits_for_visa},
                       {"ids", line.ids}});
    return all;
}

void tell_lines(const std::vector<PurgeLine>& lines) {
    for (const auto& line : lines) {
        std::cout << line.ids.size() << "  " << line.rule << "\n";
        if (line.ids.empty()) continue;
        std::cout << "    avant le " << core::long_date(line.before)
                  << (line.waits_for_visa ? " ; attend le visa des archives (réglage conservation.visa_elimination)"
                                          : "")
                  << "\n   ";
        for (const auto& id : line.ids) std::cout << " " << id;
        std::cout << "\n";
    }
}

void purge_or_tell(CommandLine& line, const RetentionOptions& options) {
    const auto office = line.open();
    if (!line.allows(office, options.who, core::Act::administer)) return;
    store::Store store{office.home, office.clock};
    if (options.dry_run) {
        const auto lines = plan_purge(office, store);
        if (line.json) return line.print({{"dry_run", true}, {"lines", lines_json(lines)}});
        std::cout << "Avis de fin de conservation (rien n'est retiré) :\n";
        return tell_lines(lines);
    }
    const auto done = purge(office, store, options.who);
    if (line.json)
        return line.print({{"dry_run", false},
                           {"lines", lines_json(done.lines)},
                           {"blobs", done.blobs},
                           {"blobs_left", done.blobs_left}});
    std::cout << "Retiré :\n";
    tell_lines(done.lines);
    std::cout << done.blobs << " fichier(s) retirés du magasin, " << done.blobs_left << " à la prochaine purge\n"
              << "Les copies de l'installation les contiennent encore : voir « backup --garder ».\n";
}

/// An agent's id, or the agent of a dossier; empty when unknown.
std::string agent_named(store::Store& store, const std::string& id) {
    if (store.people().agent(id)) return id;
    return store.people().agent_of(id);
}

/// Nobody else's dossier holds a page of it.
bool is_theirs_alone(store::Store& store, const core::Arrival& arrival, const std::string& agent) {
    for (const auto& page : store.readings().pages(arrival.sha256)) {
        const auto dossier = store.dossiers().dossier_of({arrival.id, page.page});
        if (dossier && !dossier->empty() && store.people().agent_of(*dossier) != agent) return false;
    }
    return true;
}

class PersonExport {
  public:
    PersonExport(store::Store& store, const Installation& office, std::string agent)
        : store_{store}, office_{office}, agent_{std::move(agent)} {}

    PackedFiles files() {
        const auto row = *store_.people().agent(agent_);
        Json dossiers = Json::array();
        for (const auto& number : store_.people().dossiers_of_agent(agent_)) {
            dossiers.push_back(dossier_json(store_, office_, *store_.dossiers().find(number)));
            add_dossier(number);
        }
        const auto& agent = row.agent;
        const Json person{{"id", agent.id},
                          {"nom", agent.name},
                          {"nom_usage", agent.usual_name},
                          {"prenom", agent.first_name},
                          {"naissance", agent.born ? core::iso_date(*agent.born) : ""},
                          {"courriel", agent.email},
                          {"peut_etre_la_meme_personne", row.alike},
                          {"dossiers", dossiers},
                          {"arrivees_qui_portent_aussi_sur_d_autres", shared_}};
        files_["personne.json"] = person.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
        return std::move(files_);
    }

  private:
    void add_dossier(const std::string& number) {
        for (const auto& letter : store_.dossiers().letters(number))
            files_[number + "/lettres/" + letter.kind + "-v" + std::to_string(letter.version) + ".pdf"] =
                store_.spool().read(letter.sha256);
        for (const auto& page : store_.dossiers().pages_of(number)) add_arrival(number, page.arrival);
        for (const auto& mail : store_.mails().of(number)) add_arrival(number, mail.arrival);
    }

    void add_arrival(const std::string& number, const std::string& id) {
        const auto arrival = store_.arrivals().find(id);
        if (!arrival || arrival->emptied_at != core::Instant{}) return;
        if (!is_theirs_alone(store_, *arrival, agent_)) {
            if (shared_.empty() || shared_.back() != id) shared_.push_back(id);
            return;
        }
        auto& bytes = files_[number + "/arrivees/" + arrival->id + "-" + arrival->name];
        if (bytes.empty()) bytes = store_.spool().read(arrival->sha256);
    }

    store::Store& store_;
    const Installation& office_;
    std::string agent_;
    std::vector<std::string> shared_;
    PackedFiles files_;
};

void export_person(CommandLine& line, const RetentionOptions& options) {
    const auto office = line.open();
    if (!line.allows(office, options.who, core::Act::administer)) return;
    store::Store store{office.home, office.clock};
    const auto agent = agent_named(store, options.id);
    if (agent.empty()) return line.tell({core::Reason::unknown_dossier, options.id});
    const auto dossiers = store.people().dossiers_of_agent(agent);
    store::write_file_durably(options.output, pack_zip(PersonExport{store, office, agent}.files()));
    store.transaction([&] { store.journal().append(options.who, "person_exported", agent); });
    if (line.json) return line.print({{"agent", agent}, {"dossiers", dossiers}, {"file", options.output.string()}});
    std::cout << "Écrit : " << options.output.string() << " (" << agent << ", " << dossiers.size() << " dossier(s))\n";
}

/// One dossier, or all of an agent; those that may not be are told one by one.
void erase_dossiers(CommandLine& line, const RetentionOptions& options) {
    const auto office = line.open();
    if (!line.allows(office, options.who, core::Act::administer)) return;
    store::Store store{office.home, office.clock};
    auto numbers = store.people().dossiers_of_agent(options.id);
    if (numbers.empty()) numbers.push_back(options.id);
    auto erased = Json::array();
    for (const auto& number : numbers) {
        const auto done = erase(office, store, number, options.who, options.why);
        if (!done) {
            line.tell(done.refusal());
            continue;
        }
        erased.push_back(number);
        if (!line.json) std::cout << number << " : effacé ; restent numéro, états et journal\n";
    }
    if (line.json) line.print({{"erased", erased}});
}

void freeze_or_thaw(CommandLine& line, const RetentionOptions& options, bool freeze) {
    const auto office = line.open();
    if (!line.allows(office, options.who, core::Act::instruct)) return;
    store::Store store{office.home, office.clock};
    if (!store.dossiers().find(options.id)) return line.tell({core::Reason::unknown_dossier, options.id});
    const bool done = freeze ? store.retention().freeze(options.id, options.who, options.why)
                             : store.retention().thaw(options.id, options.who);
    std::cout << options.id << (freeze ? " : gelé" : " : dégelé") << (done ? "" : ", déjà") << "\n";
}

}  // namespace

void add_retention_commands(CLI::App& app, CommandLine& line) {
    const auto options = std::make_shared<RetentionOptions>();
    auto* purged = app.add_subcommand("purge", "Retire ce qui a atteint la fin de sa conservation ([conservation])");
    purged->add_flag("--dry-run,--avis", options->dry_run, "Dit ce qui partirait, et pourquoi ; ne retire rien");
    add_who(*purged, options->who);
    purged->callback([&line, options] { purge_or_tell(line, *options); });

    auto* dossier = app.get_subcommand("dossier");
    const auto add = [&](const char* name, const char* help, const char* id_help) {
        auto* command = dossier->add_subcommand(name, help);
        command->add_option("identifiant", options->id, id_help)->required();
        add_who(*command, options->who);
        return command;
    };
    auto* exported =
        add("export-person", "Rassemble en un zip tout ce que l'installation sait d'un agent (RGPD, art. 15)",
            "P000012, ou un dossier de l'agent");
    exported->add_option("-o,--output", options->output, "Zip à écrire")->required();
    exported->callback([&line, options] { export_person(line, *options); });

    auto* erased =
        add("erase", "Efface ce qu'un dossier fini, ou tous ceux d'un agent, disent de personnes (RGPD, art. 17)",
            "26-000123-7, ou P000012");
    erased->add_option("--motif", options->why, "Pourquoi (sans nom ni donnée personnelle)")->required();
    erased->callback([&line, options] { erase_dossiers(line, *options); });

    auto* frozen = add("freeze", "Gèle un dossier : la purge n'en retire rien (contentieux)", "26-000123-7");
    frozen->add_option("--motif", options->why, "Pourquoi (sans nom ni donnée personnelle)")->required();
    frozen->callback([&line, options] { freeze_or_thaw(line, *options, true); });
    add("thaw", "Lève le gel d'un dossier", "26-000123-7")->callback([&line, options] {
        freeze_or_thaw(line, *options, false);
    });
}

}  // namespace pipeline
