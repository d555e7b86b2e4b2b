#include "pipeline/backup.h"

#include <csignal>
#include <functional>
#include <random>
#include <set>

#include "core/failures.h"
#include "pipeline/copy_manifest.h"
#include "pipeline/decide.h"
#include "store/disk.h"
#include "store/names.h"
#include "tests/office_fixture.h"
#include "tests/smtp_fixture.h"

namespace {

namespace fs = std::filesystem;

struct CopyOffice : Office {
    fs::path copies = folder / "copies";
    fs::path other = folder / "autre bureau";

    std::string arrival(const std::string& content) {
        const auto sha = store.spool().put(content);
        return store.arrivals()
            .add({.key = sha + "/scan.pdf/1", .sha256 = sha, .name = "scan.pdf", .size = content.size()})
            .arrival.id;
    }
    pipeline::CopyMade copy(int keep = 0) {
        now += std::chrono::seconds{1};
        return pipeline::back_up(home, office.clock, copies, keep);
    }
    /// Blobs that the installation's own templates are.
    long long published() {
        std::set<std::string> blobs;
        for (const auto& [path, sha] : store.publications().files(store.publications().current())) blobs.insert(sha);
        return static_cast<long long>(blobs.size());
    }
    pipeline::Restored restore_last() { return pipeline::restore(copies, pipeline::list_copies(copies).back(), other); }
    fs::path newest() { return copies / pipeline::list_copies(copies).back(); }
    fs::path copied_blob(const std::string& sha) { return store::Spool{store::copy_blobs_path(copies)}.path(sha); }
    core::Dispatch waiting(const std::string& dossier, core::DispatchChannel channel, const std::string& letter) {
        return store.outbox()
            .add({.dossier = dossier,
                  .letter_kind = letter,
                  .channel = channel,
                  .recipient = "x",
                  .pdf_sha256 = store.spool().put("%PDF- " + letter),
                  .message_id = channel == core::DispatchChannel::mail ? letter : ""})
            .dispatch;
    }
};

void overwrite(const fs::path& path, const std::string& bytes) {
    fs::permissions(path, fs::perms::owner_write, fs::perm_options::add);
    std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

void flip_a_byte(const fs::path& path, std::size_t at) {
    auto bytes = store::read_file(path);
    bytes.at(at) = static_cast<char>(bytes[at] ^ 1);
    overwrite(path, bytes);
}

void replace_in(const fs::path& path, const std::string& from, const std::string& to) {
    auto text = store::read_file(path);
    const auto at = text.find(from);
    BOOST_REQUIRE(at != std::string::npos);
    overwrite(path, text.replace(at, from.size(), to));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(backup_tests, CopyOffice)

BOOST_AUTO_TEST_CASE(a_copy_of_a_working_installation_is_restored_whole) {
    const auto first = arrival("%PDF- une attestation");
    const auto number = complete_dossier(core::Training::integration, "5");
    store::write_file_durably(home / "templates" / "notes.txt", "à nous");
    store::write_file_durably(store::watch_path(home, core::Channel::post) / "pas-encore-pris.pdf", "%PDF- x");
    const auto events = store.journal().length();
    const auto made = copy();
    BOOST_TEST(made.faults.empty());
    BOOST_TEST(made.events == events);
    BOOST_TEST(made.blobs == 1 + published());
    BOOST_TEST(store.journal().from(events + 1, 1).at(0).what == "backup_made");

    const auto restored = restore_last();
    BOOST_TEST(restored.check.faults.empty());
    const auto again = pipeline::open_installation(other, office.clock);
    store::Store copied{other, office.clock};
    BOOST_TEST(!copied.journal().verify().has_value());
    BOOST_TEST(
        (copied.journal().from(1, static_cast<int>(events)) == store.journal().from(1, static_cast<int>(events))));
    BOOST_TEST(copied.spool().read(copied.arrivals().find(first)->sha256) == "%PDF- une attestation");
    BOOST_TEST((copied.dossiers().find(number)->dossier == store.dossiers().find(number)->dossier));
    BOOST_TEST(store::read_file(other / "templates" / "notes.txt") == "à nous");
    BOOST_TEST(store::read_file(store::config_path(other)) == store::read_file(store::config_path(home)));
    BOOST_TEST(fs::is_empty(store::watch_path(other, core::Channel::post)));
}

BOOST_AUTO_TEST_CASE(what_may_have_left_since_the_copy_does_not_leave_again) {
    const auto number = complete_dossier(core::Training::integration, "5");
    const auto mail = waiting(number, core::DispatchChannel::mail, "accuse-reception");
    const auto letter = waiting(number, core::DispatchChannel::post, "accord-total");
    copy();
    const auto restored = restore_last();
    BOOST_TEST(restored.uncertain == 1);
    BOOST_TEST(restored.held == 1);
    store::Store copied{other, office.clock};
    BOOST_TEST((copied.outbox().find(mail.id)->state == core::DispatchState::uncertain));
    BOOST_TEST((copied.outbox().find(letter.id)->state == core::DispatchState::held));
    BOOST_TEST(copied.outbox().is_shut());
    // What a job that was under way at the time of the copy makes now may have left then, too.
    const core::Dispatch later{.dossier = number, .letter_kind = "complement-integration", .recipient = "x"};
    BOOST_TEST((copied.outbox().add(later).dispatch.state == core::DispatchState::held));
    BOOST_TEST(!copied.outbox().claim_due(now).has_value());
    BOOST_TEST(copied.outbox().open("administrateur"));
    BOOST_TEST(!copied.outbox().open("administrateur"));
    auto next = later;
    next.letter_version = 2;
    BOOST_TEST((copied.outbox().add(next).dispatch.state == core::DispatchState::waiting));
    BOOST_TEST(!copied.journal().verify().has_value());
    BOOST_TEST(!store.outbox().is_shut());
}

BOOST_AUTO_TEST_CASE(a_later_copy_brings_only_what_is_new) {
    arrival(std::string(100'000, 'a'));
    const auto first = copy();
    arrival(std::string(1'000, 'b'));
    const auto second = copy();
    BOOST_TEST(first.new_bytes > 100'000);
    BOOST_TEST(second.new_bytes == 1'000);
    BOOST_TEST(second.blobs == 2 + published());
    for (const auto& name : pipeline::list_copies(copies))
        BOOST_TEST(pipeline::check_copy(copies, name).faults.empty(), name);
}

BOOST_AUTO_TEST_CASE(old_copies_go_with_the_contents_that_no_other_needs) {
    const auto gone = store.spool().put("seulement dans la première");
    const auto kept = store.spool().put("dans toutes");
    const auto first = copy();
    fs::remove(store.spool().path(gone));
    copy();
    const auto last = copy(2);
    BOOST_TEST(last.dropped == std::vector{first.name}, boost::test_tools::per_element());
    BOOST_TEST(pipeline::list_copies(copies).size() == 2U);
    BOOST_TEST(!fs::exists(copied_blob(gone)));
    BOOST_TEST(fs::exists(copied_blob(kept)));
    for (const auto& name : pipeline::list_copies(copies))
        BOOST_TEST(pipeline::check_copy(copies, name).faults.empty(), name);
}

BOOST_AUTO_TEST_CASE(a_damaged_copy_is_refused) {
    const auto sha = store::sha256("%PDF- pièce");
    const struct {
        const char* title;
        std::function<void(CopyOffice&)> damage;
    } rows[]{
        {"a byte of the database", [](auto& o) { flip_a_byte(store::database_path(o.newest()), 5000); }},
        {"the database is cut", [](auto& o) { fs::resize_file(store::database_path(o.newest()), 8192); }},
        {"no database", [](auto& o) { fs::remove(store::database_path(o.newest())); }},
        {"a byte of a blob", [&](auto& o) { flip_a_byte(o.copied_blob(sha), 3); }},
        {"a blob is missing", [&](auto& o) { fs::remove(o.copied_blob(sha)); }},
        {"a blob is cut", [&](auto& o) { overwrite(o.copied_blob(sha), "%PDF"); }},
        {"a line of the list is missing", [](auto& o) { overwrite(store::copy_blob_list_path(o.newest()), ""); }},
        {"no list", [](auto& o) { fs::remove(store::copy_blob_list_path(o.newest())); }},
        {"no manifest", [](auto& o) { fs::remove(store::copy_manifest_path(o.newest())); }},
        {"the manifest is cut", [](auto& o) { fs::resize_file(store::copy_manifest_path(o.newest()), 100); }},
        {"another journal",
         [](auto& o) { replace_in(store::copy_manifest_path(o.newest()), "\"head\": \"", "\"head\": \"0"); }},
        {"a file that would land elsewhere",
         [](auto& o) {
             replace_in(store::copy_manifest_path(o.newest()), "\"vaguemestre.toml\"", "\"../vaguemestre.toml\"");
         }},
        {"a format of the future",
         [](auto& o) { replace_in(store::copy_manifest_path(o.newest()), "\"format\": 1", "\"format\": 2"); }},
    };
    for (const auto& row : rows) {
        CopyOffice own;
        own.arrival("%PDF- pièce");
        own.complete_dossier(core::Training::integration, "5");
        own.copy();
        BOOST_TEST(pipeline::check_copy(own.copies, own.newest().filename().string()).faults.empty(), row.title);
        row.damage(own);
        const auto restored = own.restore_last();
        BOOST_TEST(!restored.check.faults.empty(), row.title);
        BOOST_TEST(!fs::exists(own.other), row.title);
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_overwritten) {
    copy();
    fs::create_directories(other);
    BOOST_TEST(restore_last().check.faults.empty());  // Empty: taken.
    BOOST_CHECK_THROW(restore_last(), core::BadSetup);
    BOOST_CHECK_THROW(pipeline::restore(copies, "2026-01-01T00-00-00.000Z", folder / "x"), core::BadSetup);
    BOOST_CHECK_THROW(pipeline::restore(copies, "../bureau", folder / "x"), core::BadSetup);
    BOOST_CHECK_THROW(pipeline::back_up(home, office.clock, home / "copies", 0), core::BadSetup);
    BOOST_CHECK_THROW(pipeline::back_up(folder / "rien", office.clock, copies, 0), core::BadSetup);
    BOOST_CHECK_THROW(pipeline::list_copies(folder / "rien"), core::BadSetup);
}

BOOST_AUTO_TEST_CASE(what_the_installation_lost_is_told_and_the_earlier_copy_mends_it) {
    const auto good = arrival("%PDF- sain");
    const auto lost = arrival("%PDF- perdu avant toute copie");
    const auto sha = store.arrivals().find(lost)->sha256;
    fs::remove(store.spool().path(sha));
    const auto first = copy(1);
    BOOST_REQUIRE(first.faults.size() == 1U);
    BOOST_TEST(first.faults[0].find(lost) != std::string::npos);
    BOOST_TEST(pipeline::check_copy(copies, first.name).known == first.faults, boost::test_tools::per_element());

    overwrite(store.spool().path(store.arrivals().find(good)->sha256), "%PDF- SAIN");  // As many bytes.
    BOOST_TEST(copy(1).dropped.empty());                                               // With faults nothing goes.
    BOOST_TEST(restore_last().check.faults.empty());
    BOOST_TEST(store::Store{other}.spool().read(store.arrivals().find(good)->sha256) == "%PDF- sain");
}

BOOST_AUTO_TEST_CASE(two_at_a_time_are_one_too_many) {
    copy();
    const auto held =
        smtp_fixture::start({"/usr/bin/flock", "-F", store::copy_lock_path(copies).string(), "/bin/sleep", "20"});
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    BOOST_CHECK_THROW(copy(), core::TryLater);
    kill(held, SIGKILL);
    smtp_fixture::finish(held);
}

BOOST_AUTO_TEST_CASE(a_copy_or_a_restoration_cut_short_leaves_nothing_half) {
    for (int i = 0; i < 40; ++i) arrival("%PDF- " + std::to_string(i) + std::string(20'000, 'x'));
    std::mt19937 chance{7};
    std::uniform_int_distribution<int> after{30'000, 400'000};  // µs
    const auto killed_while = [&](const std::vector<std::string>& words) {
        const auto process = smtp_fixture::start(words);
        std::this_thread::sleep_for(std::chrono::microseconds{after(chance)});
        kill(process, SIGKILL);
        smtp_fixture::finish(process);
    };
    for (int i = 0; i < 8; ++i) {
        killed_while({TEST_PROGRAM, "--home", home.string(), "backup", copies.string()});
        if (!fs::exists(copies)) continue;
        for (const auto& name : pipeline::list_copies(copies))
            BOOST_TEST(pipeline::check_copy(copies, name).faults.empty(), name);
    }
    now = core::system_now();
    BOOST_TEST(copy().faults.empty());
    for (int i = 0; i < 8; ++i) {
        killed_while({TEST_PROGRAM, "--home", other.string(), "restore", copies.string()});
        if (!fs::exists(other)) continue;
        BOOST_TEST(store::Store{other}.outbox().is_shut());
        BOOST_TEST(store::Store{other}.spool().list().size() == 40U);
        fs::remove_all(other);
    }
    BOOST_TEST(restore_last().check.faults.empty());
    BOOST_TEST(!store::Store{other}.journal().verify().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
