#pragma once

#include "core/complement.h"
#include "pipeline/compose.h"
#include "store/store.h"

/// The letters of stage `complement`: the request, its answer sheet, its reminder.
namespace pipeline {

inline constexpr std::string_view complement_letter_kind = "complement-";

/// By the collectivité's e-mail address when it gave one, else by post.
core::DispatchChannel complement_channel(const store::DossierRow& row);

/// What its letters say of a complement (docs/letters.md).
void add_complement(core::Fields& data, const core::Complement& complement);

/// The request with its answer sheet behind it: a page whose code brings what comes back by post to its dossier.
core::Outcome<Correspondence> complement_letter(const Installation& office, store::Store& store,
                                                const store::DossierRow& row, const core::Complement& complement,
                                                core::DispatchChannel channel);
core::Outcome<Correspondence> reminder_letter(const Installation& office, store::Store& store,
                                              const store::DossierRow& row, const core::Complement& complement);

}  // namespace pipeline
