#include "pipeline/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>

#include "core/closest.h"
#include "core/email_address.h"
#include "core/failures.h"
#include "pipeline/config_default.h"

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

void read_mail(Section& section, Config& config) {
    static const std::map<std::string, MailSecurity> kinds{
        {"aucune", MailSecurity::none}, {"starttls", MailSecurity::starttls}, {"tls", MailSecurity::tls}};
    auto& mail = config.mail;
    std::string security;
    std::string password_file;
    std::string ca_file;
    section.read("serveur", mail.host);
    section.read("port", mail.port);
    section.read("securite", security);
    section.read("utilisateur", mail.user);
    section.read("fichier_mot_de_passe", password_file);
    section.read("autorites", ca_file);
    section.read("expediteur", mail.from);
    section.read("nom_expediteur", mail.from_name);
    mail.password_file = password_file;
    mail.ca_file = ca_file;
    if (!security.empty()) {
        const auto found = kinds.find(security);
        if (found == kinds.end())
            section.refuse(*section.node("securite"), "securite", "attendu : aucune, starttls ou tls");
        mail.security = found->second;
    }
    if (!core::EmailAddress::parse(mail.from) && section.node("expediteur") != nullptr)
        section.refuse(*section.node("expediteur"), "expediteur", "adresse électronique non valable");
}

void read_work(Section& section, Config& config) {
    std::string tessdata = config.tessdata;
    std::string fonts = config.fonts;
    section.read("ouvriers", config.workers);
    section.read("repos_secondes", config.settle_seconds);
    section.read("attente_verification_minutes", config.check_wait_minutes);
    section.read("delai_complement_heures", config.complement_hours);
    section.read("heure_impression", config.print_hour);
    section.read("tessdata", tessdata);
    section.read("polices", fonts);
    config.tessdata = tessdata;
    config.fonts = fonts;
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
    static const std::vector<std::string> known{"bureau",   "signataire", "recours",
                                                "courriel", "travail",    "instructeurs"};
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

    Config config;
    section(root, "bureau", file, config, read_office);
    section(root, "signataire", file, config, [](Section& s, Config& c) { read_person(s, c.signatory); });
    section(root, "recours", file, config, [](Section& s, Config& c) {
        s.read("tribunal", c.office.court);
        s.read("adresse", c.office.court_address);
    });
    section(root, "courriel", file, config, read_mail);
    section(root, "travail", file, config, read_work);
    read_instructors(root, file, config);
    if (config.print_hour > 23) throw core::BadSetup(file + " : « travail.heure_impression » va de 0 à 23");
    if (config.mail.port < 1 || config.mail.port > 65535)
        throw core::BadSetup(file + " : « courriel.port » va de 1 à 65535");
    return config;
}

std::string default_config_text() { return std::string{config_default}; }

}  // namespace pipeline
