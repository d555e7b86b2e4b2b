#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// A flattened XML data document: `agent.nom`, `motifs.formation.1.intitule`, `piece.1.@fichier` (root element left
/// out). A repeatable element always carries its 1-based index as a step of the path.
using Fields = std::map<std::string, std::string>;

/// Element names that repeat in data documents.
inline constexpr std::string_view repeatable_elements[]{"ligne", "formation", "diplome", "experience", "bilan",
                                                        "piece", "constat",   "motif",   "visa",       "copie"};

/// Empty text when the key is absent: "no text" and "absent" are the same for a letter.
std::string field(const Fields& fields, const std::string& key);

/// How many numbered elements stand under a path: count_of(fields, "motifs.formation").
int count_of(const Fields& fields, const std::string& path);

/// The lines of an address or any other numbered texts: lines_of(fields, "agent.adresse.ligne").
std::vector<std::string> lines_of(const Fields& fields, const std::string& path);

/// All fields below a path, with `prefix` and the dot taken off.
Fields below(const Fields& fields, const std::string& prefix);

/// Copies `part` into `fields` under `prefix`.
void graft(Fields& fields, const std::string& prefix, const Fields& part);

}  // namespace core
