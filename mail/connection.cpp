#include "mail/connection.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/X509Certificate.h>

namespace mail {
namespace {

namespace net = Poco::Net;

net::Context::Ptr client_context(const std::filesystem::path& ca_file) {
    net::Context::Params params;
    params.caLocation = ca_file.string();
    params.loadDefaultCAs = ca_file.empty();
    params.verificationMode = net::Context::VERIFY_STRICT;
    params.cipherList = "HIGH:!aNULL:!MD5";
    net::Context::Ptr context{new net::Context{net::Context::TLS_CLIENT_USE, params}};
    context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
    return context;
}

}  // namespace

Poco::Timespan span(std::chrono::seconds limit) { return Poco::Timespan{static_cast<long>(limit.count()), 0}; }

net::StreamSocket connected(const std::string& host, std::uint16_t port, std::chrono::seconds limit) {
    const auto addresses = net::DNS::hostByName(host).addresses();
    if (addresses.empty()) throw net::NoAddressFoundException{host};
    for (std::size_t i = 0;; ++i) {
        try {
            net::StreamSocket socket;
            socket.connect(net::SocketAddress{addresses[i], port}, span(limit));
            socket.setNoDelay(true);
            return socket;
        } catch (const Poco::Exception&) {
            if (i + 1 == addresses.size()) throw;
        }
    }
}

net::SecureStreamSocket secured(net::StreamSocket& socket, const std::string& host,
                                const std::filesystem::path& ca_file) {
    auto secure = net::SecureStreamSocket::attach(socket, host, client_context(ca_file));
    // A handshake that timed out comes back without an error, a certificate or a checked name.
    if (!secure.havePeerCertificate() || !secure.peerCertificate().verify(host))
        throw net::CertificateValidationException{"no certificate for " + host};
    return secure;
}

}  // namespace mail
