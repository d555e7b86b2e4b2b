#include "mail/notice.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <regex>
#include <string_view>

namespace mail {
namespace {

using core::Delivery;
using Fields = std::map<std::string, std::string>;

/// ASCII, and the capitals of Latin-1 as UTF-8 writes them (É, À).
std::string small_letters(std::string_view text) {
    std::string small{text};
    for (std::size_t i = 0; i < small.size(); ++i) {
        const auto byte = static_cast<unsigned char>(small[i]);
        const bool latin = i > 0 && small[i - 1] == '\xC3' && byte >= 0x80 && byte <= 0x9E && byte != 0x97;
        if ((byte >= 'A' && byte <= 'Z') || latin) small[i] = static_cast<char>(byte + 0x20);
    }
    return small;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return std::string{text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1)};
}

/// Blocks of `Name: value` lines parted by empty lines, folded lines joined.
std::vector<Fields> field_blocks(std::string_view text) {
    std::vector<Fields> blocks(1);
    std::string name;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto colon = line.find(':');
        if (trimmed(line).empty()) {
            if (!blocks.back().empty()) blocks.emplace_back();
            name.clear();
        } else if ((line.front() == ' ' || line.front() == '\t') && !name.empty()) {
            blocks.back()[name] += ' ' + trimmed(line);
        } else if (colon != line.npos) {
            name = small_letters(trimmed(line.substr(0, colon)));
            blocks.back().emplace(name, trimmed(line.substr(colon + 1)));
        }
    }
    if (blocks.back().empty()) blocks.pop_back();
    return blocks;
}

std::string field(const Fields& fields, const std::string& name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

/// `rfc822; rh@valmer.example` without its type.
std::string typed_value(const std::string& value) {
    const auto semicolon = value.find(';');
    return trimmed(semicolon == value.npos ? value : value.substr(semicolon + 1));
}

std::string unbracketed(std::string text) {
    text = trimmed(text);
    if (text.size() >= 2 && text.front() == '<' && text.back() == '>') return text.substr(1, text.size() - 2);
    return text;
}

/// RFC 3461 xtext back to text.
std::string from_xtext(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && i + 2 < text.size() && std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0 &&
            std::isxdigit(static_cast<unsigned char>(text[i + 2])) != 0) {
            out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

void add_once(std::vector<std::string>& list, const std::string& item) {
    if (!item.empty() && item.size() <= 998 && std::find(list.begin(), list.end(), item) == list.end())
        list.push_back(item);
}

bool holds_any(std::string_view text, const std::vector<std::string_view>& words) {
    return std::any_of(words.begin(), words.end(), [&](auto word) { return text.find(word) != text.npos; });
}

std::string first_match(const std::string& text, const std::regex& form) {
    std::smatch found;
    return std::regex_search(text, found, form) ? found[1].str() : std::string{};
}

/// std::regex takes stack for each character it may repeat over: no line is longer than this.
std::string with_short_lines(const std::string& text) {
    constexpr std::size_t longest_line = 1'000, most = 32'768;
    std::string out;
    std::size_t column = 0;
    for (const char c : text.substr(0, most)) {
        column = c == '\n' ? 0 : column + 1;
        if (column <= longest_line) out += c;
    }
    return out;
}

// --- RFC 3464 and 8098 ----------------------------------------------------------------------------------------------

std::optional<Delivery> delivery_of_action(const std::string& action) {
    if (action == "failed") return Delivery::bounced;
    if (action == "delayed") return Delivery::delayed;
    if (action == "delivered" || action == "relayed" || action == "expanded") return Delivery::delivered;
    return std::nullopt;
}

/// `550 5.1.1 <x>: unknown` says more than a status of 5.0.0 before it.
std::string better_status(const std::string& status, const std::string& diagnostic) {
    static const std::regex enhanced{R"((?:^|[^0-9.])([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.]))"};
    const auto said = first_match(with_short_lines(diagnostic), enhanced);
    const bool vague = status.size() < 5 || status.ends_with(".0.0");
    return vague && !said.empty() ? said : trimmed(status).substr(0, 9);
}

void read_status(const std::string& part, Received& message) {
    for (const auto& block : field_blocks(part)) {
        add_once(message.references, from_xtext(field(block, "original-envelope-id")));
        add_once(message.references, unbracketed(field(block, "original-message-id")));
        const auto disposition = small_letters(field(block, "disposition"));
        if (disposition.find("displayed") != disposition.npos)
            message.notices.push_back({Delivery::read, typed_value(field(block, "final-recipient")), "", ""});
        const auto what = delivery_of_action(small_letters(field(block, "action")));
        if (!what) continue;
        const auto diagnostic = typed_value(field(block, "diagnostic-code"));
        auto recipient = typed_value(field(block, "original-recipient"));
        if (recipient.empty()) recipient = typed_value(field(block, "final-recipient"));
        message.notices.push_back(
            {*what, unbracketed(from_xtext(recipient)), better_status(field(block, "status"), diagnostic), diagnostic});
    }
}

// --- The customs before it ------------------------------------------------------------------------------------------

const std::vector<std::string_view> daemons{"mailer-daemon", "mailerdaemon",      "postmaster",     "mail-daemon",
                                            "maildelivery",  "microsoftexchange", "noreply-mailer", "mdaemon"};

const std::vector<std::string_view> report_subjects{"undeliver",
                                                    "delivery status notification",
                                                    "mail delivery failed",
                                                    "delivery failure",
                                                    "failure notice",
                                                    "returned mail",
                                                    "delivery has failed",
                                                    "mail delivery problem",
                                                    "undelivered mail",
                                                    "message non remis",
                                                    "non remis",
                                                    "non distribu",
                                                    "échec de la remise",
                                                    "echec de la remise",
                                                    "échec de remise",
                                                    "remise différée",
                                                    "notification d'état de remise",
                                                    "avis de non-remise",
                                                    "non-remise",
                                                    "message status",
                                                    "warning: could not send",
                                                    "warning: message",
                                                    "delayed",
                                                    "mail system error",
                                                    "delivery notification",
                                                    "échec de la distribution",
                                                    "courrier non distribué"};

const std::vector<std::string_view> report_phrases{
    "this message was created automatically by mail delivery software",
    "this is the qmail-send program",
    "i'm afraid i wasn't able to deliver your message",
    "could not be delivered",
    "couldn't be delivered",
    "could not be reached",
    "did not reach some or all",
    "had permanent fatal errors",
    "had transient non-fatal errors",
    "delivery to the following recipient",
    "delivery to these recipients or groups",
    "was not delivered to",
    "wasn't delivered to",
    "unable to deliver",
    "undeliverable",
    "delivery has failed",
    "not listed in",
    "returned to sender",
    "n'a pas pu être remis",
    "n’a pas pu être remis",
    "n'a pas été remis",
    "n’a pas été remis",
    "n'a pas pu être distribué",
    "impossible de remettre",
    "impossible de joindre",
    "échec de la remise",
    "la remise à ces destinataires",
    "a été créé automatiquement par",
    "est retardé",
    "n'a pas encore été remis",
    "n’a pas encore été remis",
    "delivery delayed",
    "has been delayed",
    "not been delivered yet",
    "has not yet been delivered",
    "will continue to be attempted",
};

const std::vector<std::string_view> delay_phrases{"delayed",
                                                  "transient non-fatal",
                                                  "not yet been delivered",
                                                  "not been delivered yet",
                                                  "will continue to be attempted",
                                                  "will be retried",
                                                  "will keep trying",
                                                  "this is a warning",
                                                  "you do not need to resend",
                                                  "retardé",
                                                  "remise différée",
                                                  "pas encore été remis",
                                                  "nouvelles tentatives"};
const std::vector<std::string_view> failure_phrases{"permanent",     "giving up", "fatal error", "definitively",
                                                    "i've given up", "abandon",   "définitive"};

bool is_from_the_mail_system(const Traits& traits) {
    const auto from = small_letters(traits.from);
    const auto local = from.substr(0, from.find('@'));
    const auto path = traits.headers.find("return-path");
    const bool null_sender = path != traits.headers.end() && unbracketed(path->second).empty();
    return null_sender || traits.headers.contains("x-failed-recipients") ||
           std::any_of(daemons.begin(), daemons.end(), [&](auto name) { return local.starts_with(name); });
}

/// What stands between the first words and the returned copy.
std::string before_the_copy(const std::string& text) {
    static const std::vector<std::string_view> marks{"--- below this line is a copy of the message",
                                                     "------ this is a copy of",
                                                     "----- original message",
                                                     "----- message d'origine",
                                                     "----- unsent message",
                                                     "--- the following is a copy",
                                                     "----- message header follows",
                                                     "this is a copy of your message",
                                                     "reporting-mta:"};
    const auto small = small_letters(text);
    auto end = text.size();
    for (const auto mark : marks) end = std::min(end, small.find(mark));
    return text.substr(0, end);
}

/// The line of what a server said: it begins with a reply code or names one.
std::string diagnostic_line(const std::string& text) {
    static const std::regex line{R"((?:^|\n)[ \t>*]*([^\n]*\b[45][0-9]{2}[ \-#;][^\n]{3,300}))"};
    return trimmed(first_match(text, line));
}

void read_custom(const Traits& traits, Received& message) {
    static const std::regex address{R"(([A-Za-z0-9._%+'-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}))"};
    static const std::regex enhanced{R"((?:^|[^0-9.])([45]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.]))"};
    const auto own = with_short_lines(before_the_copy(traits.text));
    const auto small = small_letters(own);
    const auto subject = small_letters(message.subject);
    const bool delayed = (holds_any(small, delay_phrases) || holds_any(subject, {"delay", "warning", "différée"})) &&
                         !holds_any(small, failure_phrases);
    Notice notice{.what = delayed ? Delivery::delayed : Delivery::bounced};
    const auto failed = traits.headers.find("x-failed-recipients");
    notice.recipient = first_match(failed == traits.headers.end() ? own : with_short_lines(failed->second), address);
    notice.diagnostic = diagnostic_line(own);
    notice.status = first_match(notice.diagnostic, enhanced);
    if (notice.status.empty()) notice.status = first_match(own, enhanced);
    if (notice.diagnostic.empty()) notice.diagnostic = trimmed(own).substr(0, 300);
    message.notices.push_back(std::move(notice));
}

bool is_custom_report(const Traits& traits, const Received& message) {
    if (message.subject.empty() && traits.text.empty()) return false;
    const bool subject = holds_any(small_letters(message.subject), report_subjects);
    const bool words = holds_any(small_letters(before_the_copy(traits.text)), report_phrases);
    return is_from_the_mail_system(traits) ? subject || words : subject && words && !traits.returned.empty();
}

// --- Programs that answer -------------------------------------------------------------------------------------------

bool says_it_is_automatic(const Fields& headers) {
    const auto submitted = small_letters(field(headers, "auto-submitted"));
    if (!submitted.empty() && !submitted.starts_with("no")) return true;
    if (headers.contains("x-autoreply") || headers.contains("x-autorespond") || headers.contains("x-auto-reply") ||
        headers.contains("x-autogenerated"))
        return true;
    return small_letters(field(headers, "precedence")) == "auto_reply";
}

bool sounds_automatic(const std::string& subject) {
    static const std::vector<std::string_view> marks{"automatic reply",
                                                     "réponse automatique",
                                                     "reponse automatique",
                                                     "absence du bureau",
                                                     "out of office",
                                                     "message d'absence",
                                                     "message d’absence",
                                                     "absent du bureau",
                                                     "auto-reply",
                                                     "autoreply",
                                                     "auto reply",
                                                     "autoresponse",
                                                     "réponse auto",
                                                     "je suis absent",
                                                     "en congé",
                                                     "mailinblack",
                                                     "demande d'authentification",
                                                     "demande d’authentification"};
    return holds_any(small_letters(subject), marks);
}

/// Our own Message-IDs, wherever they are quoted: in the text, in addresses, in returned headers.
void add_own_ids(const std::string& text, std::vector<std::string>& references) {
    static const std::regex own{R"((vaguemestre-[0-9a-f]{32}\.[0-9]+(?:@[A-Za-z0-9.-]+)?))"};
    for (std::sregex_iterator it{text.begin(), text.end(), own}, end; it != end; ++it)
        add_once(references, (*it)[1].str());
}

}  // namespace

void tell_nature(const Traits& traits, Received& message) {
    for (const auto& part : traits.status_parts) read_status(part, message);
    for (const auto& block : traits.returned)
        for (const auto& fields : field_blocks(block))
            add_once(message.references, unbracketed(field(fields, "message-id")));
    add_own_ids(traits.text, message.references);
    for (const auto& address : message.to) add_own_ids(address, message.references);

    const bool has_notices = !message.notices.empty();
    if (has_notices && message.notices.front().what == Delivery::read) {
        message.nature = Nature::receipt;
    } else if (traits.report_type == "disposition-notification") {
        message.nature = Nature::auto_reply;  // Deleted unread, and the like: nothing is known by it.
    } else if (has_notices) {
        message.nature = Nature::report;
    } else if (is_custom_report(traits, message)) {
        message.nature = Nature::report;
        read_custom(traits, message);
    } else if (says_it_is_automatic(traits.headers) || (sounds_automatic(message.subject) && !traits.has_files)) {
        message.nature = Nature::auto_reply;
    }
}

}  // namespace mail
