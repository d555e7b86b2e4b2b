#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"

namespace core {

/// A row of `cadres_emplois.csv` (60 cadres d'emplois of the fonction publique territoriale).
struct Cadre {
    std::string name;
    std::string filiere;
    std::string category;  ///< A+, A, B, C
    bool closing = false;  ///< En voie d'extinction.
    std::vector<std::string> grades;
    std::string decree;
    std::string regime;  ///< STD, ELEVE, MEDECIN, HORS, HORS_A_CONFIRMER

    bool operator==(const Cadre&) const = default;
};

/// Header line, then eight fields separated by `;`, no quotes. Reason::data_invalid names the line at fault.
Outcome<std::vector<Cadre>> parse_cadres(std::string_view csv);

/// Fields of one line of such a file; spaces around a field are dropped.
std::vector<std::string> split_fields(std::string_view line, char separator);

}  // namespace core
