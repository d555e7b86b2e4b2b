#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace soci {
class session;
}

/// All that is SQLite's own: the rest of `store` is SQL that PostgreSQL takes as it is. A second back-end is a second
/// implementation of this header.
namespace store::dialect {

/// Opens the database and sets and asserts what durability rests on (reliability.md, P2): WAL, synchronous=FULL,
/// foreign keys, a busy time-out. core::BadSetup when the file is missing or a setting does not hold.
void open(soci::session& session, const std::filesystem::path& database);
/// The same settings as the database answers now.
std::map<std::string, std::string> durability(soci::session& session);
/// Creates an empty database. core::BadSetup when the file exists.
void create(const std::filesystem::path& database);

/// Starts a transaction that will write, so that it waits here and never fails half-way for a lock.
inline constexpr std::string_view begin = "BEGIN IMMEDIATE";
inline constexpr std::string_view commit = "COMMIT";
inline constexpr std::string_view rollback = "ROLLBACK";
/// Appended to the SELECT that chooses the row to claim; PostgreSQL: `FOR UPDATE SKIP LOCKED`.
inline constexpr std::string_view skip_locked = "";

/// Counts the tables of this name.
inline constexpr std::string_view count_tables =
    "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = :name";

/// A consistent copy of the whole database into a file that does not exist yet.
void copy_to(soci::session& session, const std::filesystem::path& target);

/// Call inside a catch block: rethrows what SOCI threw as core::TryLater (locked, full, input/output error),
/// core::BadSetup (not a database, damaged) or std::logic_error (anything else: a wrong statement).
[[noreturn]] void translate_exception();

}  // namespace store::dialect
