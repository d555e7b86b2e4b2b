#include "pipeline/settle.h"

#include <algorithm>
#include <stdexcept>

#include "pipeline/check.h"
#include "pipeline/complement.h"
#include "pipeline/compose.h"
#include "pipeline/review.h"

namespace pipeline {
namespace {

core::DossierState state_of(core::Completeness completeness) {
    switch (completeness) {
        case core::Completeness::complete:
            return core::DossierState::complete;
        case core::Completeness::incomplete:
            return core::DossierState::incomplete;
        case core::Completeness::doubtful:
            return core::DossierState::doubtful;
    }
    throw std::logic_error("completeness");
}

/// What follows from one check, made before anything is committed.
struct Settlement {
    core::CheckResult result;
    std::vector<Correspondence> letters;
    ComplementPlan complement;
};

void add_doubt(Settlement& settlement, core::Finding doubt) {
    settlement.result.findings.push_back(std::move(doubt));
    if (settlement.result.completeness == core::Completeness::complete)
        settlement.result.completeness = core::Completeness::doubtful;
}

/// A letter that cannot be written is a doubt for a person, never a silence.
void letter_impossible(Settlement& settlement, const std::string& kind, const core::Refusal& why) {
    add_doubt(settlement, {"letter_impossible", kind, core::Severity::doubt, core::describe(why), ""});
}

bool has_letter(store::Store& store, const std::string& dossier, const std::string& kind) {
    const auto letters = store.dossiers().letters(dossier);
    return std::any_of(letters.begin(), letters.end(), [&](const core::Letter& l) { return l.kind.starts_with(kind); });
}

/// The form that was sent: the procedure's own, or one that others print and that takes its place.
const core::FormLayout& form_sent(const core::DossierView& view, const core::FormLayout& own,
                                  const Catalogue& catalogue) {
    const core::FormLayout* other = nullptr;
    for (const auto& [ref, page] : view.pages) {
        if (!page.form) continue;
        if (page.form->id == own.id) return own;
        const auto* layout = catalogue.layout(page.form->id);
        if (layout != nullptr && layout->stands_for == own.id) other = layout;
    }
    return other != nullptr ? *other : own;
}

Settlement judge(const Installation& office, store::Store& store, const store::DossierRow& row) {
    Settlement settlement{.result = check_now(office, store, row)};

    const Composer composer{office, store.spool()};
    const auto data = letter_data(office, row);
    if (!has_letter(store, row.dossier.number, "accuse-reception")) {
        auto letter = composer.to_collectivite("accuse-reception", 1, row, data, Carrier::mail_if_possible);
        if (letter)
            settlement.letters.push_back(*std::move(letter));
        else
            letter_impossible(settlement, "accuse-reception", letter.refusal());
    }

    settlement.complement = plan_complement(office, store, row, settlement.result);
    if (settlement.complement.refusal) letter_impossible(settlement, "complement", *settlement.complement.refusal);
    if (settlement.complement.doubt) add_doubt(settlement, *settlement.complement.doubt);
    return settlement;
}

}  // namespace

core::CheckResult check_now(const Installation& office, store::Store& store, const store::DossierRow& row) {
    const auto* procedure = office.catalogue.procedure(row.dossier.training);
    if (procedure == nullptr)
        throw core::BadSetup("aucune procédure pour « " + std::string{core::to_text(row.dossier.training)} + " »");
    const auto* layout = office.catalogue.layout(procedure->form);
    const auto view = view_of(store, row);
    return check(view, *procedure, layout == nullptr ? core::FormLayout{} : form_sent(view, *layout, office.catalogue),
                 office.catalogue.tables, core::office_date(store.now()));
}

core::DossierView view_of(store::Store& store, const store::DossierRow& row) {
    const bool on_paper = row.channel == core::Channel::post && !row.origin.empty();
    core::DossierView view{.dossier = row.dossier,
                           .channel = row.channel,
                           .data_source = on_paper ? core::DataSource::paper : core::DataSource::typed,
                           .pieces = store.dossiers().pieces(row.dossier.number),
                           .settlements = store.reviews().settlements(row.dossier.number)};
    for (const auto& ref : store.dossiers().pages_of(row.dossier.number)) {
        const auto arrival = store.arrivals().find(ref.arrival);
        auto page = arrival ? store.readings().page(arrival->sha256, ref.page) : std::nullopt;
        if (page) view.pages.push_back({ref, *std::move(page)});
    }
    return view;
}

void settle(const Installation& office, store::Store& store, const store::Job& job) {
    const auto row = store.dossiers().find(job.subject);
    if (!row) throw std::logic_error("job without dossier: " + job.subject);
    if (row->dossier.state >= core::DossierState::in_session) return store.jobs().finish(job);

    const auto settlement = judge(office, store, *row);
    store.transaction([&] {
        auto& dossiers = store.dossiers();
        dossiers.set_findings(row->dossier.number, settlement.result.findings);
        open_reviews(office, store, row->dossier.number, settlement.result);
        for (const auto& [letter, dispatch] : settlement.letters) {
            dossiers.add_letter(letter);
            store.outbox().add(dispatch);
        }
        commit_complement(office, store, settlement.complement);
        dossiers.move(row->dossier.number, state_of(settlement.result.completeness), store::program, "check");
        store.jobs().finish(job);
    });
}

}  // namespace pipeline
