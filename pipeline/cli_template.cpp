#include <chrono>
#include <iostream>

#include "core/failures.h"
#include "pipeline/cli.h"
#include "pipeline/template_diff.h"
#include "pipeline/template_preview.h"
#include "pipeline/template_publish.h"
#include "pipeline/template_rerun.h"
#include "store/disk.h"
#include "store/names.h"
#include "templates/check.h"
#include "templates/data.h"
#include "templates/schema_reference.h"
#include "templates/template_files.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct TemplateOptions {
    std::string name, other, dossier, date, who, why;
    fs::path data, output, pictures;
    int dpi = 100, last = 20;
    long long to = 0;
    bool watch = false;
};

/// The folder whose templates are meant and the name among them: a file names both.
struct Meant {
    fs::path folder;
    std::string name;
};

fs::path edited_templates(const CommandLine& line) {
    return line.home.empty() ? shipped_templates() : store::templates_path(line.home);
}

/// `…/letters/refus-integration.xml` is `refus-integration` of `…`.
Meant meant(const CommandLine& line, const std::string& name) {
    const fs::path file{name};
    if (file.extension() != ".xml") return {edited_templates(line), name};
    if (!fs::is_regular_file(file)) throw core::BadSetup("fichier absent : " + name);
    const auto whole = fs::absolute(file);
    const auto stem = file.stem().string();
    for (auto folder = whole.parent_path(); folder.has_relative_path(); folder = folder.parent_path())
        if (fs::is_regular_file(folder / "schema" / "modele.rng"))
            return {folder, whole.parent_path().filename() == "procedures" ? "procedures/" + stem : stem};
    throw core::BadSetup(name + " n'est pas dans un dossier de modèles (avec schema/modele.rng)");
}

Json fault_json(const templates::TemplateFault& fault) {
    const auto told = templates::said(fault);
    return {{"file", fault.file},
            {"line", fault.line},
            {"column", std::max(1, fault.column)},
            {"what", told.what},
            {"remedy", told.remedy}};
}

void tell_faults(const std::vector<templates::TemplateFault>& faults) {
    for (const auto& fault : faults) {
        const auto told = templates::said(fault);
        std::cerr << fault.file << ":" << fault.line << ":" << std::max(1, fault.column) << " : " << told.what << "\n";
        if (!told.remedy.empty()) std::cerr << "    → " << told.remedy << "\n";
    }
}

void check(CommandLine& line, const TemplateOptions& options) {
    const auto [folder, name] = meant(line, options.name);
    const templates::TemplateCheck checker{folder};
    const auto faults = name.empty() ? checker.all() : checker.faults(name);
    if (!faults.empty()) line.exit_code = exit_document;
    if (line.json) {
        auto all = Json::array();
        for (const auto& fault : faults) all.push_back(fault_json(fault));
        return line.print({{"folder", folder.string()},
                           {"checked", name.empty() ? checker.names() : std::vector{name}},
                           {"faults", all}});
    }
    tell_faults(faults);
    const auto checked = name.empty() ? std::to_string(checker.names().size()) + " modèles" : name;
    if (faults.empty())
        std::cout << checked << " : rien à redire\n";
    else
        std::cerr << checked << " : " << faults.size() << (faults.size() == 1 ? " défaut\n" : " défauts\n");
}

core::Outcome<Seen> see(const CommandLine& line, const TemplateOptions& options, const Meant& which) {
    const auto date = options.date.empty() ? core::office_date(core::system_now())
                                           : core::parse_date(options.date).value_or(core::Date{});
    if (!date.ok()) throw core::BadSetup("date non valable « " + options.date + " » ; attendu AAAA-MM-JJ");
    if (!options.dossier.empty() && which.name == "courriel")
        throw core::BadSetup("« courriel » se voit avec des données d'exemple, ou --data ; pas avec un dossier");
    if (!options.dossier.empty()) {
        const auto office = line.open();
        store::Store store{office.home, office.clock};
        const auto edited = with_edited(office, which.name);
        if (!edited) return edited.refusal();
        auto pdf = see_letter_for(*edited, store, which.name, options.dossier);
        if (!pdf) return pdf.refusal();
        return Seen{*std::move(pdf), ""};
    }
    std::optional<core::Fields> data;
    if (!options.data.empty()) {
        auto given = templates::fields_from_xml(store::read_file(options.data), options.data.filename().string());
        if (!given) return given.refusal();
        data = *std::move(given);
    }
    return see_template(which.folder, which.name, data, date);
}

/// A template that cannot be read is told as `check` tells it.
void tell_why(CommandLine& line, const Meant& which, const core::Refusal& refusal) {
    if (refusal.reason != core::Reason::template_invalid) return line.tell(refusal);
    const auto faults = templates::TemplateCheck{which.folder}.faults(which.name);
    if (faults.empty()) return line.tell(refusal);
    line.exit_code = exit_document;
    tell_faults(faults);
}

/// True when something could be seen.
bool write_seen(CommandLine& line, const TemplateOptions& options, const Meant& which) {
    const auto start = std::chrono::steady_clock::now();
    const auto seen = see(line, options, which);
    if (!seen) {
        tell_why(line, which, seen.refusal());
        return false;
    }
    if (seen->pdf.empty()) {
        std::cout << seen->text;
        return true;
    }
    if (!options.output.empty()) store::write_file_durably(options.output, seen->pdf);
    const auto took = std::chrono::steady_clock::now() - start;
    if (!options.output.empty())
        std::cerr << "écrit : " << options.output.string() << " ("
                  << std::chrono::duration_cast<std::chrono::milliseconds>(took).count() << " ms)\n";
    if (options.pictures.empty()) return true;
    const auto pages = write_pictures(seen->pdf, options.pictures, which.name, DecodeLimits{}, options.dpi);
    if (!pages) {
        line.tell(pages.refusal());
        return false;
    }
    std::cerr << "écrit : " << *pages << " image(s) dans " << options.pictures.string() << "\n";
    return true;
}

void preview(CommandLine& line, const TemplateOptions& options) {
    const auto which = meant(line, options.name);
    if (options.output.empty() && options.pictures.empty() && which.name != "courriel")
        throw core::BadSetup("donner -o FICHIER.pdf, ou --png DOSSIER");
    write_seen(line, options, which);
    if (!options.watch) return;
    std::cerr << "À chaque enregistrement dans " << which.folder.string() << " ; Ctrl+C pour finir\n";
    watch_templates(which.folder, [&] {
        if (write_seen(line, options, which)) tell_faults(templates::TemplateCheck{which.folder}.faults(which.name));
        return true;
    });
}

Json publication_json(const core::Publication& publication) {
    auto files = Json::array();
    for (const auto& [path, sha256] : publication.changed) files.push_back({{"path", path}, {"sha256", sha256}});
    return {{"number", publication.number},
            {"name", publication.name},
            {"who", publication.who},
            {"why", publication.why},
            {"at", core::iso_instant(publication.at)},
            {"files", files}};
}

void tell_published(CommandLine& line, const core::Outcome<core::Publication>& made, const fs::path& home) {
    if (!made) return line.tell(made.refusal());
    const auto used = templates_using(store::published_path(home, made->number), made->changed);
    if (line.json) {
        auto json = publication_json(*made);
        json["templates"] = used;
        return line.print(json);
    }
    std::cout << "Publication " << made->number << " :";
    for (const auto& [path, sha256] : made->changed) std::cout << " " << path;
    std::cout << "\nModèles concernés :";
    for (const auto& name : used) std::cout << " " << name;
    std::cout << "\nLe service s'en sert dès maintenant ; les lettres déjà faites ne changent pas.\n";
}

void publish_one(CommandLine& line, const TemplateOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    tell_published(line, publish(office, store, {options.name, options.who, options.why}), office.home);
}

void roll_one_back(CommandLine& line, const TemplateOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    tell_published(line, roll_back(office, store, {options.name, options.who, options.why}, options.to), office.home);
}

void show_history(CommandLine& line, const TemplateOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    const auto past = history(office, store, options.name);
    auto all = Json::array();
    for (const auto& publication : past) all.push_back(publication_json(publication));
    if (line.json) return line.print(all);
    for (const auto& publication : past) {
        std::cout << publication.number << "  " << core::iso_instant(publication.at) << "  " << publication.who << "  "
                  << (publication.name.empty() ? "tout" : publication.name) << " : " << publication.why << "\n";
        if (publication.changed.size() <= 12)
            for (const auto& [path, sha256] : publication.changed)
                std::cout << "    " << path << (sha256.empty() ? " (retiré)" : "") << "\n";
    }
}

/// `NAME` as it is edited, `NAME@3` as it was published, `NAME@publie` as it is in service.
core::Outcome<TemplateVersion> version_of(const CommandLine& line, const TemplateOptions& options,
                                          const std::string& reference) {
    const auto at = reference.rfind('@');
    auto which = meant(line, reference.substr(0, at));
    TemplateVersion version{which.name + (at == reference.npos ? ", en cours de rédaction" : ""), "", ""};
    if (at != reference.npos) {
        const auto office = line.open();
        store::Store store{office.home, office.clock};
        const auto said = reference.substr(at + 1);
        const auto number = said == "publie" ? office.catalogue.publication : std::atoll(said.c_str());
        if (number < 1 || number > office.catalogue.publication)
            return core::Refusal{core::Reason::data_invalid, "publication inconnue « " + said +
                                                                 " » ; un numéro de « template history », ou publie"};
        which.folder = published_templates(office.home, store, number);
        version.title += ", publication " + std::to_string(number);
    }
    for (const auto& file : templates::files_of_template(which.folder, which.name))
        if (file.ends_with(".xml") && fs::is_regular_file(which.folder / file))
            version.source += "——— " + file + "\n" + store::read_file(which.folder / file);
    const auto seen = see(line, options, which);
    if (!seen) return seen.refusal();
    version.pdf = seen->pdf;
    return version;
}

void compare(CommandLine& line, const TemplateOptions& options) {
    const auto before = version_of(line, options, options.name);
    if (!before) return line.tell(before.refusal());
    const auto after = version_of(line, options, options.other);
    if (!after) return line.tell(after.refusal());
    const auto page = diff_page(*before, *after, DecodeLimits{});
    if (!page) return line.tell(page.refusal());
    store::write_file_durably(options.output, *page);
    std::cerr << "écrit : " << options.output.string() << "\n";
}

void rerun(CommandLine& line, const TemplateOptions& options) {
    const auto office = line.open();
    store::Store store{office.home, office.clock};
    const auto runs = rerun_letter(office, store, options.name, options.last);
    if (!runs) return line.tell(runs.refusal());
    auto all = Json::array();
    std::map<Rerun::Outcome, int> counts;
    for (const auto& run : *runs) {
        ++counts[run.outcome];
        all.push_back({{"dossier", run.dossier}, {"outcome", core::to_text(run.outcome)}, {"detail", run.detail}});
    }
    if (counts[Rerun::Outcome::refused] > 0) line.exit_code = exit_document;
    if (line.json) return line.print(all);
    for (const auto& run : *runs)
        if (run.outcome != Rerun::Outcome::same)
            std::cout << run.dossier << "  " << core::to_text(run.outcome) << "  " << run.detail << "\n";
    std::cout << runs->size() << " dossiers : " << counts[Rerun::Outcome::same] << " lettres inchangées, "
              << counts[Rerun::Outcome::changed] << " changées, " << counts[Rerun::Outcome::refused]
              << " qui seraient refusées, " << counts[Rerun::Outcome::mended] << " qui ne le seraient plus\n";
}

using Shared = std::shared_ptr<TemplateOptions>;

void add_seeing(CLI::App& command, CommandLine& line, const Shared& options) {
    auto* checking = command.add_subcommand(
        "check", "Vérifie un modèle (nom ou fichier), ou tous : fichier, ligne, colonne, ce qu'il faut écrire");
    checking->add_option("modele", options->name, "refus-integration, charte, integration, procedures/integration …");
    checking->callback([&line, options] { check(line, *options); });

    auto* seeing = command.add_subcommand("preview", "Montre un modèle tel qu'il est en cours de rédaction");
    seeing->add_option("modele", options->name, "Une lettre, un formulaire ou « courriel »")->required();
    auto* data = seeing->add_option("--data", options->data, "Données en XML ; celles d'exemple sinon");
    data->check(CLI::ExistingFile);
    seeing->add_option("--dossier", options->dossier, "Avec un vrai dossier ; rien n'est gardé")->excludes(data);
    seeing->add_option("--date", options->date, "Date de la lettre (AAAA-MM-JJ), aujourd'hui sinon");
    seeing->add_option("-o,--output", options->output, "PDF à écrire");
    seeing->add_option("--png", options->pictures, "Dossier où écrire les pages en images");
    seeing->add_option("--dpi", options->dpi, "Points par pouce des images")->check(CLI::Range(36, 300));
    seeing->add_flag("--watch", options->watch, "Recommence à chaque enregistrement");
    seeing->callback([&line, options] { preview(line, *options); });

    auto* comparing = command.add_subcommand("diff", "Compare deux versions, texte et pages, dans une page HTML");
    comparing->add_option("a", options->name, "MODELE, MODELE@3 (publication), MODELE@publie")->required();
    comparing->add_option("b", options->other, "De même")->required();
    comparing->add_option("--data", options->data, "Données en XML")->check(CLI::ExistingFile);
    comparing->add_option("-o,--output", options->output, "Page HTML à écrire")->required();
    comparing->callback([&line, options] { compare(line, *options); });

    auto* again = command.add_subcommand("rerun", "Essaie une lettre en cours de rédaction sur les derniers dossiers");
    again->add_option("lettre", options->name)->required();
    again->add_option("--last", options->last, "Nombre de dossiers")
        ->capture_default_str()
        ->check(CLI::Range(1, 10000));
    again->callback([&line, options] { rerun(line, *options); });
}

void add_publishing(CLI::App& command, CommandLine& line, const Shared& options) {
    auto* publishing = command.add_subcommand("publish", "Met un modèle en service, quand « check » n'a rien à redire");
    publishing->add_option("modele", options->name, "Un modèle, ou « tout »")->required();
    add_who(*publishing, options->who);
    publishing->add_option("--motif", options->why, "Pourquoi")->required();
    publishing->callback([&line, options] { publish_one(line, *options); });

    auto* reference = command.add_subcommand("reference", "Écrit la référence des modèles (Markdown), faite du schéma");
    reference->callback([&line] {
        const auto schema = edited_templates(line) / "schema";
        const auto doc = templates::parse_xml(store::read_file(schema / "modele.rng"), "modele.rng");
        if (!doc) throw core::BadSetup(core::describe(doc.refusal()));
        std::cout << templates::schema_reference(*doc, templates::DataModel::load(schema / "donnees.xml"));
    });

    auto* past = command.add_subcommand("history", "Les publications : quand, qui, pourquoi, quels fichiers");
    past->add_option("modele", options->name, "Un modèle ; tous sinon");
    past->callback([&line, options] { show_history(line, *options); });

    auto* back = command.add_subcommand("rollback", "Remet en service une version antérieure");
    back->add_option("modele", options->name)->required();
    back->add_option("--to,--publication", options->to, "Numéro de publication ; la version d'avant sinon");
    add_who(*back, options->who);
    back->add_option("--motif", options->why, "Pourquoi")->required();
    back->callback([&line, options] { roll_one_back(line, *options); });
}

}  // namespace

void add_template_commands(CLI::App& app, CommandLine& line) {
    auto* command = app.add_subcommand("template", "Modèles : vérifier, montrer, publier, comparer");
    command->require_subcommand(1);
    const auto options = std::make_shared<TemplateOptions>();
    add_seeing(*command, line, options);
    add_publishing(*command, line, options);
}

}  // namespace pipeline
