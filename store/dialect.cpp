#include "store/dialect.h"

#include <fcntl.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <stdexcept>

#include "core/failures.h"
#include "store/disk.h"

namespace store::dialect {
namespace {

constexpr long long busy_timeout_ms = 20000;

/// What must hold, and how SQLite answers when it does.
const std::map<std::string, std::string>& due_settings() {
    static const std::map<std::string, std::string> due{{"journal_mode", "wal"},
                                                        {"synchronous", "2"},  // FULL: fsync at each commit.
                                                        {"foreign_keys", "1"},
                                                        {"secure_delete", "1"},  // Deleted rows are overwritten.
                                                        {"busy_timeout", std::to_string(busy_timeout_ms)}};
    return due;
}

void require_settings(soci::session& session) {
    const auto found = durability(session);
    for (const auto& [name, due] : due_settings())
        if (found.at(name) != due)
            throw core::BadSetup{"la base de données refuse le réglage « " + name +
                                 " » dont dépend la conservation des courriers : le programme ne démarre pas."};
}

std::string connect_text(const std::filesystem::path& database) {
    const auto path = database.string();
    if (path.find('"') != std::string::npos)
        throw core::BadSetup{"le chemin de l'installation ne peut pas contenir de guillemet : " + path};
    return "dbname=\"" + path + "\"";
}

}  // namespace

void open(soci::session& session, const std::filesystem::path& database) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(database, ignored))
        throw core::BadSetup{"pas d'installation ici (fichier absent : " + database.string() +
                             "). Lancez d'abord « vaguemestre init »."};
    session.open(soci::sqlite3, connect_text(database));
    session << "PRAGMA busy_timeout = " + std::to_string(busy_timeout_ms);
    std::string mode;
    session << "PRAGMA journal_mode = WAL", soci::into(mode);
    session << "PRAGMA synchronous = FULL";
    session << "PRAGMA foreign_keys = ON";
    session << "PRAGMA secure_delete = ON";
    require_settings(session);
}

void open_copy(soci::session& session, const std::filesystem::path& copy) {
    session.open(soci::sqlite3, connect_text(copy) + " readonly=true");
    std::string answer;
    session << "PRAGMA integrity_check(1)", soci::into(answer);
    if (answer != "ok") throw core::BadSetup{"base de données endommagée : " + copy.string() + " : " + answer};
}

std::map<std::string, std::string> durability(soci::session& session) {
    std::map<std::string, std::string> found;
    for (const auto& [name, due] : due_settings()) session << "PRAGMA " + name, soci::into(found[name]);
    return found;
}

void create(const std::filesystem::path& database) {
    std::error_code ignored;
    if (std::filesystem::exists(database, ignored))
        throw core::BadSetup{"une installation existe déjà ici : " + database.string()};
    File{database, O_RDWR | O_CREAT | O_EXCL, 0640}.sync(system_sync);
    sync_directory(database.parent_path());
}

void copy_to(soci::session& session, const std::filesystem::path& target) {
    const auto path = target.string();
    session << "VACUUM INTO :path", soci::use(path);
}

void forget(soci::session& session) {
    session << "INSERT INTO text_index (text_index) VALUES ('optimize')";  // Words of deleted texts go with this only.
    session << "PRAGMA wal_checkpoint(TRUNCATE)";
}

void translate_exception() {
    using namespace sqlite_api;  // NOLINT(google-build-using-namespace): SQLite's result codes live there
    try {
        throw;
    } catch (const soci::sqlite3_soci_error& error) {
        switch (error.result() & 0xFF) {
            case SQLITE_BUSY:
            case SQLITE_LOCKED:
                throw core::TryLater{"base de données occupée"};
            case SQLITE_FULL:
                throw core::TryLater{"base de données : disque plein"};
            case SQLITE_IOERR:
            case SQLITE_NOMEM:
            case SQLITE_CANTOPEN:
            case SQLITE_READONLY:
                throw core::TryLater{std::string{"base de données : écriture impossible : "} + error.what()};
            case SQLITE_CORRUPT:
            case SQLITE_NOTADB:
                throw core::BadSetup{std::string{"base de données endommagée, restaurez une sauvegarde : "} +
                                     error.what()};
            default:
                throw std::logic_error{error.what()};
        }
    } catch (const soci::soci_error& error) {
        throw std::logic_error{error.what()};
    }
}

}  // namespace store::dialect
