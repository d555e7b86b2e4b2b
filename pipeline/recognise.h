#pragma once

#include "core/kind_rules.h"
#include "core/reading.h"

namespace pipeline {

/// Reading to kind of piece, by weighted phrases.
/// Does: scores each kind on the page's text, title zone first, OCR errors of one letter in eight forgiven.
/// Trusts: words and their boxes. Pure: same page, same answer.
/// A page of our own form or one of our sheets is known by its code. In doubt it abstains (`uncertain`).
core::KindGuess recognise(const core::Page& page, const core::KindRules& rules);

/// The page carries a decisive phrase of its kind in its title zone: it is the first page of a piece.
bool opens_piece(const core::Page& page, const core::KindRules& rules);

}  // namespace pipeline
