#include <algorithm>
#include <csignal>
#include <iostream>
#include <thread>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/intake.h"
#include "pipeline/runner.h"
#include "pipeline/submit.h"
#include "store/names.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;

/// Runs until SIGTERM or SIGINT; a thread waits for the signal, so that nothing happens in a handler.
void serve(const Installation& office) {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);
    std::stop_source stop;
    std::jthread listener{[&] {
        int signal = 0;
        sigwait(&ending, &signal);
        stop.request_stop();
    }};
    try {
        run_service(office, stop.get_token());
    } catch (...) {
        pthread_kill(listener.native_handle(), SIGTERM);
        throw;
    }
}

void submit_files(CommandLine& line, const std::vector<std::filesystem::path>& files, const std::string& channel_name,
                  const std::string& who) {
    const auto channel = core::from_text<core::Channel>(channel_name);
    if (!channel) throw core::BadSetup("canal inconnu « " + channel_name + " » ; attendu post, online ou mail");
    const auto office = line.open();
    if (!who.empty() && !line.allows(office, who, core::Act::deposit)) return;
    store::Store store{office.home, office.clock};
    auto all = Json::array();
    for (const auto& file : files) {
        const auto arrival = submit(store, file, *channel, who.empty() ? system_account() : who);
        all.push_back({{"file", file.string()}, {"id", arrival.id}, {"fate", core::to_text(arrival.fate)}});
        if (!line.json) std::cout << arrival.id << "  " << core::to_text(arrival.fate) << "  " << file.string() << "\n";
    }
    if (line.json) line.print(all);
}

/// What someone must act on.
Json alarms(const Installation& office, store::Store& store, const store::Counts& counts) {
    auto all = Json::array();
    const auto alarm = [&](long long count, const std::string& what) {
        if (count > 0) all.push_back(std::to_string(count) + " " + what);
    };
    if (store.outbox().is_shut())
        all.push_back("installation restaurée : rien ne part avant un « outbox open » ; voir « outbox list »");
    alarm(counts.jobs.parked,
          "travail ou travaux mis de côté après plusieurs échecs : voir « status --json », puis « resume »");
    alarm(counts.dispatches.at(core::DispatchState::uncertain),
          "envoi(s) incertain(s) : voir « outbox list --state uncertain »");
    alarm(counts.dispatches.at(core::DispatchState::refused), "envoi(s) refusé(s) par le serveur");
    alarm(counts.dispatches.at(core::DispatchState::held), "envoi(s) retenu(s)");
    alarm(store.outbox().lost_count(),
          "envoi(s) non remis : voir « outbox list --delivery bounced » (ou returned), puis « outbox copy-by-post »");
    const auto mails = store.mails().counts();
    alarm(mails.to_read, "courriel(s) à lire par une personne : voir « mail list »");
    alarm(mails.unknown_reports, "avis de remise qui ne nomment aucun envoi connu");
    const auto complements = store.complements().counts();
    alarm(complements.over, "demande(s) de complément dont le délai est passé : voir « complement list --state over »");
    alarm(complements.proposed, "demande(s) de complément à valider : voir « complement list --state proposed »");
    alarm(store.reviews().counts().wrong_decided,
          "lecture(s) trouvée(s) fausse(s) au contrôle dans un dossier déjà décidé : voir « review list --control "
          "--all »");
    alarm(static_cast<long long>(store.dossiers().orphan_pages().size()), "page(s) sans dossier connu");
    for (const auto& batch : store.batches().broken())
        all.push_back(
            "lot « " + batch.label + " » (arrivée " + batch.arrival + ") : " + std::to_string(batch.sheets_seen) +
            " feuille(s) numérisée(s) sur " + std::to_string(batch.sheets) +
            (batch.separators > 0 ? ", " + std::to_string(batch.separators_seen) +
                                        " feuille(s) de séparation reconnue(s) sur " + std::to_string(batch.separators)
                                  : std::string{}) +
            " ; numériser le lot de nouveau, ou « separator settle " + batch.label + " » s'il est complet");
    for (const auto& place : watch_places(office.home))
        for (const auto& name : list_folder(place).strange)
            all.push_back("« " + name + " » n'est pas pris dans " + place.folder.string() +
                          " : lien, dossier sans fichier ou sous-dossier ; à déplacer ou à supprimer");
    return all;
}

template <class State>
Json counted(const std::map<State, long long>& counts) {
    Json all = Json::object();
    for (const auto& [state, count] : counts) all[std::string{core::to_text(state)}] = count;
    return all;
}

std::string_view state_text(store::JobState state) {
    switch (state) {
        case store::JobState::ready:
            return "ready";
        case store::JobState::taken:
            return "taken";
        case store::JobState::parked:
            return "parked";
    }
    throw std::logic_error("job state");
}

Json jobs_json(store::Store& store) {
    auto all = Json::array();
    for (const auto& line : store.jobs().list())
        all.push_back({{"kind", line.job.kind},
                       {"subject", line.job.subject},
                       {"state", state_text(line.state)},
                       {"failures", line.job.failures},
                       {"due_at", core::iso_instant(line.due_at)},
                       {"cause", line.cause}});
    return all;
}

Json status_json(const Installation& office, store::Store& store, int most_arrivals) {
    const auto counts = store.counts();
    const auto complements = store.complements().counts();
    const auto sums = balance(store, watch_places(office.home));
    auto arrivals = Json::array();
    auto newest = store.arrivals().newest(most_arrivals);
    std::reverse(newest.begin(), newest.end());
    for (const auto& arrival : newest)
        arrivals.push_back({{"id", arrival.id}, {"name", arrival.name}, {"fate", core::to_text(arrival.fate)}});
    return {{"balance",
             {{"seen", sums.seen},
              {"stored", sums.stored},
              {"refused", sums.refused},
              {"duplicate", sums.duplicate},
              {"waiting", sums.waiting},
              {"holds", sums.holds()}}},
            {"queues", {{"ready", counts.jobs.ready}, {"taken", counts.jobs.taken}, {"parked", counts.jobs.parked}}},
            {"jobs", jobs_json(store)},
            {"oldest_waiting",
             counts.jobs.oldest_ready ? Json(core::iso_instant(*counts.jobs.oldest_ready)) : Json(nullptr)},
            {"dossiers", counted(counts.dossiers)},
            {"complements",
             {{"proposed", complements.proposed},
              {"running", complements.running},
              {"stopped", complements.stopped},
              {"over", complements.over}}},
            {"reviews", reviews_json(store.reviews().counts())},
            {"dispatches", counted(counts.dispatches)},
            {"alarms", alarms(office, store, counts)},
            {"arrivals", arrivals}};
}

void tell_counts(const char* title, const Json& counts) {
    std::cout << title;
    for (const auto& [state, count] : counts.items())
        if (count.get<long long>() > 0) std::cout << "  " << state << " " << count;
    std::cout << "\n";
}

void status(CommandLine& line, const Paging& arrivals) {
    const auto office = line.open(Load::settings);
    store::Store store{office.home, office.clock};
    const auto json = status_json(office, store, arrivals.limit());
    if (line.json) return line.print(json);
    const auto& sums = json["balance"];
    std::cout << "Vus " << sums["seen"] << " = pris " << sums["stored"] << " + refusés " << sums["refused"]
              << " + doublons " << sums["duplicate"] << " + en attente " << sums["waiting"]
              << (sums["holds"].get<bool>() ? "" : "   ← LE COMPTE N'Y EST PAS") << "\n";
    std::cout << "Travaux : " << json["queues"]["ready"] << " en attente, " << json["queues"]["taken"] << " en cours, "
              << json["queues"]["parked"] << " mis de côté\n";
    tell_counts("Dossiers :", json["dossiers"]);
    tell_counts("Compléments :", json["complements"]);
    tell_counts("Envois :", json["dispatches"]);
    tell_reviews(store.reviews().counts());
    for (const auto& alarm : json["alarms"]) std::cout << "ALARME : " << alarm.get<std::string>() << "\n";
}

}  // namespace

void add_service_commands(CLI::App& app, CommandLine& line) {
    struct Options {
        std::filesystem::path folder;
        bool once = false;
        std::vector<std::filesystem::path> files;
        std::string channel = "post";
        std::string who;
        Paging arrivals;
    };
    const auto options = std::make_shared<Options>();

    auto* init = app.add_subcommand("init", "Crée une installation : réglages, magasin, dossiers, modèles");
    init->add_option("dossier", options->folder)->required();
    init->callback([options] {
        make_installation(options->folder);
        std::cout << "Installation créée dans " << options->folder.string()
                  << "\nRégler : " << store::config_path(options->folder).string()
                  << "\nDéposer le courrier dans : " << store::watch_path(options->folder, core::Channel::post).string()
                  << "\n";
    });

    auto* run = app.add_subcommand("run", "Le service : prend, lit, vérifie, envoie");
    run->add_flag("--once", options->once, "Fait tout ce qui est dû, puis s'arrête");
    run->callback([&line, options] { options->once ? run_once(line.open()) : serve(line.open()); });

    auto* submit = app.add_subcommand("submit", "Dépose des fichiers à la main et donne leurs numéros d'arrivée");
    submit->add_option("fichiers", options->files)->required()->check(CLI::ExistingPath);
    submit->add_option("--channel", options->channel, "post, online ou mail")->capture_default_str();
    add_who(*submit, options->who)->required(false);
    submit->callback([&line, options] { submit_files(line, options->files, options->channel, options->who); });

    auto* told =
        app.add_subcommand("status", "Le bilan : vus = pris + refusés + doublons + en attente ; files, alarmes");
    told->add_option("--limit", options->arrivals.most, "Arrivées nommées au plus, les dernières (--json) ; 0 : toutes")
        ->capture_default_str()
        ->check(CLI::NonNegativeNumber);
    told->callback([&line, options] { status(line, options->arrivals); });
    auto* resume = app.add_subcommand("resume", "Reprend les travaux mis de côté après plusieurs échecs");
    add_who(*resume, options->who);
    resume->callback([&line, options] {
        const auto office = line.open();
        if (!line.allows(office, options->who, core::Act::administer)) return;
        store::Store store{office.home, office.clock};
        store.transaction([&] {
            const auto count = store.jobs().unpark_all();
            store.journal().append(options->who, "jobs_resumed", "", std::to_string(count));
            std::cout << count << " travail ou travaux repris\n";
        });
    });
}

}  // namespace pipeline
