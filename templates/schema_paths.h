#pragma once

#include <set>
#include <string>

#include "templates/xml.h"

namespace templates {

/// The paths of the data a schema admits, `agent.nom`, `pieces.piece.@nature`, with those of elements that hold others;
/// root element and numbers of repeated elements left out. For « did you mean ».
std::set<std::string> paths_of(const XmlDoc& schema);

/// `motifs.formation.1.intitule` without its numbers, as paths_of() has it.
std::string without_numbers(const std::string& path);

}  // namespace templates
