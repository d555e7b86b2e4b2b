#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "core/complement.h"
#include "core/dispatch.h"
#include "core/finding.h"
#include "core/outcome.h"
#include "core/rights.h"
#include "pipeline/installation.h"
#include "store/reviews.h"

namespace store {
class Store;
struct DossierRow;
struct MailRow;
}  // namespace store

/// The command line. Exit codes of the contract: 0 done, 1 the documents have a problem, 2 wrong use or set-up, 75 try
/// later.
namespace pipeline {

inline constexpr int exit_done = 0;
inline constexpr int exit_document = 1;
inline constexpr int exit_setup = 2;
inline constexpr int exit_later = 75;

/// What all commands share.
struct CommandLine {
    std::filesystem::path home;
    bool json = false;
    int exit_code = exit_done;

    /// The installation named by --home or VAGUEMESTRE_HOME; core::BadSetup when there is none.
    Installation open(Load load = Load::everything) const;
    /// The catalogue of that installation, or the one that came with the program when no home is named.
    Catalogue catalogue() const;
    /// Prints one JSON document on stdout, nothing else.
    void print(const nlohmann::ordered_json& document) const;
    /// Whether the settings let this person do this; told otherwise.
    bool allows(const Installation& office, const std::string& who, core::Act act);
    /// Tells a refusal on stderr and remembers exit code 1.
    void tell(const core::Refusal& refusal);
};

/// A long list is given a page at a time.
struct Paging {
    int most = 1000;  ///< 0: all.
    int offset = 0;

    int limit() const;
    /// On stderr, when there may be more.
    void tell_rest(std::size_t shown) const;
};
void add_paging(CLI::App& command, Paging& paging);

/// Each adds its commands to the program; `line` outlives the parsing.
void add_service_commands(CLI::App& app, CommandLine& line);     ///< init, run, submit, status, resume
void add_backup_commands(CLI::App& app, CommandLine& line);      ///< backup, restore, verify
void add_read_command(CLI::App& app, CommandLine& line);         ///< read, archive
void add_paper_commands(CLI::App& app, CommandLine& line);       ///< form, letter, separator
void add_register_commands(CLI::App& app, CommandLine& line);    ///< show, dossier
void add_decision_commands(CLI::App& app, CommandLine& line);    ///< decide
void add_complement_commands(CLI::App& app, CommandLine& line);  ///< complement
void add_mail_commands(CLI::App& app, CommandLine& line);        ///< mail
void add_review_commands(CLI::App& app, CommandLine& line);      ///< review
void add_outbox_commands(CLI::App& app, CommandLine& line);      ///< outbox
void add_session_commands(CLI::App& app, CommandLine& line);     ///< session, sign
void add_people_commands(CLI::App& app, CommandLine& line);      ///< agent, collectivite, search
void add_retention_commands(CLI::App& app, CommandLine& line);   ///< purge, more of dossier
void add_template_commands(CLI::App& app, CommandLine& line);    ///< template
void add_completion_command(CLI::App& app);                      ///< completion

/// `compte:root`: who gave post by hand when nobody is named, as with a watch folder.
std::string system_account();

/// `--par LOGIN`, or the variable VAGUEMESTRE_PAR: who acts. Required unless the caller says otherwise.
CLI::Option* add_who(CLI::App& command, std::string& who);

/// The same wherever a complement is shown.
nlohmann::ordered_json complement_json(store::Store& store, const Installation& office,
                                       const core::Complement& complement);
/// All that is known of a dossier.
nlohmann::ordered_json dossier_json(store::Store& store, const Installation& office, const store::DossierRow& row);
/// The same wherever a message received is shown.
nlohmann::ordered_json mail_json(const store::MailRow& mail);
/// The same wherever a dispatch is shown.
nlohmann::ordered_json dispatch_json(const core::Dispatch& dispatch);

/// What `status` says of the questions to people, and how often the machine was wrong where it was examined.
nlohmann::ordered_json reviews_json(const store::ReviewCounts& counts);
void tell_reviews(const store::ReviewCounts& counts);

/// `show --explain`: every rule with its answer and what it looked at.
nlohmann::ordered_json rules_json(const core::CheckResult& result);
void tell_rules(const core::CheckResult& result);

/// The whole program but the sandboxed child.
int run_command_line(int argc, char** argv);

}  // namespace pipeline
