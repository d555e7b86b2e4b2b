#pragma once

#include <string>
#include <vector>

#include "core/date.h"
#include "core/deadline.h"
#include "core/enum_names.h"

namespace core {

/// `proposed`: a person has to look before it leaves. `open`: asked, its clock runs or is stopped. `answered`: what was
/// asked has come. `superseded`: a later request took its place. `withdrawn`: a person gave it up.
enum class ComplementState { proposed, open, answered, superseded, withdrawn };

/// What is written while the delay runs, or after it. A complement has each at most once.
enum class Reminder { before_deadline, after_deadline };

/// One thing asked for.
struct AskedItem {
    std::string code;      ///< `code:subject` of the finding; `instructeur:N` for one that a person added.
    std::string sentence;  ///< French, as the letter says it.

    bool operator==(const AskedItem&) const = default;
};

/// A request for what is missing (CRPA L114-5: the list, and a delay). The delay is the procedure's, not the law's:
/// when it runs out a person is told, and nothing is refused.
struct Complement {
    std::string dossier;
    int version = 1;
    ComplementState state = ComplementState::open;
    std::vector<AskedItem> items;
    std::vector<std::string> basis;  ///< `code:subject` of all blocking findings it was made from.
    std::string reference;           ///< ReplyReference.
    Instant asked_at{};
    Delay delay;
    Instant due_at{};                 ///< Of `delay`; the epoch while its clock is stopped or was not started.
    std::vector<Reminder> reminders;  ///< Written so far.
    Instant over_at{};                ///< When it was told that the delay ran out; the epoch when it was not.
    Instant answered_at{};            ///< Reception of the first answer; the epoch when there is none.
    std::string last_answer;          ///< Arrival id of the latest answer; empty when there is none.

    bool operator==(const Complement&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::Reminder> {
    static constexpr std::array<std::string_view, 2> names{"before", "after"};
};
template <>
struct core::EnumNames<core::ComplementState> {
    static constexpr std::array<std::string_view, 5> names{"proposed", "open", "answered", "superseded", "withdrawn"};
};
