#include "store/journal.h"

#include <stdexcept>

#include "store/connection.h"
#include "store/sha256.h"

namespace store {
namespace {

const std::string sequence = "event";
const std::string before_the_first(64, '0');
const std::string all_columns = "SELECT number, at, who, what, subject, detail, hash FROM events ";

void add_part(std::string& line, std::string_view part) {
    line += std::to_string(part.size());
    line += ':';
    line += part;
    line += ',';
}

std::string hash_of(const std::string& previous, const core::Event& event) {
    std::string line = previous;
    for (const auto& part : {std::to_string(event.number), core::iso_instant(event.at), event.who, event.what,
                             event.subject, event.detail})
        add_part(line, part);
    return sha256(line);
}

template <class... Values>
std::vector<core::Event> select(Connection& connection, const std::string& which, const Values&... values) {
    std::vector<core::Event> events;
    for (auto& [number, at, who, what, subject, detail, hash] :
         connection.rows<long long, core::Instant, std::string, std::string, std::string, std::string, std::string>(
             all_columns + which, values...))
        events.push_back(
            {number, at, std::move(who), std::move(what), std::move(subject), std::move(detail), std::move(hash)});
    return events;
}

}  // namespace

core::Event Journal::append(std::string_view who, std::string_view what, std::string_view subject,
                            std::string_view detail) {
    if (!connection_.in_transaction()) throw std::logic_error{"a journal line outside a transaction"};
    core::Event event{.number = connection_.next(sequence),
                      .at = connection_.now(),
                      .who = std::string{who},
                      .what = std::string{what},
                      .subject = std::string{subject},
                      .detail = std::string{detail}};
    const auto previous =
        connection_.row<std::string>("SELECT hash FROM events WHERE number = :number", event.number - 1);
    event.hash = hash_of(previous ? std::get<0>(*previous) : before_the_first, event);
    connection_.change(
        "INSERT INTO events (number, at, who, what, subject, detail, hash) "
        "VALUES (:number, :at, :who, :what, :subject, :detail, :hash)",
        event.number, event.at, event.who, event.what, event.subject, event.detail, event.hash);
    return event;
}

std::optional<long long> Journal::verify() {
    std::optional<long long> broken;
    connection_.snapshot([&] {
        auto hash = before_the_first;
        long long due = 1;
        for (;;) {
            const auto events = from(due, 1000);
            if (events.empty()) break;
            for (const auto& event : events) {
                hash = hash_of(hash, event);
                if (event.number != due || event.hash != hash) {
                    broken = due;
                    return;
                }
                ++due;
            }
        }
        if (due <= length()) broken = due;
    });
    return broken;
}

std::vector<core::Event> Journal::of(std::string_view subject) {
    return select(connection_, "WHERE subject = :subject ORDER BY number", subject);
}

std::vector<core::Event> Journal::from(long long first, int count) {
    return select(connection_, "WHERE number >= :first ORDER BY number LIMIT :count", first, count);
}

std::string Journal::head() {
    const auto last = from(length(), 1);
    return last.empty() ? before_the_first : last.front().hash;
}

long long Journal::length() {
    const auto reached = connection_.row<long long>("SELECT reached FROM sequences WHERE name = :name", sequence);
    return reached ? std::get<0>(*reached) : 0;
}

}  // namespace store
