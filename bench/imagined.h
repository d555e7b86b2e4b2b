#pragma once

#include <string>

#include "core/date.h"
#include "core/dossier.h"

/// Invented collectivités, agents and requests for the programs that fill a store or run an office. Each depends on its
/// number alone: the same number, the same person. No real person's data: names are drawn from lists of common French
/// names, communes do not exist, SIRET have the shape of the law and belong to nobody known.
namespace bench {

struct Collectivite {
    std::string siret;
    std::string name;      ///< "Commune de Valmer-sur-Orne"
    std::string locality;  ///< "VALMER SUR ORNE"
    std::string code;      ///< Postal code.
    std::string email;
};

/// A hash of two numbers, evenly spread: all chance in here comes from it.
unsigned long long chance(unsigned long long seed, unsigned long long number);

Collectivite collectivite(int number);

/// A complete request, dated `day`, of the agent of this number: every third one is integration (by post).
core::Fields request(int number, core::Date day);

core::Dossier dossier_of(const core::Fields& request);

}  // namespace bench
