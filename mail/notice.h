#pragma once

#include <map>
#include <string>
#include <vector>

#include "mail/received.h"

namespace mail {

/// What a message is made of, as far as telling its nature needs it.
struct Traits {
    std::map<std::string, std::string> headers;  ///< Names in small letters; the first of each name, decoded.
    std::string from;                            ///< Bare address.
    std::string report_type;                     ///< Parameter of multipart/report; empty otherwise.
    std::string text;                            ///< Of the body.
    std::vector<std::string> status_parts;       ///< message/delivery-status, message/disposition-notification.
    std::vector<std::string> returned;           ///< Header blocks of the messages it returns, or of their copies.
    bool has_files = false;                      ///< Something besides its text is joined.
};

/// Nature, notices and references of a message; the rest is left as it is. Pure.
/// Does: RFC 3464 and 8098 parts where there are any; else the reports of Exim, qmail, Sendmail, Exchange (French and
/// English), Courier, Domino and large providers, by two signs at least (who sends it, what it says). An automatic
/// reply is one by its headers (RFC 3834); by its subject alone only when nothing is joined, so that a real answer is
/// never lost. Known faults: a report that says neither its message's id nor anything else of ours cannot be attached.
void tell_nature(const Traits& traits, Received& message);

}  // namespace mail
