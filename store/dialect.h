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
/// Opens a copy that nobody writes, leaving no trace beside it. core::BadSetup when it is no whole database.
void open_copy(soci::session& session, const std::filesystem::path& copy);
/// Creates an empty database. core::BadSetup when the file exists.
void create(const std::filesystem::path& database);

/// Starts a transaction that will write, so that it waits here and never fails half-way for a lock.
inline constexpr std::string_view begin = "BEGIN IMMEDIATE";
/// Starts one that only looks, at one moment's state, and keeps nobody waiting.
inline constexpr std::string_view begin_reading = "BEGIN";
inline constexpr std::string_view commit = "COMMIT";
inline constexpr std::string_view rollback = "ROLLBACK";
/// Appended to the SELECT that chooses the row to claim; PostgreSQL: `FOR UPDATE SKIP LOCKED`.
inline constexpr std::string_view skip_locked = "";

/// Full-text search (FTS5) over normalised texts, whose ids are those of the table `texts`. PostgreSQL: a column
/// tsvector with a GIN index.
inline constexpr std::string_view create_text_index =
    "CREATE VIRTUAL TABLE text_index USING fts5 (body, tokenize = 'ascii')";
inline constexpr std::string_view add_text = "INSERT INTO text_index (rowid, body) VALUES (:id, :body)";
inline constexpr std::string_view remove_text = "DELETE FROM text_index WHERE rowid = :id";
inline constexpr std::string_view find_texts =
    "SELECT texts.what, texts.owner, snippet(text_index, 0, '‹', '›', '…', 16) FROM text_index JOIN texts ON texts.id "
    "= "
    "text_index.rowid WHERE text_index MATCH :match ORDER BY text_index.rowid DESC LIMIT :limit OFFSET :offset";

/// Nothing that was deleted stays readable in the files of the database.
void forget(soci::session& session);

/// Counts the tables of this name.
inline constexpr std::string_view count_tables =
    "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = :name";

/// A consistent copy of the whole database into a file that does not exist yet.
void copy_to(soci::session& session, const std::filesystem::path& target);

/// Call inside a catch block: rethrows what SOCI threw as core::TryLater (locked, full, input/output error),
/// core::BadSetup (not a database, damaged) or std::logic_error (anything else: a wrong statement).
[[noreturn]] void translate_exception();

}  // namespace store::dialect
