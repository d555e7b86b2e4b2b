#pragma once

#include <string_view>

#include "core/enum_names.h"
#include "core/fields.h"

/// Inside `store` only: what search.h finds is kept up with every write, in its transaction. Texts are indexed as
/// core::normalised gives them, so that accents, ligatures, case and hyphens at line ends do not matter.
namespace store {

class Connection;

/// What a text belongs to. Owners: `<sha256>/<page>`, a dossier number, an arrival id.
enum class Indexed { page, dossier, mail };

/// Replaces the text of this owner.
void index_text(Connection& connection, Indexed what, std::string_view owner, std::string_view text);
void unindex(Connection& connection, Indexed what, std::string_view owner);
/// Its number and what its request says.
void index_dossier(Connection& connection, std::string_view number, const core::Fields& data);

}  // namespace store

template <>
struct core::EnumNames<store::Indexed> {
    static constexpr std::array<std::string_view, 3> names{"page", "dossier", "mail"};
};
