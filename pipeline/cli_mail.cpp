#include <iostream>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/fetch_mail.h"
#include "store/store.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;

void fetch(CommandLine& line, const std::string& name) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    auto all = Json::array();
    bool found = name.empty();
    for (const auto& box : office.config.boxes) {
        if (!name.empty() && box.name != name) continue;
        found = true;
        const auto report = fetch_box(store, office.home, box_settings(box));
        all.push_back({{"box", report.box},
                       {"taken", report.taken},
                       {"known", report.known},
                       {"left", report.left},
                       {"trouble", report.trouble}});
        if (!report.trouble.empty()) line.exit_code = exit_later;
        if (!line.json)
            std::cout << report.box << " : " << report.taken << " message(s) pris, " << report.known << " déjà connus"
                      << (report.left > 0 ? ", " + std::to_string(report.left) + " trop gros, laissés dans la boîte"
                                          : "")
                      << "\n";
        if (!report.trouble.empty()) std::cerr << report.trouble << "\n";
    }
    if (!found) throw core::BadSetup("aucune boîte « " + name + " » dans les réglages ([[boites]])");
    if (line.json) line.print(all);
}

void list(const CommandLine& line) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    auto all = Json::array();
    for (const auto& mail : store.mails().list_to_read()) {
        all.push_back(mail_json(mail));
        if (!line.json)
            std::cout << mail.arrival << "  " << mail.sender << "  « " << mail.subject << " »"
                      << (mail.dossier.empty() ? "" : "  dossier " + mail.dossier) << "\n";
    }
    if (line.json) line.print(all);
}

void mark_read(CommandLine& line, const std::string& arrival, const std::string& who) {
    const auto office = line.open();
    if (!line.allows(office, who, core::Act::deposit)) return;
    store::Store store{office.home, office.clock};
    if (!store.mails().find(arrival))
        return line.tell({core::Reason::unknown_dossier, "courriel inconnu : " + arrival});
    store.transaction([&] {
        if (store.mails().mark_read(arrival)) store.journal().append(who, "mail_read", arrival);
    });
}

}  // namespace

Json mail_json(const store::MailRow& mail) {
    return {{"arrival", mail.arrival},
            {"nature", mail.nature},
            {"from", mail.sender},
            {"subject", mail.subject},
            {"message_id", mail.message_id},
            {"dispatch", mail.dispatch},
            {"dossier", mail.dossier},
            {"found_by", mail.found_by},
            {"files", mail.files},
            {"to_read", mail.to_read},
            {"text", mail.body}};
}

void add_mail_commands(CLI::App& app, CommandLine& line) {
    struct Options {
        std::string box;
        std::string arrival;
        std::string who;
    };
    const auto options = std::make_shared<Options>();
    auto* mail = app.add_subcommand("mail", "Courriels reçus : fetch, list, read");
    mail->require_subcommand(1);
    auto* fetched = mail->add_subcommand("fetch", "Relève les boîtes maintenant");
    fetched->add_option("--boite,--box", options->box, "Une seule boîte");
    fetched->callback([&line, options] { fetch(line, options->box); });
    mail->add_subcommand("list", "Les courriels qu'une personne doit lire")->callback([&line] { list(line); });
    auto* read = mail->add_subcommand("read", "Dit qu'un courriel a été lu");
    read->add_option("arrivee", options->arrival, "A000012")->required();
    add_who(*read, options->who);
    read->callback([&line, options] { mark_read(line, options->arrival, options->who); });
}

}  // namespace pipeline
