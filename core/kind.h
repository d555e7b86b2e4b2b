#pragma once

#include <string>

#include "core/enum_names.h"

namespace core {

/// What a page is a page of (domain reference, section 2). The enumerator is the code of the contract.
enum class Kind {
    demande_dispense,
    attestation_formation,
    certificat_realisation,
    programme_formation,
    fiche_poste,
    diplome,
    arrete_nomination,
    etat_services,
    bilan_competences,
    courrier,
    cv,
    piece_identite,
    separator,
    other,
};

enum class KindState { recognised, uncertain, unrecognised };

struct KindGuess {
    Kind code = Kind::other;
    double score = 0;  ///< Probability, 0 to 1.
    KindState state = KindState::unrecognised;
    std::string detail;  ///< Which one of its kind, as the rules name it (`convocation`); mostly empty.

    bool operator==(const KindGuess&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::Kind> {
    static constexpr std::array<std::string_view, 14> names{"demande_dispense",
                                                            "attestation_formation",
                                                            "certificat_realisation",
                                                            "programme_formation",
                                                            "fiche_poste",
                                                            "diplome",
                                                            "arrete_nomination",
                                                            "etat_services",
                                                            "bilan_competences",
                                                            "courrier",
                                                            "cv",
                                                            "piece_identite",
                                                            "separator",
                                                            "other"};
};

template <>
struct core::EnumNames<core::KindState> {
    static constexpr std::array<std::string_view, 3> names{"recognised", "uncertain", "unrecognised"};
};
