#include "pipeline/purge.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/failures.h"
#include "pipeline/file_lock.h"
#include "store/names.h"
#include "store/retention.h"
#include "store/store.h"

namespace pipeline {
namespace {

namespace fs = std::filesystem;
using core::DossierState;
using store::Emptied;

/// Longest time between the bytes of an arrival being put and its row being committed.
constexpr std::chrono::hours somebody_may_name_it{1};

/// Those that templates/procedures/_surplus.xml tells the instructor to set apart.
const std::vector<std::string> surplus_natures{"piece_identite",  "rib",           "compte_rendu_entretien",
                                               "avis_imposition", "bulletin_paie", "certificat_medical",
                                               "acte_etat_civil"};

/// Who asked what, of whom, and what was decided: what answers a later question about the decision.
const store::Kept kept_with_the_decision{
    .fields = {"numero", "procedure", "type", "portee", "jours", "date", "agent.civilite", "agent.nom",
               "agent.nom_usage", "agent.prenom", "agent.naissance", "agent.categorie", "agent.cadre_emplois",
               "agent.grade", "collectivite.denomination", "collectivite.siret"},
    .letter_prefixes = {"accord-", "refus-", "sans-objet-", "copie-"}};

core::Date months_before(core::Date day, int count) {
    day -= std::chrono::months{count};
    return day.ok() ? day : core::Date{day.year() / day.month() / std::chrono::last};
}

core::Date days_before(core::Date day, int count) {
    return core::Date{std::chrono::sys_days{day} - std::chrono::days{count}};
}

core::Instant start_of(core::Date day) { return core::office_instant(day, std::chrono::minutes{0}); }

template <class Keep>
std::vector<std::string> entries(const fs::path& folder, Keep keep) {
    std::vector<std::string> names;
    if (!fs::is_directory(folder)) return names;
    for (const auto& entry : fs::directory_iterator{folder})
        if (keep(entry.path().filename().string())) names.push_back(entry.path().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// When it came to where it lies: a rename leaves the time of its content alone.
core::Date arrived_there(const fs::path& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return core::Date{std::chrono::year::max() / 1 / 1};  // Gone.
    return core::office_date(core::Instant{std::chrono::seconds{status.st_ctim.tv_sec}});
}

class Planner {
  public:
    Planner(const Installation& office, store::Store& store)
        : office_{office}, rules_{office.config.retention}, store_{store}, today_{core::office_date(office.clock())} {}

    std::vector<PurgeLine> plan() {
        auto& retention = store_.retention();
        const auto pieces = months_before(today_, rules_.pieces_months);
        const auto decisions = months_before(today_, 12 * rules_.decision_years);
        const auto loose = months_before(today_, rules_.loose_months);
        const auto surplus = days_before(today_, rules_.surplus_days);
        const auto taken = days_before(today_, rules_.taken_days);
        add(PurgeKind::surplus, surplus, retention.surplus_arrivals(start_of(surplus), surplus_natures),
            fmt::format("pièces que personne n'a demandées (identité, banque, impôts, santé …), {} jours après la fin "
                        "du dossier (RGPD, art. 5-1-c)",
                        rules_.surplus_days));
        add(PurgeKind::pieces, pieces, retention.over(start_of(pieces), Emptied::pieces),
            fmt::format(
                "scans, courriels, textes lus et demandes de pièces des dossiers finis depuis {} mois (recours : "
                "CJA, art. R421-1)",
                rules_.pieces_months));
        add(PurgeKind::decisions, decisions, retention.over(start_of(decisions), Emptied::all),
            fmt::format("décision, lettres et identités des dossiers finis depuis {} ans ; restent numéro, états et "
                        "journal",
                        rules_.decision_years));
        add(PurgeKind::loose, loose, retention.loose_arrivals(start_of(loose)),
            fmt::format("arrivées de plus de {} mois qui ne sont d'aucun dossier", rules_.loose_months));
        add(PurgeKind::minutes, decisions, minutes_before(decisions),
            fmt::format("procès-verbaux et bordereaux des sessions de plus de {} ans", rules_.decision_years));
        add(PurgeKind::printed, pieces, runs_before(pieces),
            fmt::format("tirages imprimés de plus de {} mois (les lettres restent dans les dossiers)",
                        rules_.pieces_months));
        add(PurgeKind::taken, taken, taken_before(taken),
            fmt::format("fichiers pris depuis {} jours, gardés dans .recus (les arrivées restent)", rules_.taken_days));
        add(PurgeKind::turned_away, loose, turned_away_before(loose),
            fmt::format("fichiers refusés depuis {} mois, gardés dans .refuses", rules_.loose_months));
        return std::move(lines_);
    }

  private:
    void add(PurgeKind kind, core::Date before, std::vector<std::string> ids, std::string rule) {
        const bool archives = kind == PurgeKind::pieces || kind == PurgeKind::decisions || kind == PurgeKind::loose ||
                              kind == PurgeKind::minutes;
        lines_.push_back({kind, std::move(rule), before, std::move(ids), archives && rules_.visa.empty()});
    }

    std::vector<std::string> minutes_before(core::Date day) const {
        return entries(store::session_path(office_.home, ""), [&](const std::string& month) {
            const auto first = core::parse_date(month + "-01");
            return first && *first + std::chrono::months{1} <= day;
        });
    }
    std::vector<std::string> runs_before(core::Date day) const {
        return entries(store::post_out_path(office_.home), [&](const std::string& name) {
            const auto run = store::parse_run_name(name);
            return run && run->day < day;
        });
    }
    std::vector<std::string> taken_before(core::Date day) const {
        std::vector<std::string> all;
        for (const auto& place : watch_places(office_.home)) {
            const auto folder = (place.folder / store::received_folder(day)).parent_path();
            for (auto& path : entries(folder, [&](const std::string& name) {
                     const auto on = core::parse_date(name);
                     return on && *on < day;
                 }))
                all.push_back(std::move(path));
        }
        return all;
    }
    std::vector<std::string> turned_away_before(core::Date day) const {
        std::vector<std::string> all;
        for (const auto& place : watch_places(office_.home)) {
            const auto folder = place.folder / store::refused_folder;
            for (auto& path :
                 entries(folder, [&](const std::string& name) { return arrived_there(folder / name) < day; }))
                all.push_back(std::move(path));
        }
        return all;
    }

    const Installation& office_;
    const RetentionConfig& rules_;
    store::Store& store_;
    core::Date today_;
    std::vector<PurgeLine> lines_;
};

void remove(store::Store& store, const PurgeLine& line, const std::string& who, const std::string& why) {
    auto& retention = store.retention();
    for (const auto& id : line.ids) switch (line.kind) {
            case PurgeKind::surplus:
            case PurgeKind::loose:
                retention.empty_arrival(id, who, why);
                break;
            case PurgeKind::pieces:
                retention.empty_dossier(id, Emptied::pieces, kept_with_the_decision, who, why);
                break;
            case PurgeKind::decisions:
                retention.empty_dossier(id, Emptied::all, {}, who, why);
                break;
            case PurgeKind::minutes:
            case PurgeKind::printed:
            case PurgeKind::taken:
            case PurgeKind::turned_away:
                fs::remove_all(id);
                break;
        }
}

long long remove_blobs(store::Store& store) {
    if (store.retention().doomed_count() == 0) return 0;
    return store.retention().remove_doomed(store.spool(), store.blobs(), core::system_now() - somebody_may_name_it);
}

Descriptor keep_copies_away(const Installation& office) {
    return lock_or_later(store::blob_lock_path(office.home),
                         "une copie ou une purge est en cours dans " + office.home.string());
}

core::Outcome<std::string> may_be_erased(const Installation& office, store::Store& store, const std::string& dossier) {
    const auto row = store.dossiers().find(dossier);
    if (!row) return core::Refusal{core::Reason::unknown_dossier, dossier};
    const auto refuse = [&](const std::string& cause) {
        return core::Refusal{core::Reason::wrong_state, "dossier " + dossier + " : " + cause};
    };
    const auto state = row->dossier.state;
    if (state < DossierState::notified)
        return refuse("il est « " + std::string{core::to_text(state)} +
                      " » ; le retirer d'abord (« dossier withdraw »), ou attendre sa fin");
    if (store.retention().is_frozen(dossier)) return refuse("il est gelé ; « dossier thaw » d'abord");
    const auto limit = months_before(core::office_date(office.clock()), appeal_months);
    const auto decided = store.dossiers().decision(dossier);
    if (decided && decided->date > limit)
        return refuse(
            fmt::format("un recours reste possible {} mois après la décision (RGPD, art. 17-3-e)", appeal_months));
    return dossier;
}

}  // namespace

std::vector<PurgeLine> plan_purge(const Installation& office, store::Store& store) {
    return Planner{office, store}.plan();
}

PurgeDone purge(const Installation& office, store::Store& store, const std::string& who) {
    const auto lock = keep_copies_away(office);
    PurgeDone done{.lines = plan_purge(office, store)};
    const auto& visa = office.config.retention.visa;
    const auto why = "fin de conservation" + (visa.empty() ? std::string{} : ", visa " + visa);
    std::string counts;
    for (const auto& line : done.lines) {
        if (line.waits_for_visa || line.ids.empty()) continue;
        remove(store, line, who, why);
        counts +=
            (counts.empty() ? "" : " ") + std::string{core::to_text(line.kind)} + "=" + std::to_string(line.ids.size());
    }
    done.blobs = remove_blobs(store);
    done.blobs_left = store.retention().doomed_count();
    if (!counts.empty() || done.blobs > 0)
        store.transaction([&] {
            store.journal().append(who, "purged", "",
                                   counts + (counts.empty() ? "" : " ") + "blobs=" + std::to_string(done.blobs));
        });
    return done;
}

core::Outcome<std::string> erase(const Installation& office, store::Store& store, const std::string& dossier,
                                 const std::string& who, const std::string& why) {
    const auto lock = keep_copies_away(office);
    auto may = may_be_erased(office, store, dossier);
    if (!may) return may;
    store.retention().empty_dossier(dossier, Emptied::all, {}, who, why);
    remove_blobs(store);
    return may;
}

}  // namespace pipeline
