#include <fmt/format.h>

#include <iostream>

#include "pipeline/cli.h"

namespace pipeline {
namespace {

const auto any = [](const CLI::App*) { return true; };

std::string words_after(const CLI::App& app) {
    std::string words;
    for (const auto* command : app.get_subcommands(any)) words += command->get_name() + " ";
    for (const auto* option : app.get_options([](const CLI::Option*) { return true; }))
        if (!option->get_lnames().empty()) words += "--" + option->get_lnames().front() + " ";
    return words;
}

/// One `case` line a command: what may follow it.
void add_cases(const CLI::App& app, const std::string& path, std::string& cases) {
    cases += fmt::format("    '{}') words='{}' ;;\n", path, words_after(app));
    for (const auto* command : app.get_subcommands(any))
        add_cases(*command, path.empty() ? command->get_name() : path + " " + command->get_name(), cases);
}

}  // namespace

void add_completion_command(CLI::App& app) {
    auto* completion = app.add_subcommand("completion", "Écrit de quoi compléter les commandes dans bash");
    completion->callback([&app] {
        std::string cases;
        add_cases(app, "", cases);
        std::cout << "_vaguemestre() {\n"
                     "  local path='' words='' word\n"
                     "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
                     "    case \"$word\" in -*) ;; *) path=\"${path:+$path }$word\" ;; esac\n"
                     "  done\n"
                     "  case \"$path\" in\n"
                  << cases
                  << "    *) COMPREPLY=($(compgen -f -- \"${COMP_WORDS[COMP_CWORD]}\")); return ;;\n"
                     "  esac\n"
                     "  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
                     "}\n"
                     "complete -F _vaguemestre vaguemestre\n";
    });
}

}  // namespace pipeline
