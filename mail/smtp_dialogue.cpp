#include "mail/smtp_dialogue.h"

#include <Poco/Net/Context.h>
#include <Poco/Net/DNS.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Net/X509Certificate.h>
#include <Poco/String.h>

#include <algorithm>
#include <optional>

namespace mail {
namespace {

namespace net = Poco::Net;

constexpr std::size_t most_lines = 64;
constexpr std::size_t most_text = 500;

Poco::Timespan span(std::chrono::seconds limit) { return Poco::Timespan{static_cast<long>(limit.count()), 0}; }

net::StreamSocket connected(const SmtpSettings& settings) {
    const auto addresses = net::DNS::hostByName(settings.host).addresses();
    if (addresses.empty()) throw net::NoAddressFoundException{settings.host};
    for (std::size_t i = 0;; ++i) {
        try {
            net::StreamSocket socket;
            socket.connect(net::SocketAddress{addresses[i], settings.port}, span(settings.connect_timeout));
            socket.setNoDelay(true);
            return socket;
        } catch (const Poco::Exception&) {
            if (i + 1 == addresses.size()) throw;
        }
    }
}

net::Context::Ptr client_context(const SmtpSettings& settings) {
    net::Context::Params params;
    params.caLocation = settings.ca_file.string();
    params.loadDefaultCAs = settings.ca_file.empty();
    params.verificationMode = net::Context::VERIFY_STRICT;
    params.cipherList = "HIGH:!aNULL:!MD5";
    net::Context::Ptr context{new net::Context{net::Context::TLS_CLIENT_USE, params}};
    context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
    return context;
}

std::optional<int> code_of(std::string_view line) {
    if (line.size() < 3 || (line.size() > 3 && line[3] != ' ' && line[3] != '-')) return std::nullopt;
    int code = 0;
    for (const char c : line.substr(0, 3)) {
        if (c < '0' || c > '9') return std::nullopt;
        code = code * 10 + (c - '0');
    }
    return code;
}

}  // namespace

bool Reply::offers(std::string_view keyword, std::string_view parameter) const {
    std::size_t start = 0;
    while (start < raw.size()) {
        const auto end = std::min(raw.find('\n', start), raw.size());
        const auto words =
            ' ' + Poco::toUpper(raw.substr(std::min(start + 4, end), end - std::min(start + 4, end))) + ' ';
        if (words.starts_with(' ' + std::string{keyword} + ' ') &&
            (parameter.empty() || words.find(' ' + std::string{parameter} + ' ') != words.npos))
            return true;
        start = end + 1;
    }
    return false;
}

SmtpDialogue::SmtpDialogue(const SmtpSettings& settings) : socket_(connected(settings)) {
    wait_at_most(settings.connect_timeout);
}

void SmtpDialogue::start_tls(const SmtpSettings& settings) {
    auto secure = net::SecureStreamSocket::attach(socket_, settings.host, client_context(settings));
    // A handshake that timed out comes back without an error, a certificate or a checked name.
    if (!secure.havePeerCertificate() || !secure.peerCertificate().verify(settings.host))
        throw net::CertificateValidationException{"no certificate for " + settings.host};
    socket_ = secure;  // Also forgets what was received in clear text.
    secure_ = true;
}

void SmtpDialogue::wait_at_most(std::chrono::seconds limit) {
    // Poco's TLS socket waits twice: once in SSL_read, once in poll.
    const auto timeout = secure_ ? Poco::Timespan{span(limit).totalMicroseconds() / 2} : span(limit);
    socket_.setReceiveTimeout(timeout);
    socket_.setSendTimeout(timeout);
}

Reply SmtpDialogue::read() {
    Reply reply;
    std::optional<int> code;
    for (std::size_t count = 0; count < most_lines; ++count) {
        std::string line;
        if (!socket_.receiveMessage(line)) return {.text = "connexion fermée par le serveur"};
        const auto own = code_of(line);
        if (!own || (code && own != code)) return {.text = "réponse incompréhensible du serveur"};
        code = own;
        if (count > 0) reply.text += ' ', reply.raw += '\n';
        std::replace_if(
            line.begin(), line.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
        reply.raw += line;
        if (reply.text.size() + line.size() <= most_text) reply.text += line;
        if (line.size() == 3 || line[3] == ' ') {
            reply.code = *code;
            return reply;
        }
    }
    return {.text = "réponse trop longue du serveur"};
}

Reply SmtpDialogue::ask(const std::string& line) {
    socket_.sendMessage(line);
    return read();
}

void SmtpDialogue::write(std::string_view bytes) {
    constexpr std::size_t slice = 1 << 16;
    while (!bytes.empty()) {
        const auto now = bytes.substr(0, slice);
        const int written = socket_.sendBytes(now.data(), static_cast<int>(now.size()));
        if (written <= 0) throw net::ConnectionResetException{};
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void SmtpDialogue::drop() noexcept {
    try {
        socket_.close();
    } catch (const Poco::Exception&) {  // Already gone.
    }
}

}  // namespace mail
