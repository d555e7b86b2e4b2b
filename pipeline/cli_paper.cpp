#include <iostream>

#include "core/failures.h"
#include "core/identifiers.h"
#include "core/kind_rules.h"
#include "core/normalise.h"
#include "core/page_code.h"
#include "pipeline/cli.h"
#include "pipeline/learn_form.h"
#include "store/disk.h"
#include "store/store.h"
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
    std::filesystem::path blank;
    std::filesystem::path zones;
    std::string batch;
    int sheets = 0;
    int separators = 0;
    bool two_sided = false;
    std::string who;
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

core::PageCode separator_code(const PaperOptions& options) {
    if (!options.dossier.empty()) {
        if (!core::DossierNumber::parse(options.dossier))
            throw core::BadSetup("numéro de dossier non valable « " + options.dossier + " »");
        return {.use = core::PageCode::Use::dossier_sheet, .dossier = options.dossier};
    }
    if (!options.kind.empty()) {
        const auto kind = core::from_text<core::Kind>(options.kind);
        if (!kind) throw core::BadSetup("nature de pièce inconnue « " + options.kind + " »");
        return {.use = core::PageCode::Use::kind_sheet, .kind = *kind};
    }
    if (!core::PageCode::is_batch_label(options.batch))
        throw core::BadSetup("nom de lot non valable « " + options.batch +
                             " » ; attendu : 1 à 20 capitales, chiffres et tirets, comme 2026-11-25-A");
    if (options.sheets == 0)
        throw core::BadSetup(
            "combien de feuilles le lot compte-t-il ? Le dire avec --sheets, sans compter sa feuille de garde");
    return {.use = core::PageCode::Use::batch_sheet,
            .batch = options.batch,
            .sheets = options.sheets,
            .separators = options.separators,
            .sides = options.two_sided ? 2 : 1};
}

void print_separator(CommandLine& line, const PaperOptions& options) {
    write_or_tell(line, templates::print_separator(separator_code(options)), options.output);
}

void settle_batch(CommandLine& line, const PaperOptions& options) {
    const auto office = line.open();
    if (!line.allows(office, options.who, core::Act::deposit)) return;
    store::Store store{office.home, office.clock};
    if (!store.batches().settle(options.batch, options.who))
        throw core::BadSetup("aucun lot incomplet « " + options.batch + " » ; les voir avec « status »");
    std::cout << "Lot « " << options.batch << " » tenu pour complet.\n";
}

/// `cerfa_15311 v7.pdf` -> `cerfa-15311-v7`: an id that the schema takes.
std::string id_from(const std::filesystem::path& file) {
    std::string id;
    for (const char c : core::normalised(file.stem().string())) {
        if (c != ' ') id += (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
        if (c == ' ' && !id.empty() && id.back() != '-') id += '-';
    }
    if (id.empty() || !(id.front() >= 'a' && id.front() <= 'z')) id.insert(0, "imprime-");
    constexpr std::size_t longest = 30;
    if (id.size() > longest) id.resize(longest);
    while (id.back() == '-') id.pop_back();
    return id;
}

void learn(CommandLine& line, const PaperOptions& options) {
    std::optional<templates::OutsideForm> zones;
    if (!options.zones.empty()) {
        auto named = templates::parse_zones(store::read_file(options.zones), options.zones.filename().string(),
                                            templates::outside_form_schema(line.catalogue().root));
        if (!named) return line.tell(named.refusal());
        zones = *std::move(named);
    }
    const auto id = id_from(options.output.empty() ? options.blank : options.output);
    const auto form = learn_form(options.blank, DecodeLimits{}, id, zones);
    if (!form) return line.tell(form.refusal());
    const auto xml = templates::xml_of(*form);
    std::size_t count = 0, print = 0;
    for (const auto& page : form->layout.pages) {
        count += page.zones.size();
        print += page.print.rules.size() + page.print.words.size();
    }
    if (options.output.empty())
        std::cout << xml;
    else
        store::write_file_durably(options.output, xml);
    std::cerr
        << form->layout.pages.size() << " page(s), " << count << " zones, " << print
        << " traits et mots imprimés. Relire les identifiants et les natures des zones, puis poser le fichier dans "
           "templates/imprimes/ sous le nom « "
        << form->layout.id << ".xml ».\n";
}

void list_forms(const CommandLine& line) {
    const auto catalogue = line.catalogue();
    Json all = Json::array();
    for (const auto& [id, form] : catalogue.forms)
        all.push_back({{"id", id}, {"version", form.version}, {"title", form.title}, {"pages", form.pages.size()}});
    for (const auto& form : catalogue.outside_forms)
        all.push_back({{"id", form.layout.id},
                       {"version", form.layout.version},
                       {"title", form.title},
                       {"pages", form.layout.pages.size()},
                       {"outside", true}});
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
        if (const auto* layout = catalogue.layout(options->name)) return line.print(layout_json(*layout));
        find_or_refuse(catalogue.forms, options->name, "formulaire");
    });
    auto* learn_command = form->add_subcommand(
        "learn", "Relève un imprimé d'autrui d'après son PDF vierge et ébauche le fichier de ses zones");
    learn_command->add_option("vierge", options->blank, "PDF vierge de l'imprimé")
        ->required()
        ->check(CLI::ExistingFile);
    learn_command->add_option("--zones", options->zones, "Zones déjà nommées, à garder telles quelles")
        ->check(CLI::ExistingFile);
    learn_command->add_option("-o,--output", options->output, "XML à écrire ; sinon sur la sortie");
    learn_command->callback([&line, options] { learn(line, *options); });
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

    auto* separator = app.add_subcommand("separator", "Feuilles de séparation : dossier, pièce, lot");
    separator->require_subcommand(1);
    auto* sheet = separator->add_subcommand(
        "print", "Imprime la feuille de garde d'un dossier, d'une nature de pièce ou d'un lot à numériser");
    auto* what = sheet->add_option_group("feuille");
    what->add_option("--dossier", options->dossier, "Numéro du dossier");
    what->add_option("--kind", options->kind, "Nature de pièce : fiche_poste …");
    auto* batch = what->add_option("--batch", options->batch, "Nom du lot : 2026-11-25-A …");
    what->require_option(1);
    sheet->add_option("--sheets", options->sheets, "Feuilles du lot, sa feuille de garde non comptée")
        ->needs(batch)
        ->check(CLI::Range(1, 999));
    sheet->add_option("--separators", options->separators, "Feuilles de séparation parmi elles")
        ->needs(batch)
        ->check(CLI::Range(1, 999));
    sheet->add_flag("--two-sided", options->two_sided, "Le lot est numérisé recto verso")->needs(batch);
    sheet->add_option("-o,--output", options->output, "PDF à écrire")->required();
    sheet->callback([&line, options] { print_separator(line, *options); });
    auto* settle = separator->add_subcommand("settle", "Tient pour complet un lot dont l'alarme a été vérifiée");
    settle->add_option("lot", options->batch)->required();
    add_who(*settle, options->who);
    settle->callback([&line, options] { settle_batch(line, *options); });
}

}  // namespace pipeline
