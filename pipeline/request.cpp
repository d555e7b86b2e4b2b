#include "pipeline/request.h"

#include "core/closest.h"

namespace pipeline {
namespace {

core::Refusal unknown_training(const std::string& code, const Catalogue& catalogue) {
    std::vector<std::string> known;
    for (const auto& procedure : catalogue.procedures) known.emplace_back(procedure.training.text());
    auto cause = "demande.xml : type « " + code + " » sans procédure";
    if (const auto meant = core::closest(code, known))
        return {core::Reason::invalid_demande, cause + " ; vouliez-vous dire « " + *meant + " » ?"};
    cause += " ; admis : ";
    for (const auto& each : known) cause += (&each == &known.front() ? "" : ", ") + each;
    return {core::Reason::invalid_demande, cause};
}

}  // namespace

core::Outcome<core::Dossier> dossier_of(core::Fields request, const Catalogue& catalogue) {
    const auto code = core::field(request, "type");
    const auto training = core::Training::parse(code);
    const auto* procedure = training ? catalogue.procedure(*training) : nullptr;
    if (procedure == nullptr) return unknown_training(code, catalogue);

    const auto kind = std::string{core::to_text(procedure->kind)};
    if (core::field(request, "procedure") != kind)
        return core::Refusal{core::Reason::invalid_demande,
                             "demande.xml : le type « " + code + " » relève de la procédure « " + kind + " »"};
    return core::Dossier{.number = core::field(request, "numero"),
                         .procedure = procedure->kind,
                         .training = *training,
                         .data = std::move(request)};
}

}  // namespace pipeline
