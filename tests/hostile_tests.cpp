#include "tests/hostile.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <fstream>

#include <fmt/format.h>
#include <cstdlib>

#include "core/failures.h"
#include "pipeline/frames.h"
#include "tests/decoding.h"
#include "tests/store_home.h"
#include "tests/temporary_folder.h"

using namespace tests;

namespace {

pipeline::DecodeLimits short_limits() {
    auto limits = limits_for_tests();
    limits.cpu_seconds = 2;
    limits.cpu_per_page = 1;
    return limits;
}

void check(const HostileFile& row, const pipeline::DecodeLimits& limits) {
    BOOST_TEST_CONTEXT(row.title) {
        const auto got = decode_all(row.file, limits);
        BOOST_TEST_REQUIRE(got.refusal.has_value());
        const std::string reason(core::to_text(got.refusal->reason));
        BOOST_TEST((std::find(row.reasons.begin(), row.reasons.end(), reason) != row.reasons.end()),
                   reason + " " + got.refusal->detail);
    }
}

/// Files of every kind with up to five bytes changed, some cut short.
std::vector<Bytes> two_hundred_mutated() {
    std::vector<Bytes> files;
    std::uint32_t seed = 2026;
    for (const auto& [title, whole] : seeds()) {
        for (int round = 0; round < 20; ++round) {
            Bytes bytes = whole;
            for (int i = 0; i <= round % 5; ++i) {
                seed = seed * 1664525U + 1013904223U;
                bytes[(seed >> 8) % bytes.size()] = static_cast<std::uint8_t>(seed >> 24);
            }
            if (round % 7 == 6) bytes.resize((seed >> 8) % bytes.size());
            files.push_back(std::move(bytes));
        }
    }
    return files;
}

/// A decoder that does what this shell script says.
struct FakeDecoder {
    TemporaryFolder folder;
    pipeline::DecodeLimits limits = limits_for_tests();

    explicit FakeDecoder(const std::string& script) {
        limits.program = folder.path() / "decoder";
        std::ofstream(limits.program) << "#!/bin/sh\n" << script << "\n";
        chmod(limits.program.c_str(), 0700);
        limits.page_patience = std::chrono::milliseconds(1500);
    }
    core::Refusal refusal() const {
        const auto got = decode_all(Bytes{'x'}, limits);
        BOOST_REQUIRE(got.refusal.has_value());
        return *got.refusal;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(hostile_tests)

BOOST_AUTO_TEST_CASE(damaged_and_locked_files_are_refused_with_their_reason) {
    for (const auto& row : damaged_files()) check(row, limits_for_tests());
}

BOOST_AUTO_TEST_CASE(other_types_are_refused_by_name) {
    for (const auto& row : unsupported_files()) check(row, limits_for_tests());
    BOOST_TEST(decode_all(unsupported_files()[6].file).refusal->detail == "image HEIC (téléphone)");
}

BOOST_AUTO_TEST_CASE(a_file_protected_without_password_is_read) {
    BOOST_TEST(decode_all(encrypted_pdf(pdf_of_texts({"ouvert"}), "")).pages.size() == 1U);
}

BOOST_AUTO_TEST_CASE(refusals_name_the_page_and_the_cause) {
    const auto page = marked_page(620, 877, 1, 1);
    PdfMaker pdf;
    pdf.add_page("0 0 595 842", "", "");
    pdf.add_scan(image_dictionary(page, "/DCTDecode"), Bytes{0xff, 0xd8, 0xff, 0xd9}, 149, 210);
    const auto got = decode_all(pdf.finish());
    BOOST_TEST(got.pages.size() == 1U);
    BOOST_TEST_REQUIRE(got.refusal.has_value());
    BOOST_TEST(got.refusal->detail == "page 2 : en-tête JPEG illisible");
}

BOOST_AUTO_TEST_CASE(bombs_cost_a_bounded_amount) {
    for (const auto& row : bombs()) {
        const auto start = std::chrono::steady_clock::now();
        check(row, short_limits());
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
        BOOST_TEST_MESSAGE(row.title << ": " << row.file.size() / 1000 << " kB, " << spent.count() << " s");
    }
    rusage children{};
    getrusage(RUSAGE_CHILDREN, &children);
    BOOST_TEST_MESSAGE("largest child: " << children.ru_maxrss / 1000 << " MB");
#ifndef VAGUEMESTRE_SANITIZED
    BOOST_TEST(children.ru_maxrss < 1'600'000);
#endif
    BOOST_TEST(!decode_all(png_of(marked_page(64, 64, 1, 1))).refusal.has_value());
}

BOOST_AUTO_TEST_CASE(a_file_larger_than_allowed_is_not_opened) {
    auto limits = limits_for_tests();
    limits.max_bytes = 100;
    BOOST_TEST((decode_all(png_of(marked_page(64, 64, 1, 1)), limits).refusal->reason == core::Reason::too_large));
}

BOOST_AUTO_TEST_CASE(two_hundred_mutated_files_leave_the_parent_alive) {
    const auto limits = short_limits();
    int refused = 0, crashed = 0;
    for (const auto& bytes : two_hundred_mutated()) {
        const auto got = decode_all(bytes, limits);
        refused += got.refusal.has_value();
        crashed += got.refusal && got.refusal->reason == core::Reason::decoder_crashed;
    }
    BOOST_TEST_MESSAGE("200 mutated files: " << refused << " refused, " << crashed
                                             << " of them by a crash of the decoder");
    BOOST_TEST(crashed <= 4);
}

BOOST_AUTO_TEST_CASE(a_decoder_that_hangs_crashes_or_lies_is_a_refusal) {
    struct Row {
        const char* script;
        core::Reason reason;
        const char* detail;
    };
    const std::string five_pages_done = fmt::format(
        "printf 'VMF1\\{:03o}\\000\\000\\000\\004\\000\\000\\000\\000\\000\\000\\000\\005\\000\\000\\000' >&4",
        static_cast<unsigned>(pipeline::FrameKind::done));
    const Row rows[]{
        {"sleep 60", core::Reason::decoder_timeout, "rien reçu à temps"},
        {"kill -SEGV $$", core::Reason::decoder_crashed, "signal 11"},
        {"kill -XCPU $$", core::Reason::decoder_timeout, "temps de calcul épuisé"},
        {"exit 3", core::Reason::decoder_crashed, "arrêt 3"},
        {"exit 0", core::Reason::decoder_crashed, "arrêt 0"},
        {"echo 'no frame at all, only words' >&4", core::Reason::decoder_crashed, "réponse incohérente"},
        // A page of 100,000 by 100,000; a body of 4 GB; a page with words outside of it would be caught alike.
        {"printf "
         "'VMF1\\001\\000\\000\\000\\024\\000\\000\\000\\000\\000\\000\\000\\240\\206\\001\\000\\240\\206\\001\\000\\00"
         "1\\000\\000\\000"
         "\\054\\001\\000\\000\\000\\000\\000\\000' >&4",
         core::Reason::decoder_crashed, "réponse incohérente"},
        {"printf 'VMF1\\001\\000\\000\\000\\377\\377\\377\\377\\000\\000\\000\\000' >&4", core::Reason::decoder_crashed,
         "réponse incohérente"},
        {"printf 'VMF1\\377\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000' >&4", core::Reason::decoder_crashed,
         "réponse incohérente"},
        {five_pages_done.c_str(), core::Reason::decoder_crashed, "pages manquantes"},
    };
    for (const Row& row : rows) {
        BOOST_TEST_CONTEXT(row.script) {
            const auto refusal = FakeDecoder(row.script).refusal();
            BOOST_TEST(core::to_text(refusal.reason) == core::to_text(row.reason));
            BOOST_TEST(refusal.detail == row.detail);
        }
    }
}

BOOST_AUTO_TEST_CASE(no_child_outlives_its_decoding) {
    const auto start = std::chrono::steady_clock::now();
    (void)FakeDecoder("sleep 60").refusal();
    BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(20)));
}

BOOST_AUTO_TEST_SUITE_END()
