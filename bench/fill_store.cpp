/// Fills an installation with a past that never was: so many dossiers over three years, with their arrivals, pages,
/// pieces, letters, dispatches and journal, through the store's own interface. For measuring what answers how fast
/// (bench/answers), and for the campaigns that need many complete dossiers (scripts/kill-session).
///
/// fill_store HOME --dossiers N [--complete]
/// `--complete`: all of them complete and nothing more, received today.

#include <fmt/format.h>

#include <cstring>
#include <iostream>

#include "bench/imagined.h"
#include "store/sha256.h"
#include "store/store.h"

namespace {

using core::DossierState;

constexpr int batch = 500;  ///< Dossiers a commit.

struct Past {
    core::Instant today = core::system_now();
    core::Instant now = today;
    int dossiers;
    store::Store store;

    Past(const std::filesystem::path& home, int count) : dossiers(count), store(home, [this] { return now; }) {}

    std::string arrival(int number, int part) {
        const auto sha = store::sha256(fmt::format("{}/{}", number, part));
        const auto name = fmt::format("scan-{}-{}.pdf", number, part);
        auto id = store.arrivals()
                      .add({.key = sha + "/" + name,
                            .sha256 = sha,
                            .name = name,
                            .size = 200'000,
                            .channel = number % 3 == 0 ? core::Channel::post : core::Channel::online})
                      .arrival.id;
        store.readings().set_page_count(sha, 2);
        for (int page = 1; page <= 2; ++page)
            store.readings().save_page(
                sha, "bench",
                {.page = page,
                 .width_px = 2480,
                 .height_px = 3508,
                 .dpi = 300,
                 .text = "Attestation de formation. Je soussigné atteste que l'agent a suivi le stage.",
                 .text_source = core::TextSource::ocr,
                 .confidence = 0.9});
        while (const auto job = store.jobs().claim("banc", std::chrono::hours{1})) store.jobs().finish(*job);
        return id;
    }

    void letter(const std::string& dossier, const std::string& kind, core::DispatchChannel channel,
                core::Addressee addressee, const std::string& siret) {
        const auto sha = store::sha256(dossier + kind);
        store.dossiers().add_letter({.dossier = dossier, .kind = kind, .sha256 = sha, .date = core::office_date(now)});
        const bool mail = channel == core::DispatchChannel::mail;
        const auto queued = store.outbox().add({.dossier = dossier,
                                                .letter_kind = kind,
                                                .channel = channel,
                                                .addressee = addressee,
                                                .recipient = mail ? "rh@valmer.example" : "MAIRIE\n14999 VALMER",
                                                .siret = siret,
                                                .pdf_sha256 = sha,
                                                .message_id = mail ? dossier + kind + "@bench.example" : "",
                                                .message_sha256 = mail ? sha : ""});
        if (!mail) return store.outbox().mark_printed(queued.dispatch, core::iso_date(core::office_date(now)));
        if (const auto claimed = store.outbox().claim_due(now)) {
            store.outbox().mark_final_dot(*claimed);
            store.outbox().mark_sent(*claimed, "250 2.0.0 Ok: queued as 4XyZ");
        }
    }

    /// Received, read, decided, notified, as most dossiers of the past are; the last ones still wait.
    void live(int number) {
        now = today - std::chrono::minutes{(dossiers - number) * (3LL * 365 * 24 * 60 / std::max(dossiers, 1))};
        const auto data = bench::request(number, core::office_date(now));
        const auto siret = core::field(data, "collectivite.siret");
        const auto first = arrival(number, 1);
        const auto row = store.dossiers().add(
            bench::dossier_of(data), number % 3 == 0 ? core::Channel::post : core::Channel::online, first, "banc");
        const auto& dossier = row.dossier.number;
        std::vector<core::Piece> pieces;
        for (int page = 1; page <= 2; ++page) {
            store.dossiers().assign_page({first, page}, dossier);
            pieces.push_back({.kind = page == 1 ? core::Kind::demande_dispense : core::Kind::attestation_formation,
                              .state = core::KindState::recognised,
                              .score = 1,
                              .pages = {{first, page}}});
        }
        store.dossiers().set_pieces(dossier, pieces);
        const bool integration = number % 3 == 0;
        const std::string procedure = integration ? "integration" : "professionnalisation";
        const auto carrier = integration ? core::DispatchChannel::post : core::DispatchChannel::mail;
        letter(dossier, "accuse-reception-" + procedure, core::DispatchChannel::mail, core::Addressee::collectivite,
               siret);
        const bool recent = number > dossiers - std::min(dossiers / 10 + 1, 600);
        if (recent && number % 4 == 0) {
            store.dossiers().set_findings(
                dossier,
                {{.code = "piece_missing", .subject = "fiche_poste", .sentence = "Il manque la fiche de poste."}});
            return store.dossiers().move(dossier, DossierState::incomplete, "vaguemestre", "check");
        }
        store.dossiers().move(dossier, DossierState::complete, "vaguemestre", "check");
        if (recent) return;
        (void)store.dossiers().decide({.dossier = dossier,
                                       .outcome = core::DecisionOutcome::accord_total,
                                       .days = core::HalfDays::of_days(integration ? 5 : 10),
                                       .instructor = "instructeur",
                                       .date = core::office_date(now)});
        letter(dossier, "accord-total-" + procedure, carrier, core::Addressee::collectivite, siret);
        letter(dossier, "copie-agent-" + procedure, carrier, core::Addressee::agent, "");
        store.dossiers().move(dossier, DossierState::decided, "instructeur", "accord-total");
        store.dossiers().move(dossier, DossierState::notified, "vaguemestre", "");
    }

    void complete(int number) {
        const auto data = bench::request(number, core::office_date(now));
        const auto row = store.dossiers().add(bench::dossier_of(data), core::Channel::online, "", "banc");
        store.dossiers().move(row.dossier.number, DossierState::complete, "banc", "");
    }
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4 || std::strcmp(argv[2], "--dossiers") != 0) {
        std::cerr << "fill_store HOME --dossiers N [--complete]\n";
        return 2;
    }
    const bool complete = argc > 4 && std::strcmp(argv[4], "--complete") == 0;
    Past past{argv[1], std::stoi(argv[3])};
    for (int first = 1; first <= past.dossiers; first += batch)
        past.store.transaction([&] {
            for (int number = first; number < first + batch && number <= past.dossiers; ++number)
                complete ? past.complete(number) : past.live(number);
        });
    std::cout << "dossiers " << past.dossiers << "\n";
}
