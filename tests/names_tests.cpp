#include "store/names.h"

#include <stdexcept>

#include "core/identifiers.h"

namespace {

const std::string sha(64, 'a');
const core::Date day = *core::parse_date("2026-11-03");
const std::string number = core::DossierNumber::make(2026, 123).text();

}  // namespace

BOOST_AUTO_TEST_SUITE(names_tests)

BOOST_AUTO_TEST_CASE(an_installation_has_its_places) {
    BOOST_TEST(store::config_path("/h") == "/h/vaguemestre.toml");
    BOOST_TEST(store::database_path("/h") == "/h/store.sqlite");
    BOOST_TEST(store::lock_path("/h") == "/h/verrou");
    BOOST_TEST(store::spool_path("/h") == "/h/spool");
    BOOST_TEST(store::templates_path("/h") == "/h/templates");
    BOOST_TEST(store::watch_path("/h", core::Channel::post) == "/h/post/in/post");
    BOOST_TEST(store::watch_path("/h", core::Channel::online) == "/h/post/in/online");
    BOOST_TEST(store::post_out_path("/h") == "/h/post/out");
    BOOST_CHECK_THROW(store::watch_path("/h", core::Channel::mail), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_blob_lies_in_the_folder_of_its_first_two_digits) {
    BOOST_TEST(store::blob_name(sha) == "aa/" + sha);
    BOOST_TEST(store::parse_blob_name("aa/" + sha).value() == sha);
    const std::string upper(64, 'A');
    for (const auto& wrong : {std::string{}, sha, "ab/" + sha, "aa/" + sha + "a", "aa/" + sha.substr(1), "AA/" + upper,
                              "aa/" + sha.substr(1) + "g", "aa\\" + sha, "tmp/" + sha})
        BOOST_TEST(!store::parse_blob_name(wrong).has_value(), wrong);
    for (const auto& wrong : {std::string{}, upper, sha + "a", std::string{"../../etc/passwd"}})
        BOOST_CHECK_THROW(store::blob_name(wrong), std::logic_error);
}

BOOST_AUTO_TEST_CASE(unfinished_files_are_told_from_others) {
    BOOST_TEST(store::spool_tmp_name(0x0123456789abcdefU) == "tmp/0123456789abcdef");
    BOOST_TEST(store::parse_spool_tmp_name("tmp/0123456789abcdef").value() == 0x0123456789abcdefU);
    BOOST_TEST(store::partial_name(255) == ".en-cours-00000000000000ff");
    BOOST_TEST(store::parse_partial_name(".en-cours-00000000000000ff").value() == 255U);
    BOOST_TEST(store::parse_partial_name(store::partial_name(~0ULL)).value() == ~0ULL);
    for (const char* wrong : {"", "tmp/", "tmp/0123", "tmp/0123456789ABCDEF", "tmp/0123456789abcdef0",
                              "0123456789abcdef", "tmp/-123456789abcdef", "tmp/0x23456789abcdef"})
        BOOST_TEST(!store::parse_spool_tmp_name(wrong).has_value(), wrong);
    for (const char* wrong :
         {"", ".en-cours-", ".en-cours-0", "en-cours-00000000000000ff", ".en-cours-00000000000000fg"})
        BOOST_TEST(!store::parse_partial_name(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(the_watch_passes_over_what_is_not_a_drop) {
    for (const char* ignored : {"", ".", "..", ".pris-a.pdf", ".recus", ".refuses", ".en-cours-00000000000000ff",
                                ".DS_Store", "~$note.pdf", "scan.pdf~", "scan.tmp", "SCAN.TMP", "scan.pdf.part",
                                "scan.pdf.filepart", "scan.crdownload", "Thumbs.db", "desktop.ini"})
        BOOST_TEST(store::is_ignored(ignored), ignored);
    for (const char* looked_at : {"scan.pdf", "a", "tmp", "part", "scan", "scan.tmp.pdf", "é.tif", "a b.pdf", "-x.pdf"})
        BOOST_TEST(!store::is_ignored(looked_at), looked_at);
}

BOOST_AUTO_TEST_CASE(a_claimed_file_gives_its_name_back) {
    for (const std::string name : {"scan.pdf", "a", "courrier du 3 novembre (2).PDF", "étude d'œuvre.tiff", ".x"}) {
        BOOST_TEST(store::claim_name(name) == ".pris-" + name);
        BOOST_TEST(store::parse_claim_name(store::claim_name(name)).value() == name);
        BOOST_TEST(store::is_ignored(store::claim_name(name)));
    }
    for (const char* wrong : {"", "scan.pdf", ".pris-", ".pris", "x.pris-a", ".pris-a/b", ".PRIS-a"})
        BOOST_TEST(!store::parse_claim_name(wrong).has_value(), wrong);
    for (const std::string& wrong :
         {std::string{}, std::string{"."}, std::string{".."}, std::string{"a/b"}, std::string("a\0b", 3)})
        BOOST_CHECK_THROW(store::claim_name(wrong), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_name_too_long_is_cut_once_and_stays_the_same_through_a_crash) {
    std::string name;
    for (int i = 0; i < 120; ++i) name += "é";
    name += ".pdf";  // 244 bytes
    const auto kept = store::kept_name(name);
    BOOST_TEST(kept.size() <= store::longest_kept_name);
    BOOST_TEST(kept.ends_with("é.pdf"));
    BOOST_TEST((kept.size() - 4) % 2 == 0U, "cut between two characters");
    BOOST_TEST(store::kept_name(kept) == kept);
    BOOST_TEST(store::parse_claim_name(store::claim_name(name)).value() == kept);
    BOOST_TEST(store::claim_name(name).size() <= 255U);
    BOOST_TEST(store::motive_name(store::numbered_name(kept, 999)).size() <= 255U);
    BOOST_TEST(store::kept_name(std::string(255, 'x')).size() == store::longest_kept_name);
    BOOST_TEST(store::kept_name("x." + std::string(252, 'y')).size() == store::longest_kept_name);
}

BOOST_AUTO_TEST_CASE(a_second_file_of_one_name_gets_a_number) {
    BOOST_TEST(store::numbered_name("scan.pdf", 1) == "scan.pdf");
    BOOST_TEST(store::numbered_name("scan.pdf", 2) == "scan (2).pdf");
    BOOST_TEST(store::numbered_name("scan", 3) == "scan (3)");
    BOOST_TEST(store::numbered_name(".scan", 3) == ".scan (3)");
    BOOST_TEST(store::numbered_name("a.b.pdf", 2) == "a.b (2).pdf");
    BOOST_CHECK_THROW(store::numbered_name("scan.pdf", 0), std::logic_error);
    BOOST_CHECK_THROW(store::numbered_name("a/b", 1), std::logic_error);
}

BOOST_AUTO_TEST_CASE(freed_and_refused_files_have_their_folders) {
    BOOST_TEST(store::received_folder(day) == ".recus/2026-11-03");
    BOOST_TEST((store::parse_received_folder(".recus/2026-11-03").value() == day));
    for (const char* wrong :
         {"", ".recus", ".recus/", ".recus/2026-11", ".recus/2026-02-30", "recus/2026-11-03", ".recus/2026-11-03/"})
        BOOST_TEST(!store::parse_received_folder(wrong).has_value(), wrong);
    BOOST_TEST(store::motive_name("scan.pdf") == "scan.pdf.motif.txt");
    BOOST_TEST(store::parse_motive_name("scan.pdf.motif.txt").value() == "scan.pdf");
    for (const char* wrong : {"", ".motif.txt", "scan.pdf", "scan.motif", "scan.motif.txt.pdf"})
        BOOST_TEST(!store::parse_motive_name(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(print_runs_of_one_day_are_numbered_from_the_second_on) {
    BOOST_TEST(store::run_name({day, 1}) == "2026-11-03");
    BOOST_TEST(store::run_name({day, 2}) == "2026-11-03-2");
    for (int i : {1, 2, 9, 10, 9999}) {
        const store::PrintRun run{day, i};
        BOOST_TEST((store::parse_run_name(store::run_name(run)).value() == run));
    }
    for (const char* wrong :
         {"", "2026-11", "2026-11-03-", "2026-11-03-1", "2026-11-03-0", "2026-11-03-02", "2026-11-03 2",
          "2026-11-03-2x", "2026-11-03-10000", "2026-02-30", "x2026-11-03", "2026-11-032"})
        BOOST_TEST(!store::parse_run_name(wrong).has_value(), wrong);
    BOOST_TEST(store::merged_name({day, 2}) == "tirage-2026-11-03-2.pdf");
    BOOST_TEST(store::bordereau_name({day, 1}) == "bordereau-2026-11-03.pdf");
    BOOST_TEST(store::bordereau_csv_name({day, 3}) == "bordereau-2026-11-03-3.csv");
    BOOST_CHECK_THROW(store::run_name({day, 0}), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_letter_of_a_run_names_its_rank_dossier_and_kind) {
    BOOST_TEST(store::letter_name({12, number, "accord-total-integration", 1}) ==
               "012-" + number + "-accord-total-integration.pdf");
    for (const store::RunLetter& letter :
         {store::RunLetter{1, number, "accord-total-integration", 1},
          store::RunLetter{1234, number, "refus-professionnalisation", 1},
          store::RunLetter{999, number, "complement-integration", 2}, store::RunLetter{7, number, "a-v2-x", 12}})
        BOOST_TEST((store::parse_letter_name(store::letter_name(letter)).value() == letter),
                   store::letter_name(letter));
    auto misprint = number;
    misprint.back() = misprint.back() == '0' ? '1' : '0';
    for (const auto& wrong :
         {std::string{}, "12-" + number + "-x.pdf", "0012-" + number + "-x.pdf", "000-" + number + "-x.pdf",
          "012-" + number + ".pdf", "012-" + number + "-.pdf", "012-" + number + "-X.pdf", "012-" + number + "-x",
          "012-" + misprint + "-x.pdf", "012-" + number + "-x-v1.pdf", "012-" + number + "-x-v02.pdf",
          "012-" + number + "--x.pdf", "x12-" + number + "-x.pdf", "012" + number + "-x.pdf",
          "012-" + number + "-x.pdf.pdf", std::string{"012-.pdf"}, std::string{"-.pdf"}})
        BOOST_TEST(!store::parse_letter_name(wrong).has_value(), wrong);
    BOOST_CHECK_THROW(store::letter_name({0, number, "x", 1}), std::logic_error);
    BOOST_CHECK_THROW(store::letter_name({1, misprint, "x", 1}), std::logic_error);
    BOOST_CHECK_THROW(store::letter_name({1, number, "../x", 1}), std::logic_error);
    BOOST_CHECK_THROW(store::letter_name({1, number, "x", 0}), std::logic_error);
}

BOOST_AUTO_TEST_CASE(ids_keep_their_order_up_to_a_million) {
    BOOST_TEST(store::arrival_id(12) == "A000012");
    BOOST_TEST(store::dispatch_id(34) == "E000034");
    for (long long i : {1LL, 999999LL, 1000000LL, 123456789012LL}) {
        BOOST_TEST(store::parse_arrival_id(store::arrival_id(i)).value() == i);
        BOOST_TEST(store::parse_dispatch_id(store::dispatch_id(i)).value() == i);
    }
    for (const char* wrong : {"", "A", "A12", "A000000", "A0000012", "a000012", "E000012", "A00001x", "A-00012",
                              "A000012 ", "A99999999999999999999"})
        BOOST_TEST(!store::parse_arrival_id(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_SUITE_END()
