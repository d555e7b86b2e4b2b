#include "mail/message.h"

#include <Poco/Base64Decoder.h>
#include <Poco/DateTime.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/DigestEngine.h>
#include <Poco/SHA2Engine.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timestamp.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "mail/header_text.h"

namespace mail {
namespace {

using core::Reason;
using core::Refusal;

std::string rfc5322_date(core::Instant instant) {
    const Poco::Timestamp stamp{
        std::chrono::duration_cast<std::chrono::microseconds>(instant.time_since_epoch()).count()};
    return Poco::DateTimeFormatter::format(stamp, "%w, %e %b %Y %H:%M:%S +0000");
}

/// Base64 holds neither `_` nor `=_`, so no part can hold it.
std::string boundary_of(std::string_view message_id) {
    Poco::SHA2Engine engine{Poco::SHA2Engine::SHA_256};
    engine.update(message_id.data(), message_id.size());
    return "vm_" + Poco::DigestEngine::digestToHex(engine.digest()).substr(0, 32);
}

bool is_media_type(std::string_view type) {
    const auto token = [](std::string_view part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '+';
        });
    };
    const auto slash = type.find('/');
    return slash != type.npos && type.size() <= 100 && token(type.substr(0, slash)) && token(type.substr(slash + 1));
}

std::optional<Refusal> attachment_fault(const Attachment& attachment) {
    if (const auto fault = text_fault(attachment.name, LineBreaks::forbidden))
        return Refusal{Reason::data_invalid, "nom de pièce jointe : " + *fault};
    if (attachment.name.empty() || attachment.name.find_first_of("/\\") != std::string::npos)
        return Refusal{Reason::data_invalid, "nom de pièce jointe vide ou contenant un chemin"};
    if (!is_media_type(attachment.media_type)) return Refusal{Reason::data_invalid, "type de pièce jointe"};
    return std::nullopt;
}

std::optional<Refusal> fault_of(const OutgoingMessage& message) {
    if (message.subject.empty()) return Refusal{Reason::field_missing, "objet du message"};
    if (message.text.empty()) return Refusal{Reason::field_missing, "texte du message"};
    if (const auto fault = text_fault(message.subject, LineBreaks::forbidden))
        return Refusal{Reason::data_invalid, "objet du message : " + *fault};
    if (const auto fault = text_fault(message.from_name, LineBreaks::forbidden))
        return Refusal{Reason::data_invalid, "nom de l'expéditeur : " + *fault};
    if (const auto fault = text_fault(message.decision, LineBreaks::forbidden))
        return Refusal{Reason::data_invalid, "référence de la décision : " + *fault};
    if (const auto fault = text_fault(message.text, LineBreaks::allowed))
        return Refusal{Reason::data_invalid, "texte du message : " + *fault};
    if (!core::EmailAddress::parse(message.message_id))  // The same dot-atom on both sides of one `@`.
        return Refusal{Reason::data_invalid, "identifiant du message"};
    for (const auto& attachment : message.attachments)
        if (auto fault = attachment_fault(attachment)) return fault;
    return std::nullopt;
}

std::string with_crlf(std::string_view text) {
    std::string lines;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (pair) ++i;
        if (pair || text[i] == '\n' || text[i] == '\r')
            lines += "\r\n";
        else
            lines += text[i];
    }
    if (!lines.ends_with("\r\n")) lines += "\r\n";
    return lines;
}

std::string from_value(const OutgoingMessage& message) {
    if (message.from_name.empty()) return message.from.text();
    auto name = encode_words(message.from_name);
    if (name.find_first_of(".:,/+;=") != name.npos && !name.starts_with("=?")) name = '"' + name + '"';
    return name + "\r\n <" + message.from.text() + ">";
}

std::string headers_of(const OutgoingMessage& message) {
    std::string text = "Date: " + rfc5322_date(message.date) + "\r\nFrom: " + from_value(message) +
                       "\r\nTo: " + message.to.text() + "\r\nSubject: " + encode_words(message.subject) +
                       "\r\nMessage-ID: <" + message.message_id + ">\r\n";
    if (message.reply_to) text += "Reply-To: " + message.reply_to->text() + "\r\n";
    if (!message.decision.empty()) text += "X-Decision: " + encode_words(message.decision) + "\r\n";
    return text + "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
}

std::string text_part(const OutgoingMessage& message) {
    return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
           base64_lines(with_crlf(message.text));
}

std::string attachment_part(const Attachment& attachment) {
    return "Content-Type: " + attachment.media_type +
           "\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;" +
           file_name_parameter(attachment.name) + "\r\n\r\n" + base64_lines(attachment.bytes);
}

/// Value of a header that stands once, on one line.
std::optional<std::string> only_value(std::string_view headers, std::string_view name) {
    const auto mark = "\r\n" + std::string{name} + ": ";
    const auto start = headers.find(mark);
    if (start == headers.npos || headers.find(mark, start + 1) != headers.npos) return std::nullopt;
    const auto value = headers.substr(start + mark.size());
    return std::string{value.substr(0, value.find("\r\n"))};
}

std::string decoded(std::string_view base64) {
    std::istringstream in{std::string{base64}};
    Poco::Base64Decoder decoder{in};
    std::string bytes;
    Poco::StreamCopier::copyToString(decoder, bytes);
    return bytes;
}

}  // namespace

core::Outcome<std::string> freeze(const OutgoingMessage& message) {
    if (auto fault = fault_of(message)) return *fault;
    auto bytes = headers_of(message);
    if (message.attachments.empty()) return bytes + text_part(message);

    const auto boundary = boundary_of(message.message_id);
    bytes += "Content-Type: multipart/mixed;\r\n boundary=\"" + boundary + "\"\r\n\r\n";
    bytes += "--" + boundary + "\r\n" + text_part(message);
    for (const auto& attachment : message.attachments) bytes += "--" + boundary + "\r\n" + attachment_part(attachment);
    return bytes + "--" + boundary + "--\r\n";
}

core::Outcome<FrozenMessage> reread(std::string_view frozen) {
    const Refusal damaged{Reason::damaged, "message figé"};
    const auto body = frozen.find("\r\n\r\n");
    if (!is_wire_form(frozen) || body == frozen.npos) return damaged;
    const auto headers = "\r\n" + std::string{frozen.substr(0, body + 2)};
    const auto to = only_value(headers, "To");
    const auto id = only_value(headers, "Message-ID");
    if (!to || !id || id->size() < 2) return damaged;

    FrozenMessage message{.to = *to, .message_id = id->substr(1, id->size() - 2)};
    const auto boundary = boundary_of(message.message_id);
    if (headers.find(boundary) != headers.npos && !frozen.ends_with("\r\n--" + boundary + "--\r\n")) return damaged;
    const auto mark = "--" + boundary + "\r\n";
    auto next = frozen.find(mark, frozen.find(mark, body) + 1);  // The first part is the text.
    while (next != frozen.npos) {
        const auto blank = frozen.find("\r\n\r\n", next);
        const auto end = frozen.find("\r\n--", blank);
        if (end == frozen.npos) return damaged;
        message.attachments.push_back(decoded(frozen.substr(blank + 4, end - blank - 4)));
        next = frozen.find(mark, end);
    }
    return message;
}

bool is_wire_form(std::string_view bytes) {
    std::size_t line = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto c = static_cast<unsigned char>(bytes[i]);
        if (c == 0 || c > 126 || c == '\n') return false;
        if (c != '\r') {
            if (++line > 998) return false;
            continue;
        }
        if (++i == bytes.size() || bytes[i] != '\n') return false;
        line = 0;
    }
    return bytes.ends_with("\r\n");
}

}  // namespace mail
