#pragma once

#include <optional>
#include <string>

#include "core/dispatch.h"
#include "mail/received.h"
#include "pipeline/deposit.h"
#include "pipeline/installation.h"
#include "pipeline/page_reader.h"
#include "store/store.h"

/// A message that came in, already safe, and what it means.
/// Does: opens it in the sandbox, tells letters, delivery reports, automatic replies and receipts apart, finds the
/// dispatch or the dossier it is about, reads the files of a letter. Trusts: nothing; the sender proves nothing: a
/// message only ever adds pages to a dossier, or a report to a dispatch that it names by an id of ours. Touches: the
/// store, in the caller's transaction where it says so.
namespace pipeline {

/// Who it is about. `by`: `thread` (an id of ours it quotes), `reference` (VR-…), `number` (a dossier number, when that
/// dossier waits for an answer or the sender is its registered address); empty when nobody knows.
struct MailTarget {
    std::optional<core::Dispatch> dispatch;
    std::string dossier;
    std::string by;
};
MailTarget find_target(const Installation& office, store::Store& store, const mail::Received& message);

/// A message opened and its files read, before anything is committed.
struct OpenedMail {
    mail::Received message;
    MailTarget target;
    FilesRead files;
};
core::Outcome<OpenedMail> open_mail(const Installation& office, store::Store& store, const core::Arrival& arrival,
                                    PageReader& pages);

/// In the caller's transaction: what it says of a dispatch is noted, its pages join their dossier. Gives the dossiers
/// to check.
std::vector<std::string> register_mail(const Installation& office, store::Store& store, const core::Arrival& arrival,
                                       const OpenedMail& mail);

/// Told from a scan given by hand on this channel: neither PDF, TIFF, JPEG nor PNG.
bool is_message(const store::Spool& spool, const core::Arrival& arrival);

}  // namespace pipeline
