#include "pipeline/check.h"

#include <algorithm>
#include <set>

#include "core/email_address.h"
#include "core/identifiers.h"
#include "core/normalise.h"
#include "pipeline/match.h"

namespace pipeline {
namespace {

using core::Finding;
using core::Severity;

/// `{name}` replaced by the field of that name.
std::string filled(std::string sentence, const core::Fields& values) {
    for (const auto& [name, value] : values) {
        const auto mark = "{" + name + "}";
        for (auto at = sentence.find(mark); at != std::string::npos; at = sentence.find(mark, at + value.size()))
            sentence.replace(at, mark.size(), value);
    }
    return sentence;
}

std::string place(const core::PageRef& ref) { return ref.arrival + " page " + std::to_string(ref.page); }

class Checker {
  public:
    Checker(const core::DossierView& view, const core::Procedure& procedure, const core::FormLayout& form,
            const core::ReferenceTables& tables)
        : view_(view), data_(view.dossier.data), procedure_(procedure), form_(form), tables_(tables) {}

    core::CheckResult run() {
        fields();
        days();
        standing();
        if (view_.channel != core::Channel::online) signatures();
        for (const auto& rule : procedure_.pieces) pieces(rule);
        return {.completeness = completeness(), .findings = std::move(findings_)};
    }

  private:
    void add(std::string code, std::string subject, Severity severity, std::string sentence,
             std::string evidence = {}) {
        findings_.push_back({std::move(code), std::move(subject), severity, std::move(sentence), std::move(evidence)});
    }

    void fields() {
        for (const auto& rule : procedure_.fields)
            if (core::field(data_, rule.path).empty())
                add("field_missing", rule.path, Severity::blocking, rule.sentence);

        const auto siret = core::field(data_, "collectivite.siret");
        if (!siret.empty() && !core::Siret::parse(siret))
            add("field_invalid", "collectivite.siret", Severity::blocking,
                "Vérifier le numéro SIRET de la collectivité : « " + siret + " » n'est pas un numéro valable.");
        const auto courriel = core::field(data_, "collectivite.courriel");
        if (!courriel.empty() && !core::EmailAddress::parse(courriel))
            add("field_invalid", "collectivite.courriel", Severity::blocking,
                "Vérifier l'adresse électronique de la collectivité : « " + courriel + " ».");
    }

    /// `0 < days <= duration of the training for the category` (décret 2008-512; durees.xml).
    void days() {
        const auto text = core::field(data_, "jours");
        if (text.empty()) return;
        const auto asked = core::HalfDays::parse(text);
        if (!asked || asked->halves() == 0) {
            add("field_invalid", "jours", Severity::blocking,
                "Vérifier le nombre de jours de dispense demandés : « " + text + " ».");
            return;
        }
        const auto* duration = core::find_duration(tables_, procedure_.training, core::field(data_, "agent.categorie"));
        if (duration != nullptr && *asked > duration->most)
            add("days_over_cap", "jours", Severity::blocking,
                filled(procedure_.over_cap_sentence,
                       {{"jours", asked->phrase()}, {"plafond", duration->most.phrase()}}));
    }

    /// Cases not subject to the training: a note for the instructor, who may decide "sans objet" (reference 1.2).
    void standing() {
        const auto cadre_name = core::field(data_, "agent.cadre_emplois");
        const auto* cadre = core::find_cadre(tables_, cadre_name);
        if (cadre == nullptr) {
            if (!cadre_name.empty())
                add("cadre_unknown", "agent.cadre_emplois", Severity::note,
                    "Le cadre d'emplois « " + cadre_name + " » n'est pas dans la table de référence.");
            return;
        }
        if (cadre->category != core::field(data_, "agent.categorie"))
            add("category_mismatch", "agent.categorie", Severity::note,
                "Le cadre d'emplois « " + cadre->name + " » est de catégorie " + cadre->category + ".");
        const bool integration = procedure_.training == core::Training::integration;
        const bool promoted = core::field(data_, "agent.mode_acces") == "PROMOTION_INTERNE";
        const bool outside = cadre->regime.starts_with("HORS") || (cadre->regime == "ELEVE" && integration) ||
                             (cadre->regime == "MEDECIN" && procedure_.training == core::Training::pro_1er_emploi);
        if (outside || (promoted && integration))
            add("not_concerned", "agent", Severity::note,
                "L'agent pourrait ne pas être soumis à cette formation : proposition « sans objet » à examiner.");
    }

    struct SeenZone {
        const core::Zone* zone = nullptr;
        core::PageRef ref;
    };

    /// All copies of a zone: a page sent again counts with the first.
    std::vector<SeenZone> seen(const std::string& id) const {
        std::vector<SeenZone> zones;
        for (const auto& [ref, page] : view_.pages) {
            if (!page.form || page.form->id != form_.id) continue;
            for (const auto& zone : page.zones)
                if (zone.id == id) zones.push_back({&zone, ref});
        }
        return zones;
    }

    void signatures() {
        const auto lost = lost_pages();
        for (const int page : lost)
            add("form_page_missing", "page_" + std::to_string(page), Severity::blocking,
                filled(procedure_.page_missing_sentence, {{"page", std::to_string(page)}}));
        for (const auto& rule : procedure_.signatures) {
            const auto zones = seen(rule.zone);
            if (zones.empty()) {
                if (!lost.contains(page_of(rule.zone))) doubt(rule, "");
                continue;
            }
            signature(rule, zones);
        }
    }

    void signature(const core::SignatureRule& rule, const std::vector<SeenZone>& zones) {
        const auto holds = [&](const SeenZone& seen) {
            return rule.stamp ? seen.zone->stamped.value_or(false) : seen.zone->state == core::ZoneState::signed_;
        };
        const auto empty = [](const SeenZone& seen) { return seen.zone->state == core::ZoneState::empty; };
        if (std::any_of(zones.begin(), zones.end(), holds)) return;
        if (std::all_of(zones.begin(), zones.end(), empty))
            add(rule.stamp ? "stamp_missing" : "signature_missing", rule.zone, Severity::blocking, rule.sentence,
                place(zones.back().ref));
        else
            doubt(rule, place(zones.back().ref));
    }

    void doubt(const core::SignatureRule& rule, const std::string& evidence) {
        add(rule.stamp ? "stamp_doubtful" : "signature_doubtful", rule.zone, Severity::doubt,
            "À vérifier à l'œil : " + rule.sentence, evidence);
    }

    int page_of(const std::string& zone) const {
        for (std::size_t i = 0; i < form_.pages.size(); ++i)
            for (const auto& candidate : form_.pages[i].zones)
                if (candidate.id == zone) return static_cast<int>(i) + 1;
        return 0;
    }

    std::set<int> lost_pages() const {
        std::set<int> lost;
        for (int page = 1; page <= static_cast<int>(form_.pages.size()); ++page) lost.insert(page);
        for (const auto& [ref, page] : view_.pages)
            if (page.form && page.form->id == form_.id) lost.erase(page.form->page);
        return lost;
    }

    static bool answers(const core::Piece& piece, const core::PieceRule& rule) {
        return std::find(rule.kinds.begin(), rule.kinds.end(), piece.kind) != rule.kinds.end();
    }

    std::string text_of(const core::Piece& piece) const {
        std::string text;
        for (const auto& [ref, page] : view_.pages)
            if (std::find(piece.pages.begin(), piece.pages.end(), ref) != piece.pages.end()) text += page.text + '\n';
        return text;
    }

    void pieces(const core::PieceRule& rule) {
        const int grounds = rule.when_path.empty() ? 1 : core::count_of(data_, rule.when_path);
        const int due = rule.one_each ? grounds : std::min(grounds, 1);
        if (due == 0) return;

        std::vector<const core::Piece*> candidates;
        for (const auto& piece : view_.pieces)
            if (answers(piece, rule)) candidates.push_back(&piece);
        if (due == 1) {
            one_piece(rule, rule.when_path.empty() ? core::Fields{} : core::below(data_, rule.when_path + ".1"),
                      candidates);
            return;
        }
        each_piece(rule, due, std::move(candidates));
    }

    /// A recognised piece, or the doubt or the request for it.
    void one_piece(const core::PieceRule& rule, const core::Fields& ground,
                   const std::vector<const core::Piece*>& candidates) {
        const auto recognised = [](const core::Piece* piece) { return piece->state == core::KindState::recognised; };
        if (std::any_of(candidates.begin(), candidates.end(), recognised)) return;
        absent(rule, ground, candidates.empty() ? nullptr : candidates.front());
    }

    /// Several trainings or diplomas: each takes the piece that carries its title, then what is left over is shared
    /// out.
    void each_piece(const core::PieceRule& rule, int due, std::vector<const core::Piece*> candidates) {
        std::vector<core::Fields> open;
        for (int i = 1; i <= due; ++i) {
            const auto ground = core::below(data_, rule.when_path + "." + std::to_string(i));
            const auto title = core::field(ground, "intitule");
            const auto best = std::find_if(candidates.begin(), candidates.end(), [&](const core::Piece* piece) {
                return piece->state == core::KindState::recognised && mentions(text_of(*piece), title);
            });
            if (best == candidates.end())
                open.push_back(ground);
            else
                candidates.erase(best);
        }
        for (const auto& ground : open) {
            const core::Piece* left = candidates.empty() ? nullptr : candidates.front();
            if (left != nullptr) candidates.erase(candidates.begin());
            absent(rule, ground, left);
        }
    }

    /// Nothing sure answers the rule: a doubt when a page might be the piece, else it is asked for.
    void absent(const core::PieceRule& rule, const core::Fields& ground, const core::Piece* candidate) {
        const auto subject = std::string{core::to_text(rule.kinds.front())};
        const auto sentence = filled(rule.sentence, ground);
        if (candidate == nullptr) candidate = unread();
        if (candidate == nullptr)
            add("piece_missing", subject, Severity::blocking, sentence);
        else
            add("piece_doubtful", subject, Severity::doubt, "À vérifier à l'œil : " + sentence,
                place(candidate->pages.front()));
    }

    /// A piece of unknown kind that could be any: what it is must be settled before anything is called missing.
    const core::Piece* unread() const {
        for (const auto& piece : view_.pieces)
            if (piece.state != core::KindState::recognised && piece.kind != core::Kind::demande_dispense) return &piece;
        return nullptr;
    }

    core::Completeness completeness() const {
        const auto any = [&](Severity severity) {
            return std::any_of(findings_.begin(), findings_.end(),
                               [&](const Finding& f) { return f.severity == severity; });
        };
        if (any(Severity::blocking)) return core::Completeness::incomplete;
        return any(Severity::doubt) ? core::Completeness::doubtful : core::Completeness::complete;
    }

    const core::DossierView& view_;
    const core::Fields& data_;
    const core::Procedure& procedure_;
    const core::FormLayout& form_;
    const core::ReferenceTables& tables_;
    std::vector<Finding> findings_;
};

}  // namespace

core::CheckResult check(const core::DossierView& dossier, const core::Procedure& procedure,
                        const core::FormLayout& form, const core::ReferenceTables& tables) {
    return Checker{dossier, procedure, form, tables}.run();
}

}  // namespace pipeline
