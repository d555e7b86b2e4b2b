#include "mail/mailbox.h"

#include <Poco/Net/IPAddress.h>

#include <algorithm>

#include "core/failures.h"

namespace mail {

bool is_this_machine(const std::string& host) {
    Poco::Net::IPAddress address;
    return host == "localhost" || (Poco::Net::IPAddress::tryParse(host, address) && address.isLoopback());
}

std::unique_ptr<Mailbox> open_mailbox(const BoxSettings& settings) {
    const auto plain = [](const std::string& text) {
        return std::all_of(text.begin(), text.end(),
                           [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
    };
    if (!settings.ca_file.empty() && !std::filesystem::is_regular_file(settings.ca_file))
        throw core::BadSetup("Le fichier d'autorités de certification n'existe pas : " + settings.ca_file.string());
    if (settings.security == Security::none && !is_this_machine(settings.host))
        throw core::BadSetup("Le mot de passe de la boîte « " + settings.name +
                             " » partirait en clair : choisir starttls ou tls.");
    if (!plain(settings.folder) || !plain(settings.done_folder) || settings.folder.empty() ||
        settings.done_folder.empty())
        throw core::BadSetup("Boîte « " + settings.name + " » : noms de dossiers en lettres sans accent.");
    return settings.protocol == BoxProtocol::pop3 ? open_pop3(settings) : open_imap(settings);
}

}  // namespace mail
