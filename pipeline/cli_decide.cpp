#include <iostream>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/decide.h"
#include "store/disk.h"

namespace pipeline {
namespace {

struct DecideOptions {
    std::string dossier;
    std::string outcome;
    std::string days;
    std::vector<std::string> motives;
    std::string who;
    std::filesystem::path csv;
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

void take(CommandLine& line, const DecideOptions& options) {
    if (options.csv.empty() == options.dossier.empty())
        throw core::BadSetup("donner un dossier et une décision, ou --csv FICHIER");
    const auto asked = requests(line, options);
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    auto all = nlohmann::ordered_json::array();
    for (const auto& request : asked) {
        const auto decision = decide(office, store, request);
        if (!decision) {
            std::cerr << request.dossier << " : ";
            line.tell(decision.refusal());
            continue;
        }
        all.push_back({{"dossier", decision->dossier},
                       {"outcome", core::to_text(decision->outcome)},
                       {"days", decision->days.text()}});
        if (!line.json)
            std::cout << decision->dossier << " : " << core::to_text(decision->outcome)
                      << (decision->days.halves() > 0 ? ", " + decision->days.phrase() : "") << "\n";
    }
    if (line.json) line.print(all);
}

}  // namespace

void add_decision_commands(CLI::App& app, CommandLine& line) {
    const auto options = std::make_shared<DecideOptions>();
    auto* decide =
        app.add_subcommand("decide", "Enregistre la décision d'un instructeur, ou d'une session depuis un CSV");
    decide->add_option("dossier", options->dossier, "Numéro du dossier");
    decide->add_option("decision", options->outcome, "accord-total, accord-partiel, refus ou sans-objet");
    decide->add_option("--jours,--days", options->days, "Jours accordés (accord-partiel)");
    decide->add_option("--motif,--motive", options->motives, "Motif, en droit et en fait ; répétable");
    decide->add_option("--par,--by", options->who, "Identifiant de l'instructeur")->required();
    decide->add_option("--csv", options->csv, "dossier;decision;jours;motif")->check(CLI::ExistingFile);
    decide->callback([&line, options] { take(line, *options); });
}

}  // namespace pipeline
