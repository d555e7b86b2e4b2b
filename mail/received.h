#pragma once

#include <string>
#include <vector>

#include "core/dispatch.h"
#include "core/enum_names.h"

namespace mail {

/// What a message is. `letter`: somebody wrote it. `report`: the mail system tells what became of one of ours (RFC 3464
/// and the customs before it). `auto_reply`: a program answered (RFC 3834, out of office). `receipt`: somebody opened
/// one of ours (RFC 8098).
enum class Nature { letter, report, auto_reply, receipt };

/// What a report says of one recipient.
struct Notice {
    core::Delivery what = core::Delivery::bounced;  ///< bounced, delayed, delivered or read.
    std::string recipient;                          ///< As the report writes it; may be empty.
    std::string status;                             ///< `5.1.1`; empty when there is none.
    std::string diagnostic;                         ///< What the server said, one line; may be empty.

    bool operator==(const Notice&) const = default;
};

/// A message as read. Nothing in it is proved: whoever writes may write anything.
struct Received {
    Nature nature = Nature::letter;
    std::string from;  ///< Bare address; may be empty.
    std::string subject;
    std::string message_id;
    std::vector<std::string> to;          ///< Addresses it was sent or delivered to.
    std::vector<std::string> references;  ///< Message-IDs and envelope ids it answers or tells of; the nearest first.
    std::string text;                     ///< UTF-8, cut at a limit.
    std::vector<Notice> notices;

    bool operator==(const Received&) const = default;
};

}  // namespace mail

template <>
struct core::EnumNames<mail::Nature> {
    static constexpr std::array<std::string_view, 4> names{"letter", "report", "auto_reply", "receipt"};
};
