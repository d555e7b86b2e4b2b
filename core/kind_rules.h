#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/kind.h"

namespace core {

/// A phrase that speaks for (or, when the weight is negative, against) a kind of piece.
struct Cue {
    std::string phrase;  ///< Normalised: capital ASCII letters, digits and single spaces (see core::normalised).
    double weight = 1;   ///< Decisive 3, strong 2, weak 1; negative speaks against.
    bool operator==(const Cue&) const = default;
};

struct KindRule {
    Kind kind = Kind::other;
    std::vector<Cue> cues;
    bool operator==(const KindRule&) const = default;
};

/// templates/pieces/kinds.xml: how a page is recognised (domain reference, section 2).
struct KindRules {
    double title_zone = 0.25;  ///< Upper part of the page where a hit counts more.
    double title_factor = 2.5;
    double recognised_at = 6;  ///< Points from which the best kind may be sure …
    double lead = 3;           ///< … when it leads the second by this many.
    double uncertain_at = 3;   ///< Below: unrecognised.
    std::vector<KindRule> kinds;
    bool operator==(const KindRules&) const = default;
};

/// Accents and ligatures off, capitals, everything but letters and digits one space, line-end hyphens joined,
/// letter-spaced words (`A R R E T E`) closed up. The common form in which phrases and OCR text meet.
std::string normalised(std::string_view utf8);

}  // namespace core
