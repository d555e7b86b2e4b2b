#pragma once

#include <Poco/Net/DialogSocket.h>

#include <chrono>
#include <string>
#include <string_view>

#include "mail/smtp.h"

namespace mail {

struct Reply {
    int code = 0;      ///< 0: the server closed, or what it said is no SMTP reply.
    std::string text;  ///< Lines joined by a space, codes kept, printable ASCII, at most 500 characters.
    std::string raw;   ///< Lines joined by '\n': for the keywords of EHLO.

    bool good() const { return code >= 200 && code < 300; }
    /// EHLO said this keyword (`STARTTLS`), or gave it this parameter (`AUTH`, `PLAIN`).
    bool offers(std::string_view keyword, std::string_view parameter = {}) const;
};

/// Lines to and from one server. Every member throws Poco::Exception when the network fails.
class SmtpDialogue {
  public:
    /// Tries each address of the host in turn.
    explicit SmtpDialogue(const SmtpSettings& settings);

    void start_tls(const SmtpSettings& settings);
    /// For the replies that follow.
    void wait_at_most(std::chrono::seconds limit);
    /// Poco::IOException when a line is too long; code 0 when the reply ends too soon.
    Reply read();
    Reply ask(const std::string& line);
    void write(std::string_view bytes);
    /// Cuts the connection at once, without QUIT.
    void drop() noexcept;

  private:
    Poco::Net::DialogSocket socket_;
    bool secure_ = false;
};

}  // namespace mail
