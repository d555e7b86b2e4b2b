#include "pipeline/purge.h"

#include <zip.h>

#include "core/failures.h"
#include "pipeline/decide.h"
#include "pipeline/intake.h"
#include "store/disk.h"
#include "store/names.h"
#include "store/people.h"
#include "store/retention.h"
#include "store/search.h"
#include "tests/office_fixture.h"
#include "tests/smtp_fixture.h"

namespace {

namespace fs = std::filesystem;
using core::DossierState;
using pipeline::PurgeKind;
using store::Emptied;

constexpr std::chrono::days month{31};

struct PurgeOffice : Office {
    PurgeOffice() { office.config.retention.visa = "AD14 2027/031"; }

    std::string arrival(const std::string& content, const std::string& name = "LEMOINE.pdf") {
        const auto sha = store.spool().put(content);
        const auto id =
            store.arrivals().add({.key = sha + "/" + name + "/1", .sha256 = sha, .name = name, .size = 1}).arrival.id;
        if (const auto job = store.jobs().claim("test", std::chrono::hours{1})) store.jobs().finish(*job);
        const auto crop = store.spool().put("signature dans " + content);
        store.readings().set_page_count(sha, 1);
        store.readings().save_page(sha, "1",
                                   {.page = 1,
                                    .text = "Madame LEMOINE a suivi le stage : " + content,
                                    .zones = {{.id = "signature_agent", .evidence = crop}}});
        return id;
    }

    void put_in(const std::string& dossier, const std::string& id,
                core::Kind kind = core::Kind::attestation_formation) {
        store.dossiers().assign_page({id, 1}, dossier);
        auto pieces = store.dossiers().pieces(dossier);
        pieces.push_back({.kind = kind, .state = core::KindState::recognised, .pages = {{id, 1}}});
        store.dossiers().set_pieces(dossier, pieces);
    }

    /// With a scan, decided and gone.
    std::string ended(const std::string& content) {
        const auto number = complete_dossier(core::Training::pro_1er_emploi, "5");
        put_in(number, arrival(content));
        decide(number);
        return number;
    }
    void decide(const std::string& number) {
        const auto done = pipeline::decide(
            office, store, {number, core::DecisionOutcome::refus, {}, {"En droit.", "En fait."}, "instructeur"});
        BOOST_REQUIRE(bool(done));
        while (const auto dispatch = store.outbox().claim_due(now)) {
            store.outbox().mark_final_dot(*dispatch);
            store.outbox().mark_sent(*dispatch, "250 Ok, rh@valmer.example");
        }
        store.transaction([&] { store.dossiers().move(number, DossierState::notified, "test", ""); });
    }

    /// As if all of them had been put long ago: their files carry the real time.
    void age_blobs() {
        for (const auto& sha : store.spool().list())
            fs::last_write_time(store.spool().path(sha), fs::file_time_type::clock::now() - std::chrono::hours{5});
    }
    pipeline::PurgeDone purge() {
        age_blobs();
        return pipeline::purge(office, store, "administrateur");
    }
    std::vector<std::string> ids(PurgeKind kind) {
        for (const auto& line : pipeline::plan_purge(office, store))
            if (line.kind == kind) return line.ids;
        return {};
    }
    bool has(const std::string& content) { return store.spool().has(store::sha256(content)); }
    bool holds_together() {
        const auto uses = store.blobs();
        return !store.journal().verify() && pipeline::balance(store, pipeline::watch_places(home)).holds() &&
               std::all_of(uses.begin(), uses.end(), [&](const auto& use) { return store.spool().has(use.sha256); });
    }
    bool is_readable_in_the_files(const std::string& text) {
        for (const auto& entry : fs::directory_iterator{home})
            if (entry.path().filename().string().starts_with("store.sqlite") &&
                store::read_file(entry.path()).find(text) != std::string::npos)
                return true;
        return false;
    }
};

std::string reason_of(const core::Outcome<std::string>& outcome) {
    return outcome ? "" : std::string{core::to_text(outcome.refusal().reason)};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(purge_tests, PurgeOffice)

BOOST_AUTO_TEST_CASE(pieces_go_a_year_after_the_end_and_the_decision_stays) {
    const auto number = ended("une attestation");
    const auto sha = store.dossiers().letters(number).at(0).sha256;
    now += 11 * month;
    BOOST_TEST(ids(PurgeKind::pieces).empty());
    BOOST_TEST(purge().blobs == 0);
    BOOST_TEST(!store.search().find({"attestation"}, 10).empty());

    now += 2 * month;
    BOOST_TEST(ids(PurgeKind::pieces) == std::vector{number}, boost::test_tools::per_element());
    BOOST_TEST(has("une attestation"));  // Saying is not doing.
    BOOST_TEST(purge().blobs >= 2);
    BOOST_TEST(!has("une attestation"));
    BOOST_TEST(!has("signature dans une attestation"));
    BOOST_TEST(store.search().find({"attestation"}, 10).empty());
    BOOST_TEST(store.spool().has(sha));
    BOOST_TEST((store.retention().emptied(number) == Emptied::pieces));
    BOOST_TEST(core::field(store.dossiers().find(number)->dossier.data, "agent.nom") == "LEMOINE");
    BOOST_TEST(core::field(store.dossiers().find(number)->dossier.data, "collectivite.courriel").empty());
    BOOST_TEST(store.dossiers().decision(number).has_value());
    BOOST_TEST(!store.search().find({"lemoine"}, 10).empty());
    BOOST_TEST(holds_together());
    BOOST_TEST(store.journal().of(number).back().what == "dossier_emptied");
    BOOST_TEST(store.journal().of(number).back().detail == "pieces fin de conservation, visa AD14 2027/031");
    BOOST_TEST(purge().blobs == 0);  // Once is enough.
}

BOOST_AUTO_TEST_CASE(fifteen_years_later_nothing_names_anybody) {
    const auto number = ended("une attestation");
    const auto letters = store.dossiers().letters(number);
    now += 16 * 12 * month;
    purge();
    BOOST_TEST((store.retention().emptied(number) == Emptied::all));
    BOOST_TEST(store.dossiers().find(number)->dossier.data.empty());
    BOOST_TEST(store.dossiers().letters(number).empty());
    for (const auto& letter : letters) BOOST_TEST(!store.spool().has(letter.sha256));
    BOOST_TEST(store.people().agents("", 10).empty());
    BOOST_TEST(store.search().find({"lemoine"}, 10).empty());
    for (const auto* text : {"LEMOINE", "Lemoine", "lemoine", "Anne-Laure", "En fait."})
        BOOST_TEST(!is_readable_in_the_files(text), text);
    BOOST_TEST((store.dossiers().find(number)->dossier.state == DossierState::notified));
    BOOST_TEST(!store.journal().of(number).empty());
    BOOST_TEST(holds_together());
}

BOOST_AUTO_TEST_CASE(without_the_visa_of_the_archives_only_copies_go) {
    office.config.retention.visa.clear();
    const auto number = ended("une attestation");
    const auto run = store::post_out_path(home) / "2026-11-23";
    const auto taken = store::watch_path(home, core::Channel::post) / store::received_folder(core::office_date(now));
    fs::create_directories(run);
    fs::create_directories(taken);
    now += 13 * month;
    const auto done = purge();
    for (const auto& line : done.lines)
        BOOST_TEST(line.waits_for_visa == (line.kind == PurgeKind::pieces || line.kind == PurgeKind::decisions ||
                                           line.kind == PurgeKind::loose || line.kind == PurgeKind::minutes));
    BOOST_TEST(has("une attestation"));
    BOOST_TEST((store.retention().emptied(number) == Emptied::no));
    BOOST_TEST(!fs::exists(run));
    BOOST_TEST(!fs::exists(taken));
}

BOOST_AUTO_TEST_CASE(what_is_not_at_its_end_or_frozen_stays) {
    const auto waits = complete_dossier(core::Training::integration, "5");
    put_in(waits, arrival("en cours"));
    const auto frozen = ended("au tribunal");
    BOOST_TEST(store.retention().freeze(frozen, "instructeur", "recours 2700123"));
    BOOST_TEST(!store.retention().freeze(frozen, "instructeur", "encore"));
    now += 20 * 12 * month;
    purge();
    BOOST_TEST(has("en cours"));
    BOOST_TEST(has("au tribunal"));
    BOOST_TEST(store.retention().thaw(frozen, "instructeur"));
    BOOST_TEST(ids(PurgeKind::pieces) == std::vector{frozen}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_scan_of_two_dossiers_goes_with_the_later_one) {
    const auto early = ended("deux dossiers");
    const auto shared = store.dossiers().pages_of(early).at(0).arrival;
    const auto sha = store.arrivals().find(shared)->sha256;
    store.readings().set_page_count(sha, 2);
    store.readings().save_page(sha, "1", {.page = 2, .text = "Monsieur DUVAL"});
    now += 10 * month;
    const auto late = complete_dossier(core::Training::integration, "5");
    store.dossiers().assign_page({shared, 2}, late);
    now += 4 * month;
    purge();
    BOOST_TEST((store.retention().emptied(early) == Emptied::pieces));
    BOOST_TEST(has("deux dossiers"));
    BOOST_TEST(holds_together());
    store.transaction([&] { store.dossiers().move(late, DossierState::abandoned, "test", ""); });
    now += 13 * month;
    purge();
    BOOST_TEST(!has("deux dossiers"));
    BOOST_TEST(holds_together());
}

BOOST_AUTO_TEST_CASE(bytes_that_something_else_needs_or_that_just_came_stay) {
    ended("le même papier");
    now += 13 * month;
    BOOST_TEST(pipeline::purge(office, store, "administrateur").blobs_left > 0);  // All put within the hour.
    BOOST_TEST(has("le même papier"));
    BOOST_TEST(store.retention().doomed_count() > 0);
    const auto sha = store::sha256("le même papier");
    const auto again = store.arrivals().add({.key = sha + "/bis.pdf/2", .sha256 = sha, .name = "bis.pdf", .size = 1});
    BOOST_TEST((again.arrival.fate == core::Fate::stored));  // What it repeats is gone: it is read anew.
    purge();
    BOOST_TEST(has("le même papier"));
    BOOST_TEST(!has("signature dans le même papier"));
    BOOST_TEST(store.retention().doomed_count() == 0);
    BOOST_TEST(holds_together());
}

BOOST_AUTO_TEST_CASE(bytes_put_again_while_they_go_are_let_be) {
    const auto sha = store.spool().put("remis à l'instant");
    BOOST_TEST(!store.spool().remove(sha, core::system_now() - std::chrono::hours{1}));
    age_blobs();
    store.spool().put("remis à l'instant");  // The same bytes, now.
    BOOST_TEST(!store.spool().remove(sha, core::system_now() - std::chrono::hours{1}));
    age_blobs();
    BOOST_TEST(store.spool().remove(sha, core::system_now() - std::chrono::hours{1}));
    BOOST_TEST(store.spool().remove(sha, core::system_now()));  // Gone already.
}

BOOST_AUTO_TEST_CASE(a_purge_cut_short_between_rows_and_bytes_goes_on) {
    const auto number = ended("coupée");
    now += 13 * month;
    store.retention().empty_dossier(number, Emptied::pieces, {}, "administrateur", "");
    BOOST_TEST(has("coupée"));
    BOOST_TEST(purge().blobs > 0);
    BOOST_TEST(!has("coupée"));
}

BOOST_AUTO_TEST_CASE(pieces_nobody_asked_for_go_a_month_after_the_end) {
    const auto number = complete_dossier(core::Training::pro_1er_emploi, "5");
    put_in(number, arrival("une attestation"));
    put_in(number, arrival("carte d'identité"), core::Kind::piece_identite);
    now += 3 * month;
    BOOST_TEST(ids(PurgeKind::surplus).empty());  // Somebody may still need to look.
    decide(number);
    now += month;
    purge();
    BOOST_TEST(has("une attestation"));
    BOOST_TEST(!has("carte d'identité"));
    BOOST_TEST(holds_together());
}

BOOST_AUTO_TEST_CASE(arrivals_of_no_dossier_go_but_not_those_nobody_has_looked_at) {
    const auto loose = arrival("publicité");
    const auto mail = arrival("bonjour");
    store.mails().save({.arrival = mail, .nature = "letter", .subject = "LEMOINE", .to_read = true});
    const auto sha = store.spool().put("jamais lu");
    const auto unread = store.arrivals().add({.key = "k", .sha256 = sha, .name = "x.pdf"}).arrival.id;
    now += 13 * month;
    BOOST_TEST(ids(PurgeKind::loose) == std::vector{loose}, boost::test_tools::per_element());
    purge();
    BOOST_TEST(store.arrivals().find(loose)->name.empty());
    BOOST_TEST((store.arrivals().find(loose)->emptied_at == now));
    BOOST_TEST((store.arrivals().find(unread)->emptied_at == core::Instant{}));
    BOOST_TEST(holds_together());
}

BOOST_AUTO_TEST_CASE(a_dossier_is_erased_on_request_once_nothing_hangs_on_it) {
    const auto waits = complete_dossier(core::Training::integration, "5");
    const auto decided = ended("décidé hier");
    const auto frozen = ended("gelé");
    store.retention().freeze(frozen, "instructeur", "recours");
    const auto withdrawn = complete_dossier(core::Training::integration, "5");
    put_in(withdrawn, arrival("retiré"));
    store.transaction([&] { store.dossiers().move(withdrawn, DossierState::abandoned, "test", ""); });
    now += month;
    const auto erase = [&](const std::string& number) {
        age_blobs();
        return pipeline::erase(office, store, number, "administrateur", "demande de la personne");
    };
    BOOST_TEST(reason_of(erase(waits)) == "wrong_state");
    BOOST_TEST(reason_of(erase(decided)) == "wrong_state");
    BOOST_TEST(reason_of(erase(frozen)) == "wrong_state");
    BOOST_TEST(reason_of(erase("26-999999-9")) == "unknown_dossier");
    BOOST_TEST(reason_of(erase(withdrawn)).empty());
    BOOST_TEST(!has("retiré"));
    now += 6 * month;
    BOOST_TEST(reason_of(erase(decided)).empty());
    BOOST_TEST(!has("décidé hier"));
    BOOST_TEST(has("gelé"));
    BOOST_TEST(holds_together());
}

BOOST_AUTO_TEST_CASE(a_persons_data_are_put_together_without_anybody_elses) {
    const auto number = ended("à elle");
    const auto shared = store.dossiers().pages_of(ended("à deux")).at(0).arrival;
    auto data = store.dossiers().find(number)->dossier.data;
    data["agent.nom"] = "DUVAL";
    const auto other = complete_dossier(core::Training::integration, "5");
    store.dossiers().update_data(other, data);
    const auto sha = store.arrivals().find(shared)->sha256;
    store.readings().save_page(sha, "1", {.page = 2, .text = "Madame DUVAL"});
    store.dossiers().assign_page({shared, 2}, other);

    const auto zip = folder / "personne.zip";
    const auto status =
        smtp_fixture::finish(smtp_fixture::start({TEST_PROGRAM, "--home", home.string(), "dossier", "export-person",
                                                  number, "-o", zip.string(), "--par", "administrateur"}));
    BOOST_REQUIRE(status == 0);
    int error = 0;
    auto* archive = zip_open(zip.c_str(), ZIP_RDONLY, &error);
    BOOST_REQUIRE(archive != nullptr);
    std::vector<std::string> names;
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i)
        names.emplace_back(zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS));
    zip_discard(archive);
    const auto any = [&](const std::string& part) {
        return std::any_of(names.begin(), names.end(),
                           [&](const auto& n) { return n.find(part) != std::string::npos; });
    };
    BOOST_TEST(any("personne.json"));
    BOOST_TEST(any(number + "/arrivees/" + store.dossiers().pages_of(number).at(0).arrival));
    BOOST_TEST(any("/lettres/refus-professionnalisation"));
    BOOST_TEST(!any(shared));
    BOOST_TEST(!any(other));
}

BOOST_AUTO_TEST_SUITE_END()
