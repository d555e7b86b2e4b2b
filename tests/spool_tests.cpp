#include "store/spool.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <thread>

#include "store/names.h"
#include "store_home.h"

namespace {

namespace fs = std::filesystem;

/// Remembers what was synced, in order, and fails the n-th call (from 1) with this errno.
struct SyncLog {
    std::vector<std::string> synced;
    std::size_t failing = 0;
    int error = EIO;

    store::SyncCall call() {
        return [this](int descriptor) {
            synced.push_back(fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor)).filename().string());
            if (synced.size() != failing) return 0;
            errno = error;
            return -1;
        };
    }
};

std::size_t files_below(const fs::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator{folder})
        if (!entry.is_directory()) ++count;
    return count;
}

void overwrite(const fs::path& file, const std::string& bytes) {
    fs::permissions(file, fs::perms::owner_all);
    std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spool_tests)

BOOST_AUTO_TEST_CASE(sha_256_of_the_standard_examples) {
    BOOST_TEST(store::sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    BOOST_TEST(store::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    store::Sha256 hash;
    for (int i = 0; i < 1000; ++i) hash.add(std::string(1000, 'a'));
    BOOST_TEST(hash.finish() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

BOOST_AUTO_TEST_CASE(bytes_come_back_under_their_hash_and_cannot_be_written) {
    const TemporaryFolder folder;
    store::Spool spool{folder.path() / "spool"};
    const std::string bytes{"a\0b\r\n\xff", 6};
    const auto sha = spool.put(bytes);
    BOOST_TEST(sha == store::sha256(bytes));
    BOOST_TEST(spool.read(sha) == bytes);
    BOOST_TEST(spool.has(sha));
    BOOST_TEST(spool.path(sha) == folder.path() / "spool" / sha.substr(0, 2) / sha);
    struct stat status {};
    BOOST_REQUIRE(::stat(spool.path(sha).c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777U) == 0400U);
    BOOST_TEST((spool.list() == std::vector<std::string>{sha}));
}

BOOST_AUTO_TEST_CASE(the_same_bytes_are_kept_once) {
    const TemporaryFolder folder;
    store::Spool spool{folder.path()};
    const auto sha = spool.put("same");
    BOOST_TEST(spool.put("same") == sha);
    BOOST_TEST(spool.read(sha) == "same");
    BOOST_TEST(files_below(folder.path()) == 1U);
}

BOOST_AUTO_TEST_CASE(pieces_are_hashed_as_they_come) {
    const TemporaryFolder folder;
    const store::Spool spool{folder.path()};
    auto incoming = spool.incoming();
    incoming.append("one ");
    incoming.append("");
    incoming.append("two");
    BOOST_TEST(incoming.size() == 7U);
    const auto moved = std::move(incoming).commit();
    BOOST_TEST((moved == store::Blob{store::sha256("one two"), 7}));
    BOOST_TEST(spool.read(moved.sha256) == "one two");
}

BOOST_AUTO_TEST_CASE(what_is_not_committed_leaves_nothing) {
    const TemporaryFolder folder;
    const store::Spool spool{folder.path()};
    {
        auto incoming = spool.incoming();
        incoming.append("never");
        auto other = std::move(incoming);
        BOOST_TEST(files_below(folder.path()) == 1U);
    }
    BOOST_TEST(files_below(folder.path()) == 0U);
}

BOOST_AUTO_TEST_CASE(the_file_is_synced_before_its_folder) {
    const TemporaryFolder folder;
    SyncLog log;
    store::Spool spool{folder.path() / "spool", log.call()};
    log.synced.clear();
    const auto sha = spool.put("bytes");
    // The file, the spool for the new folder `ab`, the folder for the file, the spool again in case `ab` was another's.
    BOOST_REQUIRE(log.synced.size() == 4U);
    BOOST_TEST(store::parse_spool_tmp_name("tmp/" + log.synced[0]).has_value());
    BOOST_TEST(log.synced[1] == "spool");
    BOOST_TEST(log.synced[2] == sha.substr(0, 2));
    BOOST_TEST(log.synced[3] == "spool");
}

BOOST_AUTO_TEST_CASE(bytes_put_again_are_durable_too) {
    const TemporaryFolder folder;
    SyncLog log;
    store::Spool spool{folder.path() / "spool", log.call()};
    const auto sha = spool.put("bytes");
    log.synced.clear();
    spool.put("bytes");  // The first writer may have died between its rename and its sync.
    BOOST_TEST((std::count(log.synced.begin(), log.synced.end(), sha.substr(0, 2)) == 1));
}

BOOST_AUTO_TEST_CASE(a_sync_that_fails_drops_the_file_and_is_not_tried_again) {
    const TemporaryFolder folder;
    SyncLog log;
    store::Spool spool{folder.path() / "spool", log.call()};
    log.synced.clear();
    log.failing = 1;
    BOOST_CHECK_EXCEPTION(spool.put("bytes"), core::TryLater, [](const core::TryLater& error) {
        return std::string{error.what()}.find("erreur d'entrée-sortie") != std::string::npos;
    });
    BOOST_TEST(log.synced.size() == 1U);
    BOOST_TEST(files_below(folder.path()) == 0U);
    spool.put("bytes");
    BOOST_TEST(files_below(folder.path()) == 1U);
}

BOOST_AUTO_TEST_CASE(whichever_sync_fails_the_caller_knows_and_a_second_try_succeeds) {
    for (std::size_t failing = 1; failing <= 4; ++failing) {
        const TemporaryFolder folder;
        SyncLog log;
        store::Spool spool{folder.path() / "spool", log.call()};
        log.synced.clear();
        log.failing = failing;
        log.error = ENOSPC;
        BOOST_CHECK_THROW(spool.put("bytes"), core::TryLater);
        log.failing = 0;
        BOOST_TEST(spool.read(spool.put("bytes")) == "bytes");
        BOOST_TEST(files_below(folder.path()) == 1U);
    }
}

BOOST_AUTO_TEST_CASE(altered_or_missing_bytes_are_never_given) {
    const TemporaryFolder folder;
    store::Spool spool{folder.path()};
    const auto sha = spool.put("bytes");
    overwrite(spool.path(sha), "bytez");
    BOOST_CHECK_THROW(spool.read(sha), store::DamagedBlob);
    overwrite(spool.path(sha), "byte");
    BOOST_CHECK_THROW(spool.read(sha), store::DamagedBlob);
    BOOST_TEST(spool.read(spool.put("bytes")) == "bytes", "a blob cut short is replaced by the whole one");
    fs::remove(spool.path(sha));
    BOOST_CHECK_THROW(spool.read(sha), store::DamagedBlob);
    fs::create_symlink("/etc/hostname", spool.path(sha));
    BOOST_CHECK_THROW(spool.read(sha), store::DamagedBlob);
    BOOST_CHECK_THROW(spool.read("../../etc/passwd"), std::logic_error);
}

BOOST_AUTO_TEST_CASE(only_old_unfinished_files_are_swept) {
    const TemporaryFolder folder;
    store::Spool spool{folder.path()};
    const auto sha = spool.put("bytes");
    std::ofstream{folder.path() / store::spool_tmp_name(1)} << "old";
    std::ofstream{folder.path() / store::spool_tmp_name(2)} << "new";
    std::ofstream{folder.path() / "tmp" / "note"} << "another's";
    const auto hour_ago = core::system_now() - std::chrono::hours{1};
    fs::last_write_time(folder.path() / store::spool_tmp_name(1),
                        fs::file_time_type::clock::now() - std::chrono::hours{2});
    fs::last_write_time(folder.path() / "tmp" / "note", fs::file_time_type::clock::now() - std::chrono::hours{2});
    BOOST_TEST(spool.sweep_tmp(hour_ago) == 1);
    BOOST_TEST(!fs::exists(folder.path() / store::spool_tmp_name(1)));
    BOOST_TEST(fs::exists(folder.path() / store::spool_tmp_name(2)));
    BOOST_TEST(fs::exists(folder.path() / "tmp" / "note"));
    BOOST_TEST(spool.has(sha));
}

BOOST_AUTO_TEST_CASE(a_file_is_replaced_whole_or_not_at_all) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "lettre.pdf";
    SyncLog log;
    store::write_file_durably(file, "first", log.call());
    BOOST_TEST(store::read_file(file) == "first");
    BOOST_REQUIRE(log.synced.size() == 2U);
    BOOST_TEST(store::parse_partial_name(log.synced[0]).has_value());
    BOOST_TEST(log.synced[1] == folder.path().filename().string());

    SyncLog failing{.failing = 1};
    BOOST_CHECK_THROW(store::write_file_durably(file, "second", failing.call()), core::TryLater);
    BOOST_TEST(store::read_file(file) == "first");
    BOOST_TEST(files_below(folder.path()) == 1U);
    store::write_file_durably(file, "", store::system_sync);
    BOOST_TEST(store::read_file(file).empty());
    BOOST_CHECK_THROW(store::write_file_durably(folder.path() / "absent" / "x", "y"), core::TryLater);
}

BOOST_AUTO_TEST_CASE(folders_are_made_with_their_parents_each_synced_in_its_own) {
    const TemporaryFolder folder;
    SyncLog log;
    store::make_directory_durably(folder.path() / "a" / "b", log.call());
    BOOST_TEST(fs::is_directory(folder.path() / "a" / "b"));
    BOOST_TEST((log.synced == std::vector<std::string>{folder.path().filename().string(), "a"}));
    store::make_directory_durably(folder.path() / "a" / "b", log.call());
    BOOST_TEST(log.synced.size() == 2U);
}

BOOST_AUTO_TEST_CASE(writers_of_the_same_bytes_do_not_disturb_each_other) {
    const TemporaryFolder folder;
    const store::Spool spool{folder.path()};
    const auto write = [&] {
        for (int i = 0; i < 25; ++i) store::Spool{folder.path()}.put("bytes " + std::to_string(i));
    };
    { std::jthread one{write}, two{write}; }
    BOOST_TEST(files_below(folder.path()) == 25U);
    for (const auto& sha : spool.list()) BOOST_TEST(store::sha256(spool.read(sha)) == sha);
}

BOOST_AUTO_TEST_CASE(shared_file_systems_are_known_by_their_magic) {
    for (long magic : {0x6969L, 0xFF534D42L, -0xACB2BEL, 0x517BL, 0xFE534D42L, 0x65735546L, 0x01021997L})
        BOOST_TEST(store::network_file_system(magic).has_value(), magic);
    for (long magic : {0xEF53L, 0x9123683EL, 0x58465342L, 0x01021994L, 0x794C7630L, 0x2FC12FC1L})
        BOOST_TEST(!store::network_file_system(magic).has_value(), magic);
    BOOST_CHECK_EXCEPTION(
        store::require_local_file_system("/x", [](const auto&) { return 0x6969L; }), core::BadSetup,
        [](const core::BadSetup& error) { return std::string{error.what()}.find("NFS") != std::string::npos; });
    BOOST_CHECK_NO_THROW(store::require_local_file_system("/x", [](const auto&) { return 0xEF53L; }));
}

BOOST_AUTO_TEST_SUITE_END()
