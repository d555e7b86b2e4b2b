#include "pipeline/mail_arrival.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <regex>

#include "core/delivery.h"
#include "core/email_address.h"
#include "core/identifiers.h"
#include "core/reply_reference.h"
#include "pipeline/complement.h"
#include "pipeline/register_pages.h"
#include "pipeline/undelivered.h"

namespace pipeline {
namespace {

std::optional<core::Dispatch> dispatch_of(const Installation& office, store::Store& store, const std::string& id) {
    if (auto found = store.outbox().find_message(id)) return found;
    const auto from = core::EmailAddress::parse(office.config.mail.from);
    if (!from || id.find('@') != std::string::npos) return std::nullopt;
    return store.outbox().find_message(id + "@" + from->domain());
}

std::optional<core::ReplyReference> reference_in(const mail::Received& message) {
    for (const auto& address : message.to)
        if (auto found = core::ReplyReference::find(address)) return found;
    if (auto found = core::ReplyReference::find(message.subject)) return found;
    return core::ReplyReference::find(message.text);
}

/// A number anybody can write: it counts only when the dossier waits for an answer, or for its registered address.
std::string numbered_dossier(store::Store& store, const mail::Received& message) {
    static const std::regex form{R"((?:^|[^0-9])([0-9]{2}-[0-9]{6}-[0-9])(?![0-9]))"};
    const auto text = message.subject + "\n" + message.text;
    for (std::sregex_iterator it{text.begin(), text.end(), form}, end; it != end; ++it) {
        const auto number = core::DossierNumber::parse((*it)[1].str());
        const auto row = number ? store.dossiers().find(number->text()) : std::nullopt;
        if (!row) continue;
        const auto standing = store.complements().standing(number->text());
        const bool waits = standing && standing->state == core::ComplementState::open;
        if (waits || core::field(row->dossier.data, "collectivite.courriel") == message.from) return number->text();
    }
    return {};
}

std::string_view nature_of(const mail::Received& message) { return core::to_text(message.nature); }

core::Delivery worst(const std::vector<mail::Notice>& notices) {
    const auto rank = [](core::Delivery what) {
        return what == core::Delivery::bounced ? 3 : what == core::Delivery::delayed ? 2 : 1;
    };
    auto found = notices.front().what;
    for (const auto& notice : notices)
        if (rank(notice.what) > rank(found)) found = notice.what;
    return found;
}

void note_notices(const Installation& office, store::Store& store, const core::Arrival& arrival,
                  const OpenedMail& mail) {
    const auto& notices = mail.message.notices;
    if (notices.empty() || !mail.target.dispatch) return;
    const auto what = worst(notices);
    const auto notice = std::find_if(notices.begin(), notices.end(), [&](const auto& n) { return n.what == what; });
    std::string reason;
    if (what == core::Delivery::bounced || what == core::Delivery::delayed)
        reason = (notice->status.empty() ? "" : notice->status + " ") +
                 core::delivery_reason(notice->status, notice->diagnostic);
    note_report(office, store, *mail.target.dispatch, what, reason, arrival.id);
}

std::vector<std::string> file_lines(const FilesRead& files) {
    auto lines = files.names;
    for (const auto& refusal : files.unreadable) lines.push_back(refusal.detail);
    return lines;
}

}  // namespace

MailTarget find_target(const Installation& office, store::Store& store, const mail::Received& message) {
    for (const auto& id : message.references)
        if (auto dispatch = dispatch_of(office, store, id)) {
            MailTarget target{.dossier = dispatch->dossier, .by = "thread"};
            target.dispatch = std::move(dispatch);
            return target;
        }
    if (const auto reference = reference_in(message))
        if (const auto complement = store.complements().find_reference(reference->text()))
            return {.dossier = complement->dossier, .by = "reference"};
    if (auto number = numbered_dossier(store, message); !number.empty())
        return {.dossier = std::move(number), .by = "number"};
    return {};
}

core::Outcome<OpenedMail> open_mail(const Installation& office, store::Store& store, const core::Arrival& arrival,
                                    PageReader& pages) {
    NamedFiles files;
    auto message = read_mail(store.spool().path(arrival.sha256), office.limits,
                             [&](std::string&& name, std::span<const std::uint8_t> bytes) {
                                 files.emplace_back(std::move(name), std::string{bytes.begin(), bytes.end()});
                             });
    if (!message) return message.refusal();
    OpenedMail mail{.message = *std::move(message)};
    mail.target = find_target(office, store, mail.message);
    if (mail.message.nature == mail::Nature::letter)
        mail.files = read_files(office, arrival, files, pages, mail.target.dossier);
    return mail;
}

std::vector<std::string> register_mail(const Installation& office, store::Store& store, const core::Arrival& arrival,
                                       const OpenedMail& mail) {
    const auto& message = mail.message;
    const bool letter = message.nature == mail::Nature::letter;
    note_notices(office, store, arrival, mail);
    auto touched = register_pages(office, store, arrival, mail.files.assembly);
    const bool no_page = mail.files.assembly.pages.empty();
    if (letter && no_page && !mail.target.dossier.empty())  // Words alone may be the answer: a person reads them.
        note_answer(office, store, arrival, {mail.target.dossier});
    store.mails().save({.arrival = arrival.id,
                        .nature = std::string{nature_of(message)},
                        .sender = message.from,
                        .subject = message.subject,
                        .message_id = message.message_id,
                        .body = message.text,
                        .dispatch = mail.target.dispatch ? mail.target.dispatch->id : "",
                        .dossier = mail.target.dossier,
                        .found_by = mail.target.by,
                        .files = file_lines(mail.files),
                        .to_read = letter && (no_page || !mail.files.unreadable.empty())});
    store.journal().append(store::program, "mail_" + std::string{nature_of(message)}, arrival.id,
                           mail.target.dispatch ? mail.target.dispatch->id : mail.target.dossier);
    for (const auto& refusal : mail.files.unreadable)
        store.journal().append(store::program, "piece_unreadable", arrival.id, core::to_text(refusal.reason));
    return touched;
}

bool is_message(const store::Spool& spool, const core::Arrival& arrival) {
    std::array<char, 64> head{};
    std::ifstream file{spool.path(arrival.sha256), std::ios::binary};
    file.read(head.data(), head.size());
    const std::string_view bytes{head.data(), static_cast<std::size_t>(file.gcount())};
    for (const auto& magic : {std::string_view{"%PDF-"}, std::string_view{"II*"}, std::string_view{"MM\0*", 4},
                              std::string_view{"\xFF\xD8\xFF"}, std::string_view{"\x89PNG"}})
        if (bytes.starts_with(magic)) return false;
    return true;
}

}  // namespace pipeline
