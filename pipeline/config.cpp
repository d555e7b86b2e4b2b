#include "pipeline/config.h"

#include <algorithm>
#include <array>
#include <map>

#include "pipeline/config_default.h"
#include "pipeline/config_section.h"

namespace pipeline {
namespace {

void read_office(Section& section, Config& config) {
    section.read("nom", config.office.name);
    section.read("service", config.office.service);
    section.read("adresse", config.office.address);
    section.read("ville", config.office.city);
    section.read("telephone", config.office.telephone);
    section.read("courriel", config.office.email);
}

void read_work(Section& section, Config& config) {
    std::string tessdata = config.tessdata;
    std::string fonts = config.fonts;
    section.read("ouvriers", config.workers);
    section.read("repos_secondes", config.settle_seconds);
    section.read("attente_verification_minutes", config.check_wait_minutes);
    section.read("delai_complement_heures", config.complement.hours);
    section.read("controle_un_sur", config.control_one_in);
    section.read("heure_impression", config.print_hour);
    section.read("releve_minutes", config.fetch_minutes);
    section.read("erreur_page", config.targets.wrong_page);
    if (!(config.targets.wrong_page > 0 && config.targets.wrong_page < 0.5))
        section.refuse(*section.node("erreur_page"), "erreur_page", "attendu : une part entre 0 et 0,5");
    section.read("tessdata", tessdata);
    section.read("polices", fonts);
    config.tessdata = tessdata;
    config.fonts = fonts;
}

void read_complement(Section& section, Config& config) {
    auto& complement = config.complement;
    read_choice<ComplementSending>(
        section, "envoi", {{"automatique", ComplementSending::automatic}, {"relu", ComplementSending::reviewed}},
        complement.sending);
    read_choice<core::Counting>(section, "compte",
                                {{"calendaire", core::Counting::calendar},
                                 {"jours-ouvres", core::Counting::open_days},
                                 {"heures-ouvrees", core::Counting::opening_hours}},
                                complement.counting);
    section.read("report_jour_ouvre", complement.to_open_day);
    section.read("acheminement_jours", complement.postal_days);
    section.read("rappel_avant_heures", complement.remind_before);
    section.read("rappel_apres_heures", complement.remind_after);
}

void read_retention(Section& section, Config& config) {
    auto& rules = config.retention;
    section.read("pieces_mois", rules.pieces_months);
    section.read("decisions_annees", rules.decision_years);
    section.read("sans_dossier_mois", rules.loose_months);
    section.read("pieces_non_demandees_jours", rules.surplus_days);
    section.read("recus_jours", rules.taken_days);
    section.read("visa_elimination", rules.visa);
    if (rules.pieces_months < appeal_months)
        section.refuse(*section.node("pieces_mois"), "pieces_mois",
                       fmt::format("{} mois au moins : jusque-là un recours est possible", appeal_months));
    if (12 * rules.decision_years < rules.pieces_months)
        section.refuse(*section.node(section.node("decisions_annees") != nullptr ? "decisions_annees" : "pieces_mois"),
                       "decisions_annees", "pas moins que pieces_mois");
    if (rules.loose_months < 1)
        section.refuse(*section.node("sans_dossier_mois"), "sans_dossier_mois", "un mois au moins");
}

void read_hours(Section& section, Config& config) {
    static constexpr std::array days{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"};
    auto& rules = config.hours;
    for (std::size_t day = 0; day < days.size(); ++day) {
        auto& openings = rules.hours.at(day);
        const auto given = read_list(section, days.at(day), "HH:MM-HH:MM", core::parse_opening);
        const auto* node = section.node(days.at(day));
        if (node == nullptr) continue;
        openings = given;
        for (std::size_t i = 1; i < openings.size(); ++i)
            if (openings[i].from < openings[i - 1].to)
                section.refuse(*node, days.at(day), "plages dans l'ordre et sans recouvrement");
    }
    section.read("alsace_moselle", rules.alsace_moselle);
    rules.closures = read_list(section, "fermetures", "AAAA-MM-JJ ou AAAA-MM-JJ/AAAA-MM-JJ", core::parse_day_range);
    rules.worked = read_list(section, "jours_travailles", "AAAA-MM-JJ ou AAAA-MM-JJ/AAAA-MM-JJ", core::parse_day_range);
}

core::OfficeRules usual_hours() {
    core::OfficeRules rules;
    for (std::size_t day = 0; day < 5; ++day)
        rules.hours.at(day) = {*core::parse_opening("08:30-12:00"), *core::parse_opening("13:30-17:00")};
    return rules;
}

void read_decisions(Section& section, Config& config) {
    std::string signatory;
    section.read("signataire", signatory);
    section.read("deux_personnes", config.two_persons);
    section.read("jour_limite", config.cut_off_day);
    if (config.cut_off_day < 1 || config.cut_off_day > 28)
        section.refuse(*section.node("jour_limite"), "jour_limite", "un jour de 1 à 28 est attendu");
    const auto* person = signatory.empty() ? core::first_with(config.users, core::Role::signataire)
                                           : core::find_person(config.users, signatory);
    if (!signatory.empty() && (person == nullptr || !person->has(core::Role::signataire)))
        section.refuse(*section.node("signataire"), "signataire",
                       "« " + signatory + " » n'est pas un utilisateur qui a le rôle signataire");
    if (person != nullptr) config.signatory = *person;
}

template <class Reader>
void section(const toml::table& root, const std::string& name, const std::string& file, Config& config, Reader reader) {
    const auto* node = root.get(name);
    if (node == nullptr) return;
    const auto* table = node->as_table();
    if (table == nullptr) throw core::BadSetup(file + " : « " + name + " » doit être une section [" + name + "]");
    Section section{*table, name, file};
    reader(section, config);
    section.close();
}

void refuse_unknown_sections(const toml::table& root, const std::string& file) {
    static const std::vector<std::string> known{"bureau",   "recours", "decisions", "courriel",     "complement",
                                                "horaires", "travail", "boites",    "utilisateurs", "conservation"};
    for (const auto& [key, node] : root) {
        const std::string name{key.str()};
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const auto meant = core::closest(name, known);
        throw core::BadSetup(fmt::format("{}, ligne {} : « {} » : section inconnue{}", file, node.source().begin.line,
                                         name, meant ? "; vouliez-vous dire « " + *meant + " » ?" : ""));
    }
}

}  // namespace

Config load_config(const std::filesystem::path& path) {
    const auto file = path.filename().string();
    toml::table root;
    try {
        root = toml::parse_file(path.string());
    } catch (const toml::parse_error& error) {
        throw core::BadSetup(fmt::format("{}, ligne {} : écriture TOML fautive ({})", path.string(),
                                         error.source().begin.line, error.description()));
    }
    refuse_unknown_sections(root, file);

    Config config{.hours = usual_hours()};
    section(root, "bureau", file, config, read_office);
    section(root, "recours", file, config, [](Section& s, Config& c) {
        s.read("tribunal", c.office.court);
        s.read("adresse", c.office.court_address);
    });
    section(root, "courriel", file, config, read_mail);
    section(root, "complement", file, config, read_complement);
    section(root, "conservation", file, config, read_retention);
    section(root, "horaires", file, config, read_hours);
    section(root, "travail", file, config, read_work);
    config.boxes = read_boxes(root, file);
    if (std::all_of(config.hours.hours.begin(), config.hours.hours.end(), [](const auto& day) { return day.empty(); }))
        throw core::BadSetup(file + " : « horaires » : le bureau n'ouvre aucun jour ; aucun délai ne finirait");
    config.users = read_users(root, file);
    section(root, "decisions", file, config, read_decisions);
    if (config.print_hour > 23) throw core::BadSetup(file + " : « travail.heure_impression » va de 0 à 23");
    if (config.mail.port < 1 || config.mail.port > 65535)
        throw core::BadSetup(file + " : « courriel.port » va de 1 à 65535");
    return config;
}

std::string default_config_text() { return std::string{config_default}; }

}  // namespace pipeline
