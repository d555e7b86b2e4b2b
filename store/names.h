#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/arrival.h"
#include "core/date.h"
#include "core/dispatch.h"

/// Every file name the program writes is made and parsed here, and nowhere else. All functions are pure: no file is
/// looked at. Names are UTF-8; parsers give nothing for a name that this file did not make.
namespace store {

// --- The installation -----------------------------------------------------------------------------------------------

std::filesystem::path config_path(const std::filesystem::path& home);    ///< vaguemestre.toml
std::filesystem::path database_path(const std::filesystem::path& home);  ///< store.sqlite
std::filesystem::path lock_path(const std::filesystem::path& home);      ///< verrou: held while the program runs
/// verrou-boite-NAME: held while a mailbox is emptied. The name is made of letters, digits, `.`, `_` and `-`;
/// std::logic_error otherwise.
bool is_box_name(std::string_view text);
std::filesystem::path box_lock_path(const std::filesystem::path& home, std::string_view box);
std::filesystem::path spool_path(const std::filesystem::path& home);      ///< spool/
std::filesystem::path templates_path(const std::filesystem::path& home);  ///< templates/: where people edit them
/// publies/12/: a copy of the templates a publication put into service.
std::filesystem::path published_path(const std::filesystem::path& home, long long publication);
/// The watch folder of a channel: post/in/post or post/in/online. std::logic_error for Channel::mail.
std::filesystem::path watch_path(const std::filesystem::path& home, core::Channel channel);
std::filesystem::path post_out_path(const std::filesystem::path& home);  ///< post/out/

// --- The spool ------------------------------------------------------------------------------------------------------

/// 64 lower-case hexadecimal digits.
bool is_sha256(std::string_view text);
/// `ab/abcd…`: relative to the spool. std::logic_error when `sha256` is not one.
std::string blob_name(std::string_view sha256);
/// The SHA-256 of such a name; nothing when the folder does not match.
std::optional<std::string> parse_blob_name(std::string_view name);
std::string spool_tmp_name(std::uint64_t random);  ///< `tmp/0123456789abcdef`, relative to the spool.
std::optional<std::uint64_t> parse_spool_tmp_name(std::string_view name);

/// A file being written beside its final place: `.en-cours-0123456789abcdef`.
std::string partial_name(std::uint64_t random);
std::optional<std::uint64_t> parse_partial_name(std::string_view name);

// --- The watch folder -----------------------------------------------------------------------------------------------

/// Longest name kept, in bytes: leaves room for the prefixes and suffixes below within the 255 of a file system.
inline constexpr std::size_t longest_kept_name = 230;

/// Names the watch does not look at: `.x`, `~x`, `x~`, `x.tmp`, `x.part`, `x.filepart`, `x.crdownload`, Thumbs.db,
/// desktop.ini.
bool is_ignored(std::string_view name);
/// The name under which a file is known once claimed: itself, or cut in its middle to `longest_kept_name` bytes between
/// two characters, its extension kept. Always derive the arrival's name and key from it, so that a claim found after a
/// crash gives the same key.
std::string kept_name(std::string_view name);
std::string claim_name(std::string_view name);                       ///< `.pris-` + kept_name(name)
std::optional<std::string> parse_claim_name(std::string_view name);  ///< The kept name.
/// `scan.pdf`, 2 -> `scan (2).pdf`; 1 gives the name itself. For a second file of the same name in one folder.
std::string numbered_name(std::string_view name, int number);

std::string received_folder(core::Date day);  ///< `.recus/2026-11-03`
std::optional<core::Date> parse_received_folder(std::string_view name);
inline constexpr std::string_view refused_folder = ".refuses";
std::string motive_name(std::string_view name);                       ///< `scan.pdf` -> `scan.pdf.motif.txt`
std::optional<std::string> parse_motive_name(std::string_view name);  ///< `scan.pdf`

// --- What leaves by post --------------------------------------------------------------------------------------------

/// One print run. The second run of a day is number 2, and so on.
struct PrintRun {
    core::Date day{};
    int number = 1;
    bool operator==(const PrintRun&) const = default;
};

std::string run_name(const PrintRun& run);  ///< `2026-11-03`, `2026-11-03-2`: folder and id.
std::optional<PrintRun> parse_run_name(std::string_view name);

/// A letter of a print run: `012-26-000123-7-accord-total-integration.pdf`. `letter` is the template id, followed by
/// `-vN` from version 2 on.
struct RunLetter {
    int rank = 1;         ///< From 1, in the run; at least three digits.
    std::string dossier;  ///< A DossierNumber.
    std::string letter;   ///< Letter template id.
    int version = 1;
    bool operator==(const RunLetter&) const = default;
};

std::string letter_name(const RunLetter& letter);
std::optional<RunLetter> parse_letter_name(std::string_view name);
std::string merged_name(const PrintRun& run);         ///< `tirage-2026-11-03.pdf`
std::string bordereau_name(const PrintRun& run);      ///< `bordereau-2026-11-03.pdf`
std::string bordereau_csv_name(const PrintRun& run);  ///< `bordereau-2026-11-03.csv`

// --- Instruction sessions -------------------------------------------------------------------------------------------

std::filesystem::path session_path(const std::filesystem::path& home, std::string_view month);  ///< sessions/2026-12/
std::string minutes_name(std::string_view month);                ///< `proces-verbal-2026-12.pdf`
std::string minutes_csv_name(std::string_view month);            ///< `proces-verbal-2026-12.csv`
std::string session_bordereau_name(std::string_view month);      ///< `bordereau-session-2026-12.pdf`
std::string session_bordereau_csv_name(std::string_view month);  ///< `bordereau-session-2026-12.csv`

// --- Copies of an installation --------------------------------------------------------------------------------------

std::string copy_name(core::Instant made_at);  ///< `2026-11-25T02-30-00.000Z`
std::optional<core::Instant> parse_copy_name(std::string_view name);
std::filesystem::path copy_blobs_path(const std::filesystem::path& copies);    ///< contenus/: a spool, of all copies.
std::filesystem::path copy_lock_path(const std::filesystem::path& copies);     ///< verrou: held while a copy is made.
std::filesystem::path copy_manifest_path(const std::filesystem::path& copy);   ///< sauvegarde.json
std::filesystem::path copy_blob_list_path(const std::filesystem::path& copy);  ///< contenus.txt
/// verrou-copie, in the installation: blobs stay while a copy is made.
std::filesystem::path blob_lock_path(const std::filesystem::path& home);

// --- Identifiers made by the store ----------------------------------------------------------------------------------

std::string arrival_id(long long number);  ///< `A000012`
std::optional<long long> parse_arrival_id(std::string_view id);
std::string dispatch_id(long long number);  ///< `E000034`
std::optional<long long> parse_dispatch_id(std::string_view id);
std::string review_id(long long number);  ///< `R000056`
std::optional<long long> parse_review_id(std::string_view id);
std::string agent_id(long long number);  ///< `P000012`
std::optional<long long> parse_agent_id(std::string_view id);
std::string collectivite_id(long long number);  ///< `C000012`
std::optional<long long> parse_collectivite_id(std::string_view id);

}  // namespace store
