#include "store/connection.h"

namespace store {

Connection::Connection(const std::filesystem::path& database, core::Clock clock) : clock_{std::move(clock)} {
    try {
        dialect::open(session_, database);
    } catch (const soci::soci_error&) {
        dialect::translate_exception();
    }
}

Connection::Connection(const std::filesystem::path& copy) : clock_{core::system_now} {
    try {
        dialect::open_copy(session_, copy);
    } catch (const soci::soci_error&) {
        dialect::translate_exception();
    }
}

long long Connection::next(const std::string& sequence) {
    return value<long long>(
        "INSERT INTO sequences (name, reached) VALUES (:name, 1) "
        "ON CONFLICT (name) DO UPDATE SET reached = sequences.reached + 1 RETURNING reached",
        sequence);
}

void Connection::at_least(const std::string& sequence, long long number) {
    change("INSERT INTO sequences (name, reached) VALUES (:name, 0) ON CONFLICT (name) DO NOTHING", sequence);
    change("UPDATE sequences SET reached = :number WHERE name = :name AND reached < :limit", number, sequence, number);
}

void Connection::command(std::string_view sql) {
    try {
        session_ << sql;
    } catch (const soci::soci_error&) {
        dialect::translate_exception();
    }
}

void Connection::roll_back() noexcept {
    try {
        session_ << dialect::rollback;
    } catch (const std::exception&) {  // SQLite has already rolled back by itself (disk full).
    }
}

void Connection::transaction(const std::function<void()>& work) { enclose(dialect::begin, work); }

void Connection::snapshot(const std::function<void()>& look) { enclose(dialect::begin_reading, look); }

void Connection::enclose(std::string_view begin, const std::function<void()>& work) {
    if (depth_ == 0) {
        command(begin);
        doomed_ = false;
    }
    ++depth_;
    try {
        work();
        if (depth_ == 1 && doomed_) throw std::logic_error{"a failed part of a transaction was passed over"};
        if (depth_ == 1) command(dialect::commit);
    } catch (...) {
        doomed_ = true;
        if (--depth_ == 0) roll_back();
        throw;
    }
    --depth_;
}

void Connection::copy_to(const std::filesystem::path& target) {
    try {
        dialect::copy_to(session_, target);
    } catch (const soci::soci_error&) {
        dialect::translate_exception();
    }
}

void Connection::forget() {
    try {
        dialect::forget(session_);
    } catch (const soci::soci_error&) {
        dialect::translate_exception();
    }
}

std::map<std::string, std::string> Connection::durability() {
    try {
        return dialect::durability(session_);
    } catch (const soci::soci_error&) {
        dialect::translate_exception();
    }
}

std::string parameter_list(std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? ":p" : ", :p") + std::to_string(i);
    return list;
}

}  // namespace store
