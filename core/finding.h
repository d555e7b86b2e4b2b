#pragma once

#include <string>
#include <vector>

#include "core/answer.h"
#include "core/arrival.h"
#include "core/dossier.h"
#include "core/question.h"

namespace core {

/// `blocking`: surely missing or wrong, asked from the collectivité. `doubt`: a person must look. `warning`: for the
/// instructor, who decides what it is worth; never holds a dossier up. `note`: good to know.
enum class Severity { blocking, doubt, warning, note };

/// What settles a finding: new data, a piece, pages of the form, a person who looks, the decision, another office.
enum class SettledBy { data, piece, page, look, decision, transfer };

struct Finding {
    std::string code;     ///< `signature_missing`, `piece_missing`, `field_missing`, `days_over_cap` …
    std::string subject;  ///< What it is about: zone id, piece kind, field path.
    Severity severity = Severity::blocking;
    std::string sentence;  ///< French, ready for a letter.
    std::string evidence;  ///< Where it was seen: `A000012 page 3`; empty when something is absent.
    std::string source;    ///< Law article.
    SettledBy settled_by = SettledBy::look;
    std::string proposal;  ///< An outcome to consider (`sans-objet`); mostly empty.

    bool operator==(const Finding&) const = default;
};

/// Something a rule looked at.
struct Evidence {
    std::string place;  ///< French: `A000012 page 3`, `demande`, who said it; empty for what is computed.
    std::string field;  ///< Zone, field, fact or function.
    std::string value;  ///< As read or computed; empty when there is nothing.
    double confidence = 1;
    PageRef page;  ///< No arrival when it was not seen on a page.

    bool operator==(const Evidence&) const = default;
};

/// What one rule says of a dossier. A rule whose condition does not hold is not due: its answer is yes. One that finds
/// nothing to compare is not due either: its answer is doubt, and what is absent is asked for by another rule.
struct RuleAnswer {
    std::string code;
    std::string subject;
    Answer answer = Answer::doubt;
    bool due = true;
    Severity severity = Severity::blocking;
    std::string label;  ///< French: what holds when the answer is yes.
    std::string source;
    std::string origin;  ///< Where the rule is written: `_pieces.xml, ligne 12`.
    std::vector<Evidence> evidence;

    bool operator==(const RuleAnswer&) const = default;
};

enum class Completeness { complete, incomplete, doubtful };

/// What a check says: complete without blocking or doubtful finding; doubtful when nothing is surely missing but
/// something is in doubt; incomplete when something surely is.
struct CheckResult {
    Completeness completeness = Completeness::doubtful;
    std::vector<Finding> findings;
    std::vector<RuleAnswer> answers;     ///< Every rule, in the order of the procedure.
    std::vector<Question> questions;     ///< What a person is asked, for the doubts that are findings.
    std::vector<MachineAnswer> certain;  ///< What the machine answered without doubt: some of it is looked at again.

    bool operator==(const CheckResult&) const = default;
};

/// A page of a dossier as the check sees it.
struct DossierPage {
    PageRef ref;
    Page page;
};

/// Where the data of a request come from: `typed` values are as their author wrote them, `paper` ones were read.
enum class DataSource { typed, paper };

/// All a check may look at: data, pieces, the pages they are made of, and what people said.
struct DossierView {
    Dossier dossier;
    Channel channel = Channel::post;  ///< Of the request itself: an online request is signed by its platform.
    DataSource data_source = DataSource::typed;
    std::vector<Piece> pieces;
    std::vector<DossierPage> pages;
    std::vector<Settlement> settlements;
};

/// What the pages of a piece say, put together.
std::vector<Fact> facts_of(const DossierView& dossier, const Piece& piece);

}  // namespace core

template <>
struct core::EnumNames<core::Severity> {
    static constexpr std::array<std::string_view, 4> names{"blocking", "doubt", "warning", "note"};
};
template <>
struct core::EnumNames<core::SettledBy> {
    static constexpr std::array<std::string_view, 6> names{"data", "piece", "page", "look", "decision", "transfer"};
};
template <>
struct core::EnumNames<core::Completeness> {
    static constexpr std::array<std::string_view, 3> names{"complete", "incomplete", "doubtful"};
};
