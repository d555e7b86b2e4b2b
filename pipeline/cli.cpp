#include "pipeline/cli.h"

#include <pwd.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <limits>

#include "core/closest.h"
#include "core/failures.h"

namespace pipeline {
namespace {

void log_to_stderr() {
    auto logger = spdlog::stderr_logger_mt("vaguemestre");
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ level=%l %v", spdlog::pattern_time_type::utc);
    if (const char* level = std::getenv("VAGUEMESTRE_LOG")) logger->set_level(spdlog::level::from_str(level));
    spdlog::set_default_logger(std::move(logger));
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(command->get_name());
    return names;
}

/// CLI11 speaks English: what is wrong is said again in French, with the nearest command.
std::string usage_fault(const CLI::App* app, const CLI::Error& error) {
    std::string text = "Usage incorrect : " + std::string{error.what()} + "\n";
    for (const auto& word : app->remaining()) {
        const auto meant = core::closest(word, command_names(*app));
        text +=
            "« " + word + " » n'est pas connu ici" + (meant ? " ; vouliez-vous dire « " + *meant + " » ?" : "") + "\n";
    }
    return text + "Voir : vaguemestre --help\n";
}

void speak_french(CLI::App& app) {
    auto formatter = std::make_shared<CLI::Formatter>();
    formatter->label("Usage", "Usage");
    formatter->label("OPTIONS", "[OPTIONS]");
    formatter->label("SUBCOMMAND", "COMMANDE");
    formatter->label("SUBCOMMANDS", "COMMANDES");
    formatter->label("REQUIRED", "(obligatoire)");
    formatter->label("TEXT", "TEXTE");
    formatter->label("INT", "N");
    formatter->column_width(34);
    app.formatter(formatter);
    app.set_help_flag("-h,--help", "Cette aide");
    app.failure_message(usage_fault);
}

}  // namespace

Installation CommandLine::open(Load load) const {
    if (home.empty())
        throw core::BadSetup("aucune installation nommée : donner --home DOSSIER ou la variable VAGUEMESTRE_HOME");
    return open_installation(home, core::system_now, load);
}

Catalogue CommandLine::catalogue() const {
    return home.empty() ? load_catalogue(shipped_templates()) : open().catalogue;
}

void CommandLine::print(const nlohmann::ordered_json& document) const {
    std::cout << document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
}

void CommandLine::tell(const core::Refusal& refusal) {
    std::cerr << core::describe(refusal) << "\n";
    exit_code = exit_document;
}

bool CommandLine::allows(const Installation& office, const std::string& who, core::Act act) {
    const auto person = core::person_who_may(office.config.users, who, act);
    if (!person) tell(person.refusal());
    return bool(person);
}

std::string system_account() {
    const auto* account = getpwuid(getuid());  // NOLINT(concurrency-mt-unsafe): before any thread starts.
    return "compte:" + (account != nullptr ? std::string{account->pw_name} : std::to_string(getuid()));
}

int Paging::limit() const { return most == 0 ? std::numeric_limits<int>::max() : most; }

void Paging::tell_rest(std::size_t shown) const {
    if (most > 0 && shown >= static_cast<std::size_t>(most))
        std::cerr << most << " lignes montrées ; la suite : --offset " << offset + most << ", tout : --limit 0\n";
}

void add_paging(CLI::App& command, Paging& paging) {
    command.add_option("--limit", paging.most, "Lignes au plus ; 0 : toutes")
        ->capture_default_str()
        ->check(CLI::NonNegativeNumber);
    command.add_option("--offset", paging.offset, "Lignes passées")->check(CLI::NonNegativeNumber);
}

CLI::Option* add_who(CLI::App& command, std::string& who) {
    return command.add_option("--par,--by", who, "Identifiant de qui agit")->envname("VAGUEMESTRE_PAR")->required();
}

int run_command_line(int argc, char** argv) {
    log_to_stderr();
    CommandLine line;
    CLI::App app{"Vaguemestre : le courrier des demandes de dispense, de l'arrivée à la décision.", "vaguemestre"};
    speak_french(app);
    app.fallthrough();
    app.require_subcommand(1);
    app.set_version_flag("--version", "vaguemestre " VAGUEMESTRE_VERSION, "Affiche la version");
    app.add_option("--home", line.home, "Dossier de l'installation")->envname("VAGUEMESTRE_HOME");
    app.add_flag("--json", line.json, "Un seul document JSON sur la sortie standard");
    add_service_commands(app, line);
    add_backup_commands(app, line);
    add_read_command(app, line);
    add_paper_commands(app, line);
    add_template_commands(app, line);
    add_register_commands(app, line);
    add_retention_commands(app, line);
    add_people_commands(app, line);
    add_decision_commands(app, line);
    add_complement_commands(app, line);
    add_mail_commands(app, line);
    add_session_commands(app, line);
    add_review_commands(app, line);
    add_outbox_commands(app, line);
    add_completion_command(app);

    try {
        app.parse(argc, argv);
        return line.exit_code;
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? exit_done : exit_setup;
    } catch (const core::BadSetup& error) {
        std::cerr << "Réglage ou installation : " << error.what() << "\n";
        return exit_setup;
    } catch (const core::TryLater& error) {
        std::cerr << "Réessayer plus tard : " << error.what() << "\n";
        return exit_later;
    } catch (const std::exception& error) {
        std::cerr << "Défaut du programme, à signaler : " << error.what() << "\n";
        return exit_setup;
    }
}

}  // namespace pipeline
