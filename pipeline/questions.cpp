#include "pipeline/questions.h"

#include <algorithm>
#include <map>

namespace pipeline {
namespace {

using core::QuestionKind;
using core::ZoneState;

bool is_stamp(const core::Zone& zone) { return zone.kind == core::ZoneKind::stamp; }

bool is_typed(core::ZoneKind kind) {
    return kind == core::ZoneKind::text || kind == core::ZoneKind::comb || kind == core::ZoneKind::date;
}

/// `signed`, `empty`, `stamped`, the text of a field; nothing when the machine is in doubt.
std::optional<std::string> answer_of(const core::Zone& zone) {
    if (is_stamp(zone)) {
        if (zone.stamped.value_or(false)) return "stamped";
        if (zone.state == ZoneState::empty) return "empty";
        return std::nullopt;
    }
    if (zone.kind == core::ZoneKind::signature) {
        if (zone.state == ZoneState::signed_ || zone.state == ZoneState::empty)
            return std::string{core::to_text(zone.state)};
        return std::nullopt;
    }
    if (is_typed(zone.kind) && zone.state == ZoneState::read && zone.score >= sure_text) return zone.value;
    return std::nullopt;
}

}  // namespace

std::string zone_key(const core::PageRef& ref, const std::string& zone) {
    return ref.arrival + "/" + std::to_string(ref.page) + "/" + zone;
}

std::string piece_key(const core::Piece& piece) {
    return piece.pages.front().arrival + "/" + std::to_string(piece.pages.front().page);
}

core::Question zone_question(const SeenZone& seen, const std::string& label) {
    const bool stamp = is_stamp(seen.zone);
    return {.kind = stamp ? QuestionKind::stamp : QuestionKind::signature,
            .key = zone_key(seen.ref, seen.zone.id),
            .page = seen.ref,
            .crop = seen.zone.evidence,
            .text = label + (stamp ? " : y a-t-il un cachet ?" : " : est-ce signé ?"),
            .score = seen.zone.score};
}

core::Question piece_question(const core::Piece& piece) {
    return {.kind = QuestionKind::kind,
            .key = piece_key(piece),
            .page = piece.pages.front(),
            .text = "Quelle est la nature de cette pièce ?",
            .score = piece.score};
}

core::Question field_question(const std::string& path, const SeenZone& seen, const std::string& label) {
    return {.kind = QuestionKind::value,
            .key = path,
            .page = seen.ref,
            .crop = seen.zone.evidence,
            .text = "Que porte la zone « " + label + " » ?",
            .score = seen.zone.score};
}

std::string data_path(const std::string& path) {
    const auto last = path.substr(path.rfind('.') + 1);
    const bool repeats = std::find(std::begin(core::repeatable_elements), std::end(core::repeatable_elements), last) !=
                         std::end(core::repeatable_elements);
    return repeats ? path + ".1" : path;
}

std::vector<core::MachineAnswer> certain_answers(const core::DossierView& view, const core::FormLayout& form) {
    std::vector<core::MachineAnswer> all;
    const auto layout_of = [&](const std::string& id) -> const core::ZoneLayout* {
        for (const auto& page : form.pages)
            for (const auto& zone : page.zones)
                if (zone.id == id) return &zone;
        return nullptr;
    };
    for (const auto& [ref, page] : view.pages) {
        if (!page.form || page.form->id != form.id) continue;
        for (const auto& zone : page.zones) {
            const auto* layout = layout_of(zone.id);
            const auto answer = answer_of(zone);
            if (layout == nullptr || !answer) continue;
            const SeenZone seen{.zone = zone, .ref = ref};
            if (!is_typed(zone.kind))
                all.push_back({zone_question(seen, layout->label), *answer});
            else if (view.data_source == core::DataSource::paper && !layout->field.empty())
                all.push_back({field_question(layout->field, seen, layout->label), *answer});
        }
    }
    for (const auto& piece : view.pieces)
        if (piece.state == core::KindState::recognised && piece.kind != core::Kind::demande_dispense)
            all.push_back({piece_question(piece), nature_code(piece)});
    return all;
}

std::string nature_code(const core::Piece& piece) {
    return piece.detail.empty() ? std::string{core::to_text(piece.kind)} : piece.detail;
}

std::string nature_name(const core::Piece& piece) {
    static const std::map<core::Kind, std::string> names{
        {core::Kind::demande_dispense, "la demande"},
        {core::Kind::attestation_formation, "l'attestation de formation"},
        {core::Kind::certificat_realisation, "le certificat de réalisation"},
        {core::Kind::programme_formation, "le programme de formation"},
        {core::Kind::fiche_poste, "la fiche de poste"},
        {core::Kind::diplome, "le diplôme"},
        {core::Kind::arrete_nomination, "l'arrêté de nomination"},
        {core::Kind::etat_services, "l'état des services"},
        {core::Kind::bilan_competences, "l'attestation de bilan de compétences"}};
    const auto found = names.find(piece.kind);
    return found != names.end() ? found->second : "la pièce « " + nature_code(piece) + " »";
}

}  // namespace pipeline
