#pragma once

#include <optional>
#include <string>

#include "core/date.h"
#include "core/enum_names.h"

namespace core {

/// A composed letter: its PDF is a blob.
struct Letter {
    std::string dossier;
    std::string kind;    ///< Letter template id: `accord-total-integration`.
    int version = 1;     ///< Counts letters of this kind in the dossier (complements).
    std::string sha256;  ///< Of the PDF.
    Date date{};
    long long publication = 0;  ///< The templates that made it (core/publication.h); 0 when it was not kept.

    bool operator==(const Letter&) const = default;
};

enum class DispatchChannel { mail, post };

enum class Addressee { collectivite, agent };

/// Of one message or one envelope. Mail: waiting -> connecting -> final_dot -> sent | refused | waiting | uncertain.
/// Post: waiting -> printed. `held` is put and lifted by a person. `uncertain` is neither sent nor failed: the final
/// dot may have left and nobody answered; it is never sent again by itself. `cancelled`: the decision it told of was
/// undone before it left.
enum class DispatchState { waiting, connecting, final_dot, sent, refused, uncertain, held, printed, cancelled };

/// What is known of a dispatch (core/delivery.h). The first ones are those of its state; the others are reported: by
/// the mail system (`delivered`, `delayed`, `bounced`), by its reader (`read`), by the mailroom (`posted`, `returned`).
enum class Delivery {
    queued,
    relayed,
    delivered,
    delayed,
    bounced,
    uncertain,
    held,
    read,
    printed,
    posted,
    returned,
    cancelled
};

struct Dispatch {
    std::string id;  ///< `E000034`; made by the store.
    std::string dossier;
    std::string letter_kind;
    int letter_version = 1;
    DispatchChannel channel = DispatchChannel::mail;
    Addressee addressee = Addressee::collectivite;
    DispatchState state = DispatchState::waiting;
    std::string recipient;  ///< E-mail address, or the address lines joined by '\n'.
    std::string siret;      ///< Of the collectivité; empty for the agent's own copy.
    std::string pdf_sha256;
    std::string message_id;      ///< Mail only, without angle brackets; frozen.
    std::string message_sha256;  ///< Mail only: blob of the exact bytes to send.
    int attempt = 0;
    Instant created_at{};
    Instant next_try{};
    std::string reply;                 ///< Server's last reply, or the print run (`2026-11-23`).
    bool attached = true;              ///< The message carries the PDF; else a link to it.
    std::string queue_id;              ///< Of the relay that took the message; empty when it named none.
    std::optional<Delivery> reported;  ///< The last report that counts; nothing until there is one.
    Instant reported_at{};
    std::string report;       ///< French: why it came back or waits; `5.1.1 boîte aux lettres inconnue`.
    std::string tracking;     ///< Number of the registered letter; empty when it has none.
    std::string replaced_by;  ///< Dispatch that goes in its place (a postal copy); empty when none does.

    bool operator==(const Dispatch&) const = default;
};

/// One line of the hash-chained journal.
struct Event {
    long long number = 0;  ///< From 1, without gaps.
    Instant at{};
    std::string who;      ///< A person's login, or `vaguemestre`.
    std::string what;     ///< `arrival_stored`, `dossier_complete`, `decision_taken`, `message_sent` …
    std::string subject;  ///< Arrival, dossier or dispatch id.
    std::string detail;   ///< Never names or text of documents.
    std::string hash;     ///< SHA-256 over the previous hash and this line.

    bool operator==(const Event&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::DispatchChannel> {
    static constexpr std::array<std::string_view, 2> names{"mail", "post"};
};
template <>
struct core::EnumNames<core::Addressee> {
    static constexpr std::array<std::string_view, 2> names{"collectivite", "agent"};
};
template <>
struct core::EnumNames<core::Delivery> {
    static constexpr std::array<std::string_view, 12> names{"queued",  "relayed",   "delivered", "delayed",
                                                            "bounced", "uncertain", "held",      "read",
                                                            "printed", "posted",    "returned",  "cancelled"};
};
template <>
struct core::EnumNames<core::DispatchState> {
    static constexpr std::array<std::string_view, 9> names{
        "waiting", "connecting", "final_dot", "sent", "refused", "uncertain", "held", "printed", "cancelled"};
};
