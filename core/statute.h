#pragma once

#include <string>
#include <string_view>

#include "core/answer.h"
#include "core/durations.h"

/// Grades and cadres d'emplois as people write them.
namespace core {

/// A grade or cadre d'emplois with gender, number, articles, « territorial », ordinals and usual abbreviations set
/// aside: « Adjointe administrative ppale de 2ème cl. » and « adjoint administratif principal de 2e classe » are one.
std::string statute_key(std::string_view name);

/// The cadre d'emplois of that name; null when unknown.
const Cadre* find_cadre(const ReferenceTables& tables, std::string_view name);
/// The one a misspelt name, or the name of one of its grades, was perhaps meant to be; null when none or several are.
const Cadre* near_cadre(const ReferenceTables& tables, std::string_view name);

/// Yes: a grade of this cadre d'emplois. No: of another one. Doubt: the table does not know it as written.
Answer grade_of_cadre(const ReferenceTables& tables, const Cadre& cadre, std::string_view grade);
/// No only when the table knows both.
Answer same_grade(const ReferenceTables& tables, std::string_view a, std::string_view b);

}  // namespace core
