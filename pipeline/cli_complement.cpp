#include <iostream>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/complement.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;

struct ComplementOptions {
    AskOrder order;
    std::string state;
    std::string why;
    int hours = 0;
};

std::string instant_or_none(core::Instant instant) {
    return instant == core::Instant{} ? std::string{} : core::iso_instant(instant);
}

/// Where the clock is, in a word.
std::string clock_word(const core::Complement& complement) {
    if (complement.state != core::ComplementState::open) return "";
    if (complement.over_at != core::Instant{}) return "over";
    return core::is_running(complement.delay) ? "running" : "stopped";
}

std::string when(core::Instant instant) {
    return core::short_date(core::office_date(instant)) + " à " + core::office_time(instant);
}

void tell(const core::Complement& complement) {
    std::cout << complement.dossier << " v" << complement.version << "  " << core::to_text(complement.state);
    if (const auto clock = clock_word(complement); !clock.empty()) std::cout << " (" << clock << ")";
    if (complement.due_at != core::Instant{}) std::cout << "  échéance " << when(complement.due_at);
    if (!complement.last_answer.empty()) std::cout << "  réponse " << complement.last_answer;
    std::cout << "\n";
}

void list(const CommandLine& line, const std::string& state) {
    const auto wanted = core::from_text<core::ComplementState>(state);
    const bool clock = state == "over" || state == "running" || state == "stopped";
    if (!state.empty() && !wanted && !clock)
        throw core::BadSetup("état inconnu « " + state +
                             " » ; attendu proposed, open, answered, superseded, withdrawn, running, stopped ou over");
    const auto office = line.open(Load::settings);
    store::Store store{office.home, office.clock};
    auto all = Json::array();
    for (const auto& complement : store.complements().list(clock ? core::ComplementState::open : wanted)) {
        if (clock && clock_word(complement) != state) continue;
        all.push_back(complement_json(store, office, complement));
        if (!line.json) tell(complement);
    }
    if (line.json) line.print(all);
}

void show(CommandLine& line, const std::string& dossier) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    if (!store.dossiers().find(dossier)) return line.tell({core::Reason::unknown_dossier, dossier});
    auto all = Json::array();
    for (const auto& complement : store.complements().of(dossier)) {
        all.push_back(complement_json(store, office, complement));
        if (line.json) continue;
        tell(complement);
        for (const auto& item : complement.items) std::cout << "  " << item.code << "  " << item.sentence << "\n";
        for (const auto& entry : store.complements().clock(dossier, complement.version))
            std::cout << "  " << when(entry.mark.at) << "  " << core::to_text(entry.mark.act) << "  " << entry.who
                      << "  " << entry.why << "\n";
    }
    if (line.json) line.print(all);
}

template <class Act>
void act(CommandLine& line, const std::string& who, Act action) {
    const auto office = line.open();
    if (!line.allows(office, who, core::Act::instruct)) return;
    store::Store store{office.home, office.clock};
    const core::Outcome<core::Complement> done = action(office, store);
    if (!done) return line.tell(done.refusal());
    if (line.json) return line.print(complement_json(store, office, *done));
    tell(*done);
}

}  // namespace

Json complement_json(store::Store& store, const Installation& office, const core::Complement& complement) {
    auto items = Json::array();
    for (const auto& item : complement.items) items.push_back({{"code", item.code}, {"sentence", item.sentence}});
    auto clock = Json::array();
    for (const auto& entry : store.complements().clock(complement.dossier, complement.version))
        clock.push_back({{"act", core::to_text(entry.mark.act)},
                         {"at", core::iso_instant(entry.mark.at)},
                         {"hours", std::chrono::duration_cast<std::chrono::hours>(entry.mark.by).count()},
                         {"who", entry.who},
                         {"why", entry.why}});
    const auto left = core::time_left(complement.delay, office.calendar, store.now());
    return {{"dossier", complement.dossier},
            {"version", complement.version},
            {"state", core::to_text(complement.state)},
            {"clock", clock_word(complement)},
            {"items", items},
            {"reference", complement.reference},
            {"asked_at", core::iso_instant(complement.asked_at)},
            {"counting", core::to_text(complement.delay.counting)},
            {"hours", std::chrono::duration_cast<std::chrono::hours>(complement.delay.allowed).count()},
            {"due_at", instant_or_none(complement.due_at)},
            {"minutes_left", std::chrono::duration_cast<std::chrono::minutes>(left).count()},
            {"over_at", instant_or_none(complement.over_at)},
            {"answered_at", instant_or_none(complement.answered_at)},
            {"last_answer", complement.last_answer},
            {"marks", clock}};
}

void add_complement_commands(CLI::App& app, CommandLine& line) {
    const auto options = std::make_shared<ComplementOptions>();
    auto* complement =
        app.add_subcommand("complement", "Demandes de pièces : list, show, ask, stop, restart, extend …");
    complement->require_subcommand(1);

    auto* listed = complement->add_subcommand("list", "Liste les demandes, par échéance");
    listed->add_option("--state", options->state,
                       "proposed, open, answered, superseded, withdrawn ; ou running, stopped, over");
    listed->callback([&line, options] { list(line, options->state); });

    const auto add = [&](const char* name, const char* help) {
        auto* command = complement->add_subcommand(name, help);
        command->add_option("dossier", options->order.dossier, "26-000123-7")->required();
        return command;
    };
    const auto add_act = [&](const char* name, const char* help) {
        auto* command = add(name, help);
        add_who(*command, options->order.who);
        return command;
    };
    add("show", "Montre les demandes d'un dossier et leur délai")->callback([&line, options] {
        show(line, options->order.dossier);
    });

    auto* ask = add_act("ask", "Envoie la demande proposée, ou en fait une des constats du dossier");
    ask->add_option("--sans,--without", options->order.without, "Constat à ne pas demander (code:sujet) ; répétable");
    ask->add_option("--avec,--with", options->order.with, "Constat en doute à demander aussi (code:sujet) ; répétable");
    ask->add_option("--demande,--also", options->order.also, "Phrase à ajouter à la liste ; répétable");
    ask->add_option("--heures,--hours", options->order.hours, "Délai, au lieu de celui des réglages")
        ->check(CLI::Range(1, 8760));
    ask->callback([&line, options] {
        act(line, options->order.who, [&](const Installation& office, store::Store& store) {
            return ask_complement(office, store, options->order);
        });
    });

    const auto add_clock = [&](const char* name, const char* help, core::ClockAct what) {
        auto* command = add_act(name, help);
        command->add_option("--motif", options->why, "Pourquoi (sans nom ni donnée personnelle)")->required();
        if (what == core::ClockAct::extend)
            command->add_option("--heures,--hours", options->hours, "Heures de plus")
                ->required()
                ->check(CLI::Range(1, 8760));
        command->callback([&line, options, what] {
            act(line, options->order.who, [&](const Installation& office, store::Store& store) {
                return mark_clock(office, store, options->order.dossier, what, options->hours, options->order.who,
                                  options->why);
            });
        });
    };
    add_clock("stop", "Arrête le délai", core::ClockAct::stop);
    add_clock("restart", "Fait repartir le délai", core::ClockAct::start);
    add_clock("extend", "Prolonge le délai", core::ClockAct::extend);

    const auto add_close = [&](const char* name, const char* help, core::ComplementState state) {
        auto* command = add_act(name, help);
        command->add_option("--motif", options->why, "Pourquoi (sans nom ni donnée personnelle)")->required();
        command->callback([&line, options, state] {
            act(line, options->order.who, [&](const Installation&, store::Store& store) {
                return close_complement(store, options->order.dossier, state, options->order.who, options->why);
            });
        });
    };
    add_close("close", "La réponse suffit : clôt la demande", core::ComplementState::answered);
    add_close("withdraw", "Renonce à la demande", core::ComplementState::withdrawn);
}

}  // namespace pipeline
