#include "core/email_address.h"
#include "pipeline/config_section.h"
#include "store/names.h"

namespace pipeline {
namespace {

void read_security(Section& section, MailSecurity& security) {
    read_choice<MailSecurity>(
        section, "securite",
        {{"aucune", MailSecurity::none}, {"starttls", MailSecurity::starttls}, {"tls", MailSecurity::tls}}, security);
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

}  // namespace

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

std::vector<BoxConfig> read_boxes(const toml::table& root, const std::string& file) {
    std::vector<BoxConfig> boxes;
    const auto* array = root["boites"].as_array();
    if (root.contains("boites") && array == nullptr)
        throw core::BadSetup(file + " : « boites » doit s'écrire [[boites]]");
    for (std::size_t i = 0; array != nullptr && i < array->size(); ++i) {
        const auto* table = array->get(i)->as_table();
        if (table == nullptr) throw core::BadSetup(file + " : « boites » doit s'écrire [[boites]]");
        Section section{*table, "boites", file};
        auto box = read_box(section, *table);
        for (const auto& other : boxes)
            if (other.name == box.name)
                section.refuse(*table, "nom", "deux boîtes portent le nom « " + box.name + " »");
        boxes.push_back(std::move(box));
    }
    return boxes;
}

}  // namespace pipeline
