#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/fields.h"
#include "core/outcome.h"
#include "core/raster.h"
#include "mail/received.h"
#include "ocr/pdf_fields.h"

/// Stage `decode`.
/// Does: opens hostile bytes (scans, archives, demande.xml, our own letters again) in a child process of this same
/// program, confined by pipeline/sandbox.h, and takes back pixels, words, files and fields. Trusts: nothing the child
/// says; sizes, boxes and UTF-8 are checked (pipeline/frames.h). The parent never parses the document. Touches: one
/// file, read-only. Refuses with: encrypted, damaged, empty_file, too_large, too_many_pages, too_many_pixels,
/// unsupported, archive_unsafe, invalid_demande, decoder_timeout (time used up), decoder_crashed (crash, memory used
/// up, nonsense on the pipe). The last one is worth a second try by the runner; the others are not. Known faults: a
/// child takes about 30 ms to start. Safe from several threads at once.
namespace pipeline {

struct DecodeLimits {
    std::filesystem::path program = "/proc/self/exe";  ///< Tests name the installed program here.
    std::uint64_t max_bytes = 200'000'000;
    int max_pages = 500;
    std::int64_t max_pixels = 100'000'000;  ///< A page.
    int render_dpi = 300;
    std::uint64_t address_space = 1'500'000'000;  ///< bytes
    unsigned cpu_seconds = 60;                    ///< Until the first page; then cpu_per_page more for each page given.
    unsigned cpu_per_page = 5;
    unsigned cpu_most = 600;
    std::chrono::milliseconds page_patience{180'000};  ///< Waiting for one page, by our clock.
    std::chrono::milliseconds total_patience{1'800'000};
    int max_members = 200;                     ///< Of an archive.
    std::uint64_t max_unpacked = 200'000'000;  ///< bytes, all members together.
    int max_ratio = 200;                       ///< Of a member: unpacked to packed, above the first MB.
};

/// A file, or bytes already in memory.
struct Hostile {
    std::filesystem::path file;
    std::span<const std::uint8_t> bytes;
    Hostile(const std::filesystem::path& path) : file(path) {}          // NOLINT: implicit by design
    Hostile(std::span<const std::uint8_t> content) : bytes(content) {}  // NOLINT: implicit by design
};

/// Called once a page, in order; a slow sink does not count as decoding time. What it throws ends the child and comes
/// through.
using RasterSink = std::function<void(core::Raster&& page, int number)>;
/// The number of pages of the file; those before `first_page` are not given. A refusal may follow pages already given:
/// they then count for nothing.
core::Outcome<int> decode(const Hostile& input, const DecodeLimits& limits, const RasterSink& sink, int first_page = 1);

/// Called once a member of the archive: a relative name, UTF-8, `/` between parts, no `..`, and its bytes.
using MemberSink = std::function<void(std::string&& name, std::span<const std::uint8_t> bytes)>;
core::Outcome<int> unpack(const Hostile& archive, const DecodeLimits& limits, const MemberSink& sink);

/// demande.xml, parsed and validated against the schema file (ours); refuses invalid_demande, `demande.xml, ligne 12 :
/// …`.
core::Outcome<core::Fields> read_demande(const Hostile& xml, const std::filesystem::path& schema,
                                         const DecodeLimits& limits);

/// A message received, as read by mail/mime.h in the child; `sink` gets each file it carries, before this returns.
/// Those of zip archives and of winmail.dat are given one by one.
core::Outcome<mail::Received> read_mail(const Hostile& message, const DecodeLimits& limits, const MemberSink& sink);

/// A PDF of ours reopened from its bytes, before it counts.
struct PdfFacts {
    bool ends_properly = false;      ///< `%%EOF` at the end, nothing that needed repair.
    std::vector<std::string> pages;  ///< Text of each page.
};
core::Outcome<PdfFacts> check_pdf(const Hostile& letter, const DecodeLimits& limits);

/// The file as a PDF whose pages can be searched (ocr/searchable_pdf.h): `pages` is what was read in this very file.
/// Refuses as decode() does; not with files of several documents.
core::Outcome<std::string> searchable_pdf(const std::string& file, std::span<const core::Page> pages,
                                          DecodeLimits limits);
/// The fillable fields of a blank PDF form.
core::Outcome<std::vector<ocr::PdfField>> form_fields(const Hostile& blank, const DecodeLimits& limits);

}  // namespace pipeline
