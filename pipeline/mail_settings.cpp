#include <array>

#include "core/failures.h"
#include "pipeline/deliver.h"
#include "store/disk.h"

namespace pipeline {
/// Editors end the line with a line feed that is no part of the password.
std::string password_in(const std::filesystem::path& file) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file, failed))
        throw core::BadSetup("Le fichier de mot de passe n'existe pas : " + file.string());
    const auto text = store::read_file(file);
    return text.substr(0, text.find_first_of("\r\n"));
}

MailSettings mail_settings(const MailConfig& config) {
    const auto from = core::EmailAddress::parse(config.from);
    if (!from) throw core::BadSetup("L'adresse d'expéditeur des courriels n'est pas valide : « " + config.from + " »");
    if (config.port < 1 || config.port > 65535) throw core::BadSetup("Le port du relais de courrier n'est pas valide");
    constexpr std::array security{mail::Security::none, mail::Security::starttls, mail::Security::tls};

    const auto bounces = config.bounces.empty() ? from : core::EmailAddress::parse(config.bounces);
    if (!bounces)
        throw core::BadSetup("L'adresse de retour des courriels n'est pas valide : « " + config.bounces + " »");
    MailSettings settings{.relay = {}, .from = *bounces, .tagged = config.tagged};
    settings.relay.host = config.host;
    settings.relay.port = static_cast<std::uint16_t>(config.port);
    settings.relay.security = security.at(static_cast<std::size_t>(config.security));
    settings.relay.ca_file = config.ca_file;
    settings.relay.hello_name = from->domain();
    if (!config.password_file.empty()) {
        settings.relay.user = config.user;
        settings.relay.password = password_in(config.password_file);
    }
    return settings;
}

}  // namespace pipeline
