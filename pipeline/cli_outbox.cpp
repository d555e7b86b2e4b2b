#include <iostream>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "store/store.h"

namespace pipeline {
namespace {

using Act = core::Outcome<core::Dispatch> (store::Outbox::*)(std::string_view id, std::string_view who);

void list(const CommandLine& line, const std::string& state) {
    const auto wanted = core::from_text<core::DispatchState>(state);
    if (!state.empty() && !wanted) throw core::BadSetup("état inconnu « " + state + " »");
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    auto all = nlohmann::ordered_json::array();
    for (const auto& dispatch : store.outbox().list(wanted)) {
        all.push_back(dispatch_json(dispatch));
        if (!line.json)
            std::cout << dispatch.id << "  " << core::to_text(dispatch.state) << "  " << core::to_text(dispatch.channel)
                      << "  " << dispatch.dossier << "  " << dispatch.letter_kind << "  " << dispatch.reply << "\n";
    }
    if (line.json) line.print(all);
}

void act(CommandLine& line, Act action, const std::string& id, const std::string& who) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    const auto done = (store.outbox().*action)(id, who);
    if (!done) return line.tell(done.refusal());
    std::cout << done->id << " : " << core::to_text(done->state) << "\n";
}

}  // namespace

nlohmann::ordered_json dispatch_json(const core::Dispatch& dispatch) {
    return {{"id", dispatch.id},
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
            {"reply", dispatch.reply}};
}

void add_outbox_commands(CLI::App& app, CommandLine& line) {
    struct Options {
        std::string id;
        std::string who;
        std::string state;
    };
    const auto options = std::make_shared<Options>();
    auto* outbox = app.add_subcommand("outbox", "Ce qui part : list, retry, hold, release, settle-sent");
    outbox->require_subcommand(1);
    auto* listed = outbox->add_subcommand("list", "Liste les envois");
    listed->add_option("--state", options->state, "waiting, sent, uncertain, refused, held, printed");
    listed->callback([&line, options] { list(line, options->state); });

    const auto add_act = [&](const char* name, const char* help, Act action) {
        auto* command = outbox->add_subcommand(name, help);
        command->add_option("identifiant", options->id, "E000034")->required();
        command->add_option("--par,--by", options->who, "Qui le décide")->required();
        command->callback([&line, options, action] { act(line, action, options->id, options->who); });
    };
    add_act("retry", "Renvoie un envoi incertain, refusé ou retenu", &store::Outbox::retry);
    add_act("hold", "Retient un envoi en attente", &store::Outbox::hold);
    add_act("release", "Libère un envoi retenu", &store::Outbox::release);
    add_act("settle-sent", "Dit qu'un envoi incertain est bien parti", &store::Outbox::settle_sent);
}

}  // namespace pipeline
