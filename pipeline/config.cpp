#include "pipeline/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/closest.h"
#include "core/email_address.h"
#include "core/failures.h"
#include "pipeline/config_default.h"
#include "store/names.h"

namespace pipeline {
namespace {

/// One table of the file; every key must be asked for, or `close` refuses it.
class Section {
  public:
    Section(const toml::table& table, std::string name, std::string file)
        : table_(table), name_(std::move(name)), file_(std::move(file)) {}

    template <class Value>
    void read(const std::string& key, Value& value) {
        known_.push_back(key);
        const auto* node = table_.get(key);
        if (node == nullptr) return;
        if constexpr (std::is_same_v<Value, int>) {
            const auto number = node->value<std::int64_t>();
            if (!node->is_integer() || *number < 0 || *number > 1'000'000)
                refuse(*node, key, "un nombre entier est attendu");
            value = static_cast<int>(*number);
        } else if constexpr (std::is_same_v<Value, bool>) {
            if (!node->is_boolean()) refuse(*node, key, "attendu : true ou false");
            value = *node->value<bool>();
        } else if constexpr (std::is_same_v<Value, double>) {
            if (!node->is_number()) refuse(*node, key, "un nombre est attendu");
            value = *node->value<double>();
        } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
            value = texts(*node, key);
        } else {
            if (!node->is_string()) refuse(*node, key, "un texte entre guillemets est attendu");
            value = *node->value<std::string>();
        }
    }

    [[noreturn]] void refuse(const toml::node& node, const std::string& key, const std::string& cause) const {
        throw core::BadSetup(
            fmt::format("{}, ligne {} : « {}.{} » : {}", file_, node.source().begin.line, name_, key, cause));
    }

    const toml::node* node(const std::string& key) const { return table_.get(key); }

    void close() const {
        for (const auto& [key, node] : table_) {
            const std::string text{key.str()};
            if (std::find(known_.begin(), known_.end(), text) != known_.end()) continue;
            const auto meant = core::closest(text, known_);
            refuse(node, text, "clé inconnue" + (meant ? "; vouliez-vous dire « " + *meant + " » ?" : std::string{}));
        }
    }

  private:
    std::vector<std::string> texts(const toml::node& node, const std::string& key) const {
        const auto* array = node.as_array();
        if (array == nullptr) refuse(node, key, "une liste de textes est attendue");
        std::vector<std::string> values;
        for (const auto& item : *array) {
            if (!item.is_string()) refuse(item, key, "une liste de textes est attendue");
            values.push_back(*item.value<std::string>());
        }
        return values;
    }

    const toml::table& table_;
    std::string name_;
    std::string file_;
    std::vector<std::string> known_;
};

void read_person(Section& section, Instructor& person) {
    section.read("prenom", person.first_name);
    section.read("nom", person.name);
    section.read("qualite", person.title);
    section.read("telephone", person.telephone);
    section.read("courriel", person.email);
}

void read_office(Section& section, Config& config) {
    section.read("nom", config.office.name);
    section.read("service", config.office.service);
    section.read("adresse", config.office.address);
    section.read("ville", config.office.city);
    section.read("telephone", config.office.telephone);
    section.read("courriel", config.office.email);
}

/// A text that is one of a few words.
template <class Value>
void read_choice(Section& section, const std::string& key, const std::map<std::string, Value>& choices, Value& value) {
    std::string text;
    section.read(key, text);
    if (section.node(key) == nullptr) return;
    const auto found = choices.find(text);
    if (found != choices.end()) {
        value = found->second;
        return;
    }
    std::string known;
    for (auto choice = choices.begin(); choice != choices.end(); ++choice)
        known += (known.empty() ? "" : std::next(choice) == choices.end() ? " ou " : ", ") + choice->first;
    section.refuse(*section.node(key), key, "attendu : " + known);
}

void read_security(Section& section, MailSecurity& security) {
    read_choice<MailSecurity>(
        section, "securite",
        {{"aucune", MailSecurity::none}, {"starttls", MailSecurity::starttls}, {"tls", MailSecurity::tls}}, security);
}

void read_mail(Section& section, Config& config) {
    auto& mail = config.mail;
    std::string password_file;
    std::string ca_file;
    section.read("serveur", mail.host);
    section.read("port", mail.port);
    read_security(section, mail.security);
    section.read("utilisateur", mail.user);
    section.read("fichier_mot_de_passe", password_file);
    section.read("autorites", ca_file);
    section.read("expediteur", mail.from);
    section.read("nom_expediteur", mail.from_name);
    section.read("adresse_retours", mail.bounces);
    section.read("adresses_etiquetees", mail.tagged);
    read_choice<bool>(section, "piece", {{"jointe", true}, {"lien", false}}, mail.attached);
    section.read("lien", mail.link);
    if (!mail.attached && mail.link.find("{dossier}") == std::string::npos)
        section.refuse(*section.node("piece"), "piece", "avec « lien », donner lien = \"https://…{dossier}…\"");
    mail.password_file = password_file;
    mail.ca_file = ca_file;
    for (const auto& [key, address] : {std::pair{"expediteur", mail.from}, std::pair{"adresse_retours", mail.bounces}})
        if (section.node(key) != nullptr && !core::EmailAddress::parse(address))
            section.refuse(*section.node(key), key, "adresse électronique non valable");
}

void read_work(Section& section, Config& config) {
    std::string tessdata = config.tessdata;
    std::string fonts = config.fonts;
    section.read("ouvriers", config.workers);
    section.read("repos_secondes", config.settle_seconds);
    section.read("attente_verification_minutes", config.check_wait_minutes);
    section.read("delai_complement_heures", config.complement.hours);
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

/// Each text of the list, as `parse` reads it.
template <class Parse>
auto read_list(Section& section, const std::string& key, const char* expected, Parse parse) {
    std::vector<std::string> texts;
    section.read(key, texts);
    std::vector<typename decltype(parse(std::string_view{}))::value_type> values;
    for (const auto& text : texts) {
        const auto value = parse(text);
        if (!value) section.refuse(*section.node(key), key, "« " + text + " » ; attendu " + expected);
        values.push_back(*value);
    }
    return values;
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

void read_instructors(const toml::table& root, const std::string& file, Config& config) {
    const auto* array = root["instructeurs"].as_array();
    if (array == nullptr) return;
    for (const auto& item : *array) {
        const auto* table = item.as_table();
        if (table == nullptr) throw core::BadSetup(file + " : « instructeurs » doit s'écrire [[instructeurs]]");
        Section section{*table, "instructeurs", file};
        Instructor person;
        section.read("identifiant", person.login);
        read_person(section, person);
        section.close();
        if (person.login.empty() || person.first_name.empty() || person.name.empty() || person.title.empty())
            throw core::BadSetup(
                fmt::format("{}, ligne {} : un instructeur a besoin de identifiant, prenom, nom et qualite", file,
                            item.source().begin.line));
        config.instructors.push_back(std::move(person));
    }
}

BoxConfig read_box(Section& section, const toml::table& table) {
    BoxConfig box;
    std::string password_file, ca_file;
    section.read("nom", box.name);
    read_choice<bool>(section, "protocole", {{"imap", true}, {"pop3", false}}, box.imap);
    read_security(section, box.security);
    box.port = box.security == MailSecurity::tls ? (box.imap ? 993 : 995) : (box.imap ? 143 : 110);
    section.read("serveur", box.host);
    section.read("port", box.port);
    section.read("utilisateur", box.user);
    section.read("fichier_mot_de_passe", password_file);
    section.read("autorites", ca_file);
    section.read("dossier", box.folder);
    section.read("dossier_traites", box.done_folder);
    section.close();
    box.password_file = password_file;
    box.ca_file = ca_file;
    for (const auto& [key, given] :
         {std::pair{"nom", !box.name.empty()}, std::pair{"serveur", !box.host.empty()},
          std::pair{"utilisateur", !box.user.empty()}, std::pair{"fichier_mot_de_passe", !password_file.empty()}})
        if (!given)
            section.refuse(table, key, "une boîte a besoin de nom, serveur, utilisateur et fichier_mot_de_passe");
    if (!store::is_box_name(box.name))
        section.refuse(table, "nom", "lettres sans accent, chiffres, « . », « _ » et « - »");
    if (box.port < 1 || box.port > 65535) section.refuse(table, "port", "va de 1 à 65535");
    return box;
}

void read_boxes(const toml::table& root, const std::string& file, Config& config) {
    const auto* array = root["boites"].as_array();
    if (root.contains("boites") && array == nullptr)
        throw core::BadSetup(file + " : « boites » doit s'écrire [[boites]]");
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        const auto* table = array->get(i)->as_table();
        if (table == nullptr) throw core::BadSetup(file + " : « boites » doit s'écrire [[boites]]");
        Section section{*table, "boites", file};
        auto box = read_box(section, *table);
        for (const auto& other : config.boxes)
            if (other.name == box.name)
                section.refuse(*table, "nom", "deux boîtes portent le nom « " + box.name + " »");
        config.boxes.push_back(std::move(box));
    }
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
    static const std::vector<std::string> known{"bureau",     "signataire", "recours", "courriel",
                                                "complement", "horaires",   "travail", "instructeurs"};
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
    section(root, "signataire", file, config, [](Section& s, Config& c) { read_person(s, c.signatory); });
    section(root, "recours", file, config, [](Section& s, Config& c) {
        s.read("tribunal", c.office.court);
        s.read("adresse", c.office.court_address);
    });
    section(root, "courriel", file, config, read_mail);
    section(root, "complement", file, config, read_complement);
    section(root, "horaires", file, config, read_hours);
    section(root, "travail", file, config, read_work);
    read_instructors(root, file, config);
    read_boxes(root, file, config);
    if (std::all_of(config.hours.hours.begin(), config.hours.hours.end(), [](const auto& day) { return day.empty(); }))
        throw core::BadSetup(file + " : « horaires » : le bureau n'ouvre aucun jour ; aucun délai ne finirait");
    if (config.print_hour > 23) throw core::BadSetup(file + " : « travail.heure_impression » va de 0 à 23");
    if (config.mail.port < 1 || config.mail.port > 65535)
        throw core::BadSetup(file + " : « courriel.port » va de 1 à 65535");
    return config;
}

std::string default_config_text() { return std::string{config_default}; }

}  // namespace pipeline
