#pragma once

#include <string>
#include <vector>

#include "core/arrival.h"
#include "core/dossier.h"

namespace core {

/// `blocking`: surely missing or wrong, asked from the collectivité. `doubt`: a person must look. `note`: for the
/// instructor.
enum class Severity { blocking, doubt, note };

struct Finding {
    std::string code;     ///< `signature_missing`, `piece_missing`, `field_missing`, `days_over_cap` …
    std::string subject;  ///< What it is about: zone id, piece kind, field path.
    Severity severity = Severity::blocking;
    std::string sentence;  ///< French, ready for a letter.
    std::string evidence;  ///< Where it was seen: `A000012 page 3`; empty when something is absent.

    bool operator==(const Finding&) const = default;
};

enum class Completeness { complete, incomplete, doubtful };

/// What a check says: complete without blocking or doubtful finding; doubtful when nothing is surely missing but
/// something is in doubt; incomplete when something surely is.
struct CheckResult {
    Completeness completeness = Completeness::doubtful;
    std::vector<Finding> findings;

    bool operator==(const CheckResult&) const = default;
};

/// A page of a dossier as the check sees it.
struct DossierPage {
    PageRef ref;
    Page page;
};

/// All a check may look at: data, pieces and the pages they are made of.
struct DossierView {
    Dossier dossier;
    Channel channel = Channel::post;  ///< Of the request itself: an online request is signed by its platform.
    std::vector<Piece> pieces;
    std::vector<DossierPage> pages;
};

/// What the pages of a piece say, put together.
std::vector<Fact> facts_of(const DossierView& dossier, const Piece& piece);

}  // namespace core

template <>
struct core::EnumNames<core::Severity> {
    static constexpr std::array<std::string_view, 3> names{"blocking", "doubt", "note"};
};
template <>
struct core::EnumNames<core::Completeness> {
    static constexpr std::array<std::string_view, 3> names{"complete", "incomplete", "doubtful"};
};
