#pragma once

#include <string>

#include "templates/fonts.h"

namespace pipeline {

/// A PDF of ours with « PROJET, sans valeur juridique » across the head of every page: what is shown before a decision
/// exists can never be taken for it.
std::string marked_as_draft(const std::string& pdf, const templates::Fonts& fonts);

}  // namespace pipeline
