#include "pipeline/installation.h"

#include <algorithm>

#include "core/closest.h"
#include "core/failures.h"
#include "pipeline/recognise.h"
#include "pipeline/template_publish.h"
#include "store/disk.h"
#include "store/names.h"
#include "store/store.h"
#include "templates/rules.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;

templates::LetterTemplate letter(const templates::TemplateFolder& folder, const std::string& id) {
    auto loaded = folder.letter(id);
    if (!loaded.letter) throw core::BadSetup(core::describe(templates::refusal_of(loaded.faults)));
    return *std::move(loaded.letter);
}

/// An installation made before the table came with the program uses the program's.
std::vector<core::HolidayRule> holidays(const fs::path& root) {
    const auto table = fs::path{"reference"} / "jours_feries.csv";
    auto rules =
        core::parse_holidays(store::read_file(fs::exists(root / table) ? root / table : shipped_templates() / table));
    if (!rules) throw core::BadSetup(core::describe(rules.refusal()));
    return *std::move(rules);
}

Catalogue without_templates(const fs::path& root) {
    return {.root = root, .mail_text = templates::LetterTemplate{nullptr}, .holidays = holidays(root)};
}

Catalogue published_catalogue(const fs::path& home, const core::Clock& clock) {
    store::Store store{home, clock};
    const auto publication = ensure_published(home, store);
    auto catalogue = load_catalogue(published_templates(home, store, publication));
    catalogue.publication = publication;
    return catalogue;
}

core::OfficeCalendar calendar_of(const Config& config, const Catalogue& catalogue) {
    auto rules = config.hours;
    rules.holidays = catalogue.holidays;
    return core::OfficeCalendar{std::move(rules)};
}

void require_zones(const core::Test& test, const core::Requirement& rule, const core::FormLayout& form) {
    for (const auto& part : test.parts) require_zones(part, rule, form);
    if (test.kind != core::TestKind::signature && test.kind != core::TestKind::cachet) return;
    std::vector<std::string> zones;
    for (const auto& page : form.pages)
        for (const auto& zone : page.zones)
            if (zone.kind == core::ZoneKind::signature || zone.kind == core::ZoneKind::stamp) zones.push_back(zone.id);
    const auto& wanted = test.words.front();
    if (std::find(zones.begin(), zones.end(), wanted) != zones.end()) return;
    const auto meant = core::closest(wanted, zones);
    throw core::BadSetup(rule.origin + " : le formulaire « " + form.id + " » n'a pas de zone « " + wanted + " »" +
                         (meant ? " ; vouliez-vous dire « " + *meant + " » ?" : ""));
}

/// The form a procedure names is there, with the boxes its rules ask about.
void require_zones(const core::Procedure& procedure, const Catalogue& catalogue) {
    if (procedure.form.empty()) return;
    const auto* form = catalogue.layout(procedure.form);
    if (form == nullptr)
        throw core::BadSetup("procédure « " + std::string{procedure.training.text()} + " » : le formulaire « " +
                             procedure.form + " » n'existe pas dans " + (catalogue.root / "forms").string());
    for (const auto& rule : procedure.requirements) {
        if (rule.when) require_zones(*rule.when, rule, *form);
        require_zones(rule.demand, rule, *form);
    }
}

template <class Rows, class Good>
auto first(const Rows& rows, Good good) -> decltype(rows.data()) {
    const auto found = std::find_if(rows.begin(), rows.end(), good);
    return found == rows.end() ? nullptr : &*found;
}

/// The zones whose values are of a reference table get its names.
void give_lists(core::FormLayout& form, const core::ReferenceTables& tables) {
    for (auto& page : form.pages)
        for (auto& zone : page.zones)
            if (zone.check == core::FieldCheck::cadre_emplois)
                for (const auto& cadre : tables.cadres) zone.choices.push_back(cadre.name);
}

}  // namespace

const core::Procedure* Catalogue::procedure(core::Training training) const {
    return first(procedures, [&](const core::Procedure& row) { return row.training == training; });
}

const core::Procedure* Catalogue::procedure_of_form(const std::string& form) const {
    return first(procedures, [&](const core::Procedure& row) { return row.form == form; });
}

const core::FormLayout* Catalogue::layout(const std::string& form) const {
    return first(layouts, [&](const core::FormLayout& row) { return row.id == form; });
}

core::KindGuess Catalogue::kind_of(const core::Page& page) const {
    const auto* form = page.form ? layout(page.form->id) : nullptr;
    if (form == nullptr) return recognise(page, kinds);
    return {.code = form->kind, .score = 1, .state = core::KindState::recognised};
}

Catalogue load_catalogue(const fs::path& root) {
    const templates::TemplateFolder folder{root};
    Catalogue catalogue{.root = root,
                        .mail_text = letter(folder, "courriel"),
                        .procedures = templates::load_procedures(root),
                        .kinds = templates::load_kind_rules(root),
                        .facts = templates::load_fact_rules(root),
                        .tables = templates::load_reference_tables(root),
                        .holidays = holidays(root)};
    for (const auto& id : templates::form_ids(root)) {
        const auto& form = catalogue.forms.emplace(id, templates::load_form(root, id)).first->second;
        catalogue.layouts.push_back(templates::layout(form));
    }
    catalogue.outside_forms = templates::load_outside_forms(root);
    for (const auto& form : catalogue.outside_forms) {
        if (catalogue.forms.contains(form.layout.id))
            throw core::BadSetup("deux formulaires ont l'identifiant « " + form.layout.id +
                                 " » : un des dossiers forms/ et imprimes/ doit changer le sien");
        catalogue.layouts.push_back(form.layout);
    }
    for (auto& form : catalogue.layouts) give_lists(form, catalogue.tables);
    for (const auto& id : templates::list_letters(root / "letters")) catalogue.letters.emplace(id, letter(folder, id));
    for (const auto& procedure : catalogue.procedures) require_zones(procedure, catalogue);
    return catalogue;
}

Installation open_installation(const fs::path& home, core::Clock clock, Load load) {
    if (!fs::exists(store::config_path(home)))
        throw core::BadSetup(home.string() + " n'est pas une installation ; la créer avec « vaguemestre init " +
                             home.string() + " »");
    auto config = load_config(store::config_path(home));
    auto catalogue =
        load == Load::everything ? published_catalogue(home, clock) : without_templates(store::templates_path(home));
    auto calendar = calendar_of(config, catalogue);
    return {.home = home,
            .config = std::move(config),
            .catalogue = std::move(catalogue),
            .limits = {},
            .calendar = std::move(calendar),
            .clock = std::move(clock)};
}

void make_installation(const fs::path& home) {
    if (fs::exists(store::config_path(home)))
        throw core::BadSetup("une installation existe déjà dans " + home.string());
    store::Store::create(home);
    fs::copy(shipped_templates(), store::templates_path(home),
             fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    for (const auto& place : watch_places(home)) store::make_directory_durably(place.folder);
    store::make_directory_durably(store::post_out_path(home));
    {
        store::Store store{home};
        ensure_published(home, store);
    }
    store::write_file_durably(store::config_path(home),
                              default_config_text());  // Last: it makes the folder an installation.
}

std::vector<WatchPlace> watch_places(const fs::path& home) {
    std::vector<WatchPlace> places;
    for (const auto channel : {core::Channel::post, core::Channel::online})
        places.push_back({store::watch_path(home, channel), channel});
    return places;
}

fs::path shipped_templates() {
    const fs::path installed{VAGUEMESTRE_DATA_DIR "/templates"};
    return fs::exists(installed) ? installed : fs::path{VAGUEMESTRE_SOURCE_DIR "/templates"};
}

}  // namespace pipeline
