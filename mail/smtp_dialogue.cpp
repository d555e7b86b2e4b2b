#include "mail/smtp_dialogue.h"

#include <Poco/Net/NetException.h>
#include <Poco/String.h>

#include <algorithm>
#include <optional>

#include "mail/connection.h"

namespace mail {
namespace {

namespace net = Poco::Net;

constexpr std::size_t most_lines = 64;
constexpr std::size_t most_text = 500;

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

SmtpDialogue::SmtpDialogue(const SmtpSettings& settings)
    : socket_(connected(settings.host, settings.port, settings.connect_timeout)) {
    wait_at_most(settings.connect_timeout);
}

void SmtpDialogue::start_tls(const SmtpSettings& settings) {
    socket_ = secured(socket_, settings.host, settings.ca_file);  // Also forgets what was received in clear text.
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
