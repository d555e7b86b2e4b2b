#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <stdexcept>
#include <string>

#include "store/names.h"

/// A second hand on the database of a test, past the store's own code: tampers with it, or looks.
class Database {
  public:
    explicit Database(const std::filesystem::path& home) {
        if (sqlite3_open(store::database_path(home).c_str(), &handle_) != SQLITE_OK)
            throw std::runtime_error{"no database"};
        sqlite3_busy_timeout(handle_, 5000);
    }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database() { sqlite3_close(handle_); }

    /// Runs statements; gives the first column of the last row, or an empty text.
    std::string run(const std::string& sql) {
        std::string answer;
        char* message = nullptr;
        const auto keep = [](void* out, int, char** values, char**) {
            *static_cast<std::string*>(out) = values[0] == nullptr ? "" : values[0];
            return 0;
        };
        if (sqlite3_exec(handle_, sql.c_str(), keep, &answer, &message) != SQLITE_OK) {
            const std::string text = message;
            sqlite3_free(message);
            throw std::runtime_error{sql + ": " + text};
        }
        return answer;
    }

  private:
    sqlite3* handle_ = nullptr;
};
