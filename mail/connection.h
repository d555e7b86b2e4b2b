#pragma once

#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timespan.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

/// Inside `mail` only: how every connection to a mail server is made.
namespace mail {

Poco::Timespan span(std::chrono::seconds limit);

/// Tries each address of the host in turn; TCP_NODELAY. Poco::Exception when none answers.
Poco::Net::StreamSocket connected(const std::string& host, std::uint16_t port, std::chrono::seconds limit);

/// The same connection under TLS 1.2 or later, the chain and the name of the certificate checked. `ca_file` empty: the
/// system's authorities.
Poco::Net::SecureStreamSocket secured(Poco::Net::StreamSocket& socket, const std::string& host,
                                      const std::filesystem::path& ca_file);

}  // namespace mail
