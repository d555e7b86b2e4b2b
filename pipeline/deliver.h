#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>

#include "core/dispatch.h"
#include "core/email_address.h"
#include "mail/smtp.h"
#include "pipeline/config.h"
#include "store/store.h"

/// Stage `deliver`.
/// Does: claims each message that is due, looks at it once more, sends it, records the outcome. One connection for all.
/// Trusts: nothing but the outbox row; the frozen bytes must agree with it in hash, addressee, message id and PDF.
/// Touches: the outbox and the journal, each move in its own commit; the relay.
/// Refuses with: nothing. A row that does not agree is held with an alarm; an unanswered final dot is uncertain.
/// Known faults: SMTP cannot promise "exactly once" (RFC 1047). From the commit of `final_dot` to the commit of the
/// reply a crash leaves the message uncertain; it is never sent again by itself.
namespace pipeline {

struct MailSettings {
    mail::SmtpSettings relay;
    core::EmailAddress from;  ///< Of the envelope: where bounces go.
    bool tagged = false;      ///< `from` takes the message's name after a `+`.
};

/// Reads the password file. core::BadSetup, in French, for an address or a file that cannot serve.
MailSettings mail_settings(const MailConfig& config);

/// The first line of a password file. core::BadSetup when it cannot be read.
std::string password_in(const std::filesystem::path& file);

/// How often a message that no server took is tried again.
namespace retry {
inline constexpr std::chrono::minutes first{5}, longest{60};
inline constexpr std::chrono::hours alarm_after{4}, give_up_after{24 * 4};
/// A program that was stopped, or runs once a day, has not tried for four days.
inline constexpr int least_attempts = 8;

/// 5, 10, 20, 40, then 60 minutes after the attempt of this number (from 1).
std::chrono::minutes delay_after(int attempt);
}  // namespace retry

/// What a round did, in messages.
struct Deliveries {
    int sent = 0;
    int refused = 0;
    int waiting = 0;  ///< Put back for later.
    int uncertain = 0;
    int held = 0;  ///< Row and frozen bytes disagree.
    store::Recovered recovered;
    std::string relay_trouble;  ///< French; empty when the relay answered. Nobody is refused for it.

    int moved() const { return sent + refused + waiting + uncertain + held; }
};

/// One round: recovers what a crash left, then sends all that is due at its start. Only one process of an installation
/// runs rounds; should another, the fence of the outbox keeps the dot of a claim that was taken over. Stops between two
/// messages. core::TryLater when the store fails (the claim is recovered by the next round), core::BadSetup for useless
/// settings.
Deliveries deliver_due(store::Store& store, const MailSettings& settings, const std::stop_token& stop = {});

}  // namespace pipeline
