#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/email_address.h"
#include "core/outcome.h"

namespace mail {

struct Attachment {
    std::string name;  ///< As the reader sees it, UTF-8, no path: `décision 26-000123-7.pdf`.
    std::string media_type = "application/pdf";
    std::string bytes;
};

/// One message to one recipient. Nothing in it is trusted: freeze() judges every text.
struct OutgoingMessage {
    core::EmailAddress from;
    std::string from_name;  ///< Empty: the bare address.
    core::EmailAddress to;
    std::optional<core::EmailAddress> reply_to;
    std::string subject;
    std::string text;  ///< UTF-8; any line ending.
    std::vector<Attachment> attachments;
    std::string message_id;  ///< `decision-….1@office.example`, without angle brackets.
    core::Instant date{};
    std::string decision;  ///< X-Decision: names the act, so that two copies are seen to be one. May be empty.
};

/// The exact bytes that will stand between DATA and the final dot, before dot stuffing.
///
/// Does: headers of 7-bit ASCII (RFC 2047 base64 words for French, RFC 2231 for file names), every part in base64, CRLF
/// everywhere, a boundary computed from the message id. Pure: the same message gives the same bytes, on any machine.
/// Trusts: nothing. Poco's encodeWord cuts words inside a UTF-8 character and its MailMessage draws a boundary at
/// random and writes CR and LF as they come; only its encoders are used. Refuses with data_invalid: a control character
/// (CR, LF, NUL, C1, bidirectional override), malformed UTF-8, a file name with a path, a message id or media type of
/// another shape; with field_missing: no subject, no text.
core::Outcome<std::string> freeze(const OutgoingMessage& message);

/// What a frozen message says of itself, read again before it leaves.
struct FrozenMessage {
    std::string to;
    std::string message_id;
    std::vector<std::string> attachments;  ///< Decoded bytes.
};

/// Reads what freeze() wrote, and nothing else: `damaged` for bytes of any other form.
core::Outcome<FrozenMessage> reread(std::string_view frozen);

/// True for what may follow DATA: 7-bit, every line ended by CRLF and at most 998 long, no lone CR or LF, no NUL.
bool is_wire_form(std::string_view bytes);

}  // namespace mail
