#include "pipeline/intake.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/failures.h"
#include "pipeline/intake_hint.h"
#include "store/names.h"
#include "tests/intake_house.h"

using namespace tests;
namespace fs = std::filesystem;
using pipeline::WaitingFor;

namespace {

/// Where today's files go once taken.
fs::path received(const fs::path& place) { return place / ".recus" / "2026-11-03"; }

}  // namespace

BOOST_AUTO_TEST_SUITE(intake_tests)

BOOST_AUTO_TEST_CASE(a_settled_file_is_stored_then_moved_away) {
    IntakeHouse house;
    auto intake = house.intake();
    write_file(house.post / "scan.pdf", pdf_saying("un"));
    BOOST_TEST(house.pass(intake, 2).taken.empty());
    const auto report = house.pass(intake, 1);
    BOOST_TEST_REQUIRE(report.taken.size() == 1U);
    BOOST_TEST(report.taken[0].name == "scan.pdf");
    BOOST_TEST((report.taken[0].fate == core::Fate::stored));
    BOOST_TEST(house.store.spool().read(report.taken[0].sha256) == pdf_saying("un"));
    BOOST_TEST(fs::exists(received(house.post) / "scan.pdf"));
    BOOST_TEST(!fs::exists(house.post / "scan.pdf"));
    BOOST_TEST(house.store.counts().jobs.ready == 1);
}

BOOST_AUTO_TEST_CASE(a_slow_writer_is_waited_for) {
    IntakeHouse house;
    auto intake = house.intake();
    const std::string whole = pdf_saying("un texte assez long pour tomber en plusieurs morceaux");
    for (std::size_t at = 0; at < whole.size(); at += whole.size() / 40) {
        append_file(house.post / "lent.pdf", whole.substr(at, whole.size() / 40));
        BOOST_TEST(house.pass(intake, 1).taken.empty());
    }
    BOOST_TEST(house.pass(intake, 4).taken.size() == 1U);
    BOOST_TEST(house.store.spool().read(house.store.arrivals().list()[0].sha256) == whole);
}

BOOST_AUTO_TEST_CASE(a_writer_that_pauses_longer_than_the_quiet_time_is_waited_for) {
    IntakeHouse house;
    auto intake = house.intake();
    const std::string whole = pdf_saying("pause");
    write_file(house.post / "pause.pdf", whole.substr(0, whole.size() / 2));
    const auto waiting = house.pass(intake, 60);
    BOOST_TEST(waiting.taken.empty());
    BOOST_TEST_REQUIRE(waiting.waiting.size() == 1U);
    BOOST_TEST((waiting.waiting[0].why == WaitingFor::end));
    append_file(house.post / "pause.pdf", whole.substr(whole.size() / 2));
    const auto report = house.pass(intake, 4);
    BOOST_TEST_REQUIRE(report.taken.size() == 1U);
    BOOST_TEST(report.taken[0].size == whole.size());
}

BOOST_AUTO_TEST_CASE(stubs_of_a_warming_scanner_are_not_taken) {
    IntakeHouse house;
    auto intake = house.intake();
    write_file(house.post / "vide.pdf", "");
    write_file(house.post / "amorce.pdf", "%PDF-1.4\n" + std::string(191, ' '));
    const auto report = house.pass(intake, 30);
    BOOST_TEST(report.taken.empty());
    BOOST_TEST_REQUIRE(report.waiting.size() == 2U);
    BOOST_TEST((report.waiting[0].why == WaitingFor::end));
    BOOST_TEST((report.waiting[1].why == WaitingFor::content));
}

BOOST_AUTO_TEST_CASE(after_its_time_an_unended_file_is_refused_and_kept) {
    IntakeHouse house;
    auto intake = house.intake();
    write_file(house.post / "coupe.pdf", pdf_saying("coupe").substr(0, 300));
    write_file(house.post / "vide.pdf", "");
    (void)house.pass(intake, 4);
    house.monotonic += std::chrono::minutes(31);
    const auto report = house.pass(intake, 1);
    BOOST_TEST_REQUIRE(report.taken.size() == 2U);
    BOOST_TEST((report.taken[0].refusal->reason == core::Reason::incomplete_file));
    BOOST_TEST((report.taken[1].refusal->reason == core::Reason::empty_file));
    BOOST_TEST(fs::exists(house.post / ".refuses" / "coupe.pdf"));
    BOOST_TEST(store::read_file(house.post / ".refuses" / "coupe.pdf.motif.txt").find("resté incomplet") !=
               std::string::npos);
    BOOST_TEST(house.store.spool().has(report.taken[0].sha256));
    BOOST_TEST(house.store.counts().jobs.ready == 0);
}

BOOST_AUTO_TEST_CASE(a_file_replaced_by_rename_is_taken_as_it_became) {
    IntakeHouse house;
    auto intake = house.intake();
    write_file(house.post / "scan.pdf", pdf_saying("ancien"));
    (void)house.pass(intake, 2);
    write_file(house.post / "neuf.tmp", pdf_saying("nouveau"));
    fs::rename(house.post / "neuf.tmp", house.post / "scan.pdf");
    BOOST_TEST(house.pass(intake, 1).taken.empty());
    const auto report = house.pass(intake, 3);
    BOOST_TEST_REQUIRE(report.taken.size() == 1U);
    BOOST_TEST(house.store.spool().read(report.taken[0].sha256) == pdf_saying("nouveau"));
}

BOOST_AUTO_TEST_CASE(a_file_swapped_at_the_very_claim_has_to_settle_again) {
    IntakeHouse house;
    house.world.at_step = [&](std::string_view step) {
        if (step == "claim") write_file(house.post / "scan.pdf", pdf_saying("glissé").substr(0, 200));
    };
    auto intake = house.intake();
    write_file(house.post / "scan.pdf", pdf_saying("premier"));
    BOOST_TEST(house.pass(intake, 4).taken.empty());
    write_file(house.post / ".pris-scan.pdf", pdf_saying("glissé"));
    const auto report = house.pass(intake, 4);
    BOOST_TEST_REQUIRE(report.taken.size() == 1U);
    BOOST_TEST(!report.taken[0].refusal.has_value());
    BOOST_TEST(house.store.spool().read(report.taken[0].sha256) == pdf_saying("glissé"));
}

BOOST_AUTO_TEST_CASE(a_busy_file_is_tried_again_for_ever) {
    IntakeHouse house;
    int busy = 3;
    house.world.rename = [&](const fs::path& from, const fs::path& to) {
        return busy-- > 0 ? EBUSY : pipeline::system_rename_exclusive(from, to);
    };
    auto intake = house.intake();
    write_file(house.post / "scan.pdf", pdf_saying("tenu"));
    auto report = house.pass(intake, 3);
    BOOST_TEST_REQUIRE(report.waiting.size() == 1U);
    BOOST_TEST((report.waiting[0].why == WaitingFor::writer));
    report = house.pass(intake, 12);
    BOOST_TEST(report.taken.size() == 1U);
    BOOST_TEST(report.waiting.empty());
}

BOOST_AUTO_TEST_CASE(what_is_not_meant_for_us_is_left_alone) {
    IntakeHouse house;
    auto intake = house.intake();
    for (const char* name : {".cache.pdf", "~scan.pdf", "scan.tmp", "scan.part", "scan.pdf~", "Thumbs.db"})
        write_file(house.post / name, pdf_saying("non"));
    fs::create_symlink("/etc/passwd", house.post / "lien.pdf");
    fs::create_directory(house.post / "sous-dossier");
    BOOST_TEST(mkfifo((house.post / "tube.pdf").c_str(), 0600) == 0);
    const auto report = house.pass(intake, 60);
    BOOST_TEST(report.taken.empty());
    BOOST_TEST(report.waiting.empty());
    BOOST_TEST((report.strange == std::vector<std::string>{"lien.pdf", "sous-dossier", "tube.pdf"}));
    BOOST_TEST(fs::is_symlink(house.post / "lien.pdf"));
}

BOOST_AUTO_TEST_CASE(an_unknown_type_waits_then_is_refused_with_its_reason) {
    IntakeHouse house;
    auto intake = house.intake();
    write_file(house.post / "lettre.docx", "PK\x03\x04 word/document.xml");
    auto report = house.pass(intake, 5);
    BOOST_TEST_REQUIRE(report.waiting.size() == 1U);
    BOOST_TEST((report.waiting[0].why == WaitingFor::known_type));
    house.monotonic += std::chrono::minutes(31);
    report = house.pass(intake, 1);
    BOOST_TEST_REQUIRE(report.taken.size() == 1U);
    BOOST_TEST((report.taken[0].refusal->reason == core::Reason::unsupported));
    BOOST_TEST(report.taken[0].refusal->detail.find("bureautique") != std::string::npos);
    BOOST_TEST(fs::exists(house.post / ".refuses" / "lettre.docx.motif.txt"));
}

BOOST_AUTO_TEST_CASE(the_same_paper_twice_is_two_receptions_linked) {
    IntakeHouse house;
    auto intake = house.intake();
    write_file(house.post / "a.pdf", pdf_saying("même"));
    (void)house.pass(intake, 3);
    write_file(house.post / "a.pdf", pdf_saying("même"));
    const auto report = house.pass(intake, 3);
    BOOST_TEST_REQUIRE(report.taken.size() == 1U);
    BOOST_TEST((report.taken[0].fate == core::Fate::duplicate));
    BOOST_TEST(report.taken[0].duplicate_of == "A000001");
    BOOST_TEST(fs::exists(received(house.post) / "a (2).pdf"));
    const auto balance = pipeline::balance(house.store, house.places());
    BOOST_TEST(balance.holds());
    BOOST_TEST(balance.seen == 2);
}

BOOST_AUTO_TEST_CASE(names_that_are_no_utf8_are_read_as_latin1) {
    IntakeHouse house;
    auto intake = house.intake();
    write_file(house.post / "re\xe7u.pdf", pdf_saying("accent"));
    write_file(house.post / (std::string(240, 'x') + ".pdf"), pdf_saying("long"));
    const auto report = house.pass(intake, 3);
    BOOST_TEST_REQUIRE(report.taken.size() == 2U);
    BOOST_TEST(report.taken[0].name == "reçu.pdf");
    BOOST_TEST(report.taken[1].name.size() <= store::longest_kept_name);
    BOOST_TEST(count_files(received(house.post)) == 2);
}

BOOST_AUTO_TEST_CASE(an_online_deposit_in_a_folder_is_one_arrival) {
    IntakeHouse house;
    auto intake = house.intake();
    fs::create_directories(house.online / "depot-1" / "pieces");
    write_file(house.online / "depot-1" / "pieces" / "attestation.pdf", pdf_saying("attestation"));
    BOOST_TEST(house.pass(intake, 10).taken.empty());  // demande.xml has not come yet.
    write_file(house.online / "depot-1" / "demande.xml", "<demande/>");
    const auto report = house.pass(intake, 4);
    BOOST_TEST_REQUIRE(report.taken.size() == 1U);
    BOOST_TEST(report.taken[0].name == "depot-1");
    BOOST_TEST((report.taken[0].channel == core::Channel::online));
    BOOST_TEST(house.store.spool().read(report.taken[0].sha256).starts_with("PK\x03\x04"));
    BOOST_TEST(fs::exists(received(house.online) / "depot-1" / "pieces" / "attestation.pdf"));

    fs::create_directories(house.online / "depot-2" / "pieces");
    write_file(house.online / "depot-2" / "demande.xml", "<demande/>");
    write_file(house.online / "depot-2" / "pieces" / "attestation.pdf", pdf_saying("attestation"));
    const auto again = house.pass(intake, 4);
    BOOST_TEST_REQUIRE(again.taken.size() == 1U);
    BOOST_TEST((again.taken[0].fate == core::Fate::duplicate));  // The same files give the same bytes.
}

BOOST_AUTO_TEST_CASE(a_folder_without_a_file_keeps_its_name_until_it_is_filled) {
    IntakeHouse house;
    house.settings.patience = std::chrono::seconds{5};
    auto intake = house.intake();
    fs::create_directories(house.online / "depot" / "pieces");
    fs::create_directories(house.online / "liens");
    fs::create_symlink("/etc/passwd", house.online / "liens" / "piece.pdf");
    const auto empty = house.pass(intake, 60);
    BOOST_TEST(empty.taken.empty());
    BOOST_TEST((empty.strange == std::vector<std::string>{"depot", "liens"}));
    BOOST_TEST(pipeline::count_waiting(house.store, house.places()) == 0);
    BOOST_TEST_REQUIRE(fs::is_directory(house.online / "depot" / "pieces"));
    write_file(house.online / "depot" / "demande.xml", "<demande/>");
    write_file(house.online / "depot" / "pieces" / "attestation.pdf", pdf_saying("attestation"));
    BOOST_TEST(house.pass(intake, 4).taken.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_deposit_with_a_link_inside_is_refused) {
    IntakeHouse house;
    auto intake = house.intake();
    fs::create_directories(house.online / "piege");
    write_file(house.online / "piege" / "demande.xml", "<demande/>");
    fs::create_symlink("/etc/passwd", house.online / "piege" / "piece.pdf");
    const auto report = house.pass(intake, 4);
    BOOST_TEST_REQUIRE(report.taken.size() == 1U);
    BOOST_TEST((report.taken[0].refusal->reason == core::Reason::archive_unsafe));
    BOOST_TEST(house.store.spool().read(report.taken[0].sha256).find("root:") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_too_large_is_kept_and_refused) {
    IntakeHouse house;
    house.settings.max_bytes = 500;
    auto intake = house.intake();
    write_file(house.post / "gros.pdf", pdf_saying("gros"));
    const auto report = house.pass(intake, 3);
    BOOST_TEST_REQUIRE(report.taken.size() == 1U);
    BOOST_TEST((report.taken[0].refusal->reason == core::Reason::too_large));
}

BOOST_AUTO_TEST_CASE(two_intakes_on_one_folder_take_each_file_once) {
    IntakeHouse house;
    store::Store other_store = house.store_home.open();
    auto one = house.intake();
    pipeline::Intake two(other_store, house.places(), house.settings, house.world);
    for (int i = 0; i < 40; ++i)
        write_file(house.post / ("s" + std::to_string(i) + ".pdf"), pdf_saying(std::to_string(i)));
    std::size_t taken = 0;
    for (int i = 0; i < 5; ++i) {
        taken += house.pass(one, 1).taken.size();
        taken += house.pass(two, 1).taken.size();
    }
    BOOST_TEST(taken == 40U);
    BOOST_TEST(house.store.arrivals().list().size() == 40U);
    BOOST_TEST(count_files(received(house.post)) == 40);
}

BOOST_AUTO_TEST_CASE(a_folder_we_may_not_change_is_read_and_remembered) {
    IntakeHouse house;
    house.world.rename = [](const fs::path&, const fs::path&) { return EROFS; };
    auto intake = house.intake();
    write_file(house.post / "scan.pdf", pdf_saying("lecture seule"));
    auto report = house.pass(intake, 10);
    BOOST_TEST(report.taken.size() == 1U);
    BOOST_TEST(report.ledger.size() == 1U);
    BOOST_TEST(report.waiting.empty());
    BOOST_TEST(fs::exists(house.post / "scan.pdf"));
    auto after_restart = house.intake();
    report = house.pass(after_restart, 10);
    BOOST_TEST(report.taken.empty());
    BOOST_TEST(report.recovered == 1);
    write_file(house.post / "scan.pdf", pdf_saying("version deux"));
    BOOST_TEST(house.pass(after_restart, 4).taken.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_claim_left_by_a_crash_is_finished_first) {
    IntakeHouse house;
    write_file(house.post / ".pris-scan.pdf", pdf_saying("reprise"));
    auto intake = house.intake();
    const auto report = house.pass(intake, 1);
    BOOST_TEST_REQUIRE(report.taken.size() == 1U);
    BOOST_TEST(report.taken[0].name == "scan.pdf");
    BOOST_TEST(fs::exists(received(house.post) / "scan.pdf"));
}

BOOST_AUTO_TEST_CASE(drain_takes_all_that_can_be_taken_and_refuses_the_rest) {
    IntakeHouse house;
    auto intake = house.intake();
    write_file(house.post / "bon.pdf", pdf_saying("bon"));
    write_file(house.post / "coupe.pdf", pdf_saying("coupe").substr(0, 250));
    write_file(house.post / "lettre.docx", "PK\x03\x04");
    const auto start = house.monotonic;
    const auto report = intake.drain();
    BOOST_TEST(report.taken.size() == 3U);
    BOOST_TEST(report.waiting.empty());
    BOOST_TEST((house.monotonic - start < std::chrono::seconds(10)));
    BOOST_TEST(intake.drain().taken.empty());
    const auto balance = pipeline::balance(house.store, house.places());
    BOOST_TEST(balance.seen == 3);
    BOOST_TEST(balance.refused == 2);
    BOOST_TEST(balance.holds());
}

BOOST_AUTO_TEST_CASE(a_share_that_is_gone_is_said_and_nothing_else) {
    IntakeHouse house;
    auto intake = house.intake();
    write_file(house.post / "scan.pdf", pdf_saying("un"));
    (void)house.pass(intake, 2);
    fs::rename(house.post, house.post.string() + "-parti");
    BOOST_CHECK_THROW((void)house.pass(intake, 1), core::TryLater);
    fs::rename(house.post.string() + "-parti", house.post);
    BOOST_TEST(house.pass(intake, 1).taken.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_burst_of_2000_files_is_taken_whole) {
    const InMemory here;
    IntakeHouse house;
    auto intake = house.intake();
    for (int i = 0; i < 2000; ++i)
        write_file(house.post / ("f" + std::to_string(i) + ".pdf"), pdf_saying("feuille " + std::to_string(i)));
    const auto begun = std::chrono::steady_clock::now();
    const auto report = house.pass(intake, 3);
    const auto spent = std::chrono::steady_clock::now() - begun;
    BOOST_TEST(report.taken.size() == 2000U);
    BOOST_TEST(house.store.counts().stored == 2000);
    BOOST_TEST_MESSAGE("2000 files in " << std::chrono::duration<double>(spent).count() << " s");
    BOOST_TEST((spent < std::chrono::seconds(60)));
}

BOOST_AUTO_TEST_CASE(a_refusal_after_reception_is_shown_once) {
    IntakeHouse house;
    auto intake = house.intake();
    write_file(house.post / "scan.pdf", pdf_saying("abîmé"));
    auto arrival = house.pass(intake, 3).taken.at(0);
    arrival.refusal = core::Refusal{core::Reason::damaged, "page 1"};
    for (int i = 0; i < 2; ++i) pipeline::show_refusal(house.store.spool(), house.places()[0], arrival);
    BOOST_TEST(count_files(house.post / ".refuses") == 2);
    BOOST_TEST(store::read_file(house.post / ".refuses" / "scan.pdf") == pdf_saying("abîmé"));
}

BOOST_AUTO_TEST_CASE(the_hint_tells_of_a_file_and_never_waits_longer_than_told) {
    IntakeHouse house;
    pipeline::IntakeHint hint({house.post});
    BOOST_TEST(!hint.wait(std::chrono::milliseconds(10)));
    write_file(house.post / "scan.pdf", "x");
    BOOST_TEST(hint.wait(std::chrono::seconds(5)));
    hint.wake();
    BOOST_TEST(hint.wait(std::chrono::seconds(5)));
    BOOST_TEST(!hint.wait(std::chrono::milliseconds(10)));
}

BOOST_AUTO_TEST_SUITE_END()
