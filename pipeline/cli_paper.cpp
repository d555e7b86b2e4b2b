#include <iostream>

#include "core/failures.h"
#include "core/identifiers.h"
#include "core/page_code.h"
#include "pipeline/cli.h"
#include "store/disk.h"
#include "templates/data.h"
#include "templates/form.h"
#include "templates/letter.h"
#include "templates/separator.h"

namespace pipeline {
namespace {

using Json = nlohmann::ordered_json;

struct PaperOptions {
    std::string name;
    std::filesystem::path data;
    std::filesystem::path output;
    std::string dossier;
    std::string kind;
    std::string date;
};

Json box_json(const core::BoxMm& box) { return Json::array({box.x0, box.y0, box.x1, box.y1}); }

Json page_json(const core::FormLayout& form, std::size_t index) {
    const auto& page = form.pages[index];
    Json marks = Json::array();
    for (const auto& mark : page.marks) marks.push_back({mark.x, mark.y});
    Json zones = Json::array();
    for (const auto& zone : page.zones)
        zones.push_back(
            {{"id", zone.id}, {"kind", core::to_text(zone.kind)}, {"label", zone.label}, {"box", box_json(zone.box)}});
    return {{"page", index + 1}, {"width_mm", form.width_mm},   {"height_mm", form.height_mm},
            {"marks", marks},    {"code", box_json(page.code)}, {"zones", zones}};
}

Json layout_json(const core::FormLayout& form) {
    Json pages = Json::array();
    for (std::size_t i = 0; i < form.pages.size(); ++i) pages.push_back(page_json(form, i));
    return {{"id", form.id}, {"version", form.version}, {"pages", pages}};
}

/// Data typed by a person on this machine: parsed here; deposits from outside are parsed in the sandbox.
core::Outcome<core::Fields> read_data(const std::filesystem::path& file) {
    return templates::fields_from_xml(store::read_file(file), file.filename().string());
}

template <class Found>
auto find_or_refuse(const std::map<std::string, Found>& all, const std::string& name, const std::string& what) {
    const auto found = all.find(name);
    if (found != all.end()) return found;
    std::string known;
    for (const auto& [id, value] : all) known += (known.empty() ? "" : ", ") + id;
    throw core::BadSetup(what + " inconnu « " + name + " » ; connus : " + known);
}

void write_or_tell(CommandLine& line, const core::Outcome<std::string>& pdf, const std::filesystem::path& output) {
    if (!pdf) return line.tell(pdf.refusal());
    store::write_file_durably(output, *pdf);
    std::cerr << "écrit : " << output.string() << " (" << pdf->size() / 1024 << " Kio)\n";
}

void print_form(CommandLine& line, const PaperOptions& options) {
    if (!options.dossier.empty() && !core::DossierNumber::parse(options.dossier))
        throw core::BadSetup("numéro de dossier non valable « " + options.dossier + " »");
    const auto catalogue = line.catalogue();
    const auto form = find_or_refuse(catalogue.forms, options.name, "formulaire");
    const auto data = options.data.empty() ? core::Outcome<core::Fields>{core::Fields{}} : read_data(options.data);
    if (!data) return line.tell(data.refusal());
    write_or_tell(line, templates::print_form(form->second, *data, options.dossier), options.output);
}

void render_letter(CommandLine& line, const PaperOptions& options) {
    const auto date = options.date.empty() ? core::office_date(core::system_now()) : core::parse_date(options.date);
    if (!date) throw core::BadSetup("date non valable « " + options.date + " » ; attendu AAAA-MM-JJ");
    const auto catalogue = line.catalogue();
    const auto letter = find_or_refuse(catalogue.letters, options.name, "modèle de lettre");
    const auto data = read_data(options.data);
    if (!data) return line.tell(data.refusal());
    write_or_tell(line, templates::render_letter(letter->second, *data, *date), options.output);
}

void print_separator(CommandLine& line, const PaperOptions& options) {
    core::PageCode code{.use = core::PageCode::Use::dossier_sheet, .dossier = options.dossier};
    if (options.dossier.empty()) {
        const auto kind = core::from_text<core::Kind>(options.kind);
        if (!kind) throw core::BadSetup("nature de pièce inconnue « " + options.kind + " »");
        code = {.use = core::PageCode::Use::kind_sheet, .kind = *kind};
    } else if (!core::DossierNumber::parse(options.dossier)) {
        throw core::BadSetup("numéro de dossier non valable « " + options.dossier + " »");
    }
    write_or_tell(line, templates::print_separator(code), options.output);
}

void list_forms(const CommandLine& line) {
    const auto catalogue = line.catalogue();
    Json all = Json::array();
    for (const auto& [id, form] : catalogue.forms)
        all.push_back({{"id", id}, {"version", form.version}, {"title", form.title}, {"pages", form.pages.size()}});
    if (line.json) return line.print(all);
    for (const auto& form : all)
        std::cout << form["id"].get<std::string>() << "  version " << form["version"] << ", " << form["pages"]
                  << " pages : " << form["title"].get<std::string>() << "\n";
}

void list_letters(const CommandLine& line) {
    const auto catalogue = line.catalogue();
    Json all = Json::array();
    for (const auto& [id, letter] : catalogue.letters) all.push_back({{"id", id}, {"title", letter.title()}});
    if (line.json) return line.print(all);
    for (const auto& [id, letter] : catalogue.letters) std::cout << id << " : " << letter.title() << "\n";
}

void add_form_commands(CLI::App& app, CommandLine& line, const std::shared_ptr<PaperOptions>& options) {
    auto* form = app.add_subcommand("form", "Formulaires de demande : imprimer, zones, liste");
    form->require_subcommand(1);
    auto* print = form->add_subcommand("print", "Imprime un formulaire, rempli de ce qui est connu");
    print->add_option("formulaire", options->name, "integration, premier-emploi …")->required();
    print->add_option("--data", options->data, "Demande en XML")->check(CLI::ExistingFile);
    print->add_option("--dossier", options->dossier, "Numéro de dossier porté par le code de chaque page");
    print->add_option("-o,--output", options->output, "PDF à écrire")->required();
    print->callback([&line, options] { print_form(line, *options); });

    auto* zones = form->add_subcommand("zones", "Géométrie des zones, en mm depuis le haut à gauche");
    zones->add_option("formulaire", options->name)->required();
    zones->callback([&line, options] {
        const auto catalogue = line.catalogue();
        line.print(
            layout_json(templates::layout(find_or_refuse(catalogue.forms, options->name, "formulaire")->second)));
    });
    form->add_subcommand("list", "Formulaires connus")->callback([&line] { list_forms(line); });
}

}  // namespace

void add_paper_commands(CLI::App& app, CommandLine& line) {
    const auto options = std::make_shared<PaperOptions>();
    add_form_commands(app, line, options);

    auto* letter = app.add_subcommand("letter", "Lettres : composer, liste");
    letter->require_subcommand(1);
    auto* render = letter->add_subcommand("render", "Compose une lettre d'après un modèle et des données");
    render->add_option("modele", options->name, "accord-total-integration …")->required();
    render->add_option("--data", options->data, "Données en XML")->required()->check(CLI::ExistingFile);
    render->add_option("--date", options->date, "Date de la lettre (AAAA-MM-JJ), aujourd'hui sinon");
    render->add_option("-o,--output", options->output, "PDF à écrire")->required();
    render->callback([&line, options] { render_letter(line, *options); });
    letter->add_subcommand("list", "Modèles connus")->callback([&line] { list_letters(line); });

    auto* separator = app.add_subcommand("separator", "Feuilles de séparation");
    separator->require_subcommand(1);
    auto* sheet =
        separator->add_subcommand("print", "Imprime la feuille de garde d'un dossier ou d'une nature de pièce");
    auto* dossier = sheet->add_option("--dossier", options->dossier, "Numéro du dossier");
    auto* kind = sheet->add_option("--kind", options->kind, "Nature de pièce : fiche_poste …");
    dossier->excludes(kind);
    sheet->require_option(2);  // One of the two, and the file.
    sheet->add_option("-o,--output", options->output, "PDF à écrire")->required();
    sheet->callback([&line, options] { print_separator(line, *options); });
}

}  // namespace pipeline
