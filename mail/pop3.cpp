#include <Poco/Net/DialogSocket.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/POP3ClientSession.h>

#include <ostream>
#include <streambuf>

#include "core/failures.h"
#include "mail/connection.h"
#include "mail/mailbox.h"

namespace mail {
namespace {

namespace net = Poco::Net;

/// Hands what is written on, piece by piece.
class SinkBuffer : public std::streambuf {
  public:
    explicit SinkBuffer(const Mailbox::Sink& sink) : sink_(sink) {}

  private:
    int_type overflow(int_type c) override {
        if (c != traits_type::eof()) {
            const char byte = traits_type::to_char_type(c);
            sink_({&byte, 1});
        }
        return traits_type::not_eof(c);
    }
    std::streamsize xsputn(const char* bytes, std::streamsize count) override {
        sink_({bytes, static_cast<std::size_t>(count)});
        return count;
    }
    const Mailbox::Sink& sink_;
};

/// The connection up to the login, secured as the settings say. Poco's session knows no STLS: it is asked for here, and
/// the greeting is read here.
net::StreamSocket ready_socket(const BoxSettings& settings) {
    auto socket = connected(settings.host, settings.port, settings.timeout);
    socket.setReceiveTimeout(span(settings.timeout));
    socket.setSendTimeout(span(settings.timeout));
    if (settings.security == Security::tls) socket = secured(socket, settings.host, settings.ca_file);
    net::DialogSocket dialog{socket};
    std::string line;
    if (!dialog.receiveMessage(line) || !line.starts_with("+OK")) throw net::POP3Exception{"greeting", line};
    if (settings.security == Security::starttls) {
        dialog.sendMessage("STLS");
        if (!dialog.receiveMessage(line) || !line.starts_with("+OK")) throw net::POP3Exception{"STLS", line};
        socket = secured(dialog, settings.host, settings.ca_file);
        socket.setReceiveTimeout(span(settings.timeout));
        socket.setSendTimeout(span(settings.timeout));
    }
    return socket;
}

/// Poco's session is used past its login(), which would wait for a second greeting. Its known faults kept away from:
/// retrieveMessage() ends silently when the connection breaks; a NOOP that is answered proves that it did not.
class Pop3Box : public Mailbox {
  public:
    explicit Pop3Box(const BoxSettings& settings)
        : name_(settings.name), session_(guarded([&] { return ready_socket(settings); })) {
        guarded([&] { session_.setTimeout(span(settings.timeout)); });
        command("USER", settings.user);
        command("PASS", settings.password);
    }
    ~Pop3Box() override = default;  // Without QUIT nothing is deleted.

    std::vector<BoxEntry> list() override {
        net::POP3ClientSession::MessageInfoVec infos;
        guarded([&] { session_.listMessages(infos); });
        std::vector<BoxEntry> entries;
        for (const auto& info : infos)
            entries.push_back(
                {.id = std::to_string(info.id), .size = static_cast<std::uint64_t>(std::max(info.size, 0))});
        return entries;
    }

    void fetch(const BoxEntry& entry, const Sink& sink) override {
        SinkBuffer buffer{sink};
        std::ostream out{&buffer};
        out.exceptions(std::ios::badbit);
        guarded([&] { session_.retrieveMessage(std::stoi(entry.id), out); });
        command("NOOP", "");
    }

    void done(const BoxEntry& entry) override {
        guarded([&] { session_.deleteMessage(std::stoi(entry.id)); });
    }

    void leave() override { command("QUIT", ""); }

  private:
    template <class Work>
    auto guarded(const Work& work) -> decltype(work()) {
        try {
            return work();
        } catch (const Poco::Exception& trouble) {
            throw core::TryLater("boîte « " + name_ + " » (POP3) : " + trouble.displayText());
        }
    }

    void command(const std::string& verb, const std::string& argument) {
        std::string response;
        const bool done = guarded([&] {
            return argument.empty() ? session_.sendCommand(verb, response)
                                    : session_.sendCommand(verb, argument, response);
        });
        if (!done)
            throw core::TryLater("boîte « " + name_ + " » (POP3), " + verb + " : " +
                                 (response.empty() ? "connexion fermée par le serveur" : response));
    }

    const std::string name_;
    net::POP3ClientSession session_;
};

}  // namespace

std::unique_ptr<Mailbox> open_pop3(const BoxSettings& settings) { return std::make_unique<Pop3Box>(settings); }

}  // namespace mail
