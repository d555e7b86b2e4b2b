#include <iostream>
#include <set>

#include "core/failures.h"
#include "pipeline/backup.h"
#include "pipeline/cli.h"
#include "store/store.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;

struct BackupOptions {
    std::filesystem::path copies;
    std::string copy;
    int keep = 0;
};

void tell_faults(const std::vector<std::string>& faults) {
    for (const auto& fault : faults) std::cout << "DÉFAUT : " << fault << "\n";
}

void tell_known(const CopyCheck& check) {
    for (const auto& fault : check.known) std::cout << "Déjà perdu lors de la copie : " << fault << "\n";
}

void make_copy(CommandLine& line, const BackupOptions& options) {
    const auto office = line.open();
    const auto made = back_up(office.home, office.clock, options.copies, options.keep);
    if (!made.faults.empty()) line.exit_code = exit_document;
    if (line.json)
        return line.print({{"copy", made.name},
                           {"events", made.events},
                           {"blobs", made.blobs},
                           {"new_bytes", made.new_bytes},
                           {"dropped", made.dropped},
                           {"faults", made.faults}});
    std::cout << "Copie " << made.name << " : " << made.events << " lignes de journal, " << made.blobs
              << " fichiers gardés, " << made.new_bytes << " octets nouveaux\n";
    for (const auto& name : made.dropped) std::cout << "Copie retirée : " << name << "\n";
    tell_faults(made.faults);
}

std::vector<std::string> chosen(const BackupOptions& options) {
    auto names = list_copies(options.copies);
    if (names.empty()) throw core::BadSetup("aucune copie dans " + options.copies.string());
    return options.copy.empty() ? names : std::vector{options.copy};
}

void restore_copy(CommandLine& line, const BackupOptions& options) {
    if (line.home.empty()) throw core::BadSetup("nommer le dossier neuf où restaurer : --home DOSSIER");
    const auto name = chosen(options).back();
    const auto done = restore(options.copies, name, line.home);
    if (!done.check.faults.empty()) line.exit_code = exit_document;
    if (line.json)
        return line.print({{"copy", name},
                           {"events", done.check.events},
                           {"blobs", done.check.blobs},
                           {"uncertain", done.uncertain},
                           {"held", done.held},
                           {"known_faults", done.check.known},
                           {"faults", done.check.faults}});
    tell_faults(done.check.faults);
    if (!done.check.faults.empty()) {
        std::cout << "Copie " << name << " refusée : rien n'est restauré. En choisir une autre avec --copie.\n";
        return;
    }
    std::cout
        << "Copie " << name << " restaurée dans " << line.home.string() << " : " << done.check.events
        << " lignes de journal, " << done.check.blobs << " fichiers gardés\n"
        << "Rien ne part avant votre accord : " << done.uncertain << " courriel(s) incertain(s), " << done.held
        << " pli(s) retenu(s), peut-être partis depuis la copie.\n"
        << "Les comparer au journal du relais et aux bordereaux (« outbox settle-sent », « retry », « release »), "
           "puis « outbox open ».\n";
    tell_known(done.check);
}

void verify_copies(CommandLine& line, const BackupOptions& options) {
    auto all = Json::array();
    for (const auto& name : chosen(options)) {
        const auto check = check_copy(options.copies, name);
        if (!check.faults.empty()) line.exit_code = exit_document;
        all.push_back({{"copy", name},
                       {"events", check.events},
                       {"blobs", check.blobs},
                       {"known_faults", check.known},
                       {"faults", check.faults}});
        if (line.json) continue;
        std::cout << "Copie " << name << " : " << check.events << " lignes de journal, " << check.blobs
                  << " fichiers gardés" << (check.faults.empty() ? ", intacte\n" : "\n");
        tell_faults(check.faults);
        tell_known(check);
    }
    if (line.json) line.print(all);
}

/// The journal's chain and every blob, whether a row names it or not.
void verify_installation(CommandLine& line) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    std::vector<std::string> faults;
    if (const auto broken = store.journal().verify())
        faults.push_back("journal rompu à la ligne " + std::to_string(*broken));
    const auto blobs = store.spool().list();
    for (const auto& sha : blobs) {
        try {
            (void)store.spool().read(sha);
        } catch (const store::DamagedBlob& damage) {
            faults.emplace_back(damage.what());
        }
    }
    std::set<std::string> absent;
    for (const auto& use : store.blobs())
        if (!store.spool().has(use.sha256) && absent.insert(use.sha256).second)
            faults.push_back("octets absents : " + use.owner + " (" + use.sha256 + ")");
    if (!faults.empty()) line.exit_code = exit_document;
    if (line.json)
        return line.print({{"events", store.journal().length()},
                           {"head", store.journal().head()},
                           {"blobs", blobs.size()},
                           {"faults", faults}});
    std::cout << "Journal : " << store.journal().length() << " lignes, empreinte " << store.journal().head()
              << " ; fichiers gardés : " << blobs.size() << "\n";
    tell_faults(faults);
    if (faults.empty()) std::cout << "Tout est intact.\n";
}

}  // namespace

void add_backup_commands(CLI::App& app, CommandLine& line) {
    const auto options = std::make_shared<BackupOptions>();
    auto* backup =
        app.add_subcommand("backup", "Copie l'installation en marche : base, fichiers gardés, modèles, réglages");
    backup->add_option("dossier", options->copies, "Dossier des copies, de préférence sur un autre disque")->required();
    backup->add_option("--garder,--keep", options->keep, "Nombre de copies gardées ; 0 : toutes")
        ->capture_default_str();
    backup->callback([&line, options] { make_copy(line, *options); });

    auto* restore_command =
        app.add_subcommand("restore", "Refait une installation (--home, dossier neuf) d'une copie vérifiée");
    restore_command->add_option("dossier", options->copies, "Dossier des copies")->required();
    restore_command->add_option("--copie,--copy", options->copy,
                                "Sa date, comme 2026-11-25T02-30-00.000Z ; sinon la dernière");
    restore_command->callback([&line, options] { restore_copy(line, *options); });

    auto* verify =
        app.add_subcommand("verify", "Vérifie le journal et les fichiers gardés, de l'installation ou de copies");
    verify->add_option("--sauvegarde,--backup", options->copies, "Dossier des copies à vérifier");
    verify->add_option("--copie,--copy", options->copy, "Une seule copie");
    verify->callback(
        [&line, options] { options->copies.empty() ? verify_installation(line) : verify_copies(line, *options); });
}

}  // namespace pipeline
