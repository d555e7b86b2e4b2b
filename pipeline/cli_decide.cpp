#include <iostream>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/propose.h"
#include "store/disk.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;

struct DecideOptions {
    std::string dossier;
    std::string outcome;
    std::string days;
    std::vector<std::string> motives;
    std::string who;
    std::filesystem::path csv;
    std::filesystem::path preview;
    bool now = false;
};

std::vector<DecisionRequest> requests(CommandLine& line, const DecideOptions& options) {
    if (!options.csv.empty()) {
        auto parsed = parse_decisions(store::read_file(options.csv), options.who);
        if (parsed) return *std::move(parsed);
        line.tell(parsed.refusal());
        return {};
    }
    const auto outcome = core::from_text<core::DecisionOutcome>(options.outcome);
    if (!outcome)
        throw core::BadSetup("décision inconnue « " + options.outcome +
                             " » ; attendu accord-total, accord-partiel, refus ou sans-objet");
    const auto days = core::HalfDays::parse(options.days);
    if (!options.days.empty() && !days) throw core::BadSetup("jours non valables « " + options.days + " »");
    return {{.dossier = options.dossier,
             .outcome = *outcome,
             .days = days,
             .motives = options.motives,
             .instructor = options.who}};
}

/// What a request became: a decision that exists, or one that is prepared.
struct Result {
    core::Decision decision;
    std::string waits_for;  ///< Empty: it exists. Else the session, or `signature`.
};

core::Outcome<Result> settle(const Installation& office, store::Store& store, const DecisionRequest& request,
                             bool now) {
    const auto pending = store.sessions().pending(request.dossier);
    const bool prepares = office.config.two_persons || (pending && !now);
    if (!prepares) {
        const auto decision = decide(office, store, request);
        if (!decision) return decision.refusal();
        return Result{*decision, ""};
    }
    const auto proposal = propose(office, store, request);
    if (!proposal) return proposal.refusal();
    return Result{proposal->decision, pending ? pending->session : "signature"};
}

void tell_result(const Result& result) {
    const auto& decision = result.decision;
    std::cout << decision.dossier << " : " << core::to_text(decision.outcome)
              << (decision.days.halves() > 0 ? ", " + decision.days.phrase() : "");
    if (result.waits_for == "signature")
        std::cout << " — proposé, attend la signature d'une seconde personne";
    else if (!result.waits_for.empty())
        std::cout << " — préparé, prendra effet à la clôture de la session " << result.waits_for;
    std::cout << "\n";
}

Json result_json(const Result& result) {
    return {{"dossier", result.decision.dossier},
            {"outcome", core::to_text(result.decision.outcome)},
            {"days", result.decision.days.text()},
            {"taken", result.waits_for.empty()},
            {"waits_for", result.waits_for}};
}

/// The letter as it would leave; nothing is recorded.
void show_preview(CommandLine& line, const Installation& office, store::Store& store, const DecisionRequest& request,
                  const std::filesystem::path& file) {
    const auto decision = ready_decision(office, store, request);
    if (!decision) return line.tell(decision.refusal());
    const auto pdf = preview(office, store, *decision);
    if (!pdf) return line.tell(pdf.refusal());
    store::write_file_durably(file, *pdf);
    std::cerr << "écrit : " << file.string() << "\n";
}

void take(CommandLine& line, const DecideOptions& options) {
    if (options.csv.empty() == options.dossier.empty())
        throw core::BadSetup("donner un dossier et une décision, ou --csv FICHIER");
    if (!options.preview.empty() && !options.csv.empty())
        throw core::BadSetup("un aperçu se demande dossier par dossier, ou avec « session preview »");
    const auto asked = requests(line, options);
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    if (!options.preview.empty()) return show_preview(line, office, store, asked.front(), options.preview);
    auto all = Json::array();
    for (const auto& request : asked) {
        const auto result = settle(office, store, request, options.now);
        if (!result) {
            std::cerr << request.dossier << " : ";
            line.tell(result.refusal());
            continue;
        }
        all.push_back(result_json(*result));
        if (!line.json) tell_result(*result);
    }
    if (line.json) line.print(all);
}

void undo_one(CommandLine& line, const std::string& dossier, const std::string& who, const std::string& why) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    const auto undone = undo(office, store, dossier, who, why);
    if (!undone) return line.tell(undone.refusal());
    const bool decision = *undone == Undone::decision;
    if (line.json) return line.print({{"dossier", dossier}, {"undone", decision ? "decision" : "proposal"}});
    std::cout << dossier << " : " << (decision ? "décision annulée, lettres retirées\n" : "proposition retirée\n");
}

void add_undo_command(CLI::App& app, CommandLine& line) {
    struct Options {
        std::string dossier, who, why;
    };
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("undo", "Retire une proposition, ou annule une décision dont rien n'est parti");
    command->add_option("dossier", options->dossier, "Numéro du dossier")->required();
    command->add_option("--motif", options->why, "Pourquoi (sans nom ni donnée personnelle)")->required();
    add_who(*command, options->who);
    command->callback([&line, options] { undo_one(line, options->dossier, options->who, options->why); });
}

}  // namespace

void add_decision_commands(CLI::App& app, CommandLine& line) {
    const auto options = std::make_shared<DecideOptions>();
    auto* decide = app.add_subcommand(
        "decide", "Enregistre la décision d'un instructeur ; à l'ordre du jour d'une session, la prépare");
    decide->add_option("dossier", options->dossier, "Numéro du dossier");
    decide->add_option("decision", options->outcome, "accord-total, accord-partiel, refus ou sans-objet");
    decide->add_option("--jours,--days", options->days, "Jours accordés (accord-partiel)");
    decide->add_option("--motif,--motive", options->motives, "Motif, en droit et en fait ; répétable");
    add_who(*decide, options->who);
    decide->add_option("--csv", options->csv, "dossier;decision;jours;motif")->check(CLI::ExistingFile);
    decide->add_option("--apercu,--preview", options->preview, "Écrit la lettre en projet (PDF), n'enregistre rien");
    decide->add_flag("--sans-attendre,--now", options->now, "Prend effet tout de suite, même à l'ordre du jour");
    decide->callback([&line, options] { take(line, *options); });
    add_undo_command(app, line);
}

}  // namespace pipeline
