#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/decision.h"
#include "core/enum_names.h"
#include "core/finding.h"

/// What a procedure demands of a request, as data (templates/procedures/*.xml; manual: docs/procedures.md).
namespace core {

/// The named functions a rule may use, `plafond-jours()`: the few true algorithms. Enumerator `_` is `-` in XML.
enum class Function {
    plafond_jours,  ///< Most days that may be dispensed (durees.xml), raised by art. 13.
    duree_min,      ///< Least and most days the training has for the category.
    duree_max,
    duree_integration,   ///< Most days of the integration training for the category.
    limite,              ///< Last day of the time limit, from the date durees.xml names.
    jours_restants,      ///< Days from the day of the check to that limit.
    aujourdhui,          ///< Day of the check.
    mois_experience,     ///< Months of the experience invoked, overlaps counted once.
    mois_temps_plein,    ///< The same, each day for its quotité.
    mois_services,       ///< Months the état des services attests, overlaps counted once.
    jours_invoques,      ///< Sum of the days of the trainings invoked.
    jours_attestes,      ///< Sum of the days read on their attestations.
    regime,              ///< Training regime of the cadre d'emplois: STD, ELEVE, MEDECIN, HORS …
    categorie_du_cadre,  ///< Category of the cadre d'emplois by its statute.
    cadre,               ///< Name of the cadre d'emplois in the reference table.
    mois_de_contrat,     ///< Months from nomination to the end of the contract.
    canal,               ///< How the request came: post, online, mail.
    page,                ///< For each page: its number.
    piece,               ///< For each piece: what it is, in French.
};

/// One side of a comparison.
struct Operand {
    enum class Kind {
        literal,   ///< `36`, `'PARTIELLE'`
        field,     ///< `agent.nom`; `.intitule` below the ground the rule is about.
        fact,      ///< `diplome/titulaire`: read on a piece; `piece/titulaire` on the one the rule is about.
        function,  ///< `limite()`
    };
    Kind kind = Kind::literal;
    std::string name;
    std::vector<std::string> natures;  ///< Facts: any of these pieces.
    Function function{};

    bool operator==(const Operand&) const = default;
};

/// What may be demanded. The names are those of the XML elements.
enum class TestKind {
    tous,      ///< All parts hold.
    un_de,     ///< At least one part does.
    non,       ///< Its part does not.
    rempli,    ///< A field, or anything below it, is there.
    valable,   ///< A field has the form its kind wants (`siret`, `courriel`, `jours`, `date`).
    egal,      ///< Same text, case and accents set aside.
    parmi,     ///< One of the listed words.
    au_moins,  ///< Numbers and dates.
    au_plus,
    meme_intitule,   ///< Titles, word by word.
    meme_personne,   ///< A name read, and the agent.
    meme_grade,      ///< Grades: number, gender and abbreviations set aside.
    grade_du_cadre,  ///< A grade is one of a cadre d'emplois.
    piece,           ///< A piece of one of the natures came (for the ground the rule is about).
    signature,       ///< A zone of the form is signed …
    cachet,          ///< … or stamped.
    page_recue,      ///< The page of the form the rule is about came.
};

struct Test {
    TestKind kind = TestKind::tous;
    std::vector<Operand> operands;
    std::vector<std::string> words;  ///< Listed words, natures of pieces, a zone or a form.
    std::vector<Test> parts;

    bool operator==(const Test&) const = default;
};

/// A sentence with values in it: each part a text, or an operand that gives one.
struct SentencePart {
    std::string text;
    std::optional<Operand> operand;

    bool operator==(const SentencePart&) const = default;
};
using Sentence = std::vector<SentencePart>;

/// A rule: what must hold, and what follows when it does not.
struct Requirement {
    std::string code;        ///< `piece_missing`
    std::string doubt_code;  ///< Of the finding when it is in doubt: `piece_doubtful`.
    std::string subject;     ///< `diplome`; with `code` unique in its procedure. Empty: the nature or page in hand.
    Severity severity = Severity::blocking;
    bool tells_doubt = true;  ///< A doubt becomes a finding too.
    std::string source;       ///< Law article.
    std::string label;        ///< French: what holds when the answer is yes.
    Sentence sentence;        ///< French, for the letter.
    SettledBy settled_by = SettledBy::look;
    std::optional<DecisionOutcome> proposes;
    std::string for_each;              ///< `motifs.formation`, `pages`, `pieces`; empty: once.
    std::vector<std::string> natures;  ///< For each piece of these natures.
    std::optional<Test> when;          ///< Not due unless this holds.
    Test demand;
    std::string origin;  ///< `integration.xml, ligne 12`

    bool operator==(const Requirement&) const = default;
};

}  // namespace core

template <>
struct core::EnumNames<core::Function> {
    static constexpr std::array<std::string_view, 19> names{"plafond-jours",
                                                            "duree-min",
                                                            "duree-max",
                                                            "duree-integration",
                                                            "limite",
                                                            "jours-restants",
                                                            "aujourdhui",
                                                            "mois-experience",
                                                            "mois-temps-plein",
                                                            "mois-services",
                                                            "jours-invoques",
                                                            "jours-attestes",
                                                            "regime",
                                                            "categorie-du-cadre",
                                                            "cadre",
                                                            "mois-de-contrat",
                                                            "canal",
                                                            "page",
                                                            "piece"};
};
template <>
struct core::EnumNames<core::TestKind> {
    static constexpr std::array<std::string_view, 17> names{
        "tous",           "un-de",    "non",       "rempli",        "valable",       "egal",
        "parmi",          "au-moins", "au-plus",   "meme-intitule", "meme-personne", "meme-grade",
        "grade-du-cadre", "piece",    "signature", "cachet",        "page-recue"};
};
