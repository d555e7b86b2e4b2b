#pragma once

#include <string>

#include "core/question.h"

namespace core {

/// Why a person is asked: the machine was in doubt, or it was not and is examined all the same.
enum class ReviewPurpose { doubt, control };

/// `obsolete`: no longer asked before anybody answered (a page sent again settled it).
enum class ReviewState { open, settled, obsolete };

/// A question about a dossier and what became of it.
struct Review {
    std::string id;  ///< `R000012`; made by the store.
    std::string dossier;
    Question question;
    ReviewPurpose purpose = ReviewPurpose::doubt;
    ReviewState state = ReviewState::open;
    std::string machine;  ///< What it answered; `doubt` when it was in doubt. Not shown before a control is answered.
    Instant opened_at{};
    std::string answer;  ///< By the person.
    std::string who;
    Instant settled_at{};

    bool operator==(const Review&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::ReviewPurpose> {
    static constexpr std::array<std::string_view, 2> names{"doubt", "control"};
};
template <>
struct core::EnumNames<core::ReviewState> {
    static constexpr std::array<std::string_view, 3> names{"open", "settled", "obsolete"};
};
