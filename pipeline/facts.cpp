#include "pipeline/facts.h"

#include <cmath>

#include "pipeline/fact_finders.h"

namespace pipeline {
namespace {

using core::Kind;

void find_marks(const FactPage& page, Facts& facts) {
    const auto surest = [&](core::MarkKind kind, core::FactName name) {
        const core::Mark* best = nullptr;
        for (const auto& mark : page.page.marks)
            if (mark.kind == kind && (best == nullptr || mark.score > best->score)) best = &mark;
        if (best == nullptr) return;
        facts.push_back(
            {.name = name, .value = "yes", .confidence = best->score, .page = page.page.page, .box = best->box});
    };
    surest(core::MarkKind::signature, core::FactName::signed_);
    surest(core::MarkKind::stamp, core::FactName::stamped);
}

void find_of_kind(const FactPage& page, const core::ReferenceTables& tables, Facts& facts) {
    switch (page.page.kind.code) {
        case Kind::attestation_formation:
        case Kind::certificat_realisation:
            find_holder(page, facts);
            find_training_title(page, facts);
            find_organism(page, facts);
            find_session(page, facts);
            find_length(page, facts);
            find_document_date(page, facts);
            return;
        case Kind::programme_formation:
            find_heading(page, facts);
            find_length(page, facts);
            return;
        case Kind::fiche_poste:
            find_holder(page, facts);
            find_function(page, facts);
            find_grade(page, tables, facts);
            return;
        case Kind::diplome:
            find_holder(page, facts);
            find_diploma(page, facts);
            find_document_date(page, facts);
            return;
        case Kind::arrete_nomination:
            find_holder(page, facts);
            find_grade(page, tables, facts);
            find_appointment(page, facts);
            find_document_date(page, facts);
            return;
        case Kind::etat_services:
            find_holder(page, facts);
            find_services(page, facts);
            find_employer(page, facts);
            find_document_date(page, facts);
            return;
        case Kind::bilan_competences:
            find_holder(page, facts);
            find_organism(page, facts);
            find_document_date(page, facts);
            return;
        case Kind::demande_dispense:
        case Kind::courrier:
        case Kind::cv:
        case Kind::piece_identite:
        case Kind::separator:
        case Kind::other:
            return;
    }
}

}  // namespace

std::vector<core::Fact> find_facts(const core::Page& page, const core::FactRules& rules,
                                   const core::ReferenceTables& tables) {
    if (page.form || page.words.empty() || page.kind.state == core::KindState::unrecognised) return {};
    Facts facts;
    const FactPage taken_apart{page, rules};
    find_of_kind(taken_apart, tables, facts);
    find_marks(taken_apart, facts);
    const double known = page.kind.state == core::KindState::recognised ? 1 : 0.8;
    for (auto& fact : facts) fact.confidence = std::round(100 * known * fact.confidence) / 100;
    return facts;
}

}  // namespace pipeline
