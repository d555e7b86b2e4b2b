#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/email_address.h"

namespace mail {

enum class Security { none, starttls, tls };

struct SmtpSettings {
    std::string host = "localhost";
    std::uint16_t port = 25;
    Security security = Security::starttls;  ///< Never falls back to clear text.
    std::filesystem::path ca_file;           ///< PEM; empty: the system's authorities.
    std::string user;                        ///< Empty: no AUTH. PLAIN when offered, else LOGIN.
    std::string password;
    std::string hello_name = "localhost";
    std::chrono::seconds connect_timeout{30};
    std::chrono::seconds command_timeout{120};
    std::chrono::seconds final_reply_timeout{600};  ///< After the dot (RFC 5321 4.5.3.2.6). A shorter one makes doubts.
};

struct Envelope {
    core::EmailAddress from;
    core::EmailAddress to;
    std::string id;  ///< ENVID: comes back in delivery reports (RFC 3461), asked for when the server offers DSN.
};

/// The identity under which a relay queued a message, in its reply to the final dot (Postfix, Exim, OpenSMTPD,
/// Sendmail, Exchange); empty when it names none.
std::string queue_id(std::string_view reply);

/// `later`: no server holds the message, it may be tried again. `uncertain`: the dot may have left and nobody answered
/// it; only a person may send again.
enum class SendOutcome { sent, refused, later, uncertain };

struct SendResult {
    SendOutcome outcome = SendOutcome::later;
    int code = 0;       ///< The server's; 0 when it did not answer.
    std::string reply;  ///< Its text, queue id included, on one line; French words of ours when it did not answer.

    bool operator==(const SendResult&) const = default;
};

/// One connection to the relay, for several messages. One thread at a time. Ignores SIGPIPE for the process.
///
/// Does: connects (TCP_NODELAY), EHLO, STARTTLS or TLS with the chain and the name of the certificate checked, AUTH.
/// Leaves with QUIT, except after a doubt. Trusts: the relay for what it answers, not for its manners: a reply cut
/// short ends the conversation. Known faults of Poco 1.11 it stays clear of: SMTPClientSession loops for ever on a
/// multi-line reply cut short, calls a missing reply a rejection, hides write errors from sendMessage(istream) and
/// checks no host name once a handshake has timed out. The conversation is therefore ours, over Poco's sockets, TLS and
/// dot stuffing.
class SmtpLink {
  public:
    /// core::TryLater when the relay does not answer, has no valid certificate or denies the login; core::BadSetup for
    /// settings that can never work (no CA file, a password over clear text to another machine).
    explicit SmtpLink(const SmtpSettings& settings);
    ~SmtpLink();
    SmtpLink(const SmtpLink&) = delete;
    SmtpLink& operator=(const SmtpLink&) = delete;

    /// False once the connection is lost: make another link. send() then gives `later`.
    bool usable() const;

    /// Sends the bytes as they are. `before_final_dot` runs when all but the final dot has been handed to the network:
    /// what it commits is durable before the message can exist elsewhere. If it throws, the dot never leaves, the
    /// connection is cut, and the exception goes on. std::logic_error for bytes that are not is_wire_form().
    SendResult send(const Envelope& envelope, std::string_view frozen, const std::function<void()>& before_final_dot);

  private:
    class Conversation;
    std::unique_ptr<Conversation> talk_;
};

}  // namespace mail
