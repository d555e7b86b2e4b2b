#pragma once

#include <string>
#include <vector>

#include "core/kind.h"

namespace core {

/// A phrase that speaks for (or, when the weight is negative, against) a kind of piece.
struct Cue {
    enum class Role {
        title,  ///< Names the piece: counts fully as its title, little where it is only mentioned.
        label,  ///< Counts fully where it opens its line or its cell, little inside a sentence.
        phrase  ///< What such pieces say, anywhere.
    };

    std::string phrase;  ///< Normalised: capital ASCII letters, digits and single spaces (see core::normalised).
    double weight = 1;   ///< Decisive 3, strong 2, weak 1; negative speaks against.
    Role role = Role::phrase;
    bool operator==(const Cue&) const = default;
};

/// Several rules may lead to one kind: an arrêté and a contract, or all that has no place in a dossier.
struct KindRule {
    Kind kind = Kind::other;
    std::string detail;  ///< Which one of its kind, `convocation`; empty for the usual one.
    std::vector<Cue> cues;
    bool operator==(const KindRule&) const = default;
};

/// templates/pieces/kinds.xml: how a page is recognised (domain reference, section 2).
struct KindRules {
    double title_zone = 0.35;    ///< Upper part of the text where titles stand.
    double title_factor = 2.5;   ///< Times the weight of a title phrase that is a title …
    double mention = 0.3;        ///< … and of one that is only mentioned.
    double in_sentence = 0.25;   ///< Times the weight of a label that stands inside a sentence.
    double body_cap = 12;        ///< Points that labels and phrases give at most.
    double floor = 3;            ///< Points of « none of these » …
    double floor_untitled = 5;   ///< … on a page without any title.
    double temperature = 1.5;    ///< Points that make odds e times better.
    double recognised_at = 0.9;  ///< Probability from which the best kind is sure …
    double uncertain_at = 0.4;   ///< … and below which it is not worth telling.
    std::vector<KindRule> kinds;
    bool operator==(const KindRules&) const = default;
};

}  // namespace core
