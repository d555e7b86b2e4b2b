#pragma once

#include <string>

#include "core/date.h"
#include "core/dossier.h"

namespace core {

/// What a person can be asked about a dossier, and the answers there are.
enum class QuestionKind {
    signature,  ///< A box of the form: `signed`, `empty`.
    stamp,      ///< A box of the form: `stamped`, `empty`.
    kind,       ///< What a piece is: a nature.
    value,      ///< What a field of the form says: any text, empty when nothing is written.
    rule,       ///< Whether a rule holds: `yes`, `no`.
};

/// A question has the same key whenever it is asked, so that an answer given once stands.
struct Question {
    QuestionKind kind = QuestionKind::rule;
    std::string
        key;  ///< Unique in its dossier: `A000012/3/signature_agent`, `A000012/4`, `agent.nom`, `days_over_cap:jours`.
    PageRef page;      ///< Where to look; no arrival when there is no page.
    std::string crop;  ///< SHA-256 of a PNG blob; empty when the whole page is to be seen.
    std::string text;  ///< French.
    double score = 0;  ///< How sure the machine was of what it would have answered, 0 to 1.

    bool operator==(const Question&) const = default;
};

/// What the machine says to a question of its own accord: `signed`, a nature …
struct MachineAnswer {
    Question question;
    std::string answer;

    bool operator==(const MachineAnswer&) const = default;
};

/// What a named person answered. It stands for what the machine says from then on.
struct Settlement {
    std::string key;
    std::string answer;
    std::string who;
    Instant at{};

    bool operator==(const Settlement&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::QuestionKind> {
    static constexpr std::array<std::string_view, 5> names{"signature", "stamp", "kind", "value", "rule"};
};
