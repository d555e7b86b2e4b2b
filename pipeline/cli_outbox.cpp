#include <algorithm>
#include <iostream>

#include "core/cadres.h"
#include "core/delivery.h"
#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/undelivered.h"
#include "store/disk.h"
#include "store/names.h"
#include "store/store.h"

namespace pipeline {
namespace {

using Act = core::Outcome<core::Dispatch> (store::Outbox::*)(std::string_view id, std::string_view who);

struct OutboxOptions {
    std::string id;
    std::string who;
    std::string state;
    std::string delivery;
    std::vector<std::string> ids;
    std::vector<std::string> except;
    std::string run;
    std::string tracking;
    std::string reason;
    std::filesystem::path csv;
    Paging paging;
};

void list(const CommandLine& line, const OutboxOptions& options) {
    const auto wanted = core::from_text<core::DispatchState>(options.state);
    if (!options.state.empty() && !wanted) throw core::BadSetup("état inconnu « " + options.state + " »");
    const auto delivery = core::from_text<core::Delivery>(options.delivery);
    if (!options.delivery.empty() && !delivery) throw core::BadSetup("remise inconnue « " + options.delivery + " »");
    const auto office = line.open(Load::settings);
    store::Store store{office.home, office.clock};
    auto dispatches = store.outbox().newest(wanted, delivery, options.paging.limit(), options.paging.offset);
    std::reverse(dispatches.begin(), dispatches.end());  // A terminal ends with the newest.
    auto all = nlohmann::ordered_json::array();
    for (const auto& dispatch : dispatches) {
        all.push_back(dispatch_json(dispatch));
        if (!line.json)
            std::cout << dispatch.id << "  " << core::to_text(dispatch.state) << "  "
                      << core::to_text(core::delivery_of(dispatch)) << "  " << core::to_text(dispatch.channel) << "  "
                      << dispatch.dossier << "  " << dispatch.letter_kind << "  "
                      << (dispatch.report.empty() ? dispatch.reply : dispatch.report) << "\n";
    }
    if (line.json) return line.print(all);
    options.paging.tell_rest(dispatches.size());
}

void tell(CommandLine& line, const core::Outcome<core::Dispatch>& done) {
    if (!done) return line.tell(done.refusal());
    if (line.json) return line.print(dispatch_json(*done));
    std::cout << done->id << " : " << core::to_text(core::delivery_of(*done)) << "\n";
}

/// A registered number as La Poste prints it: letters and digits, spaces apart.
std::string tracking_number(const std::string& text) {
    std::string number;
    for (const char c : text)
        if (c != ' ') number += c;
    const bool good =
        number.empty() || (number.size() >= 11 && number.size() <= 20 &&
                           number.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos);
    if (!good)
        throw core::BadSetup("numéro de recommandé non valable « " + text + " » (11 à 20 chiffres et capitales)");
    return number;
}

/// `envoi;numero`, one a line, as a scanner of bar codes fills a sheet; a head line is passed over.
std::vector<std::pair<std::string, std::string>> numbers_in(const std::filesystem::path& csv) {
    std::vector<std::pair<std::string, std::string>> numbers;
    for (const auto& row : core::split_fields(store::read_file(csv), '\n')) {
        const auto fields = core::split_fields(row, ';');
        if (fields.size() == 2 && store::parse_dispatch_id(fields[0])) numbers.emplace_back(fields[0], fields[1]);
    }
    return numbers;
}

/// The bordereau ticked: a whole run, some envelopes, or a sheet of registered numbers.
void post(CommandLine& line, const OutboxOptions& options) {
    if (!options.tracking.empty() && options.ids.size() != 1)
        throw core::BadSetup("--numero vaut pour un seul envoi ; pour plusieurs, --csv FICHIER (envoi;numero)");
    const auto office = line.open();
    if (!line.allows(office, options.who, core::Act::settle_dispatch)) return;
    store::Store store{office.home, office.clock};
    std::vector<std::pair<std::string, std::string>> envelopes;
    for (const auto& id : options.ids) envelopes.emplace_back(id, options.tracking);
    if (!options.csv.empty()) envelopes = numbers_in(options.csv);
    if (!options.run.empty())
        for (const auto& dispatch : store.outbox().of_run(options.run))
            if (std::find(options.except.begin(), options.except.end(), dispatch.id) == options.except.end())
                envelopes.emplace_back(dispatch.id, "");
    if (envelopes.empty())
        throw core::BadSetup("aucun envoi : donner des identifiants, --run AAAA-MM-JJ ou --csv FICHIER");
    auto all = nlohmann::ordered_json::array();
    for (const auto& [id, number] : envelopes) {
        const auto done = store.outbox().mark_posted(id, tracking_number(number), options.who);
        if (!line.json || !done) tell(line, done);
        if (done) all.push_back(dispatch_json(*done));
    }
    if (line.json) line.print(all);
}

void act(CommandLine& line, Act action, const OutboxOptions& options) {
    const auto office = line.open();
    if (!line.allows(office, options.who, core::Act::settle_dispatch)) return;
    store::Store store{office.home, office.clock};
    for (const auto& id : options.ids) {
        const auto done = (store.outbox().*action)(id, options.who);
        if (!done)
            line.tell(done.refusal());
        else
            std::cout << done->id << " : " << core::to_text(done->state) << "\n";
    }
}

void open(CommandLine& line, const std::string& who) {
    const auto office = line.open();
    if (!line.allows(office, who, core::Act::administer)) return;
    store::Store store{office.home, office.clock};
    std::cout << (store.outbox().open(who)
                      ? "Les envois partent de nouveau. Retenus ou incertains : voir « outbox list »\n"
                      : "Les envois n'étaient pas arrêtés\n");
}

}  // namespace

nlohmann::ordered_json dispatch_json(const core::Dispatch& dispatch) {
    return {
        {"id", dispatch.id},
        {"dossier", dispatch.dossier},
        {"letter", dispatch.letter_kind},
        {"version", dispatch.letter_version},
        {"channel", core::to_text(dispatch.channel)},
        {"addressee", core::to_text(dispatch.addressee)},
        {"recipient", dispatch.recipient},
        {"state", core::to_text(dispatch.state)},
        {"attempt", dispatch.attempt},
        {"next_try", core::iso_instant(dispatch.next_try)},
        {"message_id", dispatch.message_id},
        {"reply", dispatch.reply},
        {"delivery", core::to_text(core::delivery_of(dispatch))},
        {"delivery_at", dispatch.reported ? nlohmann::ordered_json(core::iso_instant(dispatch.reported_at)) : nullptr},
        {"delivery_reason", dispatch.report},
        {"queue_id", dispatch.queue_id},
        {"attached", dispatch.attached},
        {"tracking", dispatch.tracking},
        {"replaced_by", dispatch.replaced_by}};
}

void add_outbox_commands(CLI::App& app, CommandLine& line) {
    const auto options = std::make_shared<OutboxOptions>();
    auto* outbox = app.add_subcommand("outbox", "Ce qui part : list, retry, hold, release, posted, copy-by-post …");
    outbox->require_subcommand(1);
    auto* listed = outbox->add_subcommand("list", "Liste les envois et ce qu'ils sont devenus");
    listed->add_option("--state", options->state, "waiting, sent, uncertain, refused, held, printed");
    listed->add_option(
        "--delivery", options->delivery,
        "queued, relayed, delivered, delayed, bounced, uncertain, held, read, printed, posted, returned");
    add_paging(*listed, options->paging);
    listed->callback([&line, options] { list(line, *options); });

    const auto add = [&](const char* name, const char* help) {
        auto* command = outbox->add_subcommand(name, help);
        add_who(*command, options->who);
        return command;
    };
    const auto add_one = [&](const char* name, const char* help) {
        auto* command = add(name, help);
        command->add_option("identifiant", options->id, "E000034")->required();
        return command;
    };
    const auto add_act = [&](const char* name, const char* help, Act action) {
        auto* command = add(name, help);
        command->add_option("identifiants", options->ids, "E000034 …")->required();
        command->callback([&line, options, action] { act(line, action, *options); });
    };
    add_act("retry", "Renvoie des envois incertains, refusés ou retenus", &store::Outbox::retry);
    add_act("hold", "Retient des envois en attente", &store::Outbox::hold);
    add_act("release", "Libère des envois retenus", &store::Outbox::release);
    add_act("settle-sent", "Dit que des envois incertains sont bien partis", &store::Outbox::settle_sent);

    auto* opened = add("open", "Après une restauration : les envois peuvent de nouveau partir");
    opened->callback([&line, options] { open(line, options->who); });

    auto* posted = add("posted", "Dit que des plis imprimés ont été postés");
    posted->add_option("identifiants", options->ids, "E000034 …");
    posted->add_option("--run,--tirage", options->run, "Tous les plis d'un tirage : 2026-11-23");
    posted->add_option("--sauf,--except", options->except, "Envoi du tirage qui n'est pas parti ; répétable");
    posted->add_option("--numero,--tracking", options->tracking, "Numéro de recommandé d'un envoi");
    posted->add_option("--csv", options->csv, "envoi;numero, un par ligne")->check(CLI::ExistingFile);
    posted->callback([&line, options] { post(line, *options); });

    auto* returned = add_one("returned", "Dit qu'un pli est revenu");
    returned->add_option("--motif", options->reason, "destinataire inconnu, refusé, non réclamé …")->required();
    returned->callback([&line, options] {
        const auto office = line.open();
        if (!line.allows(office, options->who, core::Act::settle_dispatch)) return;
        store::Store store{office.home, office.clock};
        tell(line, note_returned(office, store, options->id, options->reason, options->who));
    });

    add_one("copy-by-post", "Fait partir par la poste ce qui n'est pas arrivé par courriel")
        ->callback([&line, options] {
            const auto office = line.open();
            if (!line.allows(office, options->who, core::Act::settle_dispatch)) return;
            store::Store store{office.home, office.clock};
            tell(line, copy_by_post(office, store, options->id, options->who));
        });
}

}  // namespace pipeline
