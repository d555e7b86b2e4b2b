#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/enum_names.h"
#include "mail/smtp.h"

namespace mail {

enum class BoxProtocol { pop3, imap };

struct BoxSettings {
    std::string name;  ///< What the office calls it: keys and locks are named after it.
    BoxProtocol protocol = BoxProtocol::imap;
    std::string host;
    std::uint16_t port = 993;
    Security security = Security::tls;  ///< Never falls back to clear text.
    std::filesystem::path ca_file;      ///< PEM; empty: the system's authorities.
    std::string user;
    std::string password;
    std::string folder = "INBOX";       ///< IMAP only.
    std::string done_folder = "Recus";  ///< IMAP only: where taken messages go; made when missing. ASCII.
    std::chrono::seconds timeout{60};   ///< For the server to say something.
};

/// A message that lies in a box.
struct BoxEntry {
    std::string id;          ///< What the session calls it.
    std::string mark;        ///< `UIDVALIDITY/UID`: the same for ever; empty for POP3, whose names are only promised.
    std::uint64_t size = 0;  ///< bytes, as the server says.
};

/// One session with one box. The same for POP3 (Poco) and IMAP (libcurl): what is done is deleted or moved away, and
/// only then. Whatever fails is core::TryLater in French: nothing was taken away, the next session sees it again. One
/// thread.
class Mailbox {
  public:
    using Sink = std::function<void(std::string_view bytes)>;

    virtual ~Mailbox() = default;
    /// All that waits, the oldest first.
    virtual std::vector<BoxEntry> list() = 0;
    /// The raw message, all of it: a connection that breaks on the way throws.
    virtual void fetch(const BoxEntry& entry, const Sink& sink) = 0;
    /// The message is safe with us.
    virtual void done(const BoxEntry& entry) = 0;
    /// Makes what was done final (POP3 deletes at QUIT).
    virtual void leave() = 0;
};

/// core::TryLater when the server does not answer, has no valid certificate or denies the login; core::BadSetup for
/// settings that can never work.
std::unique_ptr<Mailbox> open_mailbox(const BoxSettings& settings);

/// Each is one implementation.
std::unique_ptr<Mailbox> open_pop3(const BoxSettings& settings);
std::unique_ptr<Mailbox> open_imap(const BoxSettings& settings);

/// localhost, or a loopback address.
bool is_this_machine(const std::string& host);

}  // namespace mail

template <>
struct core::EnumNames<mail::BoxProtocol> {
    static constexpr std::array<std::string_view, 2> names{"pop3", "imap"};
};
