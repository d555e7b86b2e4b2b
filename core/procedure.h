#pragma once

#include <string>
#include <vector>

#include "core/dossier.h"
#include "core/finding.h"

namespace core {

/// A part of a dossier that must be there. Sentences are French and ready for the letter; `{…}` names a field to
/// insert.
struct FieldRule {
    std::string path;  ///< `agent.naissance`
    std::string sentence;
    bool operator==(const FieldRule&) const = default;
};

struct SignatureRule {
    std::string zone;      ///< `signature_agent`, `cachet_autorite`
    bool stamp = false;    ///< A stamp is due rather than a signature.
    std::string sentence;  ///< When it is surely missing.
    bool operator==(const SignatureRule&) const = default;
};

struct PieceRule {
    std::vector<Kind> kinds;  ///< Any of these answers the rule.
    std::string when_path;    ///< Due only when this element stands in the data (`motifs.formation`); empty: always.
    bool one_each = false;    ///< One for each such element, not one in all.
    std::string sentence;
    bool operator==(const PieceRule&) const = default;
};

/// templates/procedures/*.xml: what a request of one procedure and training needs. Data, not code.
struct Procedure {
    ProcedureKind kind = ProcedureKind::integration;
    Training training = Training::integration;
    std::string title;  ///< French.
    std::string form;   ///< Form id.
    std::vector<FieldRule> fields;
    std::vector<SignatureRule> signatures;  ///< Required on paper; an online request is signed by its platform.
    std::vector<PieceRule> pieces;
    std::string over_cap_sentence;      ///< More days asked than the training has; `{jours}` and `{plafond}`.
    std::string page_missing_sentence;  ///< `{page}`: a page of the signed form did not come.
    std::string source;                 ///< Law articles.
    bool operator==(const Procedure&) const = default;
};

}  // namespace core
