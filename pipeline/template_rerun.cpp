#include "pipeline/template_rerun.h"

#include <algorithm>

#include "pipeline/template_diff.h"
#include "pipeline/template_preview.h"

namespace pipeline {
namespace {

core::Outcome<std::string> words_for(const Installation& office, store::Store& store, const std::string& letter,
                                     const std::string& dossier) {
    const auto pdf = see_letter_for(office, store, letter, dossier);
    if (!pdf) return pdf.refusal();
    return printed_words(*pdf, office.limits);
}

/// The first line that differs, and how many others do.
std::string change_between(const std::string& before, const std::string& after) {
    std::string first;
    int others = -1;
    for (const auto& pair : compare_lines(before, after)) {
        if (pair.kind == LinePair::Kind::same || pair.line.empty()) continue;
        if (others++ < 0) first = (pair.kind == LinePair::Kind::removed ? "− " : "+ ") + pair.line;
    }
    if (first.empty()) return "mise en page";
    if (others == 0) return first;
    return first + " (et " + std::to_string(others) + (others == 1 ? " autre ligne)" : " autres lignes)");
}

Rerun compared(const Installation& office, const Installation& edited, store::Store& store, const std::string& letter,
               const std::string& dossier) {
    using Outcome = Rerun::Outcome;
    const auto before = words_for(office, store, letter, dossier);
    const auto after = words_for(edited, store, letter, dossier);
    if (!after && !before) return {dossier, Outcome::same, core::describe(after.refusal())};
    if (!after) return {dossier, Outcome::refused, core::describe(after.refusal())};
    if (!before) return {dossier, Outcome::mended, core::describe(before.refusal())};
    if (*before == *after) return {dossier, Outcome::same, ""};
    return {dossier, Outcome::changed, change_between(*before, *after)};
}

}  // namespace

core::Outcome<std::vector<Rerun>> rerun_letter(const Installation& office, store::Store& store,
                                               const std::string& letter, int last) {
    std::optional<core::ProcedureKind> procedure;
    for (const auto kind : {core::ProcedureKind::integration, core::ProcedureKind::professionnalisation})
        if (letter.ends_with("-" + std::string{core::to_text(kind)})) procedure = kind;
    if (!procedure)
        return core::Refusal{core::Reason::data_invalid,
                             "« " + letter + " » n'est pas une lettre d'une procédure ; voir « letter list »"};
    const auto edited = with_edited(office, letter);
    if (!edited) return edited.refusal();
    auto rows = store.dossiers().list(std::nullopt, procedure);
    std::ranges::stable_sort(rows,
                             [](const auto& a, const auto& b) { return a.dossier.created_at > b.dossier.created_at; });
    std::vector<Rerun> all;
    for (const auto& row : rows) {
        if (static_cast<int>(all.size()) >= last) break;
        all.push_back(compared(office, *edited, store, letter, row.dossier.number));
    }
    return all;
}

}  // namespace pipeline
