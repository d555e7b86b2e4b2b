#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/enum_names.h"
#include "core/geometry.h"

namespace core {

/// What a piece says that a check needs. The enumerator is the code in JSON and in templates/pieces/facts.xml.
enum class FactName {
    holder,      ///< Whose piece it is: the name as read, without civility.
    surname,     ///< « Nom », where the piece gives it apart, whichever it is …
    first_name,  ///< … and « Prénom ».
    birth_name,  ///< Nom de famille, where the piece tells it apart.
    usual_name,  ///< Nom d'usage, likewise.
    birth_date,  ///< `2026-11-03`, as all dates.
    title,       ///< Of the training or of the diploma.
    organism,    ///< Who gave the training or the bilan.
    from,        ///< First day of a session or of a period of service; goes with the `to` of the same item.
    to,
    days,            ///< As written, `2` or `0.5`; never worked out from hours …
    hours,           ///< … nor hours from days.
    document_date,   ///< The day it was made out.
    signed_,         ///< `yes`; absent when nothing was seen.
    stamped,         ///< `yes`; likewise.
    grade,           ///< A grade of the reference table.
    cadre_emplois,   ///< Its cadre d'emplois.
    effective_date,  ///< « à compter du ».
    access_mode,     ///< A code of the request: CONCOURS, SANS_CONCOURS, PROMOTION_INTERNE …
    employer,
    function  ///< Job held.
};

/// One fact, how sure it is and where it stands.
struct Fact {
    FactName name = FactName::holder;
    std::string value;
    double confidence = 0;  ///< Probability that the value is right, 0 to 1.
    int item = 0;  ///< Facts that belong together (the two ends of one period) have the same number, from 1; else 0.
    int page = 0;  ///< Of the file, from 1.
    Box box;       ///< Of the words it was read from, px of the page as decoded.

    bool operator==(const Fact&) const = default;
};

/// A fact of this confidence or more is taken without a person looking.
inline constexpr double sure_fact = 0.9;

/// The surest fact of that name; null when there is none.
const Fact* find_fact(std::span<const Fact> facts, FactName name);

/// The facts of a piece from those of its pages, in order: of each name the surest, all periods once.
std::vector<Fact> facts_of_piece(std::span<const std::vector<Fact>> pages);

/// The wordings by which facts are found (templates/pieces/facts.xml); phrases are normalised.
struct FactRule {
    FactName name = FactName::holder;
    std::vector<std::string> labels;  ///< The value stands right of it or below: « Intitulé du stage : … ».
    std::vector<std::string> leads;   ///< The value goes on in the sentence: « atteste que … ».
    bool operator==(const FactRule&) const = default;
};

/// A mode d'accès and the phrases that tell it.
struct AccessRule {
    std::string code;
    std::vector<std::string> phrases;
    bool operator==(const AccessRule&) const = default;
};

/// Another way in which a grade of the reference table is written.
struct GradeAlias {
    std::string grade;  ///< As in the table.
    std::vector<std::string> phrases;
    bool operator==(const GradeAlias&) const = default;
};

struct FactRules {
    std::vector<FactRule> facts;
    std::vector<AccessRule> access;
    std::vector<GradeAlias> grades;
    std::vector<std::string> diplomas;      ///< How the names of diplomas begin.
    std::vector<std::string> other_labels;  ///< Labels of what is not looked for: a value ends where one begins.

    bool operator==(const FactRules&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::FactName> {
    static constexpr std::array<std::string_view, 21> names{
        "holder",        "surname",  "first_name", "birth_name", "usual_name",    "birth_date",
        "title",         "organism", "from",       "to",         "days",          "hours",
        "document_date", "signed",   "stamped",    "grade",      "cadre_emplois", "effective_date",
        "access_mode",   "employer", "function"};
};
