#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "mail/mailbox.h"
#include "pipeline/installation.h"
#include "store/store.h"

/// Stage `fetch`.
/// Does: takes the messages of the office's boxes: the raw bytes safe in the spool, the arrival committed, and only
/// then the message deleted (POP3) or moved away (IMAP). A crash in between is absorbed by the arrival's key. Nothing
/// is parsed here. Every message is an arrival, whatever it holds. Touches: the boxes, the spool, the store. One
/// session a box at a time, by a lock that the kernel lets go of when the process dies.
namespace pipeline {

struct FetchReport {
    std::string box;
    int taken = 0;        ///< New arrivals.
    int known = 0;        ///< Taken earlier, put away now.
    int left = 0;         ///< Too large to be taken: they stay in the box.
    std::string trouble;  ///< French; empty when all went well.
};

/// Reads the password file. core::BadSetup, in French, for a file that cannot serve.
mail::BoxSettings box_settings(const BoxConfig& box);

/// One session. Whatever happens to the box is told in `trouble`; core::TryLater when the store or the spool fails.
FetchReport fetch_box(store::Store& store, const std::filesystem::path& home, const mail::BoxSettings& settings,
                      const std::stop_token& stop = {});
/// All boxes of the settings.
std::vector<FetchReport> fetch_mail(const Installation& office, store::Store& store, const std::stop_token& stop = {});

/// `drop_key` of a message of a box: `imap/NAME/UIDVALIDITY/UID/SHA`, `pop3/NAME/SHA`.
std::string key_of_message(const mail::BoxSettings& settings, const mail::BoxEntry& entry, std::string_view sha256);

}  // namespace pipeline
